import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createTestClock } from '#test/setup/nights.ts';
import { startTcpProxy } from '#test/setup/tcp-proxy.ts';
import { createRecorder } from './recorder.ts';

type Row = { socket: string; device: string | null; account: string | null; open: boolean };

const logger = pino({ level: 'silent' });
const address = '127.0.0.1';

let store: TestDatabase;
let way: Awaited<ReturnType<typeof startTcpProxy>>;
let database: Database;
beforeAll(async () => {
  store = await createTestDatabase();
  const { host, port } = store.connection;
  way = await startTcpProxy(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
  const connection = { ...store.connection, host: way.host, port: way.port };
  database = createDatabase({ connection, logger });
});
beforeEach(async () => {
  await queryStore(store.connection, 'TRUNCATE socket_connections, device_sessions');
});
afterAll(async () => {
  await database.close();
  await way.close();
  await store.drop();
});

function start(options: { maxQueued?: number; reached?: Database } = {}) {
  const { reached = database, ...limits } = options;
  const clock = createTestClock();
  const registry = new Registry();
  const lines: string[] = [];
  const recorder = createRecorder({
    database: reached,
    nodeId: randomUUID(),
    clock,
    logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
    registry,
    ...limits,
  });
  onTestFinished(() => recorder.close());
  const figure = async (name: string) => {
    const { values } = (await registry.getSingleMetric(`soiree_connection_records_${name}`)?.get()) ?? {};
    return values?.[0]?.value;
  };
  const open = (id: string, deviceId?: string) =>
    recorder.observer.opened({ id, transport: 'websocket', address, ...(deviceId && { deviceId }) });
  return { ...recorder, ...recorder.observer, open, clock, figure, lines };
}

const readRows = (): Promise<Row[]> =>
  queryStore<Row>(
    store.connection,
    `SELECT socket_id AS socket, device_id AS device, user_id AS account, disconnected_at IS NULL AS open
     FROM socket_connections ORDER BY socket_id`,
  );

const readDevices = () =>
  queryStore<{ device: string; account: string | null; count: number }>(
    store.connection,
    `SELECT device_id AS device, user_id AS account, session_count AS count
     FROM device_sessions ORDER BY device_id, user_id NULLS FIRST`,
  );

const SOON = { timeout: 15_000, interval: 20 };

/** What happens to a few connections on a few devices; `doubt`: the store commits and its answer is lost. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act: fc.constant('open' as const), device: fc.nat(3) }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constantFrom('identify', 'close'), which: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('wait', 'doubt') }) },
);

describe('the recorder', () => {
  it('[Q15] leaves in the store what happened, whenever it was written, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await queryStore(store.connection, 'TRUNCATE socket_connections, device_sessions');
        let isCommitInDoubt = false;
        // The commit happens and its answer is lost.
        const doubtful: Database = {
          ...database,
          async transaction(work) {
            const result = await database.transaction(work);
            if (!isCommitInDoubt) return result;
            isCommitInDoubt = false;
            throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
          },
        };
        const recorder = start({ reached: doubtful });
        const model: Row[] = [];
        for (const [index, one] of steps.entries()) {
          if (one.act === 'open' && 'device' in one) {
            const socket = String(index).padStart(3, '0');
            const device = one.device === 0 ? null : `device ${one.device}`;
            recorder.open(socket, device ?? undefined);
            model.push({ socket, device, account: null, open: true });
          } else if ('which' in one) {
            const row = model[one.which];
            if (!row?.open) continue;
            if (one.act === 'close') {
              recorder.closed(row.socket);
              row.open = false;
            } else if (row.account === null) {
              recorder.identified(row.socket, INSTANCE_ACCOUNT_ID);
              row.account = INSTANCE_ACCOUNT_ID;
            }
          } else if (one.act === 'doubt') {
            isCommitInDoubt = true;
          } else {
            await vi.waitFor(async () => expect(await readRows()).toEqual(model), SOON);
          }
        }
        await vi.waitFor(async () => expect(await readRows()).toEqual(model), SOON);
        const counts = new Map<string, number>();
        for (const { device, account } of model)
          if (device) counts.set(`${device} ${account}`, (counts.get(`${device} ${account}`) ?? 0) + 1);
        const devices = await readDevices();
        expect(new Map(devices.map(({ device, account, count }) => [`${device} ${account}`, count]))).toEqual(
          counts,
        );
        await recorder.close();
      }),
      { numRuns: 15, timeout: 60_000 },
    );
  }, 120_000);

  it('[Q15] keeps up with thousands who come and go at once', async () => {
    const recorder = start();
    const total = 5_000;
    for (let n = 0; n < total; n++) {
      recorder.open(`socket ${n}`, `device ${n % 2_000}`);
      if (n % 2 === 0) recorder.identified(`socket ${n}`, INSTANCE_ACCOUNT_ID);
      if (n % 10 === 0) await new Promise(setImmediate);
      if (n % 5 === 0) recorder.closed(`socket ${n}`);
    }
    await vi.waitFor(async () => expect(await readRows()).toHaveLength(total), SOON);
    const rows = await readRows();
    expect(rows.filter(({ open }) => !open)).toHaveLength(total / 5);
    expect(rows.filter(({ account }) => account)).toHaveLength(total / 2);
    const devices = await readDevices();
    expect(devices).toHaveLength(2_000);
    expect(devices.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    expect(await recorder.figure('lost_total')).toBe(0);
  }, 60_000);

  it('writes one that closed before it was written, with both its moments', async () => {
    const recorder = start();
    recorder.open('brief');
    recorder.clock.advance(7);
    recorder.closed('brief');
    await vi.waitFor(
      async () => expect(await readRows()).toMatchObject([{ socket: 'brief', open: false }]),
      SOON,
    );
    const [row] = await queryStore<{ ms: number }>(
      store.connection,
      'SELECT extract(milliseconds FROM disconnected_at - connected_at)::float8 AS ms FROM socket_connections',
    );
    expect(row?.ms).toBe(7);
  });

  it('waits for a store that is away, and then writes what happened meanwhile', async () => {
    const recorder = start();
    recorder.open('stays', 'phone');
    recorder.open('leaves', 'phone');
    await vi.waitFor(async () => expect(await readRows()).toHaveLength(2), SOON);
    await way.cut();
    recorder.closed('leaves');
    recorder.open('comes', 'phone');
    recorder.open('comes and goes', 'phone');
    recorder.closed('comes and goes');
    recorder.identified('stays', INSTANCE_ACCOUNT_ID);
    await vi.waitFor(() => expect(recorder.lines).toHaveLength(1), SOON);
    expect(await recorder.figure('queued')).toBe(4);
    await way.restore();
    const expected = [
      { socket: 'comes', account: null, open: true },
      { socket: 'comes and goes', account: null, open: false },
      { socket: 'leaves', account: null, open: false },
      { socket: 'stays', account: INSTANCE_ACCOUNT_ID, open: true },
    ];
    await vi.waitFor(async () => expect(await readRows()).toMatchObject(expected), SOON);
    expect(await readDevices()).toEqual([
      { device: 'phone', account: null, count: 3 },
      { device: 'phone', account: INSTANCE_ACCOUNT_ID, count: 1 },
    ]);
    expect(await recorder.figure('lost_total')).toBe(0);
  }, 40_000);

  it('lets the longest waiting go rather than grow, and says how many', async () => {
    const recorder = start({ maxQueued: 3 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) recorder.open(id);
    expect(await recorder.figure('queued')).toBe(3);
    expect(await recorder.figure('lost_total')).toBe(2);
    await vi.waitFor(async () => expect(await readRows()).toHaveLength(3), SOON);
    // What changes later is written whole.
    recorder.closed('a');
    await vi.waitFor(async () => expect(await readRows()).toHaveLength(4), SOON);
    expect((await readRows()).map(({ socket, open }) => `${socket} ${open}`)).toEqual([
      'a false',
      'c true',
      'd true',
      'e true',
    ]);
  });

  it('loses the one that the store refuses, and no other of its batch', async () => {
    const recorder = start();
    for (const id of ['a', 'b', 'c', 'd', 'e']) recorder.open(id);
    recorder.identified('c', randomUUID());
    await vi.waitFor(async () => expect(await recorder.figure('lost_total')).toBe(1), SOON);
    await vi.waitFor(async () => expect(await readRows()).toHaveLength(4), SOON);
  });

  it('at its end writes what waits; whoever is still there is gone', async () => {
    const recorder = start();
    for (let n = 0; n < 1_200; n++) recorder.open(`socket ${n}`, 'phone');
    recorder.closed('socket 7');
    await recorder.close();
    const rows = await readRows();
    expect(rows).toHaveLength(1_200);
    expect(rows.filter(({ open }) => open)).toEqual([]);
    expect(await readDevices()).toEqual([{ device: 'phone', account: null, count: 1_200 }]);
    recorder.open('late');
    recorder.closed('late');
    expect(await recorder.figure('queued')).toBe(0);
  });

  it('at its end does not wait for a store that is away', async () => {
    const recorder = start();
    recorder.open('a');
    await way.cut();
    try {
      const startedAt = performance.now();
      await recorder.close();
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    } finally {
      await way.restore();
    }
  });

  it('ignores what it never heard open, and keeps long texts short', async () => {
    const recorder = start();
    recorder.identified('unheard of', INSTANCE_ACCOUNT_ID);
    recorder.closed('unheard of');
    recorder.opened({ id: 'long', transport: 'socketio', address, userAgent: 'x'.repeat(10_000) });
    recorder.opened({ id: 'empty', transport: 'socketio', address, userAgent: '', deviceId: 'a\0b' });
    await recorder.close();
    const rows = await queryStore(
      store.connection,
      'SELECT length(user_agent) AS length, device_id AS device FROM socket_connections ORDER BY socket_id',
    );
    expect(rows).toEqual([
      { length: null, device: null },
      { length: 512, device: null },
    ]);
  });
});
