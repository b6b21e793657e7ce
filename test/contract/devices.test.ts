import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register, UUID } from '../setup/accounts.ts';
import { makeKey } from '../setup/api-keys.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { awaitAnswer, connectDevice, IPHONE, insertConnection, makeDevice, PC } from '../setup/devices.ts';
import { createTestClock, EVENING, INSTANT, iso } from '../setup/nights.ts';

const MINUTE = 60_000;

let app: TestApp;
let admin: Person;
const clock = createTestClock(Date.now());
beforeAll(async () => {
  app = await startTestApp({ clock });
  admin = await register(app);
});
afterAll(() => app.close());

const answer = async (token: string, path: string) => {
  const { status, body } = await app.get(path, { token });
  return { status, body };
};

const patch = async (token: string, deviceId: string, body?: unknown) => {
  const { status, body: answered } = await app.call('PATCH', `/device-sessions/${deviceId}/metadata`, body, {
    token,
  });
  return { status, body: answered };
};

describe('[Q15] a device', () => {
  it('is there from its first connection on, with what its browser tells of it', async () => {
    const { token, id: userId } = await register(app);
    const openedAt = iso(clock.now());
    const { deviceId } = await makeDevice(app, token, { userAgent: IPHONE });
    const device = {
      id: expect.stringMatching(UUID),
      device_id: deviceId,
      user_id: userId,
      device_type: 'mobile',
      os: 'iOS',
      browser: 'Safari',
      first_seen: openedAt,
      last_seen: openedAt,
      session_count: 1,
      metadata: {},
      created_at: expect.stringMatching(INSTANT),
      updated_at: expect.stringMatching(INSTANT),
    };
    expect(await answer(token, `/device-sessions/${deviceId}`)).toEqual({ status: 200, body: device });
    const list = { sessions: [device], total: 1, limit: 20, offset: 0 };
    for (const path of ['/device-sessions', '/device-sessions/'])
      expect(await answer(token, path)).toEqual({ status: 200, body: list });
  });

  it('[X102] counts its connections, and was seen when the last one ended', async () => {
    const { token } = await register(app);
    const firstSeen = iso(clock.now());
    const { deviceId } = await makeDevice(app, token, { userAgent: IPHONE });
    clock.advance(MINUTE);
    const socket = await connectDevice(app, { deviceId, token });
    const path = `/device-sessions/${deviceId}`;
    await awaitAnswer(app, token, path, (device) => device.session_count === 2);
    clock.advance(MINUTE);
    await socket.close();
    const lastSeen = iso(clock.now());
    // A connection that doesn't tell of the device changes nothing that is known of it.
    expect(await awaitAnswer(app, token, path, (device) => device.last_seen === lastSeen)).toMatchObject({
      session_count: 2,
      first_seen: firstSeen,
      device_type: 'mobile',
      os: 'iOS',
      browser: 'Safari',
    });
  });

  it('[X97] of several accounts is each one’s own, and of those who don’t say who they are', async () => {
    const [one, other] = [await register(app), await register(app)];
    const { deviceId } = await makeDevice(app, one.token);
    const path = `/device-sessions/${deviceId}`;
    expect(await answer(other.token, path)).toEqual(refusal(404, 'not_found'));
    expect(await answer(other.token, `${path}/connections`)).toEqual(refusal(404, 'not_found'));
    await makeDevice(app, other.token, { deviceId });
    for (const { token, id } of [one, other])
      expect((await answer(token, path)).body).toMatchObject({ user_id: id, session_count: 1 });

    clock.advance(MINUTE);
    const guest = await connectDevice(app, { deviceId });
    // To administrators, who have no part in it, the one seen last.
    await awaitAnswer(app, admin.token, path, ({ user_id }) => user_id === null);
    expect((await answer(admin.token, `${path}/connections`)).body).toMatchObject({ count: 1 });
    expect((await answer(admin.token, `/websocket-connections/device/${deviceId}`)).body.count).toBe(3);
    await guest.close();
    await makeDevice(app, admin.token, { deviceId });
    await awaitAnswer(app, admin.token, path, ({ user_id }) => user_id === admin.id);
  });

  it('[X97] is nobody’s no more once its connection says whose it is', async () => {
    const { token, id: userId } = await register(app);
    const deviceId = randomUUID();
    const socket = await connectDevice(app, { deviceId });
    const path = `/device-sessions/${deviceId}`;
    await awaitAnswer(app, admin.token, path, ({ user_id }) => user_id === null);
    await socket.authenticate(token);
    expect(await awaitAnswer(app, token, path, () => true)).toMatchObject({
      user_id: userId,
      session_count: 1,
    });
    expect((await answer(admin.token, path)).body).toMatchObject({ user_id: userId });
    await socket.close();
  });

  it('[X96] is listed by whatever its client calls it; in a path its id is a UUID', async () => {
    const { token } = await register(app);
    await makeDevice(app, token, { deviceId: 'kitchen' });
    expect((await answer(token, '/device-sessions')).body.sessions).toMatchObject([{ device_id: 'kitchen' }]);
    for (const path of ['kitchen', 'kitchen/connections'])
      expect(await answer(token, `/device-sessions/${path}`)).toEqual(refusal(400, 'invalid_payload'));
    expect(await patch(token, 'kitchen', {})).toEqual(refusal(400, 'invalid_payload'));
  });

  it('that nobody had is 404', async () => {
    for (const path of ['', '/connections'])
      expect(await answer(admin.token, `/device-sessions/${randomUUID()}${path}`)).toEqual(
        refusal(404, 'not_found'),
      );
    expect(await patch(admin.token, randomUUID(), {})).toEqual(refusal(404, 'not_found'));
  });
});

describe('[Q15] the list of devices', () => {
  it('is that of the account, the last seen first; to administrators, of all', async () => {
    const [owner, other] = [await register(app), await register(app)];
    const ids: string[] = [];
    for (const _ of [1, 2, 3]) {
      clock.advance(MINUTE);
      ids.unshift((await makeDevice(app, owner.token)).deviceId);
    }
    const list = async (token: string, query: string) => {
      const { body } = await answer(token, `/device-sessions/${query}`);
      return { ...body, sessions: body.sessions.map((one: { device_id: string }) => one.device_id) };
    };
    expect(await list(owner.token, '')).toEqual({ sessions: ids, total: 3, limit: 20, offset: 0 });
    expect(await list(owner.token, '?limit=1&offset=1')).toEqual({
      sessions: [ids[1]],
      total: 3,
      limit: 1,
      offset: 1,
    });
    expect(await list(admin.token, `?user_id=${owner.id}`)).toMatchObject({ sessions: ids, total: 3 });
    expect((await list(admin.token, '')).total).toBeGreaterThan(3);
    expect(await list(app.token, `?user_id=${owner.id}`)).toMatchObject({ total: 3 });
    expect(await list(other.token, `?user_id=${owner.id}`)).toMatchObject({ sessions: [], total: 0 });
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'user_id=kitchen'])(
    '[Q1] %s is 400',
    async (query) => {
      expect(await answer(admin.token, `/device-sessions?${query}`)).toEqual(refusal(400, 'invalid_payload'));
    },
  );
});

it('[Q15] [X101] the connections of a device say how long they took, or take', async () => {
  const { token, id: userId } = await register(app);
  const { deviceId } = await makeDevice(app, token);
  const now = clock.now();
  const at = (minutesAgo: number) => iso(now - minutesAgo * MINUTE);
  const of = { userId, deviceId };
  await insertConnection(app, { ...of, connectedAt: at(100), disconnectedAt: at(55) });
  await insertConnection(app, { ...of, connectedAt: at(23.46) });
  await insertConnection(app, { ...of, userId: admin.id, connectedAt: at(1) });
  const { body } = await answer(token, `/device-sessions/${deviceId}/connections`);
  expect(body).toMatchObject({ count: 3, device_id: deviceId });
  expect(body.connections).toMatchObject([
    { duration_minutes: 0, status: 'disconnected' },
    { duration_minutes: 23.5, status: 'connected', disconnected_at: null, connected_at: at(23.46) },
    { duration_minutes: 45, status: 'disconnected', disconnected_at: at(55), socket_id: 'a socket' },
  ]);
});

describe('[Q15] statistics of devices', () => {
  it('are those of the account', async () => {
    const { token } = await register(app);
    expect((await answer(token, '/device-sessions/stats')).body).toEqual({
      total_devices: 0,
      unique_users: 0,
      avg_sessions_per_device: 0,
      most_common_os: null,
      most_common_browser: null,
    });
    const { deviceId } = await makeDevice(app, token, { userAgent: PC });
    await makeDevice(app, token, { userAgent: IPHONE });
    await makeDevice(app, token, { userAgent: PC });
    await makeDevice(app, token);
    const socket = await connectDevice(app, { deviceId, token });
    const stats = await awaitAnswer(
      app,
      token,
      '/device-sessions/stats',
      (body) => body.avg_sessions_per_device > 1,
    );
    expect(stats).toEqual({
      total_devices: 4,
      unique_users: 1,
      avg_sessions_per_device: 1.3,
      most_common_os: 'Windows',
      most_common_browser: 'Chrome',
    });
    await socket.close();
  });

  it('count a device once, whoever uses it, to administrators', async () => {
    const before = (await answer(admin.token, '/device-sessions/stats')).body;
    const [one, other] = [await register(app), await register(app)];
    const { deviceId } = await makeDevice(app, one.token);
    await makeDevice(app, other.token, { deviceId });
    expect((await answer(admin.token, '/device-sessions/stats')).body).toMatchObject({
      total_devices: before.total_devices + 1,
      unique_users: before.unique_users + 2,
    });
  });
});

describe('[Q15] the metadata of a device', () => {
  let owner: Person;
  let deviceId: string;
  beforeAll(async () => {
    owner = await register(app);
    ({ deviceId } = await makeDevice(app, owner.token));
  });

  it('are added to name by name', async () => {
    clock.advance(MINUTE);
    const now = iso(clock.now());
    expect(await patch(owner.token, deviceId, { app_version: '2.1.0', theme: { dark: true } })).toMatchObject(
      {
        status: 200,
        body: {
          message: 'Device session metadata updated',
          session: {
            id: expect.stringMatching(UUID),
            device_id: deviceId,
            metadata: { app_version: '2.1.0', theme: { dark: true } },
            updated_at: now,
          },
        },
      },
    );
    const { body } = await patch(owner.token, deviceId, { theme: { size: 3 }, language: 'ja-JP' });
    const metadata = { app_version: '2.1.0', theme: { size: 3 }, language: 'ja-JP' };
    expect(body.session.metadata).toEqual(metadata);
    expect((await answer(owner.token, `/device-sessions/${deviceId}`)).body).toMatchObject({ metadata });
    await makeDevice(app, owner.token, { deviceId });
    expect((await patch(owner.token, deviceId)).body.session.metadata).toEqual(metadata);
  });

  it('[X103] lose what is null', async () => {
    await patch(owner.token, deviceId, { gone: 1, kept: { inside: null } });
    const { body } = await patch(owner.token, deviceId, { gone: null, never: null });
    expect(body.session.metadata).toMatchObject({ kept: { inside: null } });
    expect(body.session.metadata).not.toHaveProperty('gone');
    expect(body.session.metadata).not.toHaveProperty('never');
  });

  it('lose nothing when many are set at once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `name${index}`);
    const answers = await Promise.all(names.map((name) => patch(owner.token, deviceId, { [name]: name })));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { body } = await answer(owner.token, `/device-sessions/${deviceId}`);
    expect(body.metadata).toMatchObject(Object.fromEntries(names.map((name) => [name, name])));
  });

  it('[X103] have at most 8 KiB, all in all', async () => {
    const { deviceId } = await makeDevice(app, owner.token);
    // `{"a":"…","b":"…"}`, the second in characters of three bytes.
    const full = { a: 'x'.repeat(8192 - 15 - 300), b: '猫'.repeat(100) };
    const steps: [changes: object, status: number][] = [
      [full, 200],
      [{ b: `${full.b}y` }, 413],
      [{ c: 1 }, 413],
      [{ a: null, c: 1 }, 200],
      [{ d: 'x'.repeat(20_000) }, 413],
    ];
    for (const [changes, status] of steps) {
      const answered = await patch(owner.token, deviceId, changes);
      expect(answered.status).toBe(status);
      if (status === 413) expect(answered).toEqual(refusal(413, 'payload_too_large'));
    }
    const { body } = await answer(owner.token, `/device-sessions/${deviceId}`);
    expect(body.metadata).toEqual({ b: full.b, c: 1 });
  });

  it.each([
    ['a list', []],
    ['text', '"dark"'],
    ['null', 'null'],
    ['no JSON', '{"theme":'],
    ['NUL in a value', { theme: { dark: ['a\0'] } }],
    ['NUL in a name', { 'the\0me': 1 }],
    ['half a character', '{"theme":"\\ud83d"}'],
    ['too deep', { theme: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) }],
    ['far too deep', `{"theme":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
  ])('[X2] [X103] %s is 400', async (_, body) => {
    expect(await patch(owner.token, deviceId, body)).toEqual(refusal(400, 'invalid_payload'));
  });

  it('[C8] [X103] are set by the account itself, or an administrator', async () => {
    const other = await register(app);
    const { key } = await makeKey(app, owner.token, { scopes: ['read', 'quiz:write'] });
    expect(await patch(other.token, deviceId, { by: 'other' })).toEqual(refusal(404, 'not_found'));
    expect(await patch(key, deviceId, { by: 'key' })).toEqual(refusal(403, 'forbidden'));
    expect(await patch(app.token, deviceId, { by: 'admin key' })).toEqual(refusal(403, 'forbidden'));
    const { body } = await answer(owner.token, `/device-sessions/${deviceId}`);
    expect(body.metadata).not.toHaveProperty('by');
    expect(await patch(admin.token, deviceId, { by: 'admin' })).toMatchObject({
      status: 200,
      body: { session: { user_id: owner.id, metadata: { by: 'admin' } } },
    });
  });
});

it('[C4] the store never sees a number or text that it can’t keep: no request is 500', async () => {
  const { token } = await register(app);
  const { deviceId } = await makeDevice(app, token, { userAgent: `odd/${EVENING}` });
  for (const body of ['{"a":1e400}', '{"a":-0}', `{"a":${'9'.repeat(400)}}`, '{"":""}', '{"a":"\\\\u0000"}'])
    expect(await patch(token, deviceId, body)).toMatchObject({ status: 200 });
  for (const path of ['/device-sessions?offset=1000000', '/websocket-connections?device_id=%ED%A0%80'])
    expect((await answer(token, path)).status).toBe(200);
  expect((await answer(token, '/websocket-connections?device_id=a%00b')).status).toBe(400);
  const rows = await queryStore(app.connection, 'SELECT count(*)::integer AS n FROM device_sessions');
  expect(rows[0]?.n).toBeGreaterThan(0);
});
