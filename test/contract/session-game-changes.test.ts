import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { listCatalogue, openNight, playGame } from '../setup/nights.ts';

const STATUSES = ['playing', 'played', 'skipped'] as const;
const BAD_STATUS = {
  status: 400,
  body: { error: 'Invalid status. Must be playing, played, or skipped' },
};
const BAD_ROOM_CODE = {
  status: 400,
  body: { error: 'room_code must be exactly 4 alphanumeric characters (A-Z, 0-9)' },
};

let app: TestApp;
let gameId: number;
beforeAll(async () => {
  app = await startTestApp();
  gameId = (await listCatalogue(app))[0]?.id ?? 0;
});
afterAll(() => app.close());

/** The parts of an answer that the contract tells. */
async function send(method: string, path: string, body?: unknown) {
  const answer = await app.send(method, path, body);
  return { status: answer.status, body: answer.body };
}

const listGames = async (night: number) => (await app.get(`/api/sessions/${night}/games`)).body;
const statusesOf = async (night: number): Promise<string[]> =>
  (await listGames(night)).map(({ status }: { status: string }) => status);

async function playOne(extras = {}) {
  const night = await openNight(app);
  const id = await playGame(app, night, gameId, extras);
  return { night, id, path: `/api/sessions/${night}/games/${id}` };
}

describe('PATCH …/status', () => {
  const changes = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const));

  it.each(changes)('[N12] goes from %s to %s, on a closed night too', async (from, to) => {
    const { night, path } = await playOne();
    const set = (status: string) => send('PATCH', `${path}/status`, { status });
    const expected = { status: 200, body: { message: 'Status updated successfully', status: to } };
    await set(from);
    expect(await set(to)).toEqual(expected);
    expect(await statusesOf(night)).toEqual([to]);
    await send('POST', `/api/sessions/${night}/close`);
    await set(from);
    expect(await set(to)).toEqual(expected);
    expect(await statusesOf(night)).toEqual([to]);
  });

  it('[N12] makes the other playing one played; a skipped one stays', async () => {
    const { night, id: one } = await playOne();
    const two = await playGame(app, night, gameId);
    await playGame(app, night, gameId);
    await send('PATCH', `/api/sessions/${night}/games/${two}/status`, { status: 'skipped' });
    await send('PATCH', `/api/sessions/${night}/games/${one}/status`, { status: 'playing' });
    expect(await statusesOf(night)).toEqual(['playing', 'skipped', 'played']);
  });

  it('[N12] leaves one playing of all that are set at once', async () => {
    const { night, id } = await playOne();
    const ids = [id];
    while (ids.length < 8) ids.push(await playGame(app, night, gameId));
    const answers = await Promise.all(
      ids.map((each) => send('PATCH', `/api/sessions/${night}/games/${each}/status`, { status: 'playing' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    expect((await statusesOf(night)).sort()).toEqual([...Array(7).fill('played'), 'playing']);
  });

  it('refuses any other status', async () => {
    const { night, path } = await playOne();
    const others = [null, '', 'PLAYED', 'paused', 1].map((status) => ({ status }));
    for (const body of [{}, [], undefined, ...others])
      expect(await send('PATCH', `${path}/status`, body), JSON.stringify(body)).toEqual(BAD_STATUS);
    expect(await statusesOf(night)).toEqual(['playing']);
  });
});

describe('DELETE …/games/:sessionGameId', () => {
  it('removes the game, once', async () => {
    const { night, path } = await playOne();
    const kept = await playGame(app, night, gameId);
    expect(await send('DELETE', path)).toEqual({
      status: 200,
      body: { message: 'Game removed from session successfully' },
    });
    expect(await listGames(night)).toMatchObject([{ id: kept }]);
    expect((await app.get(`/api/sessions/${night}`)).body.games_played).toBe(1);
    expect(await send('DELETE', path)).toEqual({ status: 404, body: { error: 'Session game not found' } });
  });
});

describe('PATCH …/room-code', () => {
  it('sets the code', async () => {
    const code = 'XY9Z';
    const { night, path } = await playOne({ manually_added: true });
    const { status, body } = await send('PATCH', `${path}/room-code`, { room_code: code });
    const [listed] = await listGames(night);
    expect(status).toBe(200);
    expect(body).toEqual(listed);
    expect(body).toMatchObject({
      session_id: night,
      game_id: gameId,
      manually_added: 1,
      status: 'playing',
      room_code: code,
      popularity_score: listed.upvotes - listed.downvotes,
    });
  });

  it('[N13] asks for a room code', async () => {
    const { path } = await playOne();
    for (const body of [{}, { room_code: null }])
      expect(await send('PATCH', `${path}/room-code`, body)).toEqual({
        status: 400,
        body: { error: 'room_code is required' },
      });
  });

  it('[N13] refuses what isn’t four of A to Z and 0 to 9', async () => {
    const { night, path } = await playOne({ room_code: 'OLD1' });
    const bad = ['abcd', 'ABC', 'ABCDE', 'AB-D', 'ÄBCD', ' ABC', 'ABCD\n', 'AB\u0000D', 1234, true, {}];
    for (const room_code of bad)
      expect(await send('PATCH', `${path}/room-code`, { room_code }), JSON.stringify(room_code)).toEqual(
        BAD_ROOM_CODE,
      );
    expect(await listGames(night)).toMatchObject([{ room_code: 'OLD1' }]);
  });
});

describe('PATCH …/player-count', () => {
  it('[N13] takes a number or its text, and completes the check', async () => {
    const { night, path } = await playOne();
    for (const player_count of [0, 6, 100, '0', '12', '6']) {
      expect(await send('PATCH', `${path}/player-count`, { player_count })).toEqual({
        status: 200,
        body: { message: 'Player count updated successfully', player_count: Number(player_count) },
      });
      expect(await listGames(night)).toMatchObject([
        { player_count: Number(player_count), player_count_check_status: 'completed' },
      ]);
    }
  });

  it('[N13] asks for a count', async () => {
    const { path } = await playOne();
    for (const body of [{}, { player_count: null }, undefined])
      expect(await send('PATCH', `${path}/player-count`, body)).toEqual({
        status: 400,
        body: { error: 'player_count is required' },
      });
  });

  it('[N13] refuses what isn’t an integer from 0', async () => {
    const { night, path } = await playOne();
    const bad = [
      -1,
      1.5,
      '-1',
      '1.5',
      'abc',
      '',
      ' ',
      '6 players',
      true,
      [],
      [6],
      {},
      'NaN',
      'Infinity',
      '６',
    ];
    for (const player_count of bad)
      expect(
        await send('PATCH', `${path}/player-count`, { player_count }),
        JSON.stringify(player_count),
      ).toEqual({ status: 400, body: { error: 'player_count must be a positive number' } });
    expect(await listGames(night)).toMatchObject([{ player_count: null }]);
  });

  it('never fails on a count that no room holds', async () => {
    const { path } = await playOne();
    for (const player_count of [99_999_999_999, 1e300, '99999999999', '9'.repeat(400)])
      expect([200, 400]).toContain((await send('PATCH', `${path}/player-count`, { player_count })).status);
  });
});

describe('POST …/start-player-check and …/stop-player-check', () => {
  it('[N14] start asks for a room code', async () => {
    const { path } = await playOne();
    expect(await send('POST', `${path}/start-player-check`)).toEqual({
      status: 400,
      body: { error: 'Game does not have a room code' },
    });
  });

  it('[N14] start and stop answer alike however often', async () => {
    const { path } = await playOne();
    const stopped = {
      status: 200,
      body: { message: 'Room monitor and player count check stopped', status: 'stopped' },
    };
    expect(await send('POST', `${path}/stop-player-check`)).toEqual(stopped);
    await send('PATCH', `${path}/room-code`, { room_code: 'ABCD' });
    for (let time = 0; time < 2; time++) {
      expect(await send('POST', `${path}/start-player-check`)).toEqual({
        status: 200,
        body: { message: 'Room monitor started', status: 'monitoring' },
      });
    }
    for (let time = 0; time < 2; time++)
      expect(await send('POST', `${path}/stop-player-check`)).toEqual(stopped);
  });
});
