import type { TestApp } from './app.ts';

type Fields = { name?: string; scopes?: readonly string[]; expires_at?: string | null };

export const ALL_SCOPES = ['nights:write', 'votes:write', 'quiz:write', 'schedule:write', 'read'] as const;

/** A new key of whoever the access token belongs to. */
export async function makeKey(app: Pick<TestApp, 'call'>, token: string, fields: Fields = {}) {
  const given = { name: 'Bot', scopes: ['read'], ...fields };
  const { status, body, text } = await app.call('POST', '/auth/api-keys', given, { token });
  if (status !== 201) throw new Error(`expected 201, got ${status}: ${text}`);
  return { id: String(body.id), key: String(body.key) };
}
