import { describe, expect, it } from 'vitest';
import { summarise } from './audience-summary.ts';
import type { Night, NightGame } from './night-state.ts';

const game = (id: number, gameId: number, change: Partial<NightGame> = {}): NightGame => ({
  id,
  session_id: 5,
  game_id: gameId,
  manually_added: 0,
  status: 'played',
  room_code: null,
  played_at: '2026-03-15T20:00:00.000Z',
  player_count: null,
  player_count_check_status: 'not_started',
  pack_name: 'Party Pack 7',
  title: `Game ${gameId}`,
  game_type: null,
  min_players: 3,
  max_players: 8,
  popularity_score: 0,
  upvotes: 0,
  downvotes: 0,
  ...change,
});

const night: Night = {
  id: 5,
  notes: null,
  is_active: 0,
  created_at: '2026-03-15T19:00:00.000Z',
  closed_at: '2026-03-15T21:30:00.000Z',
  host: { username: 'anna', display_name: 'Anna', avatar_url: null },
  games_played: 4,
};

describe('an evening in figures', () => {
  it('leaves skipped games out, and counts the votes of a game played twice once', () => {
    const votes = new Map([
      [1, { up: 5, down: 4 }],
      [2, { up: 3, down: 0 }],
    ]);
    const games = [
      game(1, 1, { player_count: 4 }),
      game(2, 2),
      game(3, 1, { player_count: 6 }),
      game(4, 3, { status: 'skipped' }),
    ];
    const votesOf = (gameId: number) => votes.get(gameId) ?? { up: 0, down: 0 };
    expect(summarise({ night, games, votesOf })).toEqual({
      gamesPlayed: 3,
      up: 8,
      down: 4,
      mostLoved: games[1],
      mostPlayers: 6,
      minutes: 150,
    });
  });

  it('has no favourite where none was liked', () => {
    const votesOf = () => ({ up: 1, down: 1 });
    expect(summarise({ night, games: [game(1, 1)], votesOf }).mostLoved).toBeUndefined();
    expect(summarise({ night, games: [], votesOf })).toMatchObject({ gamesPlayed: 0, up: 0, down: 0 });
  });
});
