import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from './clock.ts';

/** The audience claim keeps the kinds of token apart: one kind is refused where another is asked for. */
export const tokenKinds = {
  access: 'soiree:access',
  admin: 'soiree:admin',
  watch: 'soiree:watch',
} as const;

export type TokenKind = keyof typeof tokenKinds;

/** The claims of a token whose signature and times are good. */
export type Claims = JWTPayload & { sub: string; exp: number };

export type Tokens = ReturnType<typeof createTokens>;

type Options = {
  jwtSecret: string;
  /** The secret before a change: what it signed is still good. */
  previousJwtSecret?: string | undefined;
  clock: Clock;
};

/** Beyond any token we sign; longer ones aren't worth a signature check. */
const MAX_TOKEN_LENGTH = 4_096;

/** Signed tokens (JWT, HS256) of every kind. */
export function createTokens({ jwtSecret, previousJwtSecret, clock }: Options) {
  const encode = (secret: string) => new TextEncoder().encode(secret);
  const key = encode(jwtSecret);
  const keys = previousJwtSecret ? [key, encode(previousJwtSecret)] : [key];
  const nowSeconds = () => Math.floor(clock.now() / 1000);

  async function verifyBy(secret: Uint8Array, token: string, audience: string): Promise<Claims | undefined> {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        audience,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(clock.now()),
      });
      const { sub, exp } = payload;
      return sub !== undefined && exp !== undefined ? { ...payload, sub, exp } : undefined;
    } catch {
      // Malformed, expired, forged or of another kind: to the client it is one thing, a bad token.
      return undefined;
    }
  }

  return {
    /** `exp` is in epoch seconds. */
    async issue(kind: TokenKind, { sub, seconds, ...claims }: { sub: string; seconds: number } & JWTPayload) {
      const exp = nowSeconds() + seconds;
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(sub)
        .setAudience(tokenKinds[kind])
        .setIssuedAt(nowSeconds())
        .setExpirationTime(exp)
        .sign(key);
      return { token, exp };
    },

    /** The claims of a good token of this kind, else undefined. */
    async verify(kind: TokenKind, token: string): Promise<Claims | undefined> {
      if (token.length > MAX_TOKEN_LENGTH) return undefined;
      for (const secret of keys) {
        const claims = await verifyBy(secret, token, tokenKinds[kind]);
        if (claims) return claims;
      }
      return undefined;
    },
  };
}
