import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NightEvent, VoteReceived } from '#protocol/night-events.ts';
import { changeGames, countVote, isUnsettled, type Tally, takeLoaded } from './night-changes.ts';
import type { GameVotes, NightGame } from './night-state.ts';

const AT = '2026-03-15T20:30:00.000Z';
const EMPTY: Tally = { votes: [], heard: [], loadedAtMs: 0 };

const vote = (username: string, type: 'up' | 'down' = 'up', gameId = 42): VoteReceived['data'] => ({
  sessionId: 5,
  game: { id: gameId, title: 'Quiplash 3', pack_name: 'Party Pack 7' },
  vote: { username, type, timestamp: AT },
  totals: { upvotes: 1, downvotes: 0, popularity_score: 1 },
});

const loaded = (upvotes: number, downvotes: number, gameId = 42): GameVotes => ({
  game_id: gameId,
  title: 'Quiplash 3',
  pack_name: 'Party Pack 7',
  upvotes,
  downvotes,
  net_score: upvotes - downvotes,
  total_votes: upvotes + downvotes,
});

describe('votes', () => {
  it('are counted as they are told, for a game that had none too', () => {
    const tally = [vote('anna'), vote('ben', 'down'), vote('cleo', 'up', 7)].reduce(countVote, EMPTY);
    expect(tally.votes).toEqual([
      loaded(1, 1),
      { ...loaded(1, 0, 7), title: 'Quiplash 3', pack_name: 'Party Pack 7' },
    ]);
  });

  it('that are told twice count once', () => {
    const once = countVote(EMPTY, vote('anna'));
    expect(countVote(once, vote('anna'))).toBe(once);
  });

  it('come to the same in any order', () => {
    const some = fc.uniqueArray(fc.record({ username: fc.string(), isUp: fc.boolean() }), {
      selector: ({ username }) => username,
      maxLength: 150,
    });
    fc.assert(
      fc.property(some, fc.array(fc.nat(149)), (voters, again) => {
        const told = voters.map(({ username, isUp }) => vote(username, isUp ? 'up' : 'down'));
        const repeated = again.flatMap((index) => told[index] ?? []);
        const tally = [...told, ...repeated].reduce(countVote, EMPTY);
        const reversed = [...repeated, ...told].reverse().reduce(countVote, EMPTY);
        const up = voters.filter(({ isUp }) => isUp).length;
        const expected = voters.length === 0 ? [] : [loaded(up, voters.length - up)];
        expect(tally.votes).toEqual(expected);
        expect(reversed.votes).toEqual(expected);
      }),
    );
  });

  it('are remembered only so far, however long the evening', () => {
    let tally = EMPTY;
    for (let index = 0; index < 1_000; index++) tally = countVote(tally, vote(`viewer${index}`));
    expect(tally.votes).toEqual([loaded(1_000, 0)]);
    expect(tally.heard).toHaveLength(200);
  });

  it('that were missed in a gap are there after the next load', () => {
    const before = countVote(EMPTY, vote('anna'));
    expect(takeLoaded([loaded(9, 2)], { before, present: before, nowMs: 5 })).toEqual({
      votes: [loaded(9, 2)],
      heard: before.heard,
      loadedAtMs: 5,
    });
  });

  it('that were counted too often are mended by the next load', () => {
    const wrong = { ...EMPTY, votes: [loaded(3, 3)] };
    expect(takeLoaded([loaded(2, 3)], { before: wrong, present: wrong, nowMs: 5 }).votes).toEqual([
      loaded(2, 3),
    ]);
  });

  it('never go back while some are told during a load, and what only one side has stays', () => {
    const before = { ...EMPTY, votes: [loaded(4, 1)] };
    const present = [vote('anna'), vote('ben', 'up', 7)].reduce(countVote, before);
    const { votes } = takeLoaded([loaded(4, 2), loaded(1, 0, 8)], { before, present, nowMs: 5 });
    expect(votes).toEqual([loaded(5, 2), loaded(1, 0, 8), loaded(1, 0, 7)]);
  });

  it('are unsettled until and just after they are loaded', () => {
    expect(isUnsettled(undefined, 0)).toBe(true);
    expect(isUnsettled({ ...EMPTY, loadedAtMs: 10_000 }, 10_500)).toBe(true);
    expect(isUnsettled({ ...EMPTY, loadedAtMs: 10_000 }, 11_000)).toBe(false);
  });
});

const game = (id: number, status: NightGame['status'] = 'played'): NightGame => ({
  id,
  session_id: 5,
  game_id: 42,
  manually_added: 0,
  status,
  room_code: null,
  played_at: AT,
  player_count: null,
  player_count_check_status: 'not_started',
  pack_name: 'Party Pack 7',
  title: 'Quiplash 3',
  game_type: null,
  min_players: 3,
  max_players: 8,
  popularity_score: 0,
  upvotes: 0,
  downvotes: 0,
});

const updated = (change: Partial<Extract<NightEvent, { type: 'session-game.updated' }>['data']['game']>) => ({
  type: 'session-game.updated' as const,
  timestamp: AT,
  data: {
    sessionId: 5,
    game: {
      id: 2,
      removed: false,
      status: 'playing' as const,
      room_code: null,
      player_count: null,
      ...change,
    },
  },
});

describe('the games of a night', () => {
  const games = [game(1), game(2, 'playing')];

  it('change with what is told of them', () => {
    expect(changeGames(games, updated({ room_code: 'ABCD', player_count: 6 }))).toEqual([
      games[0],
      { ...games[1], room_code: 'ABCD', player_count: 6 },
    ]);
    expect(changeGames(games, updated({ status: 'skipped' }))?.[1]?.status).toBe('skipped');
    expect(changeGames(games, updated({ removed: true }))).toEqual([games[0]]);
  });

  it('are played one at a time', () => {
    expect(changeGames(games, updated({ id: 1 }))?.map(({ status }) => status)).toEqual([
      'playing',
      'played',
    ]);
  });

  it('take the players and the state of the monitor', () => {
    const room = { sessionId: 5, gameId: 2, roomCode: 'ABCD' };
    const counted = changeGames(games, {
      type: 'player-count.updated',
      timestamp: AT,
      data: { sessionId: 5, gameId: 2, playerCount: 7, status: 'monitoring' },
    });
    expect(counted?.[1]?.player_count).toBe(7);
    const watched = changeGames(games, {
      type: 'game.status',
      timestamp: AT,
      data: {
        ...room,
        status: 'closed',
        playerCount: null,
        maxPlayers: null,
        isLocked: null,
        isFull: null,
        appTag: null,
      },
    });
    expect(watched?.[1]?.player_count_check_status).toBe('closed');
  });

  it('have to be loaded where one is new or unknown', () => {
    expect(changeGames(games, updated({ id: 3 }))).toBeUndefined();
    expect(
      changeGames(games, {
        type: 'session.ended',
        timestamp: AT,
        data: { session: { id: 5, is_active: 0, games_played: 2 } },
      }),
    ).toBeUndefined();
  });

  it('have nothing to do with votes', () => {
    expect(changeGames(games, { type: 'vote.received', timestamp: AT, data: vote('anna') })).toBe(games);
  });
});
