import { randomUUID } from 'node:crypto';
import type { Session } from '#protocol/accounts.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Executor } from '#server/platform/database.ts';
import type { Tokens } from '#server/platform/tokens.ts';
import { insertLogin, insertRefreshToken, type Origin } from './logins-repository.ts';
import { hashToken, makeSecretToken } from './secret-tokens.ts';

const ACCESS_SECONDS = 3_600;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A login that isn't used for so long is over. */
const LOGIN_DAYS = 60;

export type Sessions = ReturnType<typeof createSessions>;

/** The pair of tokens that a login is used by. */
export function createSessions({ tokens, clock }: { tokens: Tokens; clock: Clock }) {
  const loginEnd = () => new Date(clock.now() + LOGIN_DAYS * DAY_MS);

  /** The next pair of a login; to be given away once the transaction is committed. */
  async function issue(tx: Executor, accountId: string, loginId: string): Promise<Session> {
    const refreshToken = makeSecretToken();
    await insertRefreshToken(tx, loginId, hashToken(refreshToken));
    const access = await tokens.issue('access', {
      sub: accountId,
      seconds: ACCESS_SECONDS,
      sid: loginId,
      // Two tokens of one second are two.
      jti: randomUUID(),
    });
    return {
      access_token: access.token,
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: ACCESS_SECONDS,
      expires_at: access.exp,
    };
  }

  return {
    loginEnd,
    issue,

    /** A new login with its first pair. */
    async open(tx: Executor, accountId: string, origin: Origin): Promise<Session> {
      const login = { accountId, origin, at: new Date(clock.now()), expiresAt: loginEnd() };
      return issue(tx, accountId, await insertLogin(tx, login));
    },
  };
}
