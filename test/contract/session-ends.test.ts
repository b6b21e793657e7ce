import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import {
  createTestClock,
  INSTANCE_HOST,
  iso,
  listCatalogue,
  openNight,
  playGame,
  vote,
} from '../setup/nights.ts';

const UNKNOWN = { error: 'Session not found' };
const NOT_POSITIVE_INTEGERS = ['0', '-1', 'abc', '1.5', '1e3', '99999999999'];

const clock = createTestClock();
let app: TestApp;
let first: number;
let second: number;
beforeAll(async () => {
  app = await startTestApp({ clock });
  [first = 0, second = 0] = (await listCatalogue(app)).map(({ id }) => id);
});
afterAll(() => app.close());

describe('POST /api/sessions/:id/close', () => {
  it('closes the night', async () => {
    const id = await openNight(app, 'before');
    const createdAt = iso(clock.now());
    clock.advance(4 * 3_600_000);
    const { status, body } = await app.send('POST', `/api/sessions/${id}/close`, { notes: 'Great session!' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      notes: 'Great session!',
      is_active: 0,
      created_at: createdAt,
      closed_at: iso(clock.now()),
      host: INSTANCE_HOST,
      games_played: 0,
    });
    expect((await app.get(`/api/sessions/${id}`)).body).toEqual(body);
  });

  it.each([
    ['no body', undefined],
    ['an empty body', ''],
    ['an empty object', {}],
  ])('[N11] keeps the notes with %s', async (_, sent) => {
    const id = await openNight(app, 'to be kept');
    const { status, body } = await app.send('POST', `/api/sessions/${id}/close`, sent);
    expect({ status, notes: body.notes }).toEqual({ status: 200, notes: 'to be kept' });
  });

  it('[N11] [N10] makes the playing game played, leaves a skipped one, and counts both', async () => {
    const id = await openNight(app);
    const skipped = await playGame(app, id, first);
    await app.send('PATCH', `/api/sessions/${id}/games/${skipped}/status`, { status: 'skipped' });
    const playing = await playGame(app, id, second);
    const { body } = await app.send('POST', `/api/sessions/${id}/close`);
    expect(body.games_played).toBe(2);
    const { body: games } = await app.get(`/api/sessions/${id}/games`);
    expect(games).toMatchObject([
      { id: skipped, status: 'skipped' },
      { id: playing, status: 'played' },
    ]);
  });

  it('[N11] is 404 for an unknown one, 400 for a closed one', async () => {
    const unknown = await app.send('POST', '/api/sessions/2147483647/close');
    expect(unknown).toMatchObject({ status: 404, body: UNKNOWN });
    const id = await openNight(app, 'kept');
    await app.send('POST', `/api/sessions/${id}/close`);
    const { status, body } = await app.send('POST', `/api/sessions/${id}/close`, { notes: 'too late' });
    expect({ status, body }).toEqual({ status: 400, body: { error: 'Session is already closed' } });
    expect((await app.get(`/api/sessions/${id}`)).body.notes).toBe('kept');
  });

  it('closes once of ten times at once', async () => {
    const id = await openNight(app);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.send('POST', `/api/sessions/${id}/close`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)]);
  });

  it('refuses notes with a NUL character, and leaves the night open', async () => {
    const id = await openNight(app);
    const { status, body } = await app.send('POST', `/api/sessions/${id}/close`, { notes: '\u0000' });
    expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
    expect((await app.get(`/api/sessions/${id}`)).body.is_active).toBe(1);
  });

  it.each(NOT_POSITIVE_INTEGERS)('[N14] is 404 for the id %s', async (id) => {
    expect(await app.send('POST', `/api/sessions/${id}/close`)).toMatchObject({ status: 404, body: UNKNOWN });
  });
});

describe('DELETE /api/sessions/:id', () => {
  it('refuses an active one', async () => {
    const id = await openNight(app);
    const { status, body } = await app.send('DELETE', `/api/sessions/${id}`);
    expect({ status, body }).toEqual({
      status: 400,
      body: { error: 'Cannot delete an active session. Please close it first.' },
    });
    expect((await app.get(`/api/sessions/${id}`)).status).toBe(200);
  });

  it('[N11] takes games, chat and live votes along; totals and play counts of the games stay', async () => {
    const id = await openNight(app);
    const sessionGame = await playGame(app, id, first);
    expect((await vote(app, 'viewer', 'up', clock.now())).status).toBe(200);
    const message = { username: 'viewer', message: 'thisgame--', timestamp: iso(clock.now()) };
    await app.send('POST', `/api/sessions/${id}/chat-import`, { chatData: [message] });
    const { body: game } = await app.get(`/api/games/${first}`);
    await app.send('POST', `/api/sessions/${id}/close`);

    const { status, body } = await app.send('DELETE', `/api/sessions/${id}`);
    expect({ status, body }).toEqual({
      status: 200,
      body: { message: 'Session deleted successfully', sessionId: id },
    });
    for (const path of ['', '/games', '/votes', '/export?format=json'])
      expect((await app.send('GET', `/api/sessions/${id}${path}`)).body).toEqual(UNKNOWN);
    expect((await app.get(`/api/votes?session_id=${id}`)).body.pagination.total).toBe(0);
    const gone = await app.send('PATCH', `/api/sessions/${id}/games/${sessionGame}/status`, {
      status: 'played',
    });
    expect(gone).toMatchObject({ status: 404, body: { error: 'Session game not found' } });
    const [left] = await queryStore(
      app.connection,
      `SELECT (SELECT count(*)::int FROM chat_logs WHERE night_id = $1) AS chat,
         (SELECT count(*)::int FROM live_votes WHERE night_id = $1) AS votes`,
      [id],
    );
    expect(left).toEqual({ chat: 0, votes: 0 });
    expect((await app.get(`/api/games/${first}`)).body).toEqual(game);
  });

  it('[N11] is 404 for an unknown one', async () => {
    expect(await app.send('DELETE', '/api/sessions/2147483647')).toMatchObject({
      status: 404,
      body: UNKNOWN,
    });
  });

  it.each(NOT_POSITIVE_INTEGERS)('[N14] is 404 for the id %s', async (id) => {
    expect(await app.send('DELETE', `/api/sessions/${id}`)).toMatchObject({ status: 404, body: UNKNOWN });
  });
});
