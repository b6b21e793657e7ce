import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Person, register, signIn } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock } from '../setup/nights.ts';

const MINUTE_MS = 60_000;

const clock = createTestClock();
let app: TestApp;
/** A connection like the app's own. */
let client: pg.Client;

beforeAll(async () => {
  app = await startTestApp({ clock });
  client = new pg.Client(app.connection);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await app.close();
});

const act = (accountId: string) =>
  client.query("SELECT set_config('soiree.account_id', $1, true)", [accountId]);
const actingFor = async (): Promise<string> =>
  (await client.query("SELECT current_setting('soiree.account_id', true) AS id")).rows[0].id;
const note = (accountId: string) => client.query('SELECT update_last_active($1)', [accountId]);

async function lastActive(accountId: string): Promise<Date | null> {
  const rows = await queryStore(app.connection, 'SELECT last_active FROM profiles WHERE id = $1', [
    accountId,
  ]);
  return rows[0]?.last_active ?? null;
}

async function inTransaction(work: () => Promise<unknown>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** As if the account had last been there so long ago. */
const backdate = (accountId: string, seconds: number) =>
  inTransaction(async () => {
    await act(accountId);
    await client.query('UPDATE profiles SET last_active = now() - make_interval(secs => $2) WHERE id = $1', [
      accountId,
      seconds,
    ]);
  });

describe('[A5] update_last_active', () => {
  let ada: Person;
  let bob: Person;
  beforeEach(async () => {
    [ada, bob] = [await register(app), await register(app)];
  });

  it('notes the moment, of that account alone, and changes nothing else', async () => {
    const before = await queryStore(app.connection, 'SELECT * FROM profiles ORDER BY id');
    await note(ada.id);
    const after = await queryStore(app.connection, 'SELECT * FROM profiles ORDER BY id');
    const noted = expect.any(Date);
    expect(after).toEqual(before.map((row) => (row.id === ada.id ? { ...row, last_active: noted } : row)));
    const recent = await queryStore(
      app.connection,
      "SELECT id FROM profiles WHERE last_active BETWEEN now() - interval '10 s' AND now()",
    );
    expect(recent).toContainEqual({ id: ada.id });
  });

  it('does so once a minute at most', async () => {
    await backdate(ada.id, 50);
    const before = await lastActive(ada.id);
    await note(ada.id);
    expect(await lastActive(ada.id)).toEqual(before);
    await backdate(ada.id, 60);
    const long = await lastActive(ada.id);
    await note(ada.id);
    const noted = await lastActive(ada.id);
    expect(noted).not.toEqual(long);
    await note(ada.id);
    expect(await lastActive(ada.id)).toEqual(noted);
  });

  it('does so for an account acting for itself, which it goes on doing', async () => {
    await inTransaction(async () => {
      await act(ada.id);
      await note(ada.id);
      expect(await actingFor()).toBe(ada.id);
    });
    expect(await lastActive(ada.id)).not.toBeNull();
  });

  it('leaves a connection that acted for nobody acting for nobody', async () => {
    await inTransaction(async () => {
      await note(ada.id);
      expect(await actingFor()).toBe('');
      const { rowCount } = await client.query("UPDATE profiles SET display_name = 'changed'");
      expect(rowCount).toBe(0);
    });
  });

  it('is refused to one that acts for another', async () => {
    const refused = inTransaction(async () => {
      await act(bob.id);
      await note(ada.id);
    });
    await expect(refused).rejects.toMatchObject({ code: '42501' });
    expect(await lastActive(ada.id)).toBeNull();
  });

  it('means nothing for an account that isn’t there', async () => {
    await note(randomUUID());
    await expect(client.query("SELECT update_last_active('nonsense')")).rejects.toMatchObject({
      code: '22P02',
    });
  });

  it('is one note of many at once', async () => {
    const clients = Array.from({ length: 10 }, () => new pg.Client(app.connection));
    await Promise.all(clients.map((one) => one.connect()));
    await countWrites(ada.id, async () => {
      await Promise.all(clients.map((one) => one.query('SELECT update_last_active($1)', [ada.id])));
    });
    await Promise.all(clients.map((one) => one.end()));
  });

  /** Does the work, and makes sure that the profile was written once. */
  async function countWrites(accountId: string, work: () => Promise<void>): Promise<void> {
    await client.query(`
      CREATE TABLE writes (id uuid);
      CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO writes VALUES (NEW.id); RETURN NULL; END $$;
      CREATE TRIGGER count_write AFTER UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION count_write()`);
    await work();
    const { rows } = await client.query('SELECT id FROM writes');
    await client.query('DROP TRIGGER count_write ON profiles; DROP FUNCTION count_write; DROP TABLE writes');
    expect(rows).toEqual([{ id: accountId }]);
  }
});

describe('[A5] the server calls it', () => {
  beforeAll(async () => {
    await client.query(`
      CREATE TABLE calls (n bigint GENERATED ALWAYS AS IDENTITY, id uuid);
      ALTER FUNCTION update_last_active(uuid) RENAME TO update_last_active_uncounted;
      CREATE FUNCTION update_last_active(user_id uuid) RETURNS void LANGUAGE sql AS $$
        INSERT INTO calls (id) VALUES (user_id);
        SELECT update_last_active_uncounted(user_id);
      $$`);
  });
  afterEach(async () => {
    await client.query('TRUNCATE calls');
  });

  const use = async (token: string) => expect((await app.get('/profile', { token })).status).toBe(200);
  const callsFor = async ({ id }: Person) =>
    (await client.query('SELECT FROM calls WHERE id = $1', [id])).rowCount;

  /** Once what somebody new has done is noted, so is all that was done before. */
  async function settle(): Promise<void> {
    const newcomer = await register(app);
    await use(newcomer.token);
    await expect.poll(() => callsFor(newcomer)).toBe(1);
  }

  it('once a minute, however much an account asks for', async () => {
    const person = await register(app);
    for (let minute = 1; minute <= 3; minute++) {
      for (let round = 0; round < 5; round++)
        await Promise.all(Array.from({ length: 20 }, () => use(person.token)));
      clock.advance(MINUTE_MS - 1);
      await use(person.token);
      await settle();
      expect(await callsFor(person)).toBe(minute);
      clock.advance(1);
    }
  });

  it('once a minute, by however many logins and keys', async () => {
    const person = await register(app);
    const { body } = await app.call(
      'POST',
      '/auth/api-keys',
      { name: 'bot', scopes: ['read'] },
      { token: person.token },
    );
    const others = [await signIn(app, person), await signIn(app, person)];
    const tokens = [person.token, body.key, ...others.map(({ token }) => token)];
    for (const token of tokens) {
      await use(token);
      await settle();
    }
    expect(await callsFor(person)).toBe(1);
  });

  it('and so notes that the account is there', async () => {
    const person = await register(app);
    await use(person.token);
    await expect.poll(() => lastActive(person.id)).not.toBeNull();
    await backdate(person.id, 90);
    const before = await lastActive(person.id);
    await use(person.token);
    await settle();
    expect(await lastActive(person.id)).toEqual(before);
    clock.advance(MINUTE_MS);
    await use(person.token);
    await expect.poll(() => lastActive(person.id)).not.toEqual(before);
  });

  it('also for the nights, and not for the admin key', async () => {
    const person = await register(app);
    expect((await app.call('POST', '/api/votes/live', {}, { token: person.token })).status).toBe(400);
    await expect.poll(() => callsFor(person)).toBe(1);
    await app.send('POST', '/api/votes/live', {});
    await settle();
    const { rows } = await client.query("SELECT FROM calls WHERE id::text LIKE '00000000-%'");
    expect(rows).toEqual([]);
  });

  it('not for a request that is refused', async () => {
    const person = await register(app);
    const forged = `${person.token.slice(0, -8)}AAAAAAAA`;
    expect((await app.get('/profile', { token: forged })).status).toBe(401);
    await settle();
    expect(await callsFor(person)).toBe(0);
  });
});
