import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nobody guesses one, so a fast hash of it is enough to keep. */
export const makeSecretToken = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

/** What is stored of an opaque token. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
