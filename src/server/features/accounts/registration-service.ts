import type { Session } from '#protocol/accounts.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import { type Database, violates } from '#server/platform/database.ts';
import { AppError } from '#server/platform/errors.ts';
import {
  type Account,
  findAccountByEmail,
  findAccountIdByUsername,
  insertAccount,
} from './accounts-repository.ts';
import { recordAudit } from './audit-repository.ts';
import type { Origin } from './logins-repository.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';

type Dependencies = {
  database: Database;
  passwords: Passwords;
  sessions: Sessions;
  clock: Clock;
  config: Pick<Config, 'registration'>;
};

type Given = { email: string; password: string; username: string; displayName: string };

const emailTaken = () => new AppError('email_taken', 'This email address is already registered');
export const usernameTaken = () => new AppError('username_taken', 'This username is already taken');

export type Registrations = ReturnType<typeof createRegistrations>;

export function createRegistrations({ database, passwords, sessions, clock, config }: Dependencies) {
  return {
    /** @throws 403 unless this caller may register somebody here */
    async requireOpen(findCaller: () => Promise<Caller | undefined>): Promise<void> {
      if (config.registration === 'open') return;
      const caller = config.registration === 'invite' ? await findCaller() : undefined;
      const isInvited = caller?.isAdmin && caller.kind !== 'apiKey';
      if (!isInvited)
        throw new AppError(
          'registration_closed',
          config.registration === 'invite'
            ? 'Ask an administrator for an account here'
            : 'Nobody can register here',
        );
    },

    /**
     * A new account, signed in.
     * @param inviterId the administrator who registers somebody else
     */
    async register(
      given: Given,
      origin: Origin,
      inviterId?: string,
    ): Promise<{ account: Account; session: Session }> {
      const { email, password, username, displayName } = given;
      // Before the work of hashing; the store decides once more.
      if (await findAccountByEmail(database.db, email)) throw emailTaken();
      if (await findAccountIdByUsername(database.db, username)) throw usernameTaken();
      const passwordHash = await passwords.hash(password);
      const createdAt = new Date(clock.now());
      try {
        return await database.transaction(async (tx) => {
          const account = await insertAccount(tx, { email, passwordHash, username, displayName, createdAt });
          const session = await sessions.open(tx, account.id, origin);
          await recordAudit(tx, {
            atMs: clock.now(),
            event: 'account.registered',
            actorId: inviterId ?? account.id,
            accountId: account.id,
            address: origin.address,
          });
          return { account, session };
        });
      } catch (error) {
        if (violates(error, 'accounts_email_key')) throw emailTaken();
        if (violates(error, 'profiles_username_key')) throw usernameTaken();
        throw error;
      }
    },
  };
}
