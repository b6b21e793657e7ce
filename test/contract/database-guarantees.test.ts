import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actFor } from '#server/features/accounts/profile-repository.ts';
import { createDatabase, type Database, type Executor } from '#server/platform/database.ts';
import { newRegistration, type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';

/** SQLSTATE of insufficient privilege. */
const REFUSED = { code: '42501' };

let app: TestApp;
let ada: Person;
let bob: Person;
/** A connection like the app's own. */
let client: pg.Client;

beforeAll(async () => {
  app = await startTestApp();
  [ada, bob] = [await register(app), await register(app)];
  client = new pg.Client(app.connection);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await app.close();
});

const act = (accountId: string) =>
  client.query("SELECT set_config('soiree.account_id', $1, true)", [accountId]);
const profileOf = async ({ id }: { id: string }) =>
  (await client.query('SELECT * FROM profiles WHERE id = $1', [id])).rows[0];
const rename = async ({ id }: { id: string }, name: string) =>
  (await client.query('UPDATE profiles SET display_name = $2 WHERE id = $1', [id, name])).rowCount;
const insertProfile = (id: string) =>
  client.query('INSERT INTO profiles (id, username, display_name) VALUES ($1, $2, $2)', [id, `n_${names++}`]);
let names = 0;

/** An account by hand, past the application. */
async function insertAccount(): Promise<string> {
  const { email } = newRegistration();
  const text = "INSERT INTO accounts (email, password_hash) VALUES ($1, 'x') RETURNING id";
  return (await client.query(text, [email])).rows[0].id;
}

describe('[A5] the trigger', () => {
  it('makes the profile of an account that is inserted by hand', async () => {
    const [account] = await queryStore(
      app.connection,
      "INSERT INTO accounts (email, password_hash) VALUES ('hand@example.org', 'x') RETURNING *",
    );
    const username = `user_${account.id.replaceAll('-', '').slice(0, 15)}`;
    expect(await profileOf(account)).toEqual({
      id: account.id,
      username,
      display_name: username,
      avatar_path: null,
      created_at: account.created_at,
      updated_at: account.created_at,
      last_active: null,
    });
    const { body } = await app.call('PUT', '/profile/username', { username }, { token: ada.token });
    expect(body.error).toBe('username_taken');
  });

  it('makes those of many in one statement', async () => {
    const accounts = await queryStore<{ id: string }>(
      app.connection,
      `INSERT INTO accounts (email, password_hash)
       SELECT 'many' || n || '@example.org', 'x' FROM generate_series(1, 500) AS n RETURNING id`,
    );
    const profiles = await queryStore<{ id: string }>(
      app.connection,
      "SELECT id FROM accounts JOIN profiles USING (id) WHERE email LIKE 'many%'",
    );
    expect(accounts).toHaveLength(500);
    expect(new Set(profiles.map(({ id }) => id))).toEqual(new Set(accounts.map(({ id }) => id)));
  });

  it('makes none of an account that comes to nothing', async () => {
    await client.query('BEGIN');
    const id = await insertAccount();
    expect(await profileOf({ id })).toBeDefined();
    await client.query('ROLLBACK');
    expect(await profileOf({ id })).toBeUndefined();
  });

  it('is met by the profile’s own end: it goes with its account', async () => {
    const id = await insertAccount();
    await client.query('DELETE FROM accounts WHERE id = $1', [id]);
    expect(await profileOf({ id })).toBeUndefined();
  });
});

describe('[A5] row-level security of the profiles', () => {
  beforeEach(async () => {
    await client.query('BEGIN');
  });
  afterEach(async () => {
    await client.query('ROLLBACK');
  });

  it('holds the app’s own role, which isn’t above it', async () => {
    const { rows } = await client.query(
      'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    const { rows: tables } = await client.query(
      "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'profiles'::regclass",
    );
    expect(tables).toEqual([{ relrowsecurity: true, relforcerowsecurity: true }]);
  });

  it('lets everybody read', async () => {
    expect(await profileOf(ada)).toMatchObject({ username: ada.username });
    await act(bob.id);
    expect(await profileOf(ada)).toMatchObject({ username: ada.username });
  });

  describe('lets a connection that acts for nobody', () => {
    it.each([
      ['never having acted', undefined],
      ['having acted for no account', ''],
      ['acting for nonsense', 'nonsense'],
      ['acting for somebody unknown', randomUUID()],
      ['acting for a pattern', '%'],
    ])('write nothing, %s', async (_, id) => {
      if (id !== undefined) await act(id);
      expect(await rename(ada, 'changed')).toBe(0);
      const all = await client.query("UPDATE profiles SET display_name = 'changed'");
      expect(all.rowCount).toBe(0);
      expect((await client.query('DELETE FROM profiles')).rowCount).toBe(0);
      expect((await client.query('SELECT id FROM profiles FOR UPDATE')).rowCount).toBe(0);
      expect(await profileOf(ada)).toMatchObject({ display_name: ada.displayName });
      await expect(insertProfile(ada.id)).rejects.toMatchObject(REFUSED);
    });
  });

  describe('lets a connection that acts for an account', () => {
    beforeEach(async () => {
      await act(ada.id);
    });

    it('write that profile', async () => {
      expect(await rename(ada, 'changed')).toBe(1);
      expect(await profileOf(ada)).toMatchObject({ display_name: 'changed' });
      expect((await client.query('DELETE FROM profiles WHERE id = $1', [ada.id])).rowCount).toBe(1);
      await insertProfile(ada.id);
      expect(await profileOf(ada)).toBeDefined();
    });

    it('change no other', async () => {
      expect(await rename(bob, 'changed')).toBe(0);
      const all = await client.query("UPDATE profiles SET display_name = 'changed' RETURNING id");
      expect(all.rows).toEqual([{ id: ada.id }]);
      expect(await profileOf(bob)).toMatchObject({ display_name: bob.displayName });
    });

    it('delete no other', async () => {
      expect((await client.query('DELETE FROM profiles WHERE id = $1', [bob.id])).rowCount).toBe(0);
      expect((await client.query('DELETE FROM profiles')).rowCount).toBe(1);
      expect(await profileOf(bob)).toBeDefined();
    });

    it('make no other’s', async () => {
      await act(bob.id);
      await client.query('DELETE FROM profiles WHERE id = $1', [bob.id]);
      await act(ada.id);
      await expect(insertProfile(bob.id)).rejects.toMatchObject(REFUSED);
    });

    it('give its row to nobody else', async () => {
      await act(bob.id);
      await client.query('DELETE FROM profiles WHERE id = $1', [bob.id]);
      await act(ada.id);
      const moved = client.query('UPDATE profiles SET id = $1 WHERE id = $2', [bob.id, ada.id]);
      await expect(moved).rejects.toMatchObject(REFUSED);
    });

    it('get at no other’s by way of a conflict', async () => {
      const upsert = client.query(
        `INSERT INTO profiles (id, username, display_name) VALUES ($1, 'upserted', 'changed')
         ON CONFLICT (id) DO UPDATE SET display_name = 'changed'`,
        [bob.id],
      );
      await expect(upsert).rejects.toMatchObject(REFUSED);
    });

    it('merge nothing into another’s', async () => {
      const merge = client.query(
        `MERGE INTO profiles USING (SELECT $1::uuid AS id) AS given ON profiles.id = given.id
         WHEN MATCHED THEN UPDATE SET display_name = 'changed'`,
        [bob.id],
      );
      await expect(merge).rejects.toMatchObject(REFUSED);
    });
  });
});

describe('[A5] acting for an account ends with the transaction', () => {
  let database: Database;
  beforeAll(() => {
    // One connection, which everything has to share.
    database = createDatabase({
      connection: { ...app.connection, max: 1 },
      logger: pino({ level: 'silent' }),
    });
  });
  afterAll(() => database.close());

  const renameBy = async (db: Executor) => {
    const rename = db.updateTable('profiles').set({ displayName: 'changed' }).where('id', '=', ada.id);
    return (await rename.executeTakeFirst()).numUpdatedRows;
  };

  it('that is committed', async () => {
    const renamed = await database.transaction(async (tx) => {
      await actFor(tx, ada.id);
      return renameBy(tx);
    });
    expect(renamed).toBe(1n);
    expect(await renameBy(database.db)).toBe(0n);
    expect(await database.transaction(renameBy)).toBe(0n);
  });

  it('that is rolled back', async () => {
    const failed = database.transaction(async (tx) => {
      await actFor(tx, ada.id);
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    expect(await renameBy(database.db)).toBe(0n);
    expect(await database.transaction(renameBy)).toBe(0n);
  });

  it('that made the account', async () => {
    await database.transaction(async (tx) => {
      const { email } = newRegistration();
      const { id } = await tx
        .insertInto('accounts')
        .values({ email, passwordHash: 'x' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const named = tx.updateTable('profiles').set({ displayName: 'by hand' }).where('id', '=', id);
      expect((await named.executeTakeFirst()).numUpdatedRows).toBe(1n);
      expect(await renameBy(tx)).toBe(0n);
    });
    expect(
      await database.db.updateTable('profiles').set({ displayName: 'changed' }).executeTakeFirst(),
    ).toEqual({
      numUpdatedRows: 0n,
    });
  });
});
