import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMIT_HEADERS, type Person, refusal, register } from '../setup/accounts.ts';
import { type Answer, startTestApp, type TestApp } from '../setup/app.ts';

const WRONG = refusal(401, 'invalid_credentials');
const FREE_PER_ACCOUNT = 10;
const FREE_PER_ADDRESS = 50;
const HELD_PER_ADDRESS = 20;

let app: TestApp;
let addresses = 0;
let strangers = 0;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());

const newAddress = () => {
  addresses += 1;
  return `198.51.${Math.floor(addresses / 250)}.${addresses % 250}`;
};
const stranger = () => {
  strangers += 1;
  return `stranger${strangers}@example.org`;
};

type Attempt = { email: string; password?: string; from?: string; at?: TestApp };

/** An attempt, and how long its answer took; a timer may be early by a millisecond. */
async function attempt({ email, password = 'a wrong password', from = newAddress(), at = app }: Attempt) {
  const start = performance.now();
  const headers = { 'x-forwarded-for': `10.0.0.1, ${from}` };
  const answer = await at.call('POST', '/auth/login', { email, password }, { headers });
  return { answer, ms: Math.ceil(performance.now() - start) + 2 };
}

/** Uses up what an account may get wrong before it is slowed, from many addresses. */
async function guessAt(email: string, count = FREE_PER_ACCOUNT, at = app): Promise<void> {
  const attempts = await Promise.all(Array.from({ length: count }, () => attempt({ email, at })));
  for (const { answer } of attempts) expect(answer).toMatchObject(WRONG);
}

const limitsOf = ({ headers }: Answer) => LIMIT_HEADERS.map((name) => headers.get(name));

describe('[A2] [X63] guessing at an account', () => {
  it.each([
    ['that there is', async () => (await register(app)).email],
    ['that there isn’t', async () => stranger()],
  ])('%s is slower and slower from the 11th on', async (_, make) => {
    const email = await make();
    await guessAt(email);
    for (const ms of [250, 500, 1_000]) {
      const held = await attempt({ email });
      expect(held.answer).toMatchObject(WRONG);
      expect(held.ms).toBeGreaterThanOrEqual(ms);
    }
  });

  it('keeps its owner waiting, and not out', async () => {
    const person = await register(app);
    await guessAt(person.email, FREE_PER_ACCOUNT + 1);
    const { answer, ms } = await attempt(person);
    expect(answer.status).toBe(200);
    expect(ms).toBeGreaterThanOrEqual(500);
    expect(ms).toBeLessThan(8_000);
  });

  it('is counted together, however the email is written', async () => {
    const email = stranger();
    await guessAt(email, 5);
    await guessAt(email.toUpperCase(), 5);
    expect((await attempt({ email: email.replace('stranger', 'Stranger') })).ms).toBeGreaterThanOrEqual(250);
  });

  it('isn’t quicker when it is done all at once', async () => {
    const email = stranger();
    const attempts = await Promise.all(
      Array.from({ length: FREE_PER_ACCOUNT + 5 }, () => attempt({ email })),
    );
    for (const { answer } of attempts) expect(answer.status).toBe(401);
    expect(attempts.filter(({ ms }) => ms >= 250).length).toBeGreaterThanOrEqual(5);
  });

  it('doesn’t slow down many right ones at once', async () => {
    const person = await register(app);
    const attempts = await Promise.all(Array.from({ length: 30 }, () => attempt(person)));
    expect(attempts.map(({ answer }) => answer.status)).toEqual(Array(30).fill(200));
  });

  it('isn’t quicker when it is done all at once from one address: of three two are held', async () => {
    const [email, from] = [stranger(), newAddress()];
    await guessAt(email);
    const answers = await Promise.all([1, 2, 3].map(() => attempt({ email, from })));
    const statuses = answers.map(({ answer }) => answer.status);
    expect(statuses.sort()).toEqual([401, 401, 429]);
    expect((await attempt({ ...(await register(app)), from })).answer.status).toBe(200);
  });

  it('doesn’t slow others from the same address', async () => {
    const [from, person] = [newAddress(), await register(app)];
    const victim = stranger();
    for (let count = 0; count <= FREE_PER_ACCOUNT; count++) await attempt({ email: victim, from });
    const others = await Promise.all([1, 2, 3].map(() => attempt({ ...person, from })));
    for (const { answer } of others) expect(answer.status).toBe(200);
  });
});

describe('[A2] [X63] guessing from an address', () => {
  it('is held from the 51st on, at whichever account', async () => {
    const from = newAddress();
    for (let batch = 0; batch < 5; batch++)
      await Promise.all(
        Array.from({ length: FREE_PER_ADDRESS / 5 }, () => attempt({ email: stranger(), from })),
      );
    for (const ms of [250, 500]) {
      const held = await attempt({ email: stranger(), from });
      expect(held.answer).toMatchObject(WRONG);
      expect(held.ms).toBeGreaterThanOrEqual(ms);
    }
    const person = await register(app);
    const { answer, ms } = await attempt({ ...person, from });
    expect(answer.status).toBe(200);
    expect(ms).toBeGreaterThanOrEqual(1_000);
  });

  it('counts a network of IPv6 as one address', async () => {
    const person = await register(app);
    await attempt({ email: stranger(), from: '2001:db8:1:2::1' });
    const { answer } = await attempt({ ...person, from: '2001:DB8:1:2:ffff::2' });
    expect(limitsOf(answer).slice(0, 2)).toEqual(['100', '99']);
    const elsewhere = await attempt({ ...person, from: '2001:db8:1:3::1' });
    expect(limitsOf(elsewhere.answer).slice(0, 2)).toEqual(['100', '100']);
  });
});

describe('[C7] the answers to a login', () => {
  it('tell how the address stands', async () => {
    const from = newAddress();
    const person = await register(app);
    const standings = [
      [await attempt({ ...person, from }), 200, 100],
      [await attempt({ email: person.email, from }), 401, 99],
      [await attempt({ email: stranger(), from }), 401, 98],
      [await attempt({ ...person, from }), 200, 98],
    ] as const;
    for (const [{ answer }, status, remaining] of standings) {
      expect(answer.status).toBe(status);
      expect(limitsOf(answer)).toEqual(['100', String(remaining), expect.stringMatching(/^\d{10}$/)]);
      const seconds = Number(answer.headers.get('x-ratelimit-reset')) - Date.now() / 1000;
      expect(seconds).toBeGreaterThan(14 * 60);
      expect(seconds).toBeLessThanOrEqual(15 * 60 + 1);
      expect(answer.headers.get('retry-after')).toBeNull();
    }
  });

  it('count by the address of the connection where no proxy is trusted', async () => {
    const bare = await startTestApp();
    const person = await register(bare);
    await attempt({ email: stranger(), from: '198.51.100.1', at: bare });
    await attempt({ email: stranger(), from: '198.51.100.2', at: bare });
    const { answer } = await attempt({ ...person, from: '198.51.100.3', at: bare });
    expect(limitsOf(answer).slice(0, 2)).toEqual(['100', '98']);
    await bare.close();
  });
});

it('[C7] [X63] holds twenty of an address at a time, refuses one more, and lets go when the server ends', async () => {
  const crowded = await startTestApp({ env: { TRUST_PROXY: '1' } });
  const person: Person = await register(crowded);
  const from = newAddress();
  // Two of an account is what an address may have held.
  const emails = Array.from({ length: HELD_PER_ADDRESS / 2 + 1 }, stranger);
  for (const email of emails) await guessAt(email, FREE_PER_ACCOUNT, crowded);
  let settled = 0;
  const attempts = Array.from({ length: HELD_PER_ADDRESS + 1 }, async (_, index) => {
    const { answer } = await attempt({ email: emails[index >> 1] ?? '', from, at: crowded });
    settled += 1;
    return answer;
  });
  const refused = await Promise.any(
    attempts.map(async (one) => {
      const answer = await one;
      if (answer.status === 401) throw new Error('not refused');
      return answer;
    }),
  );
  expect(refused).toMatchObject(refusal(429, 'rate_limited'));
  expect(limitsOf(refused)).toEqual([
    '100',
    expect.stringMatching(/^\d+$/),
    expect.stringMatching(/^\d{10}$/),
  ]);
  expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  // Others aren't kept waiting by those who are held.
  expect((await attempt({ ...person, at: crowded })).answer.status).toBe(200);
  expect(settled).toBeLessThan(attempts.length);
  const start = performance.now();
  await crowded.close();
  expect(performance.now() - start).toBeLessThan(5_000);
  const statuses = (await Promise.all(attempts)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
  expect(statuses.filter((status) => ![401, 429, 503].includes(status))).toEqual([]);
});
