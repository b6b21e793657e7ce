import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, listCatalogue, openNight, playGame } from '../setup/nights.ts';
import { connectSocket, type SocketClient } from '../setup/socket-client.ts';

const clock = createTestClock();
let app: TestApp;
let night: number;
beforeAll(async () => {
  app = await startTestApp({ clock });
});
afterAll(() => app.close());
beforeEach(async () => {
  night = await openNight(app);
});

async function connect(): Promise<SocketClient> {
  const client = await connectSocket(`${app.url}/api/sessions/live`);
  onTestFinished(() => client.close());
  return client;
}

async function authenticate(): Promise<SocketClient> {
  const client = await connect();
  await client.ask({ type: 'auth', token: app.token }, 'auth_success');
  return client;
}

/** The types of the events that a client has had, when all that was sent has come. */
async function heardBy(client: SocketClient): Promise<string[]> {
  await client.catchUp();
  return client.received.map(({ type }) => type).filter((type) => type.includes('.'));
}

describe('[N18] the conversation', () => {
  it('opens without a token, and answers a ping', async () => {
    const client = await connect();
    expect(await client.ask({ type: 'ping' }, 'pong')).toEqual({ type: 'pong' });
  });

  it('accepts a good token', async () => {
    const client = await connect();
    expect(await client.ask({ type: 'auth', token: app.token }, 'auth_success')).toEqual({
      type: 'auth_success',
      message: expect.any(String),
    });
  });

  it.each([{ token: 'nonsense' }, { token: '' }, { token: null }, { token: 5 }, {}])(
    'refuses the token of %j, and goes on',
    async (fields) => {
      const client = await connect();
      expect(await client.ask({ type: 'auth', ...fields }, 'auth_error')).toEqual({
        type: 'auth_error',
        message: expect.any(String),
      });
      expect(await client.ask({ type: 'subscribe', sessionId: night }, 'error')).toMatchObject({
        type: 'error',
      });
      await client.ask({ type: 'auth', token: app.token }, 'auth_success');
    },
  );

  it('subscribes and unsubscribes, as often as it is asked to', async () => {
    const client = await authenticate();
    for (let time = 0; time < 2; time++)
      expect(await client.ask({ type: 'subscribe', sessionId: night }, 'subscribed')).toEqual({
        type: 'subscribed',
        sessionId: night,
      });
    for (let time = 0; time < 2; time++)
      expect(await client.ask({ type: 'unsubscribe', sessionId: night }, 'unsubscribed')).toEqual({
        type: 'unsubscribed',
        sessionId: night,
      });
  });

  it('refuses to subscribe before the token', async () => {
    const client = await connect();
    expect(await client.ask({ type: 'subscribe', sessionId: night }, 'error')).toEqual({
      type: 'error',
      message: expect.any(String),
    });
    await playGame(app, night, (await listCatalogue(app))[0]?.id ?? 0);
    expect(await heardBy(client)).toEqual([]);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['an empty frame', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '5'],
    ['no type', '{}'],
    ['a type that is no text', '{"type":5}'],
    ['an unknown type', '{"type":"dance"}'],
    ['an event of the server’s', '{"type":"session.ended","data":{}}'],
    ['a property of every object', '{"type":"constructor"}'],
    ['a NUL character', '{"type":"\\u0000"}'],
    ['no session', '{"type":"subscribe"}'],
    ['a session that is null', '{"type":"subscribe","sessionId":null}'],
    ['session 0', '{"type":"subscribe","sessionId":0}'],
    ['session −1', '{"type":"subscribe","sessionId":-1}'],
    ['session 1.5', '{"type":"subscribe","sessionId":1.5}'],
    ['session abc', '{"type":"subscribe","sessionId":"abc"}'],
    ['a session that is a list', '{"type":"subscribe","sessionId":[1]}'],
    ['an unknown session', '{"type":"subscribe","sessionId":2147483647}'],
    ['a session beyond all ids', '{"type":"subscribe","sessionId":99999999999}'],
    ['no session to leave', '{"type":"unsubscribe"}'],
  ])('answers %s with an error, and goes on', async (_, frame) => {
    const client = await authenticate();
    client.socket.send(frame);
    expect(await client.nextOf('error')).toEqual({ type: 'error', message: expect.any(String) });
    await client.catchUp();
  });

  it('answers a binary frame with an error, and goes on', async () => {
    const client = await authenticate();
    client.socket.send(Buffer.from('{"type":"ping"}'));
    await client.nextOf('error');
    await client.catchUp();
  });

  it('answers in order', async () => {
    const client = await connect();
    client.send({ type: 'auth', token: app.token });
    client.send({ type: 'subscribe', sessionId: night });
    client.send({ type: 'unsubscribe', sessionId: night });
    client.send({ type: 'ping' });
    await client.nextOf('pong');
    expect(client.received.map(({ type }) => type)).toEqual([
      'auth_success',
      'subscribed',
      'unsubscribed',
      'pong',
    ]);
  });
});

it('[N18] silence of 60 s closes; who answers the server’s pings stays', async () => {
  const url = `${app.url}/api/sessions/live`;
  const silent = await connectSocket(url, { autoPong: false });
  const alive = await connect();
  const pinged = new Promise((resolve) => alive.socket.once('ping', resolve));
  clock.advance(30_000);
  // The server's own timer notices the clock within a second.
  await pinged;
  expect(silent.socket.readyState).toBe(silent.socket.OPEN);
  clock.advance(30_001);
  expect((await silent.closed).code).toBeGreaterThanOrEqual(4_000);
  await alive.catchUp();
});
