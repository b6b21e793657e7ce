import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { AccessChanges } from './access-changes.ts';
import { findAccount, lockPassword, setPasswordHash } from './accounts-repository.ts';
import { recordAudit } from './audit-repository.ts';
import { listLogins, type Origin, revokeLogins } from './logins-repository.ts';
import { deleteReset } from './password-resets-repository.ts';
import type { Passwords } from './passwords.ts';
import { type SignInThrottle, wrongCredentials } from './sign-in-throttle.ts';

type Dependencies = {
  database: Database;
  passwords: Passwords;
  throttle: SignInThrottle;
  changes: AccessChanges;
  clock: Clock;
};

/** A caller who came by a login. */
type Person = Extract<Caller, { kind: 'login' }>;

export type Logins = ReturnType<typeof createLogins>;

/** Where somebody is signed in, and by which password. */
export function createLogins({ database, passwords, throttle, changes, clock }: Dependencies) {
  const now = () => new Date(clock.now());

  return {
    list: (person: Person) => listLogins(database.db, person.accountId, now()),

    /** @throws 404 for a login that is none of theirs, or over */
    async end(person: Person, loginId: string, { address }: Origin): Promise<void> {
      const { accountId } = person;
      const ended = await database.transaction(async (tx) => {
        const ids = await revokeLogins(tx, accountId, { only: loginId, at: now() });
        if (ids.length === 0) throw notFound('Login not found');
        await changes.note(tx, ids);
        await recordAudit(tx, {
          atMs: clock.now(),
          event: 'login.revoked',
          actorId: accountId,
          accountId,
          address,
          details: { loginId },
        });
        return ids;
      });
      await changes.tell(ended);
    },

    /**
     * Changes the password and ends all logins but the one that asks.
     * @returns the headers that tell how the address stands
     * @throws 401 for a wrong current password, which counts like a wrong one at login
     */
    async changePassword(person: Person, current: string, next: string, { address }: Origin) {
      const { accountId, loginId } = person;
      const account = await findAccount(database.db, accountId);
      if (!account) throw notFound('Account not found');
      const { headers } = await throttle.attempt(account.email, address, async () =>
        (await passwords.matches(account.passwordHash, current)) ? true : undefined,
      );
      const passwordHash = await passwords.hash(next);
      const ended = await database.transaction(async (tx) => {
        // Of two changes at once, the second has the wrong current password.
        if (!(await lockPassword(tx, account))) throw wrongCredentials(headers);
        await setPasswordHash(tx, accountId, passwordHash);
        await deleteReset(tx, accountId);
        const ids = await revokeLogins(tx, accountId, { except: loginId, at: now() });
        await changes.note(tx, ids);
        await recordAudit(tx, {
          atMs: clock.now(),
          event: 'password.changed',
          actorId: accountId,
          accountId,
          address,
        });
        return ids;
      });
      await changes.tell(ended);
      return headers;
    },
  };
}
