import { createHash, timingSafeEqual } from 'node:crypto';
import { type Caller, INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import type { Tokens } from '#server/platform/tokens.ts';

const TOKEN_SECONDS = 24 * 60 * 60;

export type AdminKey = ReturnType<typeof createAdminKey>;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** The key that administers the instance, whoever holds it. */
export function createAdminKey({ adminKey, tokens }: { adminKey: string; tokens: Tokens }) {
  const hash = sha256(adminKey);
  // A changed admin key ends the tokens that the old one gave.
  const keyId = hash.toString('base64url').slice(0, 16);

  return {
    /** Compares in constant time. */
    matches: (candidate: string) => timingSafeEqual(sha256(candidate), hash),

    async issueToken(): Promise<string> {
      const { token } = await tokens.issue('admin', {
        sub: INSTANCE_ACCOUNT_ID,
        seconds: TOKEN_SECONDS,
        key: keyId,
      });
      return token;
    },

    async identify(token: string): Promise<Caller | undefined> {
      const claims = await tokens.verify('admin', token);
      if (claims?.key !== keyId) return undefined;
      return { kind: 'adminKey', accountId: claims.sub, isAdmin: true, expiresAt: claims.exp * 1000 };
    },
  };
}
