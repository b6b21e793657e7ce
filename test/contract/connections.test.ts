import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register, UUID } from '../setup/accounts.ts';
import { makeKey } from '../setup/api-keys.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { awaitAnswer, connectDevice, IPHONE, insertConnection, makeDevice } from '../setup/devices.ts';
import { INSTANT } from '../setup/nights.ts';
import { connectQuiz } from '../setup/quiz.ts';

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp();
  admin = await register(app);
});
afterAll(() => app.close());

const answer = async (token: string, path: string) => {
  const { status, body } = await app.get(path, { token });
  return { status, body };
};

describe('[Q15] a connection', () => {
  it('by WebSocket is there while it is open, and afterwards', async () => {
    const { token, id: userId } = await register(app);
    const deviceId = randomUUID();
    const socket = await connectDevice(app, { deviceId, token, userAgent: IPHONE });
    const open = await awaitAnswer(app, token, '/websocket-connections/', (body) => body.connections[0]);
    const connection = {
      id: expect.stringMatching(UUID),
      device_id: deviceId,
      user_id: userId,
      socket_id: expect.stringMatching(/\S/),
      status: 'connected',
      connected_at: expect.stringMatching(INSTANT),
      disconnected_at: null,
      ip_address: '127.0.0.1',
      user_agent: IPHONE,
      created_at: expect.stringMatching(INSTANT),
    };
    expect(open).toEqual({ connections: [connection], total: 1, limit: 20, offset: 0 });

    await socket.close();
    const path = `/websocket-connections/${open.connections[0].id}`;
    const closed = await awaitAnswer(app, token, path, ({ status }) => status === 'disconnected');
    expect(closed).toEqual({
      ...open.connections[0],
      status: 'disconnected',
      disconnected_at: expect.stringMatching(INSTANT),
    });
    expect(closed.disconnected_at >= closed.connected_at).toBe(true);
  });

  it.each(['websocket', 'polling'] as const)('by Socket.IO over %s', async (transport) => {
    const { token, id: userId } = await register(app);
    const deviceId = randomUUID();
    const client = await connectQuiz(app.url, { token, deviceId, transports: [transport] });
    const path = `/websocket-connections/device/${deviceId}`;
    const { connections, count } = await awaitAnswer(app, token, path, (body) => body.connections[0]);
    expect(count).toBe(1);
    expect(connections[0]).toMatchObject({
      device_id: deviceId,
      user_id: userId,
      socket_id: client.socket.id,
      status: 'connected',
    });
    client.close();
    await awaitAnswer(app, token, path, (body) => body.connections[0].status === 'disconnected');
  });

  it('of a guest belongs to nobody: administrators see it', async () => {
    const deviceId = randomUUID();
    const client = await connectQuiz(app.url, { deviceId });
    const path = `/websocket-connections/device/${deviceId}`;
    const { connections } = await awaitAnswer(app, admin.token, path, (body) => body.connections[0]);
    expect(connections[0]).toMatchObject({ device_id: deviceId, user_id: null });
    const { token } = await register(app);
    expect(await answer(token, path)).toEqual(refusal(404, 'not_found'));
    client.close();
  });

  it('of a page that nobody signs in to has no device and no account', async () => {
    const socket = await connectDevice(app);
    const isIt = (entry: { device_id: unknown; user_id: unknown }) => !entry.device_id && !entry.user_id;
    await awaitAnswer(app, admin.token, '/websocket-connections', ({ connections }) =>
      connections.some(isIt),
    );
    await socket.close();
  });

  it('[X96] has whatever its client calls its device, up to 128 characters', async () => {
    const { token } = await register(app);
    for (const deviceId of ['kitchen', 'x'.repeat(128), '猫 & 犬'])
      await makeDevice(app, token, { deviceId });
    for (const deviceId of ['', 'y'.repeat(129), 'a\0b'])
      await (await connectDevice(app, { deviceId, token })).close();
    const { connections } = await awaitAnswer(
      app,
      token,
      '/websocket-connections',
      ({ total }) => total === 6,
    );
    // Some began in the same millisecond: which of them comes first, chance decides.
    const named = connections.map((entry: { device_id: unknown }) => entry.device_id);
    expect(named.filter((name: unknown) => name === null)).toHaveLength(3);
    expect(named).toEqual(expect.arrayContaining(['kitchen', 'x'.repeat(128), '猫 & 犬']));
  });
});

describe('[Q15] [C9] who sees a connection', () => {
  it('its account and administrators do, nobody else', async () => {
    const [owner, other] = [await register(app), await register(app)];
    const { connectionId, deviceId } = await makeDevice(app, owner.token);
    const path = `/websocket-connections/${connectionId}`;
    for (const token of [owner.token, admin.token, app.token]) {
      expect(await answer(token, path)).toMatchObject({ status: 200, body: { id: connectionId } });
      const list = `/websocket-connections?device_id=${deviceId}`;
      expect(await answer(token, list)).toMatchObject({ status: 200, body: { total: 1 } });
    }
    expect(await answer(other.token, path)).toEqual(refusal(404, 'not_found'));
    const device = `/websocket-connections/device/${deviceId}`;
    expect(await answer(other.token, device)).toEqual(refusal(404, 'not_found'));
    for (const query of ['', `?user_id=${owner.id}`, `?device_id=${deviceId}`])
      expect(await answer(other.token, `/websocket-connections${query}`)).toEqual({
        status: 200,
        body: { connections: [], total: 0, limit: 20, offset: 0 },
      });
    expect((await answer(other.token, '/websocket-connections/active')).body).toEqual({
      connections: [],
      count: 0,
    });
    expect((await answer(other.token, '/websocket-connections/stats')).body).toEqual({
      total_connections: 0,
      active_connections: 0,
      total_disconnected: 0,
      avg_duration_minutes: 0,
    });
  });

  it('[A7] an API key sees what its account sees, if it may read', async () => {
    const { token } = await register(app);
    const { connectionId } = await makeDevice(app, token);
    const { key } = await makeKey(app, token);
    expect(await answer(key, `/websocket-connections/${connectionId}`)).toMatchObject({ status: 200 });
    expect((await answer(key, '/websocket-connections')).body.total).toBe(1);
    const { key: writer } = await makeKey(app, token, { scopes: ['quiz:write'] });
    expect(await answer(writer, '/websocket-connections')).toEqual(refusal(403, 'forbidden'));
  });
});

describe('[Q15] the list of connections', () => {
  let owner: Person;
  const deviceId = randomUUID();
  const ids: string[] = [];
  beforeAll(async () => {
    owner = await register(app);
    const row = { userId: owner.id, deviceId };
    for (const minute of ['10', '20', '30'])
      ids.unshift(
        await insertConnection(app, {
          ...row,
          connectedAt: `2026-03-15T19:${minute}:00.000Z`,
          disconnectedAt: minute === '30' ? null : '2026-03-15T19:45:00.000Z',
        }),
      );
    ids.push(
      await insertConnection(app, {
        userId: owner.id,
        connectedAt: '2026-03-14T10:00:00.000Z',
        disconnectedAt: '2026-03-14T10:00:03.000Z',
      }),
    );
  });

  const list = async (query: string) => {
    const { body } = await answer(owner.token, `/websocket-connections${query}`);
    return { ...body, connections: body.connections.map(({ id }: { id: string }) => id) };
  };

  it('is the newest first, by 20, from wherever one likes, slash or not', async () => {
    const all = { connections: ids, total: 4, limit: 20, offset: 0 };
    expect(await list('')).toEqual(all);
    expect(await list('/')).toEqual(all);
    expect(await list('/?limit=2&offset=1')).toEqual({
      connections: ids.slice(1, 3),
      total: 4,
      limit: 2,
      offset: 1,
    });
    expect(await list('?offset=4')).toMatchObject({ connections: [], total: 4, offset: 4 });
  });

  it('is filtered by status, device and account', async () => {
    expect(await list('?status=connected')).toMatchObject({ connections: [ids[0]], total: 1 });
    expect(await list('?status=disconnected')).toMatchObject({ connections: ids.slice(1), total: 3 });
    expect(await list(`?device_id=${deviceId}`)).toMatchObject({ connections: ids.slice(0, 3), total: 3 });
    expect(await list('?device_id=kitchen')).toMatchObject({ connections: [], total: 0 });
    expect(await list(`?user_id=${owner.id}&status=connected`)).toMatchObject({ total: 1 });
    expect(await list(`?user_id=${admin.id}`)).toMatchObject({ total: 0 });
    const { body } = await answer(admin.token, `/websocket-connections?user_id=${owner.id}`);
    expect(body.total).toBe(4);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=2.5',
    'limit=many',
    'limit=',
    'offset=-1',
    'offset=x',
    'status=open',
    'status=',
    'user_id=7',
    'device_id=',
  ])('[Q1] %s is 400', async (query) => {
    expect(await answer(owner.token, `/websocket-connections?${query}`)).toEqual(
      refusal(400, 'invalid_payload'),
    );
  });

  it('/active has the open ones, and how many they are', async () => {
    const { body } = await answer(owner.token, '/websocket-connections/active');
    expect(body.count).toBe(1);
    expect(body.connections).toMatchObject([
      { id: ids[0], device_id: deviceId, user_id: owner.id, status: 'connected', socket_id: 'a socket' },
    ]);
  });

  it('/stats tells of all, and how long those that are over took', async () => {
    expect((await answer(owner.token, '/websocket-connections/stats')).body).toEqual({
      total_connections: 4,
      active_connections: 1,
      total_disconnected: 3,
      // 35 and 25 minutes and 3 seconds.
      avg_duration_minutes: 20,
    });
  });

  it('/device/:device_id has those of a device', async () => {
    const { body } = await answer(owner.token, `/websocket-connections/device/${deviceId}`);
    expect(body.count).toBe(3);
    expect(body.connections.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 3));
  });

  it('[X98] what isn’t paged has the newest 1,000, and counts all', async () => {
    const { id: userId, token } = await register(app);
    const device = randomUUID();
    await queryStore(
      app.connection,
      `INSERT INTO socket_connections (id, socket_id, node_id, device_id, user_id, connected_at)
       SELECT gen_random_uuid(), n::text, gen_random_uuid(), $1, $2, '2026-03-15T19:00:00Z'::timestamptz + n * interval '1 s'
       FROM generate_series(1, 1001) n`,
      [device, userId],
    );
    for (const path of ['active', `device/${device}`]) {
      const { body } = await answer(token, `/websocket-connections/${path}`);
      expect(body.count).toBe(1001);
      expect(body.connections).toHaveLength(1000);
      expect(body.connections[0].socket_id).toBe('1001');
    }
  });
});

describe('[Q15] [Q1] what isn’t there', () => {
  it('is 404 for an id that nothing has, 400 for one that is none', async () => {
    const paths = ['/websocket-connections/', '/websocket-connections/device/'];
    for (const path of paths) {
      expect(await answer(admin.token, path + randomUUID())).toEqual(refusal(404, 'not_found'));
      for (const id of ['7', 'kitchen', `${randomUUID()}0`, `urn:uuid:${randomUUID()}`])
        expect(await answer(admin.token, path + id)).toEqual(refusal(400, 'invalid_payload'));
    }
  });
});

it('[X99] what a node held that is gone ends with its lease', { timeout: 30_000 }, async () => {
  const { token, id: userId } = await register(app);
  const nodeId = randomUUID();
  const of = async (connectedAt: string) => insertConnection(app, { userId, nodeId, connectedAt });
  const before = await of('2026-03-15T19:00:00.000Z');
  // By a clock that is ahead of the store's.
  const after = await of('2026-03-15T20:00:00.000Z');
  await queryStore(
    app.connection,
    `INSERT INTO server_nodes (id, alive_until) VALUES ($1, '2026-03-15T19:30:00.000Z')`,
    [nodeId],
  );
  const path = `/websocket-connections/${before}`;
  await expect
    .poll(async () => (await answer(token, path)).body.disconnected_at, { timeout: 20_000 })
    .toBe('2026-03-15T19:30:00.000Z');
  expect((await answer(token, `/websocket-connections/${after}`)).body).toMatchObject({
    status: 'disconnected',
    disconnected_at: '2026-03-15T20:00:00.000Z',
  });
});
