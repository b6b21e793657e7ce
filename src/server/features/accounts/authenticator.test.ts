import { randomUUID } from 'node:crypto';
import type { KyselyPlugin } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock as clock } from '#server/platform/clock.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createTokens } from '#server/platform/tokens.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createAdminKey } from './admin-key.ts';
import { createAuthenticator } from './authenticator.ts';

const tokens = createTokens({ jwtSecret: 'a secret of at least thirty-two characters', clock });
const adminKey = createAdminKey({ adminKey: 'an admin key of at least thirty-two characters', tokens });
const activity = { note: () => {}, close: async () => {} };

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

/** An authenticator whose look-up can be held between the store's answer and its arrival. */
function start() {
  const { promise: letThrough, resolve: release } = Promise.withResolvers<void>();
  const answered = vi.fn();
  const slow: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      answered();
      await letThrough;
      return result;
    },
  };
  const slowDatabase = { ...database, db: database.db.withPlugin(slow) };
  return {
    ...createAuthenticator({ database: slowDatabase, tokens, adminKey, activity, clock }),
    answered,
    release,
  };
}

async function openLogin(): Promise<{ loginId: string; token: string }> {
  const [accountId, loginId] = [randomUUID(), randomUUID()];
  await queryStore(store.connection, 'INSERT INTO accounts (id) VALUES ($1)', [accountId]);
  await queryStore(
    store.connection,
    `INSERT INTO logins (id, account_id, address, created_at, last_used_at, expires_at)
     VALUES ($1, $2, '198.51.100.1', now(), now(), now() + interval '1 day')`,
    [loginId, accountId],
  );
  const { token } = await tokens.issue('access', { sub: accountId, sid: loginId, seconds: 3_600 });
  return { loginId, token };
}

it('whoever is revoked while they are looked up is told of it, though they asked to be told only after', async () => {
  const { auth, forget, answered, release } = start();
  const { loginId, token } = await openLogin();
  const verified = auth.verify(token);
  await vi.waitFor(() => expect(answered).toHaveBeenCalled());
  await queryStore(store.connection, 'UPDATE logins SET revoked_at = now() WHERE id = $1', [loginId]);
  forget(loginId);
  release();
  const caller = await verified;
  if (!caller) throw new Error('the look-up was not under way');
  const told = vi.fn();
  auth.whenRevoked(caller, told);
  await vi.waitFor(() => expect(told).toHaveBeenCalled());
  expect(await auth.verify(token)).toBeUndefined();
});
