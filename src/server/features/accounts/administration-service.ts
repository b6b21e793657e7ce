import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { AccessChanges } from './access-changes.ts';
import {
  type AdministeredAccount,
  countAccounts,
  findAdministeredAccount,
  listAccounts,
  lockWithAdministrators,
  updateRights,
} from './administration-repository.ts';
import { recordAudit, type SecurityEvent } from './audit-repository.ts';
import { revokeLogins } from './logins-repository.ts';

type Dependencies = { database: Database; changes: AccessChanges; clock: Clock };

type Wanted = { isAdmin?: boolean | undefined; isDisabled?: boolean | undefined };

export type Administration = ReturnType<typeof createAdministration>;

/** What administrators do to the accounts of others. */
export function createAdministration({ database, changes, clock }: Dependencies) {
  async function setAdmin(tx: Executor, id: string, isAdmin: boolean): Promise<SecurityEvent> {
    await updateRights(tx, id, { isAdmin });
    return isAdmin ? 'account.promoted' : 'account.demoted';
  }

  async function setDisabled(tx: Executor, id: string, isDisabled: boolean): Promise<SecurityEvent> {
    const at = new Date(clock.now());
    await updateRights(tx, id, { disabledAt: isDisabled ? at : null });
    // Enabling ends them too: one that was opened in the very moment of disabling must not come alive.
    await revokeLogins(tx, id, { at });
    return isDisabled ? 'account.disabled' : 'account.enabled';
  }

  return {
    async list(search: string, { page, limit }: { page: number; limit: number }) {
      const [accounts, total] = await Promise.all([
        listAccounts(database.db, search, { offset: (page - 1) * limit, limit }),
        countAccounts(database.db, search),
      ]);
      return { accounts, total };
    },

    /**
     * Promotes or demotes, disables or enables; what is so already stays.
     * @throws 404 for an account that nobody can sign in to, 409 for the caller's own
     */
    async change(caller: Caller, id: string, wanted: Wanted, address: string): Promise<AdministeredAccount> {
      const { account, hasChanged } = await database.transaction(async (tx) => {
        const locked = await lockWithAdministrators(tx, id);
        const target = locked.find((one) => one.id === id);
        if (!target) throw notFound('Account not found');
        if (id === caller.accountId)
          throw new AppError('conflict', 'Administrators cannot change their own rights');
        // Of two who demote each other the second is no administrator any more: one always remains.
        const actor = locked.find((one) => one.id === caller.accountId);
        if (caller.kind !== 'adminKey' && !(actor?.isAdmin && actor.disabledAt === null))
          throw new AppError('forbidden', 'Administrator access required');

        const { isAdmin = target.isAdmin, isDisabled = target.disabledAt !== null } = wanted;
        const events: SecurityEvent[] = [];
        if (isAdmin !== target.isAdmin) events.push(await setAdmin(tx, id, isAdmin));
        if (isDisabled !== (target.disabledAt !== null)) events.push(await setDisabled(tx, id, isDisabled));
        for (const event of events)
          await recordAudit(tx, {
            atMs: clock.now(),
            event,
            actorId: caller.accountId,
            accountId: id,
            address,
          });
        if (events.length > 0) await changes.note(tx, [id]);
        const account = await findAdministeredAccount(tx, id);
        if (!account) throw notFound('Account not found');
        return { account, hasChanged: events.length > 0 };
      });
      if (hasChanged) await changes.tell([id]);
      return account;
    },
  };
}
