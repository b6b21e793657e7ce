import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Caller } from '#server/platform/auth.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { invalid } from '#server/platform/errors.ts';
import { type ChatMessage, readChatMessage } from './chat-message.ts';
import { addToTotals, type GameVotes, insertChatMessages, lockChatImport } from './chat-repository.ts';
import { findPlayedAt } from './intervals.ts';
import { listNightGames, type NightGameRow } from './night-game-repository.ts';
import { holdNight } from './night-repository.ts';
import { requireOwnNight } from './night-rights.ts';

export type ChatImporter = ReturnType<typeof createChatImporter>;

type TimelineGame = NightGameRow & { playedAtMs: number };

/** The first votes of an import and the game each was matched to, to see what happened. */
type VoteMatch = { username: string; timestamp: string; vote: 'up' | 'down'; matched_game: string };

type ImportReport = {
  messagesImported: number;
  duplicatesSkipped: number;
  invalidSkipped: number;
  votesProcessed: number;
  votesByGame: Record<string, { title: string; upvotes: number; downvotes: number }>;
  timeline: TimelineGame[];
  voteMatches: VoteMatch[];
};

/** So many messages are read, and stored, at a time: other requests are served in between. */
const CHUNK = 2_000;
const MAX_VOTE_MATCHES = 100;

/** Imports the log of a night's chat, votes included: all of it or nothing. */
export function createChatImporter({ database }: { database: Database }) {
  async function importInto(
    tx: Executor,
    nightId: number,
    elements: readonly unknown[],
    timeline: TimelineGame[],
  ) {
    await lockChatImport(tx, nightId);
    const seen = new Set<string>();
    const votes = new Map<number, GameVotes>();
    const voteMatches: VoteMatch[] = [];
    let messagesImported = 0;
    let invalidSkipped = 0;
    for (let start = 0; start < elements.length; start += CHUNK) {
      const messages: (ChatMessage & { gameId: number | null })[] = [];
      for (const element of elements.slice(start, start + CHUNK)) {
        const message = readChatMessage(element);
        if (!message) {
          invalidSkipped += 1;
          continue;
        }
        const hash = message.hash.toString('latin1');
        if (seen.has(hash)) continue;
        seen.add(hash);
        const game = findPlayedAt(timeline, message.sentAtMs);
        messages.push({ ...message, gameId: game?.gameId ?? null });
        if (game && message.vote && voteMatches.length < MAX_VOTE_MATCHES)
          voteMatches.push(toVoteMatch(message, game));
      }
      for (const row of await insertChatMessages(tx, nightId, messages)) {
        messagesImported += row.count;
        if (row.vote !== null && row.gameId !== null) tally(votes, row.gameId, row.vote, row.count);
      }
      await nextTurn();
    }
    await addToTotals(tx, [...votes.values()]);
    return { messagesImported, invalidSkipped, votes, voteMatches };
  }

  return {
    /** @throws 404 for an unknown night, 400 for one without games; a closed night is fine */
    async import(caller: Caller, nightId: number, elements: readonly unknown[]): Promise<ImportReport> {
      const { timeline, ...result } = await database.transaction(async (tx) => {
        const { id } = requireOwnNight(await holdNight(tx, nightId), caller);
        const games = await listNightGames(tx, id);
        if (games.length === 0) throw invalid('No games played in this session to match votes against');
        const timeline = games.map((game) => ({ ...game, playedAtMs: game.playedAt.getTime() }));
        return { timeline, ...(await importInto(tx, id, elements, timeline)) };
      });
      const { messagesImported, invalidSkipped, votes, voteMatches } = result;
      const titles = new Map(timeline.map((game) => [game.gameId, game.title]));
      return {
        messagesImported,
        duplicatesSkipped: elements.length - invalidSkipped - messagesImported,
        invalidSkipped,
        votesProcessed: votes.values().reduce((sum, { upvotes, downvotes }) => sum + upvotes + downvotes, 0),
        votesByGame: Object.fromEntries(
          [...votes.values()].map(({ gameId, upvotes, downvotes }) => [
            gameId,
            { title: titles.get(gameId) ?? '', upvotes, downvotes },
          ]),
        ),
        timeline,
        voteMatches,
      };
    },
  };
}

function tally(votes: Map<number, GameVotes>, gameId: number, vote: 1 | -1, count: number): void {
  const game = votes.get(gameId) ?? { gameId, upvotes: 0, downvotes: 0 };
  if (vote === 1) game.upvotes += count;
  else game.downvotes += count;
  votes.set(gameId, game);
}

const toVoteMatch = (message: ChatMessage, game: TimelineGame): VoteMatch => ({
  username: message.username,
  timestamp: new Date(message.sentAtMs).toISOString(),
  vote: message.vote === 1 ? 'up' : 'down',
  matched_game: game.title,
});
