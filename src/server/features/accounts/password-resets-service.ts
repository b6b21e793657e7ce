import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { AccessChanges } from './access-changes.ts';
import { findAccount, setPasswordHash } from './accounts-repository.ts';
import { isAdministrator } from './administration-repository.ts';
import { recordAudit } from './audit-repository.ts';
import { revokeLogins } from './logins-repository.ts';
import { isResetUsable, replaceReset, takeReset } from './password-resets-repository.ts';
import type { Passwords } from './passwords.ts';
import { hashToken, makeSecretToken } from './secret-tokens.ts';

const GOOD_FOR_MS = 24 * 60 * 60 * 1000;

type Dependencies = {
  database: Database;
  passwords: Passwords;
  changes: AccessChanges;
  clock: Clock;
  /** Base of the links. */
  publicUrl: string;
};

export type PasswordResets = ReturnType<typeof createPasswordResets>;

/** Nothing is sent by mail: an administrator hands a link to whoever forgot the password. */
export function createPasswordResets({ database, passwords, changes, clock, publicUrl }: Dependencies) {
  return {
    /**
     * A new link, in place of the account's last one.
     * @throws 404 for an account that nobody can sign in to, 403 for who is no administrator any more
     */
    async issue(caller: Caller, id: string, address: string) {
      const token = makeSecretToken();
      const expiresAt = new Date(clock.now() + GOOD_FOR_MS);
      await database.transaction(async (tx) => {
        if (!(await findAccount(tx, id))) throw notFound('Account not found');
        if (caller.kind !== 'adminKey' && !(await isAdministrator(tx, caller.accountId)))
          throw new AppError('forbidden', 'Administrator access required');
        await replaceReset(tx, { accountId: id, hash: hashToken(token), expiresAt });
        await recordAudit(tx, {
          atMs: clock.now(),
          event: 'password.reset_issued',
          actorId: caller.accountId,
          accountId: id,
          address,
        });
      });
      // After the #, where it reaches neither servers nor their logs.
      return { token, expiresAt, url: `${publicUrl}/account/reset#${token}` };
    },

    /** Sets the password and ends all logins: false for a token that isn't good (any more). */
    async use(token: string, password: string, address: string): Promise<boolean> {
      const hash = hashToken(token);
      // Before the work of hashing, which isn't for everybody's asking; the transaction decides once more.
      if (!(await isResetUsable(database.db, hash, new Date(clock.now())))) return false;
      const passwordHash = await passwords.hash(password);
      const accountId = await database.transaction(async (tx) => {
        const at = new Date(clock.now());
        const id = await takeReset(tx, hash, at);
        if (id === undefined) return undefined;
        await setPasswordHash(tx, id, passwordHash);
        await revokeLogins(tx, id, { at });
        await changes.note(tx, [id]);
        await recordAudit(tx, {
          atMs: clock.now(),
          event: 'password.reset',
          actorId: id,
          accountId: id,
          address,
        });
        return id;
      });
      if (accountId === undefined) return false;
      await changes.tell([accountId]);
      return true;
    },
  };
}
