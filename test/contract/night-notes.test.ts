import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, openNight } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const clock = createTestClock();
let app: TestApp;
let night: number;
beforeAll(async () => {
  app = await startTestApp({ clock });
  // The first account administers.
  await register(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  night = await openNight(app, 'Friday games');
});

const setNotes = (notes: unknown) => app.send('PATCH', `/api/sessions/${night}`, { notes });
const readNotes = async () => (await app.get(`/api/sessions/${night}`)).body.notes;

describe("[X59] a night's notes", () => {
  it('are changed and taken away, and the night is the answer', async () => {
    const before = (await app.get(`/api/sessions/${night}`)).body;
    const { status, body } = await setNotes('Saturday games');
    expect([status, body]).toEqual([200, { ...before, notes: 'Saturday games' }]);
    expect(await readNotes()).toBe('Saturday games');
    expect((await setNotes(null)).body.notes).toBeNull();
    expect(await readNotes()).toBeNull();
  });

  it('are changed after its end, too', async () => {
    await app.send('POST', `/api/sessions/${night}/close`);
    expect(await setNotes('What an evening')).toMatchObject({
      status: 200,
      body: { notes: 'What an evening', is_active: 0 },
    });
  });

  it('are told to the followers on both sockets, unless they stay as they were', async () => {
    const listener = await connectSocket(`${app.url}/api/nights/live?sessionId=${night}`);
    onTestFinished(() => listener.close());
    await listener.nextOf('following');
    const subscriber = await connectSocket(`${app.url}/api/sessions/live`);
    onTestFinished(() => subscriber.close());
    await subscriber.ask({ type: 'auth', token: app.token }, 'auth_success');
    await subscriber.ask({ type: 'subscribe', sessionId: night }, 'subscribed');
    await setNotes('Friday games');
    await setNotes('Saturday games');
    for (const client of [listener, subscriber]) {
      await client.catchUp();
      expect(client.received.filter(({ type }) => type === 'session.updated')).toEqual([
        {
          type: 'session.updated',
          timestamp: iso(clock.now()),
          data: { session: { id: night, notes: 'Saturday games' } },
        },
      ]);
    }
  });

  it.each([
    [{}, 'notes is required'],
    [{ notes: 7 }, 'notes must be a text of at most 10000 characters'],
    [{ notes: 'x'.repeat(10_001) }, 'notes must be a text of at most 10000 characters'],
  ])('are a text or null: %#', async (body, error) => {
    expect(await app.send('PATCH', `/api/sessions/${night}`, body)).toMatchObject({
      status: 400,
      body: { error },
    });
    expect(await readNotes()).toBe('Friday games');
  });

  it('are their host’s alone, of a night that there is', async () => {
    const stranger = await register(app);
    const answer = await app.call('PATCH', `/api/sessions/${night}`, { notes: 'mine' }, stranger);
    expect(answer.status).toBe(403);
    for (const id of ['2147483647', '0', 'abc'])
      expect(await app.send('PATCH', `/api/sessions/${id}`, { notes: 'x' })).toMatchObject({
        status: 404,
        body: { error: 'Session not found' },
      });
    expect(await readNotes()).toBe('Friday games');
  });
});
