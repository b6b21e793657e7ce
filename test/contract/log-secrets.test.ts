import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRegistration, reach, refresh, register, signIn } from '../setup/accounts.ts';
import { ADMIN_KEY, JWT_SECRET } from '../setup/app.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { connectSocket } from '../setup/socket-client.ts';

const TURN_SECRET = 'secret-of-the-turn-server';

let dataDir: string;
let database: TestDatabase;
let node: NodeProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-log-'));
  database = await createTestDatabase();
  node = await startNode({
    DATA_DIR: dataDir,
    DATABASE_URL: toDatabaseUrl(database.connection),
    LOG_LEVEL: 'trace',
    TURN_URL: 'turn:turn.example.org:3478',
    TURN_SECRET,
  });
});

afterAll(async () => {
  await node?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

it('no secret reaches the log, at any level, whatever goes wrong', async () => {
  const app = reach(node.url);
  const marked = () => `secret-${randomUUID()}`;
  const secrets: string[] = [ADMIN_KEY, JWT_SECRET, database.connection.password];
  const noted = (secret: string) => {
    secrets.push(secret);
    return secret;
  };

  const admin = await app.call('POST', '/api/auth/login', { key: ADMIN_KEY });
  noted(admin.body.token);
  await app.call('POST', '/api/auth/login', { key: noted(marked()) });
  const person = await register(app, { password: noted(marked()) });
  noted(person.token);
  noted(person.refreshToken);
  const elsewhere = await signIn(app, person);
  noted(elsewhere.token);
  noted(elsewhere.refreshToken);

  // What is refused for each of the reasons there are.
  const { email, username } = person;
  await app.call('POST', '/auth/register', newRegistration({ email, password: noted(marked()) }));
  await app.call('POST', '/auth/register', newRegistration({ username, password: noted(marked()) }));
  await app.call('POST', '/auth/register', { ...newRegistration({ password: noted(marked()) }), email: 5 });
  await app.call('POST', '/auth/login', { email, password: noted(marked()) });
  await app.call('POST', '/auth/login', `{"email":"${email}","password":"${noted(marked())}"`);
  await app.call('POST', '/auth/login', `email=${email}&password=${noted(marked())}`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  await app.call('POST', '/auth/login', { email, password: `${noted(marked())}\u0000` });
  await app.call('GET', `/auth/logins?access_token=${noted(marked())}`, undefined, {
    token: noted(marked()),
  });
  await app.call('GET', `/auth/nope?token=${noted(marked())}`);
  await app.call('POST', '/auth/refresh', { refresh_token: noted(marked()) });
  await app.call('POST', '/auth/refresh', { refresh_token: `${noted(marked())}\u0000` });

  const key = await app.call(
    'POST',
    '/auth/api-keys',
    { name: 'bot', scopes: ['read'] },
    { token: person.token },
  );
  expect(key.status).toBe(201);
  noted(key.body.key);
  await app.call('GET', '/profile', undefined, { token: key.body.key });

  const next = await refresh(app, elsewhere.refreshToken);
  noted(next.body.session.access_token);
  noted(next.body.session.refresh_token);
  const socket = await connectSocket(`${node.url}/api/sessions/live?token=${noted(marked())}`);
  await socket.ask({ type: 'auth', token: noted(marked()) }, 'auth_error');
  await socket.ask({ type: 'auth', token: next.body.session.access_token }, 'auth_success');
  // A token used twice, a password that changes, a reset: what is worth noting is noted without the secret.
  expect((await refresh(app, elsewhere.refreshToken)).status).toBe(401);
  expect((await socket.closed).code).toBe(4011);
  const change = { current_password: person.password, new_password: noted(marked()) };
  expect((await app.call('PUT', '/auth/password', change, { token: person.token })).status).toBe(200);
  const reset = await app.call('POST', `/auth/accounts/${person.id}/password-reset`, undefined, {
    token: admin.body.token,
  });
  expect(reset.status).toBe(201);
  noted(reset.body.token);
  await app.call('POST', '/auth/password-reset', { token: noted(marked()), password: noted(marked()) });
  const body = { token: reset.body.token, password: noted(marked()) };
  expect((await app.call('POST', '/auth/password-reset', body)).status).toBe(200);

  // A watch party: its tokens travel in the address of the socket.
  const password = noted(marked());
  const party = await app.call('POST', '/api/sessions/create', { name: 'Movie Night', password });
  expect(party.status).toBe(200);
  noted(party.body.token);
  noted(TURN_SECRET);
  const { id } = party.body;
  await app.call('POST', '/api/sessions/create', { name: 'x', password: noted(marked()) });
  await app.call('POST', '/api/sessions/create', `{"name":"Movie Night","password":"${noted(marked())}"`);
  await app.call('POST', '/api/sessions/join', { session_id: id, password: noted(marked()) });
  const guest = await app.call('POST', '/api/sessions/join', { session_id: id, password });
  noted(guest.body.token);
  for (const token of [noted(marked()), person.token])
    await connectSocket(`${node.url}/ws/${id}?token=${token}`).catch(() => undefined);
  const member = await connectSocket(`${node.url}/ws/${id}?token=${guest.body.token}`);
  await member.ask({ type: 'chat', payload: { message: 5, token: noted(marked()) } }, 'error');
  member.socket.send('x'.repeat(70_000));
  expect((await member.closed).code).toBe(1009);
  await app.call('GET', `/ws/${id}?token=${guest.body.token}`);
  await app.call('GET', `/api/sessions/${id}?token=${noted(marked())}`);
  await app.call('POST', `/api/sessions/${id}/token`, undefined, { token: noted(marked()) });

  await node.stop();
  const output = node.output();
  expect(output).toContain('"msg":"ending"');
  for (const secret of secrets) {
    expect(secret).toMatch(/^\S{16,}$/);
    expect(output).not.toContain(secret);
  }
  expect(output).not.toMatch(/\$argon2|"(password|authorization|refresh_token|access_token)"/i);
});
