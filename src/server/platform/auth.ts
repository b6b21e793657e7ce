import { createHash, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from './clock.ts';

/** Whom a request or socket acts for. */
export type Caller = {
  accountId: string;
  isAdmin: boolean;
  /** Epoch milliseconds at which the token ends. */
  expiresAt: number;
};

export type Auth = ReturnType<typeof createAuth>;

type Options = { jwtSecret: string; adminKey: string; clock: Clock };

/** The account made by the first migration: an admin-key token acts on its night. */
export const INSTANCE_ACCOUNT_ID = '00000000-0000-4000-8000-000000000001';

const ADMIN_TOKEN_SECONDS = 24 * 60 * 60;
/** The audience claim keeps the kinds of token apart: one kind is refused where another is asked for. */
const ADMIN_AUDIENCE = 'soiree:admin';
const CACHE_SIZE = 10_000;
/** Beyond any token we sign; longer ones aren't worth a signature check. */
const MAX_TOKEN_LENGTH = 4_096;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export function createAuth({ jwtSecret, adminKey, clock }: Options) {
  const key = new TextEncoder().encode(jwtSecret);
  const adminKeyHash = sha256(adminKey);
  // A changed admin key ends the tokens that the old one gave.
  const adminKeyId = adminKeyHash.toString('base64url').slice(0, 16);
  // Checking a signature costs more than the rest of a vote; bots send the same token thousands of times.
  const verified = new Map<string, Caller>();

  return {
    /** Compares in constant time. */
    isAdminKey: (candidate: string) => timingSafeEqual(sha256(candidate), adminKeyHash),

    issueAdminToken: () =>
      new SignJWT({ key: adminKeyId })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(INSTANCE_ACCOUNT_ID)
        .setAudience(ADMIN_AUDIENCE)
        .setIssuedAt(Math.floor(clock.now() / 1000))
        .setExpirationTime(Math.floor(clock.now() / 1000) + ADMIN_TOKEN_SECONDS)
        .sign(key),

    /** The caller that a bearer token stands for, or undefined for one that is wrong or over. */
    async verify(token: string): Promise<Caller | undefined> {
      const known = verified.get(token);
      if (known) {
        if (known.expiresAt > clock.now()) return known;
        verified.delete(token);
      }
      if (token.length > MAX_TOKEN_LENGTH) return undefined;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          audience: ADMIN_AUDIENCE,
          requiredClaims: ['sub', 'exp'],
          currentDate: new Date(clock.now()),
        });
        if (payload.key !== adminKeyId || !payload.sub || !payload.exp) return undefined;
        const caller = { accountId: payload.sub, isAdmin: true, expiresAt: payload.exp * 1000 };
        if (verified.size >= CACHE_SIZE) verified.clear();
        verified.set(token, caller);
        return caller;
      } catch {
        // Malformed, expired, forged or of another kind: to the client it is one thing, a bad token.
        return undefined;
      }
    },
  };
}

/** The token of an `Authorization: Bearer …` header, or undefined where there is none. */
export function readBearerToken(header: string | undefined): string | undefined {
  return header && /^bearer +(.+)$/i.exec(header)?.[1]?.trim();
}
