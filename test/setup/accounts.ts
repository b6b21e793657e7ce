import { expect } from 'vitest';
import type { Answer, TestApp } from './app.ts';

/** All that is needed of an app to have an account there. */
type Reachable = Pick<TestApp, 'call'>;
type Parsed = ReturnType<typeof JSON.parse>;
type Registration = { email: string; password: string; username: string; displayName: string };

export type Person = Awaited<ReturnType<typeof register>>;

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The headers that tell how a limit stands. */
export const LIMIT_HEADERS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

let people = 0;

/** The body of a registration that nobody of this test file has sent before. */
export function newRegistration(overrides: Partial<Registration> = {}): Registration {
  people += 1;
  return {
    email: `person${people}@example.org`,
    password: `the password of person ${people}`,
    username: `person_${people}`,
    displayName: `Person ${people}`,
    ...overrides,
  };
}

/** Somebody new, signed in. The first of an app is its administrator. */
export async function register(
  app: Reachable,
  overrides: Partial<Registration> = {},
  headers: Record<string, string> = {},
) {
  const given = newRegistration(overrides);
  const { body } = expectStatus(await app.call('POST', '/auth/register', given, { headers }), 201);
  return { ...given, id: String(body.user.id), ...tokensOf(body) };
}

/** Another login of theirs. */
export async function signIn(
  app: Reachable,
  { email, password }: { email: string; password: string },
  headers: Record<string, string> = {},
) {
  return tokensOf(
    expectStatus(await app.call('POST', '/auth/login', { email, password }, { headers }), 200).body,
  );
}

export const refresh = (app: Reachable, refreshToken: string): Promise<Answer> =>
  app.call('POST', '/auth/refresh', { refresh_token: refreshToken });

/** A step on the way to what a test is about: the new pair. */
export const refreshed = async (app: Reachable, refreshToken: string) =>
  tokensOf(expectStatus(await refresh(app, refreshToken), 200).body);

/** What a route for accounts says to an access token: 200 while it is good. */
export const statusFor = async (app: Reachable, token: string): Promise<number> =>
  (await app.call('GET', '/auth/logins', undefined, { token })).status;

/** The form of every error of accounts; further fields are allowed. */
export const refusal = (status: number, error: string): Parsed => ({
  status,
  body: {
    error,
    message: expect.stringMatching(/\S/),
    requestId: expect.stringMatching(/\S/),
  },
});

/** The claims of a JWT, unchecked. */
export const claimsOf = (token: string): Parsed =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** An app elsewhere, such as a process of its own. */
export function reach(url: string) {
  return {
    url,
    async call(method: string, path: string, body?: unknown, options: Parameters<TestApp['call']>[3] = {}) {
      const headers: Record<string, string> = { ...options.headers };
      if (options.token) headers.authorization = `Bearer ${options.token}`;
      if (body !== undefined) headers['content-type'] ??= 'application/json';
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(url + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: text }),
      });
      const answer = await response.text();
      const parsed: Parsed = answer === '' ? undefined : JSON.parse(answer);
      return { status: response.status, headers: response.headers, text: answer, body: parsed };
    },
  };
}

function tokensOf({ session }: Parsed): { token: string; refreshToken: string } {
  return { token: session.access_token, refreshToken: session.refresh_token };
}

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
}
