import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock } from '../setup/nights.ts';
import {
  enter,
  joinParty,
  type Membership,
  makeParty,
  type PartySocket,
  socketUrl,
  tryToJoin,
} from '../setup/parties.ts';
import { connectSocket } from '../setup/socket-client.ts';

/** On a machine that has other work, too. */
const SOON = { timeout: 10_000 };

const clock = createTestClock(Date.now());
let app: TestApp;
let ada: Membership;
let grace: Membership;
let host: PartySocket;
let viewer: PartySocket;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());

async function come(member: Membership): Promise<PartySocket> {
  const socket = await enter(app, member);
  onTestFinished(() => socket.close());
  return socket;
}

beforeEach(async () => {
  ada = await makeParty(app);
  grace = await joinParty(app, ada, 'Grace');
  host = await come(ada);
  viewer = await come(grace);
});

const errorsOf = (socket: PartySocket): string[] => socket.heard('error').map(({ error }) => error);

/** Waits for errors, since what they refuse has no other answer. */
const hasErrors = (socket: PartySocket, count: number) =>
  vi.waitFor(() => expect(errorsOf(socket)).toHaveLength(count), SOON);

describe('[W11] more than a hundred messages a minute', () => {
  it('are dropped with an error, one by one, and the next minute is another', async () => {
    for (let index = 0; index < 130; index++) viewer.say('chat', { message: `${index}` });
    await hasErrors(viewer, 30);
    expect(new Set(errorsOf(viewer))).toEqual(new Set(['rate_limited']));
    await vi.waitFor(() => expect(host.heard('chat')).toHaveLength(100), SOON);
    // The others have theirs, and so has the time.
    host.say('chat', { message: 'hello' });
    viewer.say('sync_ping', { id: 1 });
    await Promise.all([viewer.nextOf('sync_pong'), host.next(({ payload }) => payload.message === 'hello')]);
    clock.advance(60_000);
    viewer.say('chat', { message: 'back' });
    await host.next(({ payload }) => payload.message === 'back');
  });

  it('count what is wrong, too', async () => {
    for (let index = 0; index < 40; index++) {
      viewer.socket.send('{');
      viewer.say('dance');
      viewer.say('chat', {});
    }
    await hasErrors(viewer, 120);
    expect(errorsOf(viewer).slice(100)).toEqual(Array.from({ length: 20 }, () => 'rate_limited'));
  });

  it('count signals that are none, or for nobody, too', async () => {
    for (let index = 0; index < 60; index++) {
      viewer.say('ice_candidate', {});
      viewer.say('ice_candidate', { candidate: '' }, { target_id: `nobody ${index}` });
    }
    await hasErrors(viewer, 120);
    expect(errorsOf(viewer).filter((error) => error === 'rate_limited')).toHaveLength(20);
  });

  it('in a flood close the connection', async () => {
    for (let index = 0; index < 1_500; index++) viewer.socket.send('{');
    expect((await viewer.closed).code).toBe(1008);
    await host.nextOf('user_left');
  });

  it('of questions for the time are six hundred', async () => {
    for (let index = 0; index < 601; index++) viewer.say('sync_ping', { id: index });
    await hasErrors(viewer, 1);
    expect(viewer.heard('sync_pong')).toHaveLength(600);
    viewer.say('chat', { message: 'has a budget of its own' });
    await host.nextOf('chat');
  });
});

it('[W6] a payload nested as deep as a frame can be hurts nobody', async () => {
  for (const type of ['ice_candidate', 'chat', 'typing']) {
    const deep = `${'['.repeat(32_000)}${']'.repeat(32_000)}`;
    const payload = `{"candidate":"","message":"deep","typing":true,"deep":${deep}}`;
    viewer.socket.send(`{"type":"${type}","payload":${payload}}`);
  }
  await host.next(({ payload }) => payload.message === 'deep');
  await viewer.settle();
  await host.nextOf('typing');
});

it('[W12] who answers two pings in a row with nothing is gone', async () => {
  const silent = await connectSocket(socketUrl(app.url, await joinParty(app, ada, 'Alan')), {
    autoPong: false,
  });
  await silent.nextOf('session_state');
  const pings = vi.fn();
  silent.socket.on('ping', pings);
  for (let count = 1; count <= 2; count++) {
    clock.advance(30_000);
    await vi.waitFor(() => expect(pings).toHaveBeenCalledTimes(count), { timeout: 5_000 });
  }
  expect(silent.socket.readyState).toBe(silent.socket.OPEN);
  clock.advance(29_000);
  expect((await silent.closed).code).toBe(4009);
  expect(await host.nextOf('user_left')).toMatchObject({ payload: { username: 'Alan' } });
  // Whoever answers stays.
  viewer.say('chat', { message: 'here' });
  await host.nextOf('chat');
});

it('a network that ends without a word is a departure, too', async () => {
  viewer.socket.terminate();
  await host.nextOf('user_left');
});

it('who reads nothing is closed, and the others don’t wait for them', async () => {
  const { hostname, port } = new URL(app.url);
  const alan = await joinParty(app, ada, 'Alan');
  const deaf = connect({ host: hostname, port: Number(port) });
  deaf.on('error', () => {});
  deaf.pause();
  deaf.write(
    `GET /ws/${ada.id}?token=${alan.token} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
      'sec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
  );
  await host.next(({ type, payload }) => type === 'user_joined' && payload.username === 'Alan');
  const sdp = 'x'.repeat(55_000);
  for (let index = 0; index < 100; index++) host.say('webrtc_offer', { sdp });
  await host.settle();
  clock.advance(60_000);
  for (let index = 0; index < 100; index++) host.say('webrtc_offer', { sdp });
  await host.next(({ type, payload }) => type === 'user_left' && payload.username === 'Alan', 10_000);
  await viewer.settle();
  expect(viewer.heard('webrtc_offer')).toHaveLength(200);
  deaf.destroy();
});

it('a thousand who come and go leave nothing behind', async () => {
  for (let round = 0; round < 20; round++) {
    const sockets = await Promise.all(
      Array.from({ length: 5 }, () => connectSocket(socketUrl(app.url, grace))),
    );
    for (const socket of sockets) socket.socket.terminate();
  }
  await vi.waitFor(async () => {
    const { body } = await app.get(`/api/sessions/${ada.id}`, { token: ada.token });
    expect(body.participants).toEqual([ada.user_id]);
  }, SOON);
  await host.settle();
  const joined = host.heard('user_joined').filter(({ user_id }) => user_id === grace.user_id);
  expect(joined.length).toBeGreaterThan(0);
  expect(host.heard('user_left').length).toBeLessThanOrEqual(joined.length);
  const again = await come(grace);
  again.say('chat', { message: 'back' });
  await host.nextOf('chat');
});

it('what others mustn’t know isn’t told: neither passwords nor tokens nor hashes', async () => {
  host.say('chat', { message: 'hello' });
  await viewer.settle();
  const heard = JSON.stringify(viewer.received);
  for (const secret of [ada.token, 'secure123', '$2a$', '$2b$']) expect(heard).not.toContain(secret);
});

it('[W3] a party that is over is so for those who are in it, too', async () => {
  clock.advance(24 * 60 * 60 * 1000);
  host.say('chat', { message: 'one more' });
  expect((await host.nextOf('error')).payload).toMatchObject({ error: 'not_found' });
  expect((await tryToJoin(app, ada)).status).toBe(404);
});

it('who sends much while the store is slow is read no further', async () => {
  const store = new pg.Client(app.connection);
  await store.connect();
  onTestFinished(() => store.end());
  await store.query('BEGIN');
  await store.query('SELECT 1 FROM watch_parties WHERE id = $1 FOR UPDATE', [ada.id]);
  viewer.say('chat', { message: 'waits for the store' });
  const sdp = 'x'.repeat(59_000);
  for (let index = 0; index < 600; index++) viewer.say('webrtc_answer', { sdp });
  // All that is taken from it is taken by now, and that isn't all.
  let before = Number.POSITIVE_INFINITY;
  await vi.waitFor(
    () => {
      const { bufferedAmount } = viewer.socket;
      const hasMoved = bufferedAmount !== before;
      before = bufferedAmount;
      expect(hasMoved).toBe(false);
    },
    { timeout: 20_000, interval: 1_000 },
  );
  expect(viewer.socket.bufferedAmount).toBeGreaterThan(10_000_000);
  await store.query('COMMIT');
  await vi.waitFor(() => expect(viewer.socket.bufferedAmount).toBe(0), SOON);
  await vi.waitFor(() => expect(errorsOf(viewer).length).toBeGreaterThanOrEqual(500), SOON);
});
