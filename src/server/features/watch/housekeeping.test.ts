import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createMetricsRegistry } from '#server/platform/metrics.ts';
import { createMemoryBus } from '#server/realtime/bus-memory.ts';
import type { HubMessage } from '#server/realtime/connection.ts';
import { createHub } from '#server/realtime/hub.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createTestClock } from '#test/setup/nights.ts';
import { createHousekeeping } from './housekeeping.ts';
import { insertMember } from './member-repository.ts';
import { nodesChannel } from './party-channels.ts';
import { insertParty } from './party-repository.ts';
import { createPlayback } from './playback.ts';

const logger = pino({ level: 'silent' });
const clock = createTestClock();

let store: TestDatabase;
let database: Database;
beforeAll(async () => {
  store = await createTestDatabase();
  database = createDatabase({ connection: store.connection, logger });
});
afterAll(async () => {
  await database.close();
  await store.drop();
});

async function makeParty(expiresInMs: number): Promise<string> {
  const now = clock.now();
  const hostId = randomUUID();
  const { id } = await insertParty(database.db, {
    name: 'Movie Night',
    passwordHash: '',
    hostId,
    accountId: null,
    playback: createPlayback(now),
    createdAt: new Date(now),
    expiresAt: new Date(now + expiresInMs),
  });
  await insertMember(database.db, { partyId: id, userId: hostId, username: 'Ada', joinedAt: new Date(now) });
  return id;
}

it('[X127] parties that are over are removed with all that was theirs, and their nodes are told', async () => {
  const hub = createHub({ bus: createMemoryBus(), registry: createMetricsRegistry(), logger });
  const housekeeping = createHousekeeping({ database, hub, clock, logger });
  const ended: string[] = [];
  for (let index = 0; index < 120; index++) ended.push(await makeParty(1_000));
  const going = await makeParty(2_000);
  const told: HubMessage[] = [];
  await hub.listen(nodesChannel(ended[7] ?? ''), (message) => void told.push(message));
  await hub.listen(nodesChannel(going), (message) => void told.push(message));
  clock.advance(1_000);
  await housekeeping.purge();
  expect(told).toEqual([{ type: 'over' }]);
  expect(await queryStore(store.connection, 'SELECT id FROM watch_parties')).toEqual([{ id: going }]);
  expect(await queryStore(store.connection, 'SELECT party_id FROM watch_members')).toEqual([
    { party_id: going },
  ]);
});
