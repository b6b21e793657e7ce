import type { Scope } from '#protocol/scopes.ts';

/** Whom a request or socket acts for, and by what. */
export type Caller = {
  accountId: string;
  isAdmin: boolean;
  /** Epoch milliseconds at which the token ends. */
  expiresAt: number;
} & (
  | { kind: 'login'; loginId: string }
  | { kind: 'apiKey'; keyId: string; scopes: readonly Scope[] }
  | { kind: 'adminKey' }
);

/** Tells who is behind a bearer token. The accounts implement it; everyone else is handed it. */
export type Auth = {
  /** The caller that a bearer token stands for, or undefined for one that is wrong, over or revoked. */
  verify(token: string): Promise<Caller | undefined>;
  /**
   * Calls when the caller's login, key or account is at an end, for whatever lives longer than a request. Returns the
   * disposer. A token that only runs out ends nothing: what was opened in time may go on.
   */
  whenRevoked(caller: Caller, handle: () => void): () => void;
};

/** The account made by the first migration: an admin-key token acts on its night. */
export const INSTANCE_ACCOUNT_ID = '00000000-0000-4000-8000-000000000001';

/** An account's own token may do all that the account may; an API key what its scopes say. */
export const hasScope = (caller: Caller, ...scopes: readonly Scope[]): boolean =>
  caller.kind !== 'apiKey' || scopes.some((scope) => caller.scopes.includes(scope));

/** The token of an `Authorization: Bearer …` header, or undefined where there is none. */
export function readBearerToken(header: string | undefined): string | undefined {
  return header && /^bearer +(.+)$/i.exec(header)?.[1]?.trim();
}
