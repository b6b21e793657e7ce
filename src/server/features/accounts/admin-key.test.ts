import { describe, expect, it } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { createTokens } from '#server/platform/tokens.ts';
import { createAdminKey } from './admin-key.ts';

const KEY = 'a-key-that-is-at-least-32-characters';
const HOUR_MS = 3_600_000;

function createFixture({ key = KEY, jwtSecret = 'a-secret-that-is-at-least-32-characters' } = {}) {
  const clock = { ms: Date.parse('2026-03-15T19:00:00Z'), now: () => clock.ms };
  const tokens = createTokens({ jwtSecret, clock });
  return { clock, tokens, adminKey: createAdminKey({ adminKey: key, tokens }) };
}

it.each([
  [KEY, true],
  [`${KEY} `, false],
  [KEY.toUpperCase(), false],
  [KEY.slice(0, -1), false],
  ['', false],
  ['x'.repeat(1_000_000), false],
])('[A4] of the candidates, the key alone matches (%#)', (candidate, isRight) => {
  expect(createFixture().adminKey.matches(candidate)).toBe(isRight);
});

describe('[A4] its tokens', () => {
  it('stand for the instance host for 24 hours', async () => {
    const { adminKey, clock } = createFixture();
    const token = await adminKey.issueToken();
    const expected = {
      kind: 'adminKey',
      accountId: INSTANCE_ACCOUNT_ID,
      isAdmin: true,
      expiresAt: clock.ms + 24 * HOUR_MS,
    };
    expect(await adminKey.identify(token)).toEqual(expected);
    clock.ms += 24 * HOUR_MS - 1;
    expect(await adminKey.identify(token)).toEqual(expected);
    clock.ms += 1;
    expect(await adminKey.identify(token)).toBeUndefined();
  });

  it('are known after a restart, and to other nodes', async () => {
    const token = await createFixture().adminKey.issueToken();
    expect(await createFixture().adminKey.identify(token)).toBeDefined();
  });

  it('[X11] end when the admin key changes, and when the secret does', async () => {
    const token = await createFixture().adminKey.issueToken();
    const changed = createFixture({ key: 'another-key-of-at-least-32-characters' });
    expect(await changed.adminKey.identify(token)).toBeUndefined();
    const resigned = createFixture({ jwtSecret: 'another-secret-of-at-least-32-characters' });
    expect(await resigned.adminKey.identify(token)).toBeUndefined();
  });

  it('[C8] are no access tokens, and the reverse', async () => {
    const { adminKey, tokens } = createFixture();
    expect(await tokens.verify('access', await adminKey.issueToken())).toBeUndefined();
    const { token } = await tokens.issue('access', { sub: INSTANCE_ACCOUNT_ID, seconds: 60 });
    expect(await adminKey.identify(token)).toBeUndefined();
  });

  it('give neither the key away nor its whole hash', async () => {
    const token = await createFixture().adminKey.issueToken();
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    expect(payload).not.toContain(KEY);
    expect(JSON.parse(payload).key).toHaveLength(16);
  });

  it('are refused without the key’s mark', async () => {
    const { adminKey, tokens } = createFixture();
    for (const claims of [{}, { key: null }, { key: '' }, { key: KEY }]) {
      const { token } = await tokens.issue('admin', { sub: INSTANCE_ACCOUNT_ID, seconds: 60, ...claims });
      expect(await adminKey.identify(token)).toBeUndefined();
    }
  });
});
