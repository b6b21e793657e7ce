import { describe, expect, it } from 'vitest';
import { makeSecret } from './secret.ts';
import { NODE_SNIPPET } from './snippets.ts';

type Headers = Record<string, string>;

const SECRET = 'a long random text';
const BODY = '{"type":"webhook.test","data":{"name":"夜"}}';

/** Signed as the contract says: `sha256=` and the hex HMAC of the timestamp, a full stop and the body. */
async function sign(at: number): Promise<Headers> {
  const timestamp = new Date(at).toISOString();
  const text = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', text.encode(SECRET), hmac, false, ['sign']);
  const signature = new Uint8Array(
    await crypto.subtle.sign('HMAC', key, text.encode(`${timestamp}.${BODY}`)),
  );
  return {
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': `sha256=${Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
  };
}

const loadSnippet = async (): Promise<(headers: Headers, body: string, secret: string) => boolean> => {
  const { isGenuine } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(NODE_SNIPPET)}`
  );
  return isGenuine;
};

describe('[N21] the lines for receivers', () => {
  it('take what is signed with the secret', async () => {
    const isGenuine = await loadSnippet();
    expect(isGenuine(await sign(Date.now()), BODY, SECRET)).toBe(true);
  });

  it('refuse another secret, body or time, what is old, and what has no signature', async () => {
    const isGenuine = await loadSnippet();
    const headers = await sign(Date.now());
    expect(isGenuine(headers, BODY, 'another secret')).toBe(false);
    expect(isGenuine(headers, `${BODY} `, SECRET)).toBe(false);
    expect(isGenuine({ ...headers, 'x-webhook-timestamp': '2026-03-15T19:00:00.000Z' }, BODY, SECRET)).toBe(
      false,
    );
    expect(isGenuine(await sign(Date.now() - 10 * 60_000), BODY, SECRET)).toBe(false);
    expect(isGenuine({}, BODY, SECRET)).toBe(false);
  });
});

it('[N21] a secret that is made has 256 random bits', () => {
  expect(makeSecret()).toMatch(/^[0-9a-f]{64}$/);
  expect(makeSecret()).not.toBe(makeSecret());
});
