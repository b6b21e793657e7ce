import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  claimsOf,
  type Person,
  refresh,
  refreshed,
  refusal,
  register,
  signIn,
  statusFor,
} from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock } from '../setup/nights.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEAD = refusal(401, 'invalid_refresh_token');

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock });
  await register(app);
});
afterAll(() => app.close());

const logout = (token: string) => app.call('POST', '/auth/logout', undefined, { token });

/** Nothing of the login is of use any more. */
async function expectOver(tokens: { access?: string[]; refresh?: string[] }): Promise<void> {
  for (const token of tokens.access ?? []) expect(await statusFor(app, token)).toBe(401);
  for (const token of tokens.refresh ?? []) expect(await refresh(app, token)).toMatchObject(DEAD);
}

describe('[A3] [X65] POST /auth/refresh', () => {
  it('[Q1] turns the pair over', async () => {
    const person = await register(app);
    clock.advance(60_000);
    const { status, body } = await refresh(app, person.refreshToken);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      session: {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3600,
        expires_at: Math.floor(clock.now() / 1000) + 3600,
      },
    });
    expect(body.session.access_token).not.toBe(person.token);
    expect(body.session.refresh_token).not.toBe(person.refreshToken);
    expect(claimsOf(body.session.access_token)).toMatchObject({
      sub: person.id,
      sid: claimsOf(person.token).sid,
    });
    expect(await statusFor(app, body.session.access_token)).toBe(200);
  });

  it('leaves the old access token good to its end', async () => {
    const person = await register(app);
    clock.advance(HOUR - 2_000);
    const next = await refreshed(app, person.refreshToken);
    clock.advance(1_000);
    expect(await statusFor(app, person.token)).toBe(200);
    clock.advance(1_000);
    expect(await statusFor(app, person.token)).toBe(401);
    expect(await statusFor(app, next.token)).toBe(200);
  });

  it('goes on and on', async () => {
    let pair = await register(app);
    for (let time = 0; time < 5; time++) {
      clock.advance(2 * HOUR);
      pair = { ...pair, ...(await refreshed(app, pair.refreshToken)) };
      expect(await statusFor(app, pair.token)).toBe(200);
    }
  });

  it('asks for no access token, and doesn’t mind one that is over', async () => {
    const person = await register(app);
    clock.advance(2 * HOUR);
    const body = { refresh_token: person.refreshToken };
    expect((await app.call('POST', '/auth/refresh', body, { token: person.token })).status).toBe(200);
  });

  it.each([
    [{}],
    [{ refresh_token: null }],
    [{ refresh_token: '' }],
    [{ refresh_token: 5 }],
    [{ refresh_token: ['x'] }],
    [{ refreshToken: 'x' }],
  ])('%j is 400', async (body) => {
    expect(await app.call('POST', '/auth/refresh', body)).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it('is 401 for what is no refresh token', async () => {
    const { token, refreshToken } = await register(app);
    const [first = ''] = refreshToken;
    for (const wrong of [
      'x',
      ' ',
      token,
      app.token,
      `${refreshToken}x`,
      refreshToken.slice(1),
      `${first === 'A' ? 'B' : 'A'}${refreshToken.slice(1)}`,
      '🎲',
      "' OR 1=1 --",
      `soi_${'x'.repeat(43)}`,
    ])
      expect(await refresh(app, wrong), wrong).toMatchObject(DEAD);
    for (const wrong of ['x\u0000', '\ud800', 'x'.repeat(5_000)])
      expect([400, 401]).toContain((await refresh(app, wrong)).status);
    await refreshed(app, refreshToken);
  });
});

describe('[A3] a refresh token used twice', () => {
  it('ends its login, new tokens and old', async () => {
    const person = await register(app);
    const next = await refreshed(app, person.refreshToken);
    expect(await refresh(app, person.refreshToken)).toMatchObject(DEAD);
    await expectOver({
      access: [person.token, next.token],
      refresh: [next.refreshToken, person.refreshToken],
    });
  });

  it('ends it however long ago the first use was', async () => {
    const person = await register(app);
    let last = await refreshed(app, person.refreshToken);
    for (let time = 0; time < 3; time++) last = await refreshed(app, last.refreshToken);
    clock.advance(30 * DAY);
    last = await refreshed(app, last.refreshToken);
    expect(await refresh(app, person.refreshToken)).toMatchObject(DEAD);
    await expectOver({ access: [last.token], refresh: [last.refreshToken] });
  });

  it('leaves the other logins alone, those of the same account too', async () => {
    const person = await register(app);
    const elsewhere = await signIn(app, person);
    const somebody = await register(app);
    await refreshed(app, person.refreshToken);
    expect(await refresh(app, person.refreshToken)).toMatchObject(DEAD);
    for (const { token, refreshToken } of [elsewhere, somebody]) {
      expect(await statusFor(app, token)).toBe(200);
      await refreshed(app, refreshToken);
    }
  });

  it('ends what its thief makes of it in the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await register(app);
      const next = await refreshed(app, person.refreshToken);
      const [reused, raced] = await Promise.all([
        refresh(app, person.refreshToken),
        refresh(app, next.refreshToken),
      ]);
      expect(reused).toMatchObject(DEAD);
      if (raced.status !== 200) expect(raced).toMatchObject(DEAD);
      else {
        const { access_token, refresh_token } = raced.body.session;
        await expectOver({ access: [access_token], refresh: [refresh_token] });
      }
      await expectOver({ access: [next.token], refresh: [next.refreshToken] });
    }
  });
});

describe('[A3] [X65] tabs that refresh at once', () => {
  /** Each gets a pair that works, and goes on working. */
  async function expectPairs(person: Person, count: number): Promise<void> {
    const answers = await Promise.all(Array.from({ length: count }, () => refresh(app, person.refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(200));
    const pairs = answers.map(({ body }) => body.session);
    expect(new Set(pairs.map((pair) => pair.refresh_token)).size).toBe(count);
    for (const pair of pairs) {
      expect(await statusFor(app, pair.access_token)).toBe(200);
      const next = await refreshed(app, pair.refresh_token);
      expect(await statusFor(app, next.token)).toBe(200);
    }
  }

  it.each([2, 2, 2, 2, 2, 10, 10])('are none of them signed out: %i', async (count) => {
    await expectPairs(await register(app), count);
  });

  it('are not signed out while many others sign in', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => register(app)));
    const others = Promise.all(Array.from({ length: 40 }, () => register(app)));
    await Promise.all(people.map((person) => expectPairs(person, 3)));
    await others;
  });

  it('are not signed out by a store that is slow', async () => {
    const person = await register(app);
    await queryStore(
      app.connection,
      `CREATE FUNCTION take_a_while() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_sleep(0.15); RETURN NEW; END $$`,
    );
    await queryStore(
      app.connection,
      'CREATE TRIGGER slowly BEFORE INSERT ON refresh_tokens FOR EACH ROW EXECUTE FUNCTION take_a_while()',
    );
    onTestFinished(async () => {
      await queryStore(app.connection, 'DROP FUNCTION take_a_while CASCADE');
    });
    await expectPairs(person, 2);
  });
});

describe('[A3] [X65] a login that is over', () => {
  it('is refreshed no more after logout', async () => {
    const person = await register(app);
    const next = await refreshed(app, person.refreshToken);
    expect((await logout(next.token)).status).toBe(200);
    await expectOver({
      access: [person.token, next.token],
      refresh: [person.refreshToken, next.refreshToken],
    });
  });

  it('isn’t kept alive by a refresh in the moment of the logout', async () => {
    for (let round = 0; round < 10; round++) {
      const person = await register(app);
      const [left, raced] = await Promise.all([logout(person.token), refresh(app, person.refreshToken)]);
      expect(left.status).toBe(200);
      await expectOver({ access: [person.token], refresh: [person.refreshToken] });
      if (raced.status === 200)
        await expectOver({
          access: [raced.body.session.access_token],
          refresh: [raced.body.session.refresh_token],
        });
      else expect(raced).toMatchObject(DEAD);
    }
  });

  it('was not used for 60 days', async () => {
    const [late, punctual] = [await register(app), await register(app)];
    clock.advance(60 * DAY - 1_000);
    const { refreshToken } = await refreshed(app, punctual.refreshToken);
    clock.advance(2_000);
    expect(await refresh(app, late.refreshToken)).toMatchObject(DEAD);
    clock.advance(59 * DAY);
    await refreshed(app, refreshToken);
  });
});

it('[X3] a refresh under way is answered when the server ends, which doesn’t wait for its client to leave', async () => {
  const ending = await startTestApp();
  const { refreshToken } = await register(ending);
  const refreshing = refresh(ending, refreshToken);
  await expect
    .poll(() => queryStore(ending.connection, 'SELECT 1 FROM refresh_tokens WHERE used_at IS NOT NULL'))
    .toHaveLength(1);
  const start = performance.now();
  const ended = ending.close();
  expect((await refreshing).status).toBe(200);
  await ended;
  // A supervisor kills what isn't over within 10 s.
  expect(performance.now() - start).toBeLessThan(10_000);
}, 100_000);
