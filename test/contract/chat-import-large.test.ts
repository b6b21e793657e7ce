import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame } from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
let game: number;
beforeAll(async () => {
  app = await startTestApp({ clock });
  game = (await listCatalogue(app))[0]?.id ?? 0;
});
afterAll(() => app.close());

async function play(): Promise<number> {
  const night = await openNight(app);
  await playGame(app, night, game);
  return night;
}

async function send(night: number, body: unknown) {
  const answer = await app.send('POST', `/api/sessions/${night}/chat-import`, body);
  return { status: answer.status, body: answer.body };
}

const readTotals = async () => (await app.get(`/api/games/${game}`)).body;

describe('[N9] large logs', () => {
  const COUNT = 120_000;
  const WORDS = 'what a round that was, who would have thought that it ends so; once more please';
  const makeLog = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      username: `viewer_${i % 3_000}`,
      message: i % 10 === 0 ? `thisgame++ ${i}` : `${WORDS} ${i}`,
      timestamp: iso(clock.now() + i * 100),
    }));

  it('120,000 messages are one request, while the server goes on answering', async () => {
    const night = await play();
    const body = JSON.stringify({ chatData: makeLog(COUNT) });
    expect(body.length).toBeGreaterThan(16_000_000);
    let isDone = false;
    const startedAt = performance.now();
    const importing = send(night, body).finally(() => {
      isDone = true;
    });
    const waits: number[] = [];
    while (!isDone) {
      const askedAt = performance.now();
      expect((await app.get('/health')).status).toBe(200);
      waits.push(performance.now() - askedAt);
    }
    const importMs = performance.now() - startedAt;
    expect(await importing).toMatchObject({
      status: 200,
      body: { messagesImported: COUNT, duplicatesSkipped: 0, invalidSkipped: 0, votesProcessed: COUNT / 10 },
    });
    expect(waits.length).toBeGreaterThan(10);
    // Relative, as the machine may be busy with other tests: an import in one piece would hold one answer up for
    // nearly all of its time.
    expect(Math.max(...waits)).toBeLessThan(importMs / 2);
  });

  it('the same log twice at once counts once', async () => {
    const night = await play();
    const before = await readTotals();
    const chatData = makeLog(10_000);
    const answers = await Promise.all([send(night, { chatData }), send(night, { chatData })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const sum = (field: string) => answers.reduce((total, { body }) => total + body[field], 0);
    expect(sum('messagesImported')).toBe(10_000);
    expect(sum('duplicatesSkipped')).toBe(10_000);
    expect(sum('votesProcessed')).toBe(1_000);
    expect(await readTotals()).toMatchObject({
      upvotes: before.upvotes + 1_000,
      downvotes: before.downvotes,
    });
    const { body: file } = await app.send('GET', `/api/sessions/${night}/export?format=json`);
    expect(file.chat_logs).toHaveLength(10_000);
  });

  it('live votes on the same game count beside an import', async () => {
    const night = await play();
    const before = await readTotals();
    const importing = send(night, { chatData: makeLog(5_000) });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        app.send('POST', '/api/votes/live', {
          username: `live ${i}`,
          vote: 'up',
          timestamp: iso(clock.now()),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await importing).body.votesProcessed).toBe(500);
    expect((await readTotals()).upvotes).toBe(before.upvotes + 600);
  });

  it('an import into a night that is deleted meanwhile is there or 404, never half of it', async () => {
    for (let round = 0; round < 5; round++) {
      const night = await play();
      await app.send('POST', `/api/sessions/${night}/close`);
      const before = await readTotals();
      const log = makeLog(3_000);
      const [one, two, deleted] = await Promise.all([
        send(night, { chatData: log }),
        send(night, { chatData: log.map((message) => ({ ...message, username: 'other' })) }),
        app.send('DELETE', `/api/sessions/${night}`),
      ]);
      expect(deleted.status).toBe(200);
      for (const { status, body } of [one, two])
        if (status !== 200)
          expect({ status, body }).toEqual({ status: 404, body: { error: 'Session not found' } });
      const counted = [one, two].filter(({ status }) => status === 200).length * 300;
      expect((await readTotals()).upvotes).toBe(before.upvotes + counted);
    }
  });

  it('take turns, and one whose sender has gone does not stop the others', async () => {
    const night = await play();
    const gone = new AbortController();
    const aborted = fetch(`${app.url}/api/sessions/${night}/chat-import`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${app.token}` },
      body: JSON.stringify({ chatData: makeLog(20_000) }),
      signal: gone.signal,
    });
    const others = Array.from({ length: 3 }, (_, n) =>
      send(night, { chatData: makeLog(2_000).map((one) => ({ ...one, username: `other_${n}` })) }),
    );
    gone.abort();
    await expect(aborted).rejects.toThrow();
    for (const { status, body } of await Promise.all(others)) {
      expect(status).toBe(200);
      expect(body.messagesImported).toBe(2_000);
    }
  });
});
