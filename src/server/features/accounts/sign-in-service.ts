import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '#protocol/accounts.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError } from '#server/platform/errors.ts';
import type { AccessChanges } from './access-changes.ts';
import { type Account, findAccountByEmail, lockPassword } from './accounts-repository.ts';
import { recordAudit, type SecurityEvent } from './audit-repository.ts';
import {
  lockRefreshToken,
  markRefreshTokenUsed,
  type Origin,
  revokeLogins,
  touchLogin,
} from './logins-repository.ts';
import type { Passwords } from './passwords.ts';
import { hashToken } from './secret-tokens.ts';
import type { Sessions } from './sessions.ts';
import { FREE_PER_ACCOUNT, type SignInThrottle, wrongCredentials } from './sign-in-throttle.ts';

/**
 * Two tabs that wake at once refresh with the same token: both are meant. A use within this time of the first is
 * such a twin; and since no refresh is answered before it is over, whoever has had an answer comes after it, and a
 * second use of theirs is a stolen token's.
 */
const TWIN_MS = 100;

type Dependencies = {
  database: Database;
  passwords: Passwords;
  sessions: Sessions;
  throttle: SignInThrottle;
  changes: AccessChanges;
  clock: Clock;
};

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn({ database, passwords, sessions, throttle, changes, clock }: Dependencies) {
  const audit = (event: SecurityEvent, accountId: string | null, { address }: Origin) => ({
    atMs: clock.now(),
    event,
    actorId: null,
    accountId,
    address,
  });

  /** The account, if the password is its own. Always the same work. */
  async function prove(
    account: Account | undefined,
    password: string,
    wrongBefore: number,
    origin: Origin,
  ): Promise<Account | undefined> {
    if (await passwords.matches(account?.passwordHash, password)) return account;
    // Of an account that doesn't exist too, so that it takes as long.
    if (wrongBefore === FREE_PER_ACCOUNT)
      await recordAudit(database.db, audit('password.guessed_at', account?.id ?? null, origin));
    return undefined;
  }

  return {
    /**
     * @returns also the headers that tell how the address stands
     * @throws 401 for a wrong email or password, 403 for a disabled account, 429 after very many wrong ones
     */
    async login(email: string, password: string, origin: Origin) {
      const { proved: account, headers } = await throttle.attempt(
        email,
        origin.address,
        async (wrongBefore) =>
          prove(await findAccountByEmail(database.db, email), password, wrongBefore, origin),
      );
      if (account.disabledAt) throw new AppError('account_disabled', 'This account is disabled', { headers });
      const session = await database.transaction(async (tx) => {
        // A password that was changed while it was checked opens nothing any more.
        if (!(await lockPassword(tx, account))) throw wrongCredentials(headers);
        await recordAudit(tx, { ...audit('login.created', account.id, origin), actorId: account.id });
        return sessions.open(tx, account.id, origin);
      });
      return { account, session, headers };
    },

    /** @throws 401 for a token that is unknown, over or used before; the last ends its login */
    async refresh(refreshToken: string, origin: Origin): Promise<Session> {
      const arrivedMs = performance.now();
      const hash = hashToken(refreshToken);
      const turned = await database.transaction(async (tx) => {
        const token = await lockRefreshToken(tx, hash);
        const at = new Date(clock.now());
        if (!token || token.revokedAt || token.disabledAt || token.expiresAt <= at) return undefined;
        const { accountId, loginId, usedMsAgo } = token;
        // What counts is when it came, not how long it waited for the other.
        const waitedMs = performance.now() - arrivedMs;
        if (usedMsAgo !== null && usedMsAgo - waitedMs > TWIN_MS) {
          const ended = await revokeLogins(tx, accountId, { only: loginId, at });
          await changes.note(tx, ended);
          await recordAudit(tx, { ...audit('login.token_reused', accountId, origin), details: { loginId } });
          return { ended };
        }
        await markRefreshTokenUsed(tx, hash);
        await touchLogin(tx, loginId, { origin, at, expiresAt: sessions.loginEnd() });
        return { session: await sessions.issue(tx, accountId, loginId) };
      });
      if (turned?.session) {
        // A timer may be early by a millisecond, and the store's time of the use is rounded to one.
        await wait(TWIN_MS + 10);
        return turned.session;
      }
      if (turned) await changes.tell(turned.ended);
      throw new AppError('invalid_refresh_token', 'Invalid or expired refresh token');
    },

    /** Ends the login. */
    async logout(accountId: string, loginId: string, origin: Origin): Promise<void> {
      const ended = await database.transaction(async (tx) => {
        const ids = await revokeLogins(tx, accountId, { only: loginId, at: new Date(clock.now()) });
        await changes.note(tx, ids);
        await recordAudit(tx, {
          ...audit('login.ended', accountId, origin),
          actorId: accountId,
          details: { loginId },
        });
        return ids;
      });
      await changes.tell(ended);
    },
  };
}
