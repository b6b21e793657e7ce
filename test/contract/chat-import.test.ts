import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame } from '../setup/nights.ts';

const DONE = 'Chat log imported and processed successfully';
const NOT_A_LIST = { status: 400, body: { error: 'chatData must be an array' } };

type Game = { id: number; title: string };

const clock = createTestClock();
let app: TestApp;
let first: Game;
let second: Game;
beforeAll(async () => {
  app = await startTestApp({ clock });
  const [one, two] = await listCatalogue(app);
  if (!one || !two) throw new Error('the shipped catalogue is empty');
  [first, second] = [one, two];
});
afterAll(() => app.close());

async function send(night: number | string, body: unknown) {
  const answer = await app.send('POST', `/api/sessions/${night}/chat-import`, body);
  return { status: answer.status, body: answer.body };
}

async function importChat(night: number, chatData: unknown[]) {
  const { status, body } = await send(night, { chatData });
  expect(status).toBe(200);
  return body;
}

const say = (username: string, message: string, atMs: number) => ({
  username,
  message,
  timestamp: iso(atMs),
});

async function totalsOf({ id }: Game) {
  const { upvotes, downvotes } = (await app.get(`/api/games/${id}`)).body;
  return { upvotes, downvotes };
}

const exportedChat = async (night: number) =>
  (await app.send('GET', `/api/sessions/${night}/export?format=json`)).body.chat_logs;

/** A new night with a minute of the first game, then the second. */
async function playTwo() {
  const night = await openNight(app);
  clock.advance(60_000);
  const start = clock.now();
  await playGame(app, night, first.id);
  clock.advance(60_000);
  await playGame(app, night, second.id);
  return { night, start, change: clock.now() };
}

describe('[N9] POST /api/sessions/:id/chat-import', () => {
  it('counts the votes of each game, and tells what it did', async () => {
    const { night, start, change } = await playTwo();
    const before = await Promise.all([totalsOf(first), totalsOf(second)]);
    const body = await importChat(night, [
      say('early', 'thisgame++', start - 1),
      say('viewer1', 'thisgame++', start),
      say('viewer2', 'thisgame--', start + 1),
      say('viewer3', 'good evening', start + 2),
      say('viewer1', 'thisgame++', change - 1),
      say('viewer1', 'thisgame--', change),
    ]);
    expect(body).toMatchObject({
      message: DONE,
      messagesImported: 6,
      duplicatesSkipped: 0,
      invalidSkipped: 0,
      votesProcessed: 4,
      votesByGame: {
        [first.id]: { title: first.title, upvotes: 2, downvotes: 1 },
        [second.id]: { title: second.title, upvotes: 0, downvotes: 1 },
      },
      debug: {
        sessionGamesTimeline: [
          { title: first.title, played_at: iso(start), played_at_ms: start },
          { title: second.title, played_at: iso(change), played_at_ms: change },
        ],
        voteMatches: expect.any(Array),
      },
    });
    expect(Object.keys(body.votesByGame)).toHaveLength(2);
    expect(await Promise.all([totalsOf(first), totalsOf(second)])).toEqual([
      { upvotes: (before[0]?.upvotes ?? 0) + 2, downvotes: (before[0]?.downvotes ?? 0) + 1 },
      { upvotes: before[1]?.upvotes, downvotes: (before[1]?.downvotes ?? 0) + 1 },
    ]);
  });

  it('keeps the chat, and leaves the live votes alone', async () => {
    const { night, start } = await playTwo();
    await importChat(night, [say('viewer', 'thisgame++', start), say('viewer', 'thisgame++', start + 10)]);
    expect(await exportedChat(night)).toHaveLength(2);
    expect((await app.get(`/api/sessions/${night}/votes`)).body.votes).toEqual([]);
    expect((await app.get(`/api/votes?session_id=${night}`)).body.votes).toEqual([]);
    // Nor do they count as votes that a live one is too close to.
    const live = { username: 'viewer', vote: 'up', timestamp: iso(start) };
    expect((await app.send('POST', '/api/votes/live', live)).status).toBe(200);
  });

  it.each([
    ['thisgame++', 'up'],
    ['thisgame--', 'down'],
    ['THISGAME++', 'up'],
    ['ThisGame-- indeed', 'down'],
    ['I say:thisgame++!', 'up'],
    ['xthisgame--x', 'down'],
    ['thisgame-- no, thisgame++', 'up'],
    ['thisgame++ thisgame--', 'up'],
    ['thisgame+++', 'up'],
    ['line\nthisgame--', 'down'],
    ['thisgame +', undefined],
    ['thisgame ++', undefined],
    ['thisgame+ +', undefined],
    ['this game++', undefined],
    ['thatgame++', undefined],
    ['', undefined],
  ])('reads “%s” as %s', async (message, expected) => {
    const { night, start } = await playTwo();
    const { votesProcessed, votesByGame } = await importChat(night, [say('viewer', message, start)]);
    const counted = { up: { upvotes: 1, downvotes: 0 }, down: { upvotes: 0, downvotes: 1 } };
    expect({ votesProcessed, votesByGame }).toEqual(
      expected === 'up' || expected === 'down'
        ? { votesProcessed: 1, votesByGame: { [first.id]: { title: first.title, ...counted[expected] } } }
        : { votesProcessed: 0, votesByGame: {} },
    );
    const vote = expected && (expected === 'up' ? 'thisgame++' : 'thisgame--');
    expect(await exportedChat(night)).toEqual([{ ...say('viewer', message, start), vote: vote ?? null }]);
  });

  it('skips what is no message, or has no readable time', async () => {
    const { night, start } = await playTwo();
    const fine = say('viewer', 'thisgame++', start);
    const wrong = [
      null,
      5,
      'thisgame++',
      true,
      [],
      {},
      { ...fine, username: undefined },
      { ...fine, message: undefined },
      { ...fine, timestamp: undefined },
      { ...fine, username: 7 },
      { ...fine, message: null },
      { ...fine, timestamp: start },
      { ...fine, timestamp: 'yesterday' },
      { ...fine, timestamp: '' },
      { ...fine, timestamp: '2026-02-30T10:00:00Z' },
    ];
    expect(await importChat(night, [...wrong, fine, ...wrong])).toMatchObject({
      messagesImported: 1,
      duplicatesSkipped: 0,
      invalidSkipped: 2 * wrong.length,
      votesProcessed: 1,
    });
  });

  it('reads timestamps in every form [N8], and matches the moment that they mean', async () => {
    const { night, start, change } = await playTwo();
    const local = (ms: number) => iso(ms + 2 * 3_600_000).replace('Z', '+02:00');
    const body = await importChat(night, [
      { username: 'offset', message: 'thisgame++', timestamp: local(start) },
      { username: 'no zone', message: 'thisgame++', timestamp: iso(change).replace('Z', '') },
    ]);
    expect(body.votesByGame).toMatchObject({ [first.id]: { upvotes: 1 }, [second.id]: { upvotes: 1 } });
    expect((await exportedChat(night)).map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual([
      iso(start),
      iso(change),
    ]);
  });

  it('takes the oldest and the latest moments that there are', async () => {
    const { night } = await playTwo();
    const moments = ['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'];
    const { votesByGame } = await importChat(
      night,
      moments.map((timestamp) => ({ username: 'traveller', message: 'thisgame++', timestamp })),
    );
    expect(votesByGame).toEqual({ [second.id]: { title: second.title, upvotes: 1, downvotes: 0 } });
    const kept = await exportedChat(night);
    expect(kept.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual(moments);
    expect(
      (await send(night, { chatData: [{ ...kept[0], timestamp: '0000-01-01T00:00:00Z' }] })).status,
    ).toBe(200);
    expect((await app.send('GET', `/api/sessions/${night}/export?format=json`)).status).toBe(200);
  });

  it('imports a message once, in one log and over several', async () => {
    const { night, start } = await playTwo();
    const before = await totalsOf(first);
    const log = [
      say('viewer', 'thisgame++', start),
      say('other', 'thisgame--', start),
      say('viewer', 'hello', start),
    ];
    expect(await importChat(night, [...log, ...log])).toMatchObject({
      messagesImported: 3,
      duplicatesSkipped: 3,
      votesProcessed: 2,
    });
    const repeated = await importChat(night, [...log, say('viewer', 'thisgame++', start + 1)]);
    expect(repeated).toMatchObject({ messagesImported: 1, duplicatesSkipped: 3, votesProcessed: 1 });
    expect(repeated.votesByGame).toEqual({ [first.id]: { title: first.title, upvotes: 1, downvotes: 0 } });
    expect(await importChat(night, [log[0], log[0]])).toMatchObject({
      messagesImported: 0,
      duplicatesSkipped: 2,
      votesProcessed: 0,
      votesByGame: {},
    });
    expect(await totalsOf(first)).toEqual({ upvotes: before.upvotes + 2, downvotes: before.downvotes + 1 });
  });

  it('tells messages apart by name, text and time, all as sent', async () => {
    const { night, start } = await playTwo();
    const sent = say('viewer', 'thisgame++', start);
    const body = await importChat(night, [
      sent,
      { ...sent, username: 'Viewer' },
      { ...sent, message: 'thisgame++ ' },
      { ...sent, message: 'THISGAME++' },
      { ...sent, timestamp: sent.timestamp.replace('.000Z', 'Z') },
      { ...sent, timestamp: sent.timestamp.replace('Z', '+00:00') },
    ]);
    expect(body).toMatchObject({ messagesImported: 6, duplicatesSkipped: 0, votesProcessed: 6 });
  });

  it('knows a message by the night', async () => {
    const { night, start } = await playTwo();
    const message = say('viewer', 'hello', start);
    await importChat(night, [message]);
    const { night: other } = await playTwo();
    expect(await importChat(other, [message])).toMatchObject({ messagesImported: 1, duplicatesSkipped: 0 });
  });

  it('gives a moment of two games that started together to the higher id', async () => {
    const night = await openNight(app);
    await playGame(app, night, second.id);
    await playGame(app, night, first.id);
    const { votesByGame } = await importChat(night, [say('viewer', 'thisgame++', clock.now())]);
    expect(votesByGame).toEqual({ [first.id]: { title: first.title, upvotes: 1, downvotes: 0 } });
  });

  it('is allowed on a closed night, and may be empty', async () => {
    const { night, start } = await playTwo();
    await app.send('POST', `/api/sessions/${night}/close`);
    expect(await importChat(night, [say('viewer', 'thisgame++', start)])).toMatchObject({
      votesProcessed: 1,
    });
    const nothing = { message: DONE, messagesImported: 0, votesProcessed: 0, votesByGame: {} };
    expect(await importChat(night, [])).toMatchObject(nothing);
  });

  it('checks the body, then the session, then its games', async () => {
    const empty = await openNight(app);
    for (const body of [undefined, {}, [], { chatData: null }, { chatData: {} }, { chatData: 'x' }])
      for (const night of [2_147_483_647, 'abc', empty]) expect(await send(night, body)).toEqual(NOT_A_LIST);
    for (const night of ['2147483647', '0', '-1', 'abc', '1.5', '99999999999'])
      expect(await send(night, { chatData: [] })).toEqual({
        status: 404,
        body: { error: 'Session not found' },
      });
    expect(await send(empty, { chatData: [] })).toEqual({
      status: 400,
      body: { error: 'No games played in this session to match votes against' },
    });
  });

  it('keeps odd text, and never fails on text that can’t be kept', async () => {
    const { night, start } = await playTwo();
    const odd = [
      "'; DROP TABLE chat_logs; --",
      '<b>🎲</b>\t\u0001',
      '{"a":[1,"\\"]}',
      'NULL',
      '\\N',
      'é:e\u0301',
    ];
    const body = await importChat(
      night,
      odd.map((text) => say(text, text, start)),
    );
    expect(body).toMatchObject({ messagesImported: odd.length, invalidSkipped: 0 });
    const kept = (await exportedChat(night)).map(({ message }: { message: string }) => message);
    expect(kept.toSorted()).toEqual(odd.toSorted());
    const json = (text: string) => `{"username":"u","message":"${text}","timestamp":"${iso(start + 5)}"}`;
    const { status, body: after } = await send(
      night,
      `{"chatData":[${json('a\\u0000b')},${json('half \\ud800')},${json('fine')}]}`,
    );
    expect(status).toBe(200);
    expect(after.messagesImported + after.invalidSkipped).toBe(3);
    expect(after.messagesImported).toBeGreaterThanOrEqual(1);
  });
});
