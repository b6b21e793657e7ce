import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame, vote } from '../setup/nights.ts';

const NO_NIGHT = { status: 404, body: { error: 'Session not found' } };
const NO_SESSION_GAME = { status: 404, body: { error: 'Session game not found' } };
const BAD_ROOM_CODE = {
  status: 400,
  body: { error: 'room_code must be exactly 4 alphanumeric characters (A-Z, 0-9)' },
};
const BAD_ROOM_CODES = [
  'abcd',
  'ABC',
  'ABCDE',
  'AB-D',
  'ÄBCD',
  ' ABC',
  'ABCD\n',
  'AB\u0000D',
  1234,
  true,
  {},
];
const NOT_POSITIVE_INTEGERS = ['0', '-1', 'abc', '1.5', '99999999999'];

/** The routes of one session game: each with a body that is fine. */
const SESSION_GAME_ROUTES = [
  ['PATCH', '/status', { status: 'played' }],
  ['DELETE', '', undefined],
  ['PATCH', '/room-code', { room_code: 'ABCD' }],
  ['PATCH', '/player-count', { player_count: 6 }],
  ['POST', '/start-player-check', undefined],
  ['POST', '/stop-player-check', undefined],
] as const;

type CatalogueGame = { id: number; title: string; pack_name: string };

const clock = createTestClock();
let app: TestApp;
let first: CatalogueGame;
let second: CatalogueGame;
beforeAll(async () => {
  app = await startTestApp({ clock });
  [first, second] = await chooseGames();
});
afterAll(() => app.close());

async function chooseGames(): Promise<[CatalogueGame, CatalogueGame]> {
  const [one, two] = await listCatalogue(app);
  if (!one || !two) throw new Error('the shipped catalogue is empty');
  return [one, two];
}

/** The parts of an answer that the contract tells. */
async function send(method: string, path: string, body?: unknown) {
  const answer = await app.send(method, path, body);
  return { status: answer.status, body: answer.body };
}

const listGames = async (nightId: number) => (await app.get(`/api/sessions/${nightId}/games`)).body;
const statusesOf = async (nightId: number): Promise<string[]> =>
  (await listGames(nightId)).map(({ status }: { status: string }) => status);

describe('POST /api/sessions/:id/games', () => {
  it('plays a game', async () => {
    const night = await openNight(app);
    const { body: game } = await app.get(`/api/games/${first.id}`);
    const sent = { game_id: first.id, manually_added: true, room_code: 'AB0Z' };
    const { status, body } = await send('POST', `/api/sessions/${night}/games`, sent);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.any(Number),
      session_id: night,
      game_id: first.id,
      manually_added: 1,
      status: 'playing',
      room_code: 'AB0Z',
      played_at: iso(clock.now()),
      pack_name: first.pack_name,
      title: first.title,
      game_type: game.game_type,
      min_players: game.min_players,
      max_players: game.max_players,
    });
    expect((await app.get(`/api/sessions/${night}`)).body.games_played).toBe(1);
    expect((await app.get(`/api/games/${first.id}`)).body.play_count).toBe(game.play_count + 1);
  });

  it.each([
    ['absent', {}],
    ['null or false', { room_code: null, manually_added: false }],
  ])('[N13] [N10] has no room and comes from the picker where that is %s', async (_, extras) => {
    const night = await openNight(app);
    const { status, body } = await send('POST', `/api/sessions/${night}/games`, {
      game_id: first.id,
      ...extras,
    });
    expect({ status, body }).toMatchObject({ status: 201, body: { room_code: null, manually_added: 0 } });
  });

  it('[N12] makes the one that was playing played; a skipped one stays', async () => {
    const night = await openNight(app);
    const skipped = await playGame(app, night, first.id);
    await send('PATCH', `/api/sessions/${night}/games/${skipped}/status`, { status: 'skipped' });
    await playGame(app, night, second.id);
    await playGame(app, night, first.id);
    expect(await statusesOf(night)).toEqual(['skipped', 'played', 'playing']);
  });

  it('is 400 without a game', async () => {
    const night = await openNight(app);
    for (const body of [{}, { game_id: null }, [], undefined])
      expect(await send('POST', `/api/sessions/${night}/games`, body)).toEqual({
        status: 400,
        body: { error: 'game_id is required' },
      });
  });

  it('is 400 for a closed night', async () => {
    const night = await openNight(app);
    await send('POST', `/api/sessions/${night}/close`);
    expect(await send('POST', `/api/sessions/${night}/games`, { game_id: first.id })).toEqual({
      status: 400,
      body: { error: 'Cannot add games to a closed session' },
    });
    expect(await listGames(night)).toEqual([]);
  });

  it('is 404 for a game that can’t be, and changes nothing', async () => {
    const night = await openNight(app);
    await playGame(app, night, first.id);
    for (const game_id of [2_147_483_647, 99_999_999_999, 0, -1, 1.5, 'abc', true, {}])
      expect(await send('POST', `/api/sessions/${night}/games`, { game_id }), `the game ${game_id}`).toEqual({
        status: 404,
        body: { error: 'Game not found' },
      });
    expect(await statusesOf(night)).toEqual(['playing']);
  });

  it.each(['2147483647', ...NOT_POSITIVE_INTEGERS])('[N14] is 404 for the night %s', async (id) => {
    expect(await send('POST', `/api/sessions/${id}/games`, { game_id: first.id })).toEqual(NO_NIGHT);
  });

  it('[N13] refuses a room code that isn’t four of A to Z and 0 to 9', async () => {
    const night = await openNight(app);
    for (const room_code of [...BAD_ROOM_CODES, ''])
      expect(
        await send('POST', `/api/sessions/${night}/games`, { game_id: first.id, room_code }),
        `the code ${JSON.stringify(room_code)}`,
      ).toEqual(BAD_ROOM_CODE);
    expect(await listGames(night)).toEqual([]);
  });

  it.each([2, 20])('[N12] leaves one playing of %i added at once', async (count) => {
    const night = await openNight(app);
    const { body: before } = await app.get(`/api/games/${first.id}`);
    const answers = await Promise.all(
      Array.from({ length: count }, () =>
        send('POST', `/api/sessions/${night}/games`, { game_id: first.id }),
      ),
    );
    for (const { status, body } of answers)
      expect({ status, body }).toMatchObject({ status: 201, body: { status: 'playing' } });
    expect((await statusesOf(night)).sort()).toEqual([...Array(count - 1).fill('played'), 'playing']);
    expect((await app.get(`/api/games/${first.id}`)).body.play_count).toBe(before.play_count + count);
    expect((await app.get(`/api/sessions/${night}`)).body.games_played).toBe(count);
  });

  it('[N11] leaves none playing when the night closes meanwhile', async () => {
    const night = await openNight(app);
    const adding = Array.from({ length: 10 }, () =>
      send('POST', `/api/sessions/${night}/games`, { game_id: first.id }),
    );
    const closed = await send('POST', `/api/sessions/${night}/close`);
    const added = (await Promise.all(adding)).filter(({ status }) => status === 201);
    expect(closed.status).toBe(200);
    expect(closed.body.games_played).toBe(added.length);
    expect(await statusesOf(night)).toEqual(added.map(() => 'played'));
  });
});

describe('GET /api/sessions/:id/games', () => {
  it('lists the games as they were played', async () => {
    const night = await openNight(app);
    const start = clock.now();
    const one = await playGame(app, night, first.id, { manually_added: true, room_code: 'ABCD' });
    clock.advance(60_000);
    const two = await playGame(app, night, second.id);
    await send('PATCH', `/api/sessions/${night}/games/${one}/player-count`, { player_count: 6 });
    await vote(app, 'viewer1', 'up', start);
    await vote(app, 'viewer2', 'down', start);
    await vote(app, 'viewer3', 'down', start);
    const describeGame = async ({ id }: CatalogueGame) => {
      const { body } = await app.get(`/api/games/${id}`);
      const { pack_name, title, game_type, min_players, max_players } = body;
      const { popularity_score, upvotes, downvotes } = body;
      return {
        pack_name,
        title,
        game_type,
        min_players,
        max_players,
        popularity_score,
        upvotes,
        downvotes,
      };
    };
    const { status, body } = await app.get(`/api/sessions/${night}/games`);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      {
        id: one,
        session_id: night,
        game_id: first.id,
        manually_added: 1,
        status: 'played',
        room_code: 'ABCD',
        played_at: iso(start),
        player_count: 6,
        ...(await describeGame(first)),
      },
      {
        id: two,
        session_id: night,
        game_id: second.id,
        manually_added: 0,
        status: 'playing',
        room_code: null,
        played_at: iso(start + 60_000),
        player_count: null,
        ...(await describeGame(second)),
      },
    ]);
    expect(body[0].popularity_score).toBe(body[0].upvotes - body[0].downvotes);
  });

  it('[N15] orders by the time of play, then by the id', async () => {
    const night = await openNight(app);
    const ids = [];
    for (const advanceMs of [0, 0, 1]) {
      clock.advance(advanceMs);
      ids.push(await playGame(app, night, first.id));
    }
    const listed = (await listGames(night)).map(({ id }: { id: number }) => id);
    expect(listed).toEqual(ids);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('is empty before the first', async () => {
    expect(await send('GET', `/api/sessions/${await openNight(app)}/games`)).toEqual({
      status: 200,
      body: [],
    });
  });

  it.each(['2147483647', ...NOT_POSITIVE_INTEGERS])('[N14] is 404 for the night %s', async (id) => {
    expect(await send('GET', `/api/sessions/${id}/games`)).toEqual(NO_NIGHT);
  });
});

describe.each(SESSION_GAME_ROUTES)('[N14] %s …/games/:sessionGameId%s', (method, route, body) => {
  it('is 404 for a session game of another night', async () => {
    const other = await playGame(app, await openNight(app), first.id, { room_code: 'ABCD' });
    const night = await openNight(app);
    await playGame(app, night, first.id);
    expect(await send(method, `/api/sessions/${night}/games/${other}${route}`, body)).toEqual(
      NO_SESSION_GAME,
    );
  });

  it('is 404 for ids that nothing has, or that aren’t positive integers', async () => {
    const night = await openNight(app);
    const id = await playGame(app, night, first.id, { room_code: 'ABCD' });
    for (const bad of ['2147483647', ...NOT_POSITIVE_INTEGERS]) {
      expect(await send(method, `/api/sessions/${night}/games/${bad}${route}`, body)).toEqual(
        NO_SESSION_GAME,
      );
      expect(await send(method, `/api/sessions/${bad}/games/${id}${route}`, body)).toEqual(NO_SESSION_GAME);
    }
    expect(await statusesOf(night)).toEqual(['playing']);
  });
});
