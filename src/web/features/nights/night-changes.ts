import type { NightEvent, VoteReceived } from '#protocol/night-events.ts';
import type { GameVotes, NightGame } from './night-state.ts';

/** A night's votes: as they were loaded, with those counted on that have been heard of since. */
export type Tally = {
  votes: readonly GameVotes[];
  /** The last ones heard of: what is told twice counts once. */
  heard: readonly string[];
  loadedAtMs: number;
};

/** Many times what can be told twice, by two listeners of one page. */
const MAX_HEARD = 200;

/** What is told so soon after votes were loaded may be among them: another node's news takes its time. */
const SETTLED_AFTER_MS = 1_000;

/** A viewer has one vote at a moment. */
const nameOf = ({ vote }: VoteReceived['data']) => `${vote.timestamp} ${vote.username}`;

export function countVote(tally: Tally, data: VoteReceived['data']): Tally {
  const name = nameOf(data);
  if (tally.heard.includes(name)) return tally;
  const { game, vote } = data;
  const isUp = vote.type === 'up';
  const before = tally.votes.find((one) => one.game_id === game.id) ?? {
    game_id: game.id,
    title: game.title,
    pack_name: game.pack_name,
    ...sumUp(0, 0),
  };
  const after = { ...before, ...sumUp(before.upvotes + (isUp ? 1 : 0), before.downvotes + (isUp ? 0 : 1)) };
  return {
    ...tally,
    votes: [...tally.votes.filter((one) => one !== before), after],
    heard: [...tally.heard.slice(1 - MAX_HEARD), name],
  };
}

/**
 * The tally after votes were loaded. Of a vote that was told meanwhile nobody knows whether it is among them: then no
 * count goes back, until the next load settles it.
 */
export function takeLoaded(
  votes: readonly GameVotes[],
  { before, present, nowMs }: { before: Tally | undefined; present: Tally | undefined; nowMs: number },
): Tally {
  const heard = present?.heard ?? [];
  if (!present || heard.at(-1) === before?.heard.at(-1)) return { votes, heard, loadedAtMs: nowMs };
  const loaded = new Map(votes.map((one) => [one.game_id, one]));
  for (const counted of present.votes) {
    const one = loaded.get(counted.game_id);
    const up = Math.max(one?.upvotes ?? 0, counted.upvotes);
    const down = Math.max(one?.downvotes ?? 0, counted.downvotes);
    loaded.set(counted.game_id, { ...(one ?? counted), ...sumUp(up, down) });
  }
  return { votes: [...loaded.values()], heard, loadedAtMs: nowMs };
}

/** Whether a vote that is told now may be among the loaded ones already. */
export const isUnsettled = (tally: Tally | undefined, nowMs: number): boolean =>
  !tally || nowMs - tally.loadedAtMs < SETTLED_AFTER_MS;

const sumUp = (upvotes: number, downvotes: number) => ({
  upvotes,
  downvotes,
  net_score: upvotes - downvotes,
  total_votes: upvotes + downvotes,
});

/** The night's games after an event; undefined where it doesn't say enough, and they have to be loaded. */
export function changeGames(
  games: readonly NightGame[],
  event: NightEvent,
): readonly NightGame[] | undefined {
  switch (event.type) {
    case 'session-game.updated': {
      const { id, removed, status, room_code, player_count } = event.data.game;
      return removed
        ? games.filter((game) => game.id !== id)
        : changeGame(games, id, { status, room_code, player_count });
    }
    case 'player-count.updated':
      return changeGame(games, event.data.gameId, { player_count: event.data.playerCount });
    case 'game.status':
      return changeGame(games, event.data.gameId, { player_count_check_status: event.data.status });
    // Each comes with one of the above.
    case 'room.connected':
    case 'room.disconnected':
    case 'vote.received':
    case 'session.started':
    case 'session.updated':
      return games;
    case 'game.added':
    case 'session.ended':
      return undefined;
  }
}

function changeGame(
  games: readonly NightGame[],
  id: number,
  change: Partial<NightGame>,
): readonly NightGame[] | undefined {
  if (!games.some((game) => game.id === id)) return undefined;
  return games.map((game) => {
    if (game.id === id) return { ...game, ...change };
    // There is one at a time.
    return change.status === 'playing' && game.status === 'playing' ? { ...game, status: 'played' } : game;
  });
}
