import type { Static } from 'typebox';
import type { NightExport } from '#protocol/chat.ts';
import type { listChatMessages } from './chat-repository.ts';
import type { NightGameRow } from './night-game-repository.ts';
import type { CountedNight } from './night-repository.ts';

type Evening = {
  night: CountedNight;
  games: NightGameRow[];
  chat: Awaited<ReturnType<typeof listChatMessages>>;
};

const toVoteText = (vote: number | null) =>
  vote === null ? null : vote === 1 ? ('thisgame++' as const) : ('thisgame--' as const);

/** The evening as data. */
export function renderJson({ night, games, chat }: Evening): Static<typeof NightExport> {
  return {
    session: {
      id: night.id,
      created_at: night.createdAt.toISOString(),
      closed_at: night.closedAt?.toISOString() ?? null,
      is_active: night.isActive,
      notes: night.notes,
      games_played: night.gamesPlayed,
    },
    games: games.map((game) => ({
      title: game.title,
      pack: game.packName,
      players: `${game.minPlayers}-${game.maxPlayers}`,
      type: game.gameType,
      played_at: game.playedAt.toISOString(),
      manually_added: game.manuallyAdded,
      status: game.status,
    })),
    chat_logs: chat.map(({ username, message, sentAt, vote }) => ({
      username,
      message,
      timestamp: sentAt.toISOString(),
      vote: toVoteText(vote),
    })),
  };
}

/** The evening for people. */
export function renderText({ night, games, chat }: Evening): string {
  const lines = [
    `GAME NIGHT ${night.id}`,
    '='.repeat(60),
    `Started:      ${night.createdAt.toISOString()}`,
    `Ended:        ${night.closedAt?.toISOString() ?? 'still on'}`,
    `Games played: ${night.gamesPlayed}`,
    ...(night.notes ? [`Notes:        ${night.notes}`] : []),
    '',
    'GAMES',
    '-'.repeat(60),
    ...(games.length === 0 ? ['(none)'] : []),
    ...games.flatMap((game, index) => [
      `${index + 1}. ${game.title} (${game.packName})`,
      `   Players: ${game.minPlayers}-${game.maxPlayers} | Type: ${game.gameType ?? 'unknown'} | Status: ${game.status}`,
      `   Played:  ${game.playedAt.toISOString()}${game.manuallyAdded ? ' | added by hand' : ''}`,
    ]),
    '',
    'CHAT',
    '-'.repeat(60),
    ...(chat.length === 0 ? ['(none)'] : []),
    ...chat.map(({ username, message, sentAt, vote }) => {
      const marker = vote === null ? '' : vote === 1 ? ' [upvote]' : ' [downvote]';
      return `[${sentAt.toISOString()}] ${username}: ${message}${marker}`;
    }),
    '',
  ];
  return lines.join('\n');
}
