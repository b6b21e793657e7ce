import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, register, UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock, INSTANT } from '../setup/nights.ts';
import {
  enter,
  fromElsewhere,
  joinParty,
  type Membership,
  makeParty,
  PASSWORD,
  tryToJoin,
} from '../setup/parties.ts';

const DAY = 24 * 60 * 60 * 1000;

const clock = createTestClock(Date.now());
let app: TestApp;
let party: Membership;
let viewer: Membership;
beforeAll(async () => {
  app = await startTestApp({
    clock,
    env: {
      TRUST_PROXY: '1',
      PUBLIC_URL: 'https://party.example.org',
      MAX_PARTICIPANTS: '3',
      ICE_SERVERS: '[{"urls":["stun:stun.example.org:3478"]}]',
      TURN_URL: 'turn:turn.example.org:3478',
      TURN_SECRET: 'a secret of the TURN server',
    },
  });
  party = await makeParty(app);
  viewer = await joinParty(app, party, 'Grace');
});
afterAll(() => app.close());

const create = (body: unknown, options: { token?: string } = {}) =>
  app.call('POST', '/api/sessions/create', body, { headers: fromElsewhere(), ...options });

const membership = {
  id: expect.stringMatching(UUID),
  name: 'Movie Night',
  token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  token_expires_at: expect.stringMatching(INSTANT),
  user_id: expect.stringMatching(UUID),
  expires_at: expect.stringMatching(INSTANT),
};

describe('[W1] making and joining a party', () => {
  it('answers as documented, and with who one is there and how to connect', async () => {
    const { status, body } = await create({ name: '  Movie Night ', password: PASSWORD, username: ' Ada ' });
    const iceServers = (userId: string) => [
      { urls: ['stun:stun.example.org:3478'] },
      {
        urls: 'turn:turn.example.org:3478',
        username: expect.stringMatching(`^\\d+:${userId}$`),
        credential: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
      },
      {
        urls: 'turn:turn.example.org:3478?transport=tcp',
        username: expect.any(String),
        credential: expect.any(String),
      },
    ];
    expect(status).toBe(200);
    expect(body).toEqual({
      ...membership,
      username: 'Ada',
      is_host: true,
      share_url: `https://party.example.org/join/${body.id}`,
      ice_servers: iceServers(body.user_id),
    });
    expect(Date.parse(body.expires_at)).toBe(clock.now() + DAY);

    const joined = await tryToJoin(app, { id: body.id.toUpperCase() }, { username: 'Grace' });
    expect(joined.status).toBe(200);
    expect(joined.body).toEqual({
      ...membership,
      id: body.id,
      username: 'Grace',
      is_host: false,
      ice_servers: iceServers(joined.body.user_id),
    });
    expect(joined.body.user_id).not.toBe(body.user_id);
  });

  it('gives who says no name one that can be read', async () => {
    const made = await create({ name: 'Movie Night', password: PASSWORD });
    expect(made.body.username).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    const joined = await tryToJoin(app, made.body);
    expect(joined.body.username).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  });

  it('belongs to the account that it is made with; a bad token is none', async () => {
    const person = await register(app);
    const { body } = await create({ name: 'Movie Night', password: PASSWORD }, { token: person.token });
    const owners = await queryStore(app.connection, 'SELECT id, account_id FROM watch_parties');
    expect(owners).toContainEqual({ id: body.id, account_id: person.id });
    expect(owners).toContainEqual({ id: party.id, account_id: null });
    const refused = await create({ name: 'Movie Night', password: PASSWORD }, { token: party.token });
    expect(refused.status).toBe(401);
    expect(refused.body).toEqual({ error: 'Authentication failed', message: expect.any(String) });
  });
});

describe('[W2] what a party is made with', () => {
  const NAME = 'Name must be between 3 and 50 characters';
  const SHORT = 'Password must be at least 6 characters';
  const LONG = 'Password must be at most 72 bytes';
  const USERNAME = 'Username must be between 1 and 30 characters';

  it.each<[unknown, Record<string, string>]>([
    [{}, { name: NAME, password: SHORT }],
    [{ name: ' ab ', password: PASSWORD }, { name: NAME }],
    [{ name: 'a'.repeat(51), password: PASSWORD }, { name: NAME }],
    [{ name: 5, password: PASSWORD }, { name: NAME }],
    [{ name: 'Movie', password: '12345' }, { password: SHORT }],
    [{ name: 'Movie', password: null }, { password: SHORT }],
    [{ name: 'Movie', password: 'é'.repeat(37) }, { password: LONG }],
    [{ name: 'Movie', password: PASSWORD, username: '' }, { username: USERNAME }],
    [{ name: 'Movie', password: PASSWORD, username: 'x'.repeat(31) }, { username: USERNAME }],
    [{ name: 'a\u0000b c', password: PASSWORD }, { name: NAME }],
    [[], { name: NAME, password: SHORT }],
  ])('refuses %j, and says why by field', async (body, details) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: 'Validation failed', message: expect.any(String), details });
  });

  it.each([
    ['three characters', { name: 'abc', password: '123456' }],
    ['fifty that take two units each', { name: '🎉'.repeat(50), password: PASSWORD }],
    ['a password of 72 bytes', { name: 'Movie', password: 'é'.repeat(36) }],
  ])('takes %s', async (_, body) => {
    expect((await create(body)).status).toBe(200);
  });

  it('keeps a bcrypt hash of the password, at cost 12, and never trims it', async () => {
    const made = await makeParty(app, { password: '  spaces  ' });
    const query = 'SELECT password_hash FROM watch_parties WHERE id = $1';
    const [row] = await queryStore(app.connection, query, [made.id]);
    expect(row?.password_hash).toMatch(/^\$2[aby]\$12\$[./A-Za-z0-9]{53}$/);
    expect((await tryToJoin(app, made, { password: 'spaces' })).status).toBe(401);
    expect((await tryToJoin(app, made, { password: '  spaces  ' })).status).toBe(200);
  });

  it('answers others while a password is hashed', async () => {
    const hashing = create({ name: 'Movie', password: PASSWORD });
    let answered = 0;
    let isHashing = true;
    void hashing.then(() => {
      isHashing = false;
    });
    while (isHashing) {
      await app.get('/health');
      answered += 1;
    }
    expect(answered).toBeGreaterThan(5);
  });
});

describe('[W3] joining, and asking for a party', () => {
  const NOT_FOUND = {
    error: 'Session not found',
    message: "The session you're trying to join doesn't exist or has expired",
  };

  it.each([
    'not-a-uuid',
    randomUUID(),
    '5',
    'urn:uuid:550e8400-e29b-41d4-a716-446655440000',
    'x'.repeat(201),
    'a\u0000b',
  ])('joins no %j', async (id) => {
    const answer = await tryToJoin(app, { id });
    expect([answer.status, answer.body]).toEqual([404, NOT_FOUND]);
  });

  it('needs a party and a password', async () => {
    for (const [body, details] of [
      [{ password: PASSWORD }, { session_id: 'session_id is required' }],
      [{ session_id: party.id }, { password: 'Password is required' }],
      [{ session_id: party.id, password: '' }, { password: 'Password is required' }],
      [undefined, { session_id: 'session_id is required', password: 'Password is required' }],
    ] as const) {
      const answer = await app.call('POST', '/api/sessions/join', body, { headers: fromElsewhere() });
      expect([answer.status, answer.body]).toEqual([
        400,
        { error: 'Validation failed', message: expect.any(String), details },
      ]);
    }
  });

  it('refuses a wrong password in the documented words', async () => {
    const answer = await tryToJoin(app, party, { password: `${PASSWORD}4` });
    expect([answer.status, answer.body]).toEqual([
      401,
      { error: 'Authentication failed', message: 'Invalid password' },
    ]);
  });

  it('tells a member of the party, and who is connected', async () => {
    const before = await app.get(`/api/sessions/${party.id}`, { token: viewer.token });
    expect([before.status, before.body]).toEqual([
      200,
      {
        id: party.id,
        name: 'Movie Night',
        host_id: party.user_id,
        participants: [],
        max_participants: 3,
        created_at: expect.stringMatching(INSTANT),
        expires_at: expect.stringMatching(INSTANT),
      },
    ]);
    const socket = await enter(app, viewer);
    const after = await app.get(`/api/sessions/${party.id}`, { token: party.token });
    expect(after.body.participants).toEqual([viewer.user_id]);
    await socket.close();
  });

  it('asks, in this order, for a UUID, a token, a party, and its own token', async () => {
    const other = await makeParty(app);
    const statuses = async (id: string, token?: string) =>
      (await app.get(`/api/sessions/${id}`, token === undefined ? {} : { token })).status;
    expect(await statuses('nope')).toBe(404);
    expect(await statuses('nope', 'bad')).toBe(404);
    expect(await statuses(randomUUID())).toBe(401);
    expect(await statuses(party.id)).toBe(401);
    expect(await statuses(party.id, 'bad')).toBe(401);
    expect(await statuses(party.id, (await register(app)).token)).toBe(401);
    expect(await statuses(randomUUID(), party.token)).toBe(404);
    expect(await statuses(party.id, other.token)).toBe(403);
    expect(await statuses(party.id.toUpperCase(), party.token)).toBe(200);
  });

  it('[C3] is nothing for what is neither digits nor a UUID', async () => {
    const answer = await app.get('/api/sessions/abc', { token: party.token });
    expect([answer.status, answer.body]).toEqual([404, { error: 'Session not found' }]);
  });
});

describe('[C4] errors are the watch parties’ own', () => {
  it('for JSON that is none, another content type, too much, and an unknown route', async () => {
    const send = (body: string, type = 'application/json') =>
      app.call('POST', '/api/sessions/create', body, {
        headers: { ...fromElsewhere(), 'content-type': type },
      });
    const answers = [
      await send('{"name"'),
      await send('name=x', 'application/x-www-form-urlencoded'),
      await send(JSON.stringify({ name: 'x'.repeat(2_000_000) })),
      await app.call('PUT', `/api/sessions/${party.id}`, {}),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [400, { error: 'Bad request', message: expect.any(String) }],
      [415, { error: 'Unsupported media type', message: expect.any(String) }],
      [413, { error: 'Payload too large', message: expect.any(String) }],
      [404, { error: 'Session not found', message: expect.any(String) }],
    ]);
  });
});

describe('[W4] a full party', () => {
  it('counts who is connected and who has joined lately, and takes back who was there', async () => {
    const full = await makeParty(app);
    const first = await joinParty(app, full);
    const second = await joinParty(app, full);
    const refused = await tryToJoin(app, full);
    expect([refused.status, refused.body]).toEqual([
      403,
      {
        error: 'Session full',
        message: 'This session has reached the maximum number of participants',
      },
    ]);

    // Two minutes later, those who never came have lost their places.
    const host = await enter(app, full);
    clock.advance(120_000);
    const third = await joinParty(app, full);
    const fourth = await joinParty(app, full);
    expect((await tryToJoin(app, full)).status).toBe(403);

    // Who has a token gets in all the same.
    const sockets = [await enter(app, first), await enter(app, second)];
    expect(sockets[1]?.state.participants).toHaveLength(3);
    expect((await tryToJoin(app, full)).status).toBe(403);
    for (const member of [third, fourth]) sockets.push(await enter(app, member));
    expect((await app.get(`/api/sessions/${full.id}`, { token: full.token })).body.participants).toHaveLength(
      5,
    );

    // Who leaves gives the place back at once, and others can have it.
    for (const socket of sockets) {
      await socket.close();
      await host.next(({ type, user_id }) => type === 'user_left' && user_id === socket.member.user_id);
    }
    expect((await tryToJoin(app, full)).status).toBe(200);
    await host.close();
  });

  it('lets in as many as fit, of those who come at once', async () => {
    const rush = await makeParty(app);
    const answers = await Promise.all(Array.from({ length: 8 }, () => tryToJoin(app, rush)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 403, 403, 403, 403, 403, 403]);
  });
});

describe('[W13] another token', () => {
  it('is given for a good one, and outlasts it', async () => {
    const made = await makeParty(app);
    clock.advance(50 * 60_000);
    const renewed = await app.call('POST', `/api/sessions/${made.id}/token`, undefined, {
      token: made.token,
    });
    expect(renewed.status).toBe(200);
    expect(renewed.body).toEqual({
      token: expect.any(String),
      token_expires_at: new Date(Math.floor(clock.now() / 1000) * 1000 + 3_600_000).toISOString(),
      ice_servers: expect.any(Array),
    });
    clock.advance(20 * 60_000);
    const ask = async (token: string) => (await app.get(`/api/sessions/${made.id}`, { token })).status;
    expect(await ask(made.token)).toBe(401);
    expect(await ask(renewed.body.token)).toBe(200);
    const tooLate = await app.call('POST', `/api/sessions/${made.id}/token`, undefined, {
      token: made.token,
    });
    expect(tooLate.status).toBe(401);
    const another = await makeParty(app);
    const wrong = await app.call('POST', `/api/sessions/${made.id}/token`, undefined, {
      token: another.token,
    });
    expect(wrong.status).toBe(403);
  });

  it('[C8] is HS256, for an hour, and good for nothing else', async () => {
    const { token } = await makeParty(app);
    const [head = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256' });
    const { iat, exp } = claimsOf(token);
    expect(exp - iat).toBe(3_600);
    expect((await app.get('/profile', { token })).status).toBe(401);
    expect((await app.call('POST', '/api/sessions', {}, { token })).status).toBe(403);
  });
});

it('[W2] a party is over after 24 hours', async () => {
  const made = await makeParty(app);
  clock.advance(DAY - 1_000);
  const token = await app
    .call(
      'POST',
      '/api/sessions/join',
      { session_id: made.id, password: PASSWORD },
      { headers: fromElsewhere() },
    )
    .then(({ body }) => body.token);
  expect((await app.get(`/api/sessions/${made.id}`, { token })).status).toBe(200);
  clock.advance(1_000);
  expect((await app.get(`/api/sessions/${made.id}`, { token })).status).toBe(404);
  expect((await tryToJoin(app, made)).status).toBe(404);
});
