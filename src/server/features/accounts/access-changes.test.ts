import { randomUUID } from 'node:crypto';
import type { KyselyPlugin } from 'kysely';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createMemoryBus } from '#server/realtime/bus-memory.ts';
import { createHub } from '#server/realtime/hub.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createTestClock } from '#test/setup/nights.ts';
import { createAccessChanges } from './access-changes.ts';

const MINUTE = 60_000;
const logger = pino({ level: 'silent' });

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

function start(read = database) {
  const clock = createTestClock();
  const heard: string[] = [];
  const lines: string[] = [];
  const changes = createAccessChanges({
    database: read,
    hub: createHub({ bus: createMemoryBus(), registry: new Registry(), logger }),
    clock,
    logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
    hasOtherNodes: false,
    onChange: (subject) => heard.push(subject),
  });
  changes.start();
  onTestFinished(() => changes.close());
  return { changes, clock, heard, lines };
}

/** As another node noted it, so long ago. */
async function noteElsewhere(ago: string): Promise<string> {
  const subject = randomUUID();
  await queryStore(
    store.connection,
    'INSERT INTO access_changes (subject_id, changed_at) VALUES ($1, now() - $2::interval)',
    [subject, ago],
  );
  return subject;
}

it('a change that was made while this machine was suspended, and the bus with it, is heard of afterwards', async () => {
  const { clock, heard } = start();
  const before = await noteElsewhere('1 second');
  await vi.waitFor(() => expect(heard).toContain(before), { timeout: 5_000 });
  const meanwhile = await noteElsewhere('5 minutes');
  clock.advance(10 * MINUTE);
  await vi.waitFor(() => expect(heard).toContain(meanwhile), { timeout: 5_000 });
});

it('a change is heard of once, however often it is read', async () => {
  const { heard } = start();
  const first = await noteElsewhere('1 second');
  await vi.waitFor(() => expect(heard).toContain(first), { timeout: 5_000 });
  const second = await noteElsewhere('1 second');
  await vi.waitFor(() => expect(heard).toContain(second), { timeout: 5_000 });
  expect(heard.filter((subject) => subject === first)).toHaveLength(1);
});

it('a change is kept for a week, for whoever was away so long', async () => {
  const { changes } = start();
  const [kept, old] = [await noteElsewhere('6 days'), await noteElsewhere('8 days')];
  await changes.prune();
  const rows = await queryStore(store.connection, 'SELECT subject_id FROM access_changes');
  const subjects = rows.map(({ subject_id }) => subject_id);
  expect(subjects).toContain(kept);
  expect(subjects).not.toContain(old);
});

it('while the store can’t be asked, the log says so once, and what was missed is heard of afterwards', async () => {
  let isAway = true;
  const asked = vi.fn();
  const failing: KyselyPlugin = {
    transformQuery({ node }) {
      asked();
      if (isAway) throw new Error('away');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const { heard, lines } = start({ ...database, db: database.db.withPlugin(failing) });
  const missed = await noteElsewhere('1 second');
  await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(1), { timeout: 5_000 });
  expect(lines).toHaveLength(1);
  isAway = false;
  await vi.waitFor(() => expect(heard).toContain(missed), { timeout: 5_000 });
  expect(lines).toHaveLength(1);
});
