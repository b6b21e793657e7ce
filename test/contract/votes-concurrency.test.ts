import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const clock = createTestClock();
let app: TestApp;
let games: { id: number }[];
beforeAll(async () => {
  app = await startTestApp({ clock });
  games = (await listCatalogue(app)).slice(0, 3);
});
afterAll(() => app.close());

async function vote(username: string, atMs: number, type = 'up') {
  const sent = { username, vote: type, timestamp: iso(atMs) };
  const answer = await app.send('POST', '/api/votes/live', sent);
  return { status: answer.status, body: answer.body };
}

const repeat = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const countStatus = (answers: { status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length;
const votesOf = async (id: number) => (await app.get(`/api/sessions/${id}/votes`)).body.votes;

let night: number;
let start: number;
beforeEach(async () => {
  clock.advance(60_000);
  night = await openNight(app);
  start = clock.now();
  for (const { id } of games) {
    await playGame(app, night, id);
    clock.advance(60_000);
  }
});

describe('[N5] under concurrency', () => {
  it.each([
    ['the same moment', () => 0],
    ['moments within one second', (index: number) => index * 5],
    ['moments within one second, across two games', (index: number) => 59_400 + index * 5],
  ])('200 votes of one user at %s count once', async (_, offset) => {
    const answers = await Promise.all(
      repeat(200, (i) => vote('stormy', start + offset(i), i % 2 ? 'up' : 'down')),
    );
    expect(countStatus(answers, 200)).toBe(1);
    expect(countStatus(answers, 409)).toBe(199);
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body.timeSinceLastVote).toBeGreaterThanOrEqual(0);
      expect(body.timeSinceLastVote).toBeLessThan(1);
    }
    const { body } = await app.get(`/api/votes?session_id=${night}`);
    expect(body.pagination.total).toBe(1);
  });

  it('votes exactly one second apart all count, each of them once', async () => {
    const answers = await Promise.all(repeat(200, (i) => vote('steady', start + Math.floor(i / 2) * 1_000)));
    expect([countStatus(answers, 200), countStatus(answers, 409)]).toEqual([100, 100]);
  });

  it('no two votes that count are closer than a second, whichever came first', async () => {
    const answers = await Promise.all(
      repeat(300, async (i) => {
        const atMs = start + ((i * 7_919) % 20_000);
        return { ...(await vote('random', atMs)), atMs };
      }),
    );
    const counted = answers.filter(({ status }) => status === 200).map(({ atMs }) => atMs);
    counted.sort((a, b) => a - b);
    for (const [index, atMs] of counted.entries())
      expect(atMs - (counted[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1_000);
    for (const { status, atMs } of answers) {
      const distance = Math.min(...counted.map((other) => Math.abs(other - atMs)));
      expect(status === 200 ? distance === 0 : distance < 1_000).toBe(true);
    }
  });
});

describe('[N6] 500 votes of different users at once', () => {
  it('count exactly; every answer has totals of its own that include its vote', async () => {
    const { id } = games[0] ?? { id: 0 };
    const { body: before } = await app.get(`/api/games/${id}`);
    const answers = await Promise.all(
      repeat(500, (i) => vote(`user ${i}`, start, i % 5 === 0 ? 'down' : 'up')),
    );
    expect(countStatus(answers, 200)).toBe(500);
    const totals = answers.map(({ body }) => body.game);
    for (const { popularity_score, upvotes, downvotes } of totals)
      expect(popularity_score).toBe(upvotes - downvotes);
    const sums = totals.map(({ upvotes, downvotes }) => upvotes + downvotes).sort((a, b) => a - b);
    expect(sums).toEqual(repeat(500, (i) => before.upvotes + before.downvotes + i + 1));
    for (const { body } of answers) {
      const { type } = body.vote;
      if (type === 'up') expect(body.game.upvotes).toBeGreaterThan(before.upvotes);
      else expect(body.game.downvotes).toBeGreaterThan(before.downvotes);
    }
    expect((await app.get(`/api/games/${id}`)).body).toMatchObject({
      upvotes: before.upvotes + 400,
      downvotes: before.downvotes + 100,
      popularity_score: before.popularity_score + 300,
    });
    expect(await votesOf(night)).toMatchObject([
      { game_id: id, upvotes: 400, downvotes: 100, net_score: 300 },
    ]);
  });

  it('on three games count for the game of their moment', async () => {
    const answers = await Promise.all(
      repeat(500, (i) => vote(`user ${i}`, start + (i % 3) * 60_000, i % 2 ? 'up' : 'down')),
    );
    expect(countStatus(answers, 200)).toBe(500);
    const votes = await votesOf(night);
    for (const [index, { id }] of games.entries()) {
      const mine = answers.filter((_, i) => i % 3 === index);
      const upvotes = mine.filter(({ body }) => body.vote.type === 'up').length;
      for (const { body } of mine) expect(body.game.id).toBe(id);
      expect(votes).toContainEqual(
        expect.objectContaining({ game_id: id, upvotes, downvotes: mine.length - upvotes }),
      );
    }
  });

  it('are told to subscribers in the order of their totals', async () => {
    const { id } = games[2] ?? { id: 0 };
    const { body: before } = await app.get(`/api/games/${id}`);
    const client = await connectSocket(`${app.url}/api/sessions/live`);
    await client.ask({ type: 'auth', token: app.token }, 'auth_success');
    await client.ask({ type: 'subscribe', sessionId: night }, 'subscribed');
    const answers = await Promise.all(repeat(500, (i) => vote(`user ${i}`, clock.now())));
    await client.catchUp();
    const events = client.received.filter(({ type }) => type === 'vote.received');
    expect(events.map(({ data }) => data.totals.upvotes)).toEqual(repeat(500, (i) => before.upvotes + i + 1));
    const totalsByUser = new Map(events.map(({ data }) => [data.vote.username, data.totals]));
    for (const { body } of answers) expect(body.game).toMatchObject(totalsByUser.get(body.vote.username));
    await client.close();
  });
});

it('a night that closes while it is voted on counts what it answered, and nothing later', async () => {
  const client = await connectSocket(`${app.url}/api/sessions/live`);
  await client.ask({ type: 'auth', token: app.token }, 'auth_success');
  await client.ask({ type: 'subscribe', sessionId: night }, 'subscribed');
  const { id } = games[2] ?? { id: 0 };
  const { body: before } = await app.get(`/api/games/${id}`);
  const voting = repeat(300, (i) => vote(`user ${i}`, clock.now()));
  const closing = voting[20]?.then(() => app.send('POST', `/api/sessions/${night}/close`));
  // Some come for certain after the close.
  const late = closing?.then(() => Promise.all(repeat(5, (i) => vote(`late ${i}`, clock.now()))));
  const answers = await Promise.all(voting);
  expect((await closing)?.status).toBe(200);
  for (const { status, body } of [...answers, ...((await late) ?? [])].filter(
    (answer) => answer.status !== 200,
  ))
    expect({ status, body }).toEqual({ status: 404, body: { error: 'No active session found' } });
  expect(countStatus((await late) ?? [], 404)).toBe(5);

  const counted = countStatus(answers, 200);
  expect(counted).toBeGreaterThan(0);
  expect((await app.get(`/api/votes?session_id=${night}`)).body.pagination.total).toBe(counted);
  expect((await app.get(`/api/games/${id}`)).body.upvotes).toBe(before.upvotes + counted);
  await client.catchUp();
  const heard = client.received.filter(({ type }) => type === 'vote.received');
  expect(heard).toHaveLength(counted);
  await client.close();
});
