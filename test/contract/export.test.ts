import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame } from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
let night: number;
let start: number;
let games: { title: string; pack: string; players: string; type: string | null }[];
beforeAll(async () => {
  app = await startTestApp({ clock });
  const catalogue = await listCatalogue(app);
  const [one, two] = catalogue;
  start = clock.now();
  night = await openNight(app, 'Friday “game” night');
  clock.advance(900_000);
  const first = await playGame(app, night, one?.id ?? 0, { manually_added: true });
  clock.advance(60_000);
  await playGame(app, night, two?.id ?? 0);
  await app.send('PATCH', `/api/sessions/${night}/games/${first}/status`, { status: 'skipped' });
  await app.send('POST', `/api/sessions/${night}/chat-import`, {
    chatData: [
      { username: 'viewer2', message: 'good evening', timestamp: iso(clock.now() + 1) },
      { username: 'viewer1', message: 'THISGAME++ yes', timestamp: iso(clock.now()) },
      { username: 'viewer3', message: 'thisgame--', timestamp: iso(start) },
    ],
  });
  const listed = await Promise.all(
    [one, two].map(async (game) => (await app.get(`/api/games/${game?.id}`)).body),
  );
  games = listed.map(({ title, pack_name, min_players, max_players, game_type }) => ({
    title,
    pack: pack_name,
    players: `${min_players}-${max_players}`,
    type: game_type,
  }));
});
afterAll(() => app.close());

const exportAs = (query: string) => app.send('GET', `/api/sessions/${night}/export${query}`);

describe('GET /api/sessions/:id/export', () => {
  it('[N17] [N10] gives data with format=json', async () => {
    const { status, headers, body } = await exportAs('?format=json');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="session-${night}.json"`);
    expect(body).toEqual({
      session: {
        id: night,
        created_at: iso(start),
        closed_at: null,
        is_active: true,
        notes: 'Friday “game” night',
        games_played: 2,
      },
      games: [
        { ...games[0], played_at: iso(start + 900_000), manually_added: true, status: 'skipped' },
        { ...games[1], played_at: iso(start + 960_000), manually_added: false, status: 'playing' },
      ],
      chat_logs: [
        { username: 'viewer3', message: 'thisgame--', timestamp: iso(start), vote: 'thisgame--' },
        { username: 'viewer1', message: 'THISGAME++ yes', timestamp: iso(clock.now()), vote: 'thisgame++' },
        { username: 'viewer2', message: 'good evening', timestamp: iso(clock.now() + 1), vote: null },
      ],
    });
  });

  it.each([
    '',
    '?format=txt',
    '?format=',
    '?format=xml',
    '?format=JSON',
    '?format=json%20',
    '?format=%00',
    '?x=json',
  ])('[N17] gives text with “%s”', async (query) => {
    const { status, headers, text } = await exportAs(query);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain(;|$)/);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="session-${night}.txt"`);
    const told = [
      String(night),
      'Friday “game” night',
      ...games.flatMap(({ title, pack, players }) => [title, pack, players]),
      'viewer1',
      'THISGAME++ yes',
      'viewer2',
      'good evening',
      iso(start),
    ];
    for (const part of told) expect(text).toContain(part);
  });

  it('tells the end of a closed night, and has one without games or chat', async () => {
    const empty = await openNight(app);
    clock.advance(1_000);
    await app.send('POST', `/api/sessions/${empty}/close`);
    const { body } = await app.send('GET', `/api/sessions/${empty}/export?format=json`);
    expect(body).toMatchObject({
      session: { is_active: false, closed_at: iso(clock.now()), games_played: 0 },
      games: [],
      chat_logs: [],
    });
    expect((await app.send('GET', `/api/sessions/${empty}/export`)).status).toBe(200);
  });

  it.each(['2147483647', '0', '-1', 'abc', '1.5', '99999999999'])(
    '[N14] is 404 for the night %s',
    async (id) => {
      const { status, body } = await app.send('GET', `/api/sessions/${id}/export`);
      expect({ status, body }).toEqual({ status: 404, body: { error: 'Session not found' } });
    },
  );
});
