import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { newRegistration, refusal, register, signIn } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';

async function start(registration = 'open'): Promise<TestApp> {
  const app = await startTestApp({ env: { REGISTRATION: registration } });
  onTestFinished(() => app.close());
  return app;
}

const send = (app: TestApp, body: unknown, token?: string) =>
  app.call('POST', '/auth/register', body, { token });

/** The catalogue is for administrators to change. */
const isAdministrator = async (app: TestApp, token: string): Promise<boolean> => {
  const { status } = await app.call('PATCH', '/api/games/1/toggle', {}, { token });
  expect([200, 403]).toContain(status);
  return status === 200;
};

describe('[A4] the first account registered', () => {
  it('is an administrator, the others aren’t', async () => {
    const app = await start();
    // What fails makes nobody an administrator.
    expect((await send(app, newRegistration({ password: 'short' }))).status).toBe(400);
    expect((await send(app, newRegistration({ username: 'soiree' }))).status).toBe(409);
    const people = [await register(app), await register(app), await register(app)];
    expect(await Promise.all(people.map(({ token }) => isAdministrator(app, token)))).toEqual([
      true,
      false,
      false,
    ]);
    expect(await isAdministrator(app, (await signIn(app, people[0] ?? fail())).token)).toBe(true);
  });

  it.each([2, 10, 10])('is one, when %i register at once', async (count) => {
    const app = await start();
    const people = await Promise.all(Array.from({ length: count }, () => register(app)));
    const are = await Promise.all(people.map(({ token }) => isAdministrator(app, token)));
    expect(are.filter(Boolean)).toHaveLength(1);
  });
});

describe('[K] [X62] REGISTRATION=invite', () => {
  const CLOSED = refusal(403, 'registration_closed');

  it('lets administrators alone register people', async () => {
    const app = await start('invite');
    expect(await send(app, newRegistration())).toMatchObject(CLOSED);
    const first = await send(app, newRegistration(), app.token);
    expect(first.status, first.text).toBe(201);
    const administrator = first.body.session.access_token;
    const second = await send(app, newRegistration(), administrator);
    expect(second.status).toBe(201);
    expect(await isAdministrator(app, administrator)).toBe(true);
    const nobody = second.body.session.access_token;
    expect(await isAdministrator(app, nobody)).toBe(false);
    expect(await send(app, newRegistration(), nobody)).toMatchObject(CLOSED);
    expect([401, 403]).toContain((await send(app, newRegistration(), 'not.a.token')).status);
    expect(await send(app, newRegistration())).toMatchObject(CLOSED);
  });

  it('is told in the audit log as done by the administrator', async () => {
    const app = await start('invite');
    const { body: first } = await send(app, newRegistration(), app.token);
    const { body: second } = await send(app, newRegistration(), first.session.access_token);
    const entries = await queryStore(
      app.connection,
      "SELECT actor_id, account_id FROM audit_log WHERE event = 'account.registered' ORDER BY id",
    );
    expect(entries).toEqual([
      { actor_id: INSTANCE_ACCOUNT_ID, account_id: first.user.id },
      { actor_id: first.user.id, account_id: second.user.id },
    ]);
  });

  it('doesn’t take an administrator’s API key for it', async () => {
    const app = await start('invite');
    const { body } = await send(app, newRegistration(), app.token);
    const key = await app.call(
      'POST',
      '/auth/api-keys',
      { name: 'bot', scopes: ['nights:write', 'read'] },
      { token: body.session.access_token },
    );
    expect(key.status).toBe(201);
    expect(await send(app, newRegistration(), key.body.key)).toMatchObject(CLOSED);
  });

  it('tells strangers nothing of who is registered', async () => {
    const app = await start('invite');
    const given = newRegistration();
    expect((await send(app, given, app.token)).status).toBe(201);
    expect(await send(app, given)).toMatchObject(CLOSED);
  });
});

it('[K] [X62] REGISTRATION=closed lets nobody register, and everybody sign in', async () => {
  const app = await start('closed');
  const CLOSED = refusal(403, 'registration_closed');
  expect(await send(app, newRegistration())).toMatchObject(CLOSED);
  expect(await send(app, newRegistration(), app.token)).toMatchObject(CLOSED);
  const known = newRegistration();
  await queryStore(
    app.connection,
    'INSERT INTO accounts (id, email, password_hash, created_at) VALUES ($1, $2, $3, now())',
    [randomUUID(), known.email, await hash(known.password)],
  );
  await signIn(app, known);
});

const fail = (): never => {
  throw new Error('nobody was registered');
};
