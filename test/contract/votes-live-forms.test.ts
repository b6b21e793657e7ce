import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, listCatalogue, openNight, playGame } from '../setup/nights.ts';

const BAD_TIMESTAMP = {
  error: 'Invalid timestamp format. Use ISO 8601 format (e.g., 2025-11-01T20:30:00Z)',
};

let app: TestApp;
let night: number;
beforeAll(async () => {
  // Long ago, so that every timestamp here matches the night's one game.
  app = await startTestApp({ clock: createTestClock(Date.parse('2020-01-01T00:00:00Z')) });
  const [game] = await listCatalogue(app);
  night = await openNight(app);
  await playGame(app, night, game?.id ?? 0);
});
afterAll(() => app.close());

const send = (body: unknown) => app.send('POST', '/api/votes/live', body);

async function recorded(username: string) {
  const { body } = await app.get(`/api/votes?username=${encodeURIComponent(username)}`);
  return body.votes;
}

describe('[N8] a timestamp', () => {
  it.each([
    ['2026-03-15T20:30:00Z', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T20:30:00.5Z', '2026-03-15T20:30:00.500Z'],
    ['2026-03-15T20:30:00.123Z', '2026-03-15T20:30:00.123Z'],
    ['2026-03-15T20:30:00.123456Z', '2026-03-15T20:30:00.123Z'],
    ['2026-03-15T20:30Z', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T20:30:00+00:00', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T20:30:00-00:00', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T22:30:00+02:00', '2026-03-15T20:30:00.000Z'],
    ['2026-03-16T00:30:00.250+05:30', '2026-03-15T19:00:00.250Z'],
    ['2026-03-15T20:30:00-05:00', '2026-03-16T01:30:00.000Z'],
    ['2026-03-15T20:30:00+0100', '2026-03-15T19:30:00.000Z'],
    ['2026-03-15T20:30:00', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T20:30:00.750', '2026-03-15T20:30:00.750Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['2026-10-25T02:30:00', '2026-10-25T02:30:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is read as %s, and echoed as sent', async (timestamp, instant) => {
    const username = `voter at ${timestamp}`;
    const { status, body } = await send({ username, vote: 'up', timestamp });
    expect({ status, vote: body.vote }).toEqual({
      status: 200,
      vote: { username, type: 'up', timestamp },
    });
    expect(await recorded(username)).toMatchObject([{ timestamp: instant }]);
  });

  it('never fails at the ends of the calendar', async () => {
    for (const timestamp of [
      '9999-12-31T23:59:59-23:59',
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+14:00',
    ]) {
      const { status } = await send({ username: 'traveller', vote: 'up', timestamp });
      expect([200, 400, 404]).toContain(status);
    }
    expect((await app.get('/api/votes')).status).toBe(200);
  });

  it('is the same moment in any form', async () => {
    const forms = ['2026-05-01T12:00:00Z', '2026-05-01T14:00:00.999+02:00', '2026-05-01T11:59:59.001'];
    const statuses = [];
    for (const timestamp of forms)
      statuses.push((await send({ username: 'forms', vote: 'up', timestamp })).status);
    expect(statuses).toEqual([200, 409, 409]);
  });

  it.each([
    'nonsense',
    'now',
    '1773606600000',
    '20:30:00Z',
    '2026-02-30T20:30:00Z',
    '2025-02-29T20:30:00Z',
    '2026-13-01T20:30:00Z',
    '2026-00-01T20:30:00Z',
    '2026-03-15T25:00:00Z',
    '2026-03-15T20:60:00Z',
    '2026-03-15T20:30:00+25:00',
    '2026-03-15T20:30:00 Europe/Berlin',
    '2026-3-15T20:30:00Z',
    '15.03.2026 20:30',
    '03/15/2026',
    'Sun, 15 Mar 2026 20:30:00 GMT',
    '2026-03-15T20:30:00Z\u0000',
    ' ',
    `${'9'.repeat(5_000)}-01-01T00:00:00Z`,
    1_773_606_600_000,
    true,
    {},
  ])('%j is refused', async (timestamp) => {
    const { status, body } = await send({ username: 'refused', vote: 'up', timestamp });
    expect({ status, body }).toEqual({ status: 400, body: BAD_TIMESTAMP });
    expect(await recorded('refused')).toEqual([]);
  });
});

describe('a username', () => {
  it.each([
    'x'.repeat(200),
    'Ünïcödé 🎲',
    "'; DROP TABLE live_votes; --",
    '<script>alert(1)</script>',
    '%00',
    'a/b?c=d&e=f',
    '\u0001\u001f\u007f',
    '__proto__',
  ])('%j is kept as it was sent', async (username) => {
    const sent = { username, vote: 'down', timestamp: '2026-04-01T12:00:00Z' };
    const { status, body } = await send(sent);
    expect({ status, name: body.vote?.username }).toEqual({ status: 200, name: username });
    expect(await recorded(username)).toMatchObject([{ username, vote_type: 'down' }]);
  });

  it.each([
    ['a NUL character', '"a\\u0000b"'],
    ['half a surrogate pair', '"a\\ud800"'],
    ['the other half', '"\\udc00b"'],
  ])('is refused with %s', async (_, json) => {
    const { status, body } = await send(
      `{"username":${json},"vote":"up","timestamp":"2026-04-01T12:00:00Z"}`,
    );
    expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
  });

  it('that is refused takes no other vote down with it', async () => {
    const names = ['one', 'two', 'nul\u0000', 'three', 'four', 'x'.repeat(5_000), 'five'];
    const answers = await Promise.all(
      names.map((username) => send({ username, vote: 'up', timestamp: '2026-04-02T12:00:00Z' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 200, 200, 400, 200]);
  });
});

it('further fields are ignored', async () => {
  const sent = { username: 'more', vote: 'up', timestamp: '2026-04-03T12:00:00Z', game_id: 7, __proto__: {} };
  expect((await send({ ...sent, session_id: 99 })).body.session.id).toBe(night);
});
