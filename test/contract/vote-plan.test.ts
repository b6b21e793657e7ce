import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findNearbyVotes, recordVotes } from '#server/features/nights/vote-repository.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '../setup/database.ts';

const VOTES = 20_000;
const BATCH = 1_000;
const START = Date.parse('2026-03-15T20:00:00Z');

let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await createTestDatabase();
  database = createDatabase({ connection: store.connection, logger: pino({ level: 'silent' }) });
});

afterAll(async () => {
  await database.close();
  await store.drop();
});

/** A busy first minute: thousands of votes within the same second, on a store without any statistics yet. */
it('[N5] the look-up of duplicates reads the votes of that voter only, from the first night on', async () => {
  const [night] = await queryStore(
    store.connection,
    `INSERT INTO nights (host_id, created_at) SELECT id, now() FROM accounts RETURNING id, host_id AS "hostId"`,
  );
  const [game] = await queryStore(
    store.connection,
    `INSERT INTO games (pack_name, title, min_players, max_players) VALUES ('p', 't', 1, 8) RETURNING id`,
  );
  await queryStore(store.connection, 'ALTER TABLE live_votes SET (autovacuum_enabled = false)');
  for (let start = 0; start < VOTES; start += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, index) => ({
      hostId: night.hostId,
      nightId: night.id,
      gameId: game.id,
      username: `viewer${start + index}`,
      vote: 1 as const,
      atMs: START + Math.floor((start + index) / 20),
    }));
    await database.pipelinedTransaction(async (send, commit) => {
      expect(await findNearbyVotes(send, batch, 1_000)).toEqual(new Map());
      await Promise.all([recordVotes(send, batch), commit()]);
    });
  }
  const read = async () => {
    await queryStore(store.connection, 'SELECT pg_stat_force_next_flush()');
    return queryStore(
      store.connection,
      `SELECT indexrelname AS name, idx_scan::integer AS scans, idx_tup_read::integer AS read
       FROM pg_stat_user_indexes WHERE relname = 'live_votes' AND idx_scan > 0`,
    );
  };
  // The statistics of the pool's connection are sent when it is idle for a moment, or closes.
  await database.close();
  await expect.poll(read).toEqual([{ name: 'live_votes_voter_key', scans: VOTES, read: 0 }]);
});
