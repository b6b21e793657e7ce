import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { callNode } from '../setup/call-node.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import {
  enter,
  fromElsewhere,
  joinParty,
  type Membership,
  makeParty,
  PASSWORD,
  type PartyServer,
  type PartySocket,
  refusalOf,
} from '../setup/parties.ts';
import { startTcpProxy } from '../setup/tcp-proxy.ts';

const SOON = { timeout: 20_000 };

let dataDir: string;
let database: TestDatabase;
let way: Awaited<ReturnType<typeof startTcpProxy>>;
let node: NodeProcess;
let app: PartyServer;
let ada: Membership;
let host: PartySocket;
let viewer: PartySocket;
let other: PartySocket;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-outage-'));
  database = await createTestDatabase();
  const { host: directory, port } = database.connection;
  way = await startTcpProxy({ path: `${directory}/.s.PGSQL.${port}` });
  node = await startNode({
    DATA_DIR: dataDir,
    DATABASE_URL: toDatabaseUrl({ ...database.connection, host: way.host, port: way.port }),
    TRUST_PROXY: '1',
  });
  app = { url: node.url, ...callNode(node.url) };
  ada = await makeParty(app);
  host = await enter(app, ada);
  viewer = await enter(app, await joinParty(app, ada, 'Grace'));
  other = await enter(app, await joinParty(app, ada, 'Alan'));
});
afterAll(async () => {
  await node?.stop();
  await way?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const create = () =>
  app.call(
    'POST',
    '/api/sessions/create',
    { name: 'Movie Night', password: PASSWORD },
    { headers: fromElsewhere() },
  );

it('without its store, refuses what must be kept and goes on with what need not', {
  timeout: 60_000,
}, async () => {
  await way.cut();
  viewer.say('chat', { message: 'lost' });
  expect((await viewer.nextOf('error')).payload).toMatchObject({ error: 'unavailable' });
  host.say('playback_state', { playing: true, currentTime: 5 });
  expect((await host.nextOf('error')).payload).toMatchObject({ error: 'unavailable' });
  viewer.say('webrtc_answer', { sdp: 'v=0' });
  await host.nextOf('webrtc_answer');
  viewer.say('sync_ping', { id: 1 });
  await viewer.nextOf('sync_pong');

  const made = await create();
  expect([made.status, made.body]).toEqual([
    503,
    { error: 'Service unavailable', message: expect.any(String) },
  ]);
  expect(made.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await refusalOf(app.url, `/ws/${ada.id}?token=${ada.token}`)).status).toBe(503);

  // Who leaves meanwhile is told to have left when that can be written.
  await other.close();
  await way.restore();
  await vi.waitFor(() => expect(host.heard('user_left')).toMatchObject([{ username: 'Alan' }]), SOON);
  host.say('chat', { message: 'back' });
  await viewer.nextOf('chat');
  expect(viewer.heard('chat').map(({ message }) => message)).toEqual(['back']);
  await host.settle();
  expect(host.state.participants).toHaveLength(1);
});

it('[C4] a fault of its own is told without its cause', async () => {
  await queryStore(database.connection, 'ALTER TABLE watch_chat RENAME TO elsewhere');
  await queryStore(database.connection, 'ALTER TABLE watch_members RENAME TO elsewhere2');
  host.say('chat', { message: 'x' });
  const { payload } = await host.next(
    ({ type, payload: told }) => type === 'error' && told.error === 'server_error',
  );
  expect(payload).toEqual({ error: 'server_error', message: 'Internal server error' });
  const { status, body } = await create();
  expect([status, body]).toEqual([500, { error: 'Internal server error', message: 'Internal server error' }]);
  await queryStore(database.connection, 'ALTER TABLE elsewhere RENAME TO watch_chat');
  await queryStore(database.connection, 'ALTER TABLE elsewhere2 RENAME TO watch_members');
  host.say('chat', { message: 'mended' });
  await viewer.next(({ payload: told }) => told.message === 'mended');
});
