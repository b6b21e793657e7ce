import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_HEADERS } from '../setup/accounts.ts';
import { type Answer, startTestApp, type TestApp } from '../setup/app.ts';
import { type Membership, makeParty, PASSWORD } from '../setup/parties.ts';

let app: TestApp;
let party: Membership;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
  party = await makeParty(app);
});
afterAll(() => app.close());

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const create = (address: string, body: unknown = { name: 'Movie Night', password: PASSWORD }) =>
  app.call('POST', '/api/sessions/create', body, from(address));
const join = (address: string, session_id: string, password = 'wrong') =>
  app.call('POST', '/api/sessions/join', { session_id, password }, from(address));

const remaining = ({ headers }: Answer) => Number(headers.get('x-ratelimit-remaining'));

describe('[W11] [C7] making parties', () => {
  it('is done five times an hour from one address; bodies that are wrong don’t count', async () => {
    for (let tries = 0; tries < 7; tries++)
      expect((await create('192.0.2.1', { name: 'x' })).status).toBe(400);
    for (let left = 4; left >= 0; left--) {
      const made = await create('192.0.2.1');
      expect([made.status, remaining(made)]).toEqual([200, left]);
      expect(made.headers.get('x-ratelimit-limit')).toBe('5');
      const reset = Number(made.headers.get('x-ratelimit-reset')) - Date.now() / 1000;
      expect(reset).toBeGreaterThan(3_500);
      expect(reset).toBeLessThan(3_602);
      expect(made.headers.has('retry-after')).toBe(false);
    }
    const refused = await create('192.0.2.1');
    expect([refused.status, refused.body]).toEqual([
      429,
      { error: 'Rate limit exceeded', message: 'Maximum 5 session creations per hour' },
    ]);
    for (const header of [...LIMIT_HEADERS, 'retry-after'])
      expect(refused.headers.get(header)).toMatch(/^\d+$/);
    expect((await create('192.0.2.2')).status).toBe(200);
  });

  it('costs nothing where there was no time for it', async () => {
    const other = await makeParty(app);
    const guesses = [party.id, other.id].flatMap((id) =>
      Array.from({ length: 10 }, () => join('192.0.2.3', id)),
    );
    // More than one address may have waiting.
    const refused = await Promise.any(
      guesses.map(async (guess) => {
        const { status } = await guess;
        if (status !== 503) throw new Error('was in time');
      }),
    ).then(() => create('192.0.2.3'));
    expect([refused.status, refused.body.error]).toEqual([503, 'Service unavailable']);
    expect(refused.headers.get('retry-after')).toBe('1');
    await Promise.all(guesses);
    expect(remaining(await create('192.0.2.3'))).toBe(4);
  });

  it('goes by the last hop of a trusted proxy, and by an IPv6 network', async () => {
    for (let host = 1; host <= 5; host++)
      expect((await create(`203.0.113.${host}, 2001:db8:1:2::${host}`)).status).toBe(200);
    expect((await create('203.0.113.9, 2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await create('2001:db8:1:3::1')).status).toBe(200);
  });
});

describe('[W11] [C7] joining', () => {
  it('is tried ten times a minute for a party from one address; all tries count', async () => {
    const answers = [];
    for (let tries = 0; tries < 4; tries++) answers.push(await join('198.51.100.1', party.id, ''));
    for (let tries = 0; tries < 5; tries++) answers.push(await join('198.51.100.1', party.id.toUpperCase()));
    answers.push(await join('198.51.100.1', party.id, PASSWORD));
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 401, 401, 401, 401, 401, 200]);
    expect(answers.map(remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    const refused = await join('198.51.100.1', party.id, PASSWORD);
    expect([refused.status, refused.body]).toEqual([
      429,
      { error: 'Rate limit exceeded', message: expect.any(String) },
    ]);
    for (const header of [...LIMIT_HEADERS, 'retry-after'])
      expect(refused.headers.get(header)).toMatch(/^\d+$/);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);

    // A body that names no party is no try for any.
    for (let tries = 0; tries < 12; tries++) {
      const body = { password: PASSWORD };
      const answer = await app.call('POST', '/api/sessions/join', body, from('198.51.100.1'));
      expect(answer.status).toBe(400);
    }

    // Neither others nor other parties suffer for it.
    expect((await join('198.51.100.2', party.id, PASSWORD)).status).toBe(200);
    const other = await makeParty(app);
    expect((await join('198.51.100.1', other.id, PASSWORD)).status).toBe(200);
  });
});
