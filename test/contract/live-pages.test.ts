import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame, vote } from '../setup/nights.ts';
import { connectSocket, type SocketClient } from '../setup/socket-client.ts';

const clock = createTestClock();
let app: TestApp;
let first: number;
let second: number;
let night: number;
beforeAll(async () => {
  app = await startTestApp({ clock });
  [first = 0, second = 0] = (await listCatalogue(app)).map(({ id }) => id);
});
afterAll(() => app.close());
beforeEach(async () => {
  night = await openNight(app);
});

/** Follows a night, or without one the start and end of any, once the server says so. */
async function follow(sessionId?: number): Promise<SocketClient> {
  const query = sessionId === undefined ? '' : `?sessionId=${sessionId}`;
  const client = await connectSocket(`${app.url}/api/nights/live${query}`);
  onTestFinished(() => client.close());
  expect(await client.nextOf('following')).toEqual({ type: 'following' });
  return client;
}

async function subscribe(sessionId: number): Promise<SocketClient> {
  const client = await connectSocket(`${app.url}/api/sessions/live`);
  onTestFinished(() => client.close());
  await client.ask({ type: 'auth', token: app.token }, 'auth_success');
  await client.ask({ type: 'subscribe', sessionId }, 'subscribed');
  return client;
}

/** The events that a client has had, when all that was sent has come. */
async function heardBy(client: SocketClient) {
  await client.catchUp();
  return client.received.filter(({ type }) => type.includes('.'));
}
const typesHeardBy = async (client: SocketClient) => (await heardBy(client)).map(({ type }) => type);

const change = (id: number, what: string, body: unknown) =>
  app.send('PATCH', `/api/sessions/${night}/games/${id}/${what}`, body);
const remove = (id: number) => app.send('DELETE', `/api/sessions/${night}/games/${id}`);

/** What an upgrade that is refused is answered by HTTP. */
async function refused(query: string) {
  return connectSocket(`${app.url}/api/nights/live${query}`).then(
    () => 'let in',
    ({ message }: Error) => message,
  );
}

describe('[X53] the public socket', () => {
  it('tells of a night what its subscribers hear, as they hear it, and says nothing of the others', async () => {
    const other = night;
    night = await openNight(app);
    const [listener, subscriber, elsewhere] = await Promise.all([
      follow(night),
      subscribe(night),
      follow(other),
    ]);
    const id = await playGame(app, night, first);
    await vote(app, 'viewer', 'up', clock.now());
    await change(id, 'player-count', { player_count: 3 });
    await app.send('POST', `/api/sessions/${night}/close`);
    const heard = await heardBy(listener);
    expect(heard).toEqual(await heardBy(subscriber));
    expect(heard.map(({ type }) => type)).toEqual([
      'game.added',
      'vote.received',
      'player-count.updated',
      'session-game.updated',
      'session-game.updated',
      'session.ended',
    ]);
    expect(await heardBy(elsewhere)).toEqual([]);
  });

  it('tells without an id of the start and end of any night, and of nothing else', async () => {
    const anna = await register(app);
    const [listener, ofOne] = [await follow(), await follow(night)];
    const { body } = await app.call('POST', '/api/sessions', {}, { token: anna.token });
    await playGame(app, night, first);
    await vote(app, 'viewer', 'up', clock.now());
    await app.send('POST', `/api/sessions/${night}/close`);
    await app.call('POST', `/api/sessions/${body.id}/close`, {}, { token: anna.token });
    const told = (await heardBy(listener)).map(({ type, data }) => [type, data.session.id]);
    expect(told).toEqual([
      ['session.started', body.id],
      ['session.ended', night],
      ['session.ended', body.id],
    ]);
    expect(await typesHeardBy(ofOne)).not.toContain('session.started');
  });

  it('follows before it says so: whatever happens from then on is heard', async () => {
    for (let i = 0; i < 5; i++) {
      const client = await follow(night);
      await playGame(app, night, first);
      expect((await client.nextOf('game.added')).data.session.id).toBe(night);
    }
  });

  it.each([
    '?sessionId=2147483647',
    '?sessionId=99999999999',
    '?sessionId=0',
    '?sessionId=-1',
    '?sessionId=abc',
    '?sessionId=',
    '?sessionId=%00',
  ])('refuses %s with 404', async (query) => {
    expect(await refused(query)).toContain('404');
  });

  it('answers a ping, and anything else with an error, and goes on', async () => {
    const client = await follow(night);
    expect(await client.ask({ type: 'ping' }, 'pong')).toEqual({ type: 'pong' });
    for (const frame of [
      'nonsense',
      '[]',
      'null',
      '{}',
      '{"type":"dance"}',
      '{"type":"auth","token":"x"}',
      `{"type":"subscribe","sessionId":${night}}`,
    ]) {
      client.socket.send(frame);
      expect(await client.nextOf('error')).toEqual({ type: 'error', message: expect.any(String) });
    }
    client.socket.send(Buffer.from('{"type":"ping"}'));
    await client.nextOf('error');
    await client.catchUp();
    expect(await heardBy(client)).toEqual([]);
  });

  it('takes frames of 1 KiB, and 60 messages a minute', async () => {
    const [big, hasty] = [await follow(night), await follow(night)];
    const padded = (bytes: number) => JSON.stringify({ type: 'ping', padding: 'x'.repeat(bytes - 28) });
    expect(padded(1_024)).toHaveLength(1_024);
    big.socket.send(padded(1_024));
    await big.nextOf('pong');
    big.socket.send(padded(1_025));
    expect((await big.closed).code).toBe(1009);

    for (let i = 0; i < 60; i++) await hasty.catchUp();
    expect(await hasty.ask({ type: 'ping' }, 'error')).toMatchObject({ type: 'error' });
    clock.advance(60_000);
    await hasty.catchUp();
  });

  it('stays open for hours without a token; silence of 60 s closes', async () => {
    const silent = await connectSocket(`${app.url}/api/nights/live`, { autoPong: false });
    const alive = await follow(night);
    const pinged = new Promise((resolve) => alive.socket.once('ping', resolve));
    clock.advance(12 * 60 * 60_000);
    await pinged;
    await alive.catchUp();
    expect((await silent.closed).code).toBe(4009);
    await playGame(app, night, first);
    await alive.nextOf('game.added');
  });

  it('is described', async () => {
    const { body } = await app.get('/asyncapi.json');
    const { address, messages } = body.channels['nights-public'];
    expect(address).toBe('/api/nights/live');
    expect(Object.keys(messages)).toEqual(
      expect.arrayContaining([
        'client.ping',
        ...['following', 'error', 'pong', 'gap', 'session.started', 'session-game.updated'].map(
          (name) => `server.${name}`,
        ),
      ]),
    );
    expect(Object.keys(body.channels.nights.messages)).toContain('server.session-game.updated');
  });
});

describe('[X54] session-game.updated', () => {
  const updated = (id: number, fields: Record<string, unknown>) => ({
    type: 'session-game.updated',
    timestamp: iso(clock.now()),
    data: {
      sessionId: night,
      game: { id, removed: false, status: 'playing', room_code: null, player_count: null, ...fields },
    },
  });

  /** What the followers on both sockets are told by the work. */
  async function toldOf(work: () => Promise<unknown>) {
    const [listener, subscriber] = [await follow(night), await subscribe(night)];
    await work();
    const heard = await heardBy(listener);
    expect(await heardBy(subscriber)).toEqual(heard);
    return heard;
  }

  it.each([
    ['status', { status: 'skipped' }],
    ['room-code', { room_code: 'AB12' }],
  ])('tells of a new %s', async (what, fields) => {
    const id = await playGame(app, night, first);
    expect(await toldOf(() => change(id, what, fields))).toEqual([updated(id, fields)]);
  });

  it('tells of a player count after player-count.updated', async () => {
    const id = await playGame(app, night, first);
    const heard = await toldOf(() => change(id, 'player-count', { player_count: 6 }));
    expect(heard).toEqual([
      expect.objectContaining({ type: 'player-count.updated' }),
      updated(id, { player_count: 6 }),
    ]);
  });

  it('tells of the game that was playing too, when another is replayed', async () => {
    const replayed = await playGame(app, night, first);
    const playing = await playGame(app, night, second);
    await change(playing, 'room-code', { room_code: 'CD34' });
    expect(await toldOf(() => change(replayed, 'status', { status: 'playing' }))).toEqual([
      updated(playing, { status: 'played', room_code: 'CD34' }),
      updated(replayed, {}),
    ]);
  });

  it('tells that the game before is played, after game.added', async () => {
    const before = await playGame(app, night, first);
    const heard = await toldOf(() => playGame(app, night, second));
    expect(heard).toEqual([
      expect.objectContaining({ type: 'game.added' }),
      updated(before, { status: 'played' }),
    ]);
  });

  it('tells that the last game is played, before session.ended', async () => {
    const id = await playGame(app, night, first);
    const heard = await toldOf(() => app.send('POST', `/api/sessions/${night}/close`));
    expect(heard).toEqual([
      updated(id, { status: 'played' }),
      expect.objectContaining({ type: 'session.ended' }),
    ]);
  });

  it('tells of a removed game as it last was', async () => {
    const id = await playGame(app, night, first);
    await change(id, 'room-code', { room_code: 'EF56' });
    const heard = await toldOf(() => remove(id));
    expect(heard).toEqual([updated(id, { removed: true, room_code: 'EF56' })]);
  });

  it('tells nothing of what stays as it is, or was refused', async () => {
    const id = await playGame(app, night, first);
    await change(id, 'room-code', { room_code: 'AB12' });
    await change(id, 'player-count', { player_count: 4 });
    const heard = await toldOf(async () => {
      await change(id, 'status', { status: 'playing' });
      await change(id, 'room-code', { room_code: 'AB12' });
      await change(id, 'player-count', { player_count: 4 });
      await change(id, 'status', { status: 'lost' });
      await change(id, 'room-code', { room_code: 'nope' });
    });
    expect(heard.map(({ type }) => type)).toEqual(['player-count.updated']);
  });

  it('comes after the commit, in the order of the changes', async () => {
    const id = await playGame(app, night, first);
    const client = await follow(night);
    for (const status of ['skipped', 'playing', 'played', 'skipped']) {
      const changing = change(id, 'status', { status });
      expect((await client.nextOf('session-game.updated')).data.game.status).toBe(status);
      expect((await app.get(`/api/sessions/${night}/games`)).body[0].status).toBe(status);
      await changing;
    }
    const codes = Array.from({ length: 20 }, (_, index) => `A${100 + index}`);
    await Promise.all(codes.map((room_code) => change(id, 'room-code', { room_code })));
    const last = (await heardBy(client)).at(-1);
    const { body } = await app.get(`/api/sessions/${night}/games`);
    expect(last.data.game.room_code).toBe(body[0].room_code);
  });
});
