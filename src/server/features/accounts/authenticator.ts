import type { Auth, Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { Tokens } from '#server/platform/tokens.ts';
import type { Activity } from './activity.ts';
import type { AdminKey } from './admin-key.ts';
import { API_KEY_PREFIX, findKeyByHash, findKeyRights } from './api-keys-repository.ts';
import { findLoginRights } from './logins-repository.ts';
import { hashToken } from './secret-tokens.ts';

type Dependencies = {
  database: Database;
  tokens: Tokens;
  adminKey: AdminKey;
  activity: Activity;
  clock: Clock;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CACHE_SIZE = 20_000;
const MAX_CHANGES = 20_000;

/** What a change of rights may concern. */
const subjectsOf = (caller: Caller): readonly string[] => {
  switch (caller.kind) {
    case 'login':
      return [caller.accountId, caller.loginId];
    case 'apiKey':
      return [caller.accountId, caller.keyId];
    case 'adminKey':
      return [];
  }
};

/**
 * Who is behind a token. The store is asked once for each token on each node; from then on memory answers, until it
 * hears that the rights of the account, login or key have changed.
 */
export function createAuthenticator({ database, tokens, adminKey, activity, clock }: Dependencies) {
  const known = new Map<string, Caller>();
  /** After which change each caller was looked up. */
  const lookedUpAt = new WeakMap<Caller, number>();
  /** When each subject last changed, as a count of changes. */
  const changes = new Map<string, number>();
  let changeCount = 0;
  /** Changes up to this one are no longer told apart. */
  let forgottenUpTo = 0;
  const followers = new Map<string, Set<() => Promise<void>>>();

  function isStale(caller: Caller): boolean {
    const asOf = lookedUpAt.get(caller) ?? 0;
    return asOf < forgottenUpTo || subjectsOf(caller).some((subject) => (changes.get(subject) ?? 0) > asOf);
  }

  async function identify(token: string): Promise<Caller | undefined> {
    if (token.startsWith(API_KEY_PREFIX)) {
      const key = await findKeyByHash(database.db, hashToken(token));
      return key && { ...key, kind: 'apiKey', expiresAt: key.expiresAt?.getTime() ?? Infinity };
    }
    const claims = await tokens.verify('access', token);
    if (!claims) return adminKey.identify(token);
    if (typeof claims.sid !== 'string' || !UUID.test(claims.sid)) return undefined;
    const login = await findLoginRights(database.db, claims.sid);
    if (login?.accountId !== claims.sub) return undefined;
    return { ...login, kind: 'login', loginId: claims.sid, expiresAt: claims.exp * 1000 };
  }

  /** Whether the rights that a caller had are there still, be the token over or not. */
  async function isRevoked(caller: Caller): Promise<boolean> {
    if (caller.kind === 'adminKey') return false;
    const rights =
      caller.kind === 'login'
        ? await findLoginRights(database.db, caller.loginId)
        : await findKeyRights(database.db, caller.keyId);
    return rights === undefined;
  }

  const auth: Auth = {
    async verify(token) {
      const remembered = known.get(token);
      if (remembered && remembered.expiresAt > clock.now() && !isStale(remembered)) {
        activity.note(remembered);
        return remembered;
      }
      // Taken before the look-up: a change that comes in between makes what is read now stale at once.
      const asOf = changeCount;
      const caller = await identify(token);
      if (!caller || caller.expiresAt <= clock.now()) {
        known.delete(token);
        return undefined;
      }
      if (known.size >= CACHE_SIZE) known.clear();
      known.set(token, caller);
      lookedUpAt.set(caller, asOf);
      activity.note(caller);
      return caller;
    },

    whenRevoked(caller, handle) {
      const check = async () => {
        // Where the store can't say, what was to be revoked must not go on.
        if (await isRevoked(caller).catch(() => true)) handle();
      };
      const subjects = subjectsOf(caller);
      for (const subject of subjects) {
        const checks = followers.get(subject) ?? new Set();
        followers.set(subject, checks.add(check));
      }
      // It may have come while the caller was looked up, before anybody followed.
      if (isStale(caller)) void check();
      return () => {
        for (const subject of subjects) {
          const checks = followers.get(subject);
          if (checks?.delete(check) && checks.size === 0) followers.delete(subject);
        }
      };
    },
  };

  return {
    auth,

    /** Forgets what is remembered of an account, login or key. */
    forget(subject: string): void {
      if (changes.size >= MAX_CHANGES) {
        changes.clear();
        forgottenUpTo = changeCount;
      }
      changeCount++;
      changes.set(subject, changeCount);
      for (const check of followers.get(subject) ?? []) void check();
    },
  };
}
