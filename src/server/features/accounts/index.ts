import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createAccess, refusalsBelowApi } from '#server/platform/access.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Images } from '#server/platform/images.ts';
import type { RateLimits } from '#server/platform/rate-limit.ts';
import type { Storage } from '#server/platform/storage.ts';
import type { Tokens } from '#server/platform/tokens.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { createAccessChanges } from './access-changes.ts';
import { findAccount, findAccountIdByUsername } from './accounts-repository.ts';
import { createActivity } from './activity.ts';
import { createAdminKey } from './admin-key.ts';
import { addAdminKeyRoutes } from './admin-key-routes.ts';
import { addAdministrationRoutes } from './administration-routes.ts';
import { createAdministration } from './administration-service.ts';
import { addApiKeyRoutes } from './api-keys-routes.ts';
import { createApiKeys } from './api-keys-service.ts';
import { addAuditRoutes } from './audit-routes.ts';
import { addAuthRoutes } from './auth-routes.ts';
import { createAuthenticator } from './authenticator.ts';
import { addAvatarRoutes, avatarUrl } from './avatar-routes.ts';
import { createAvatars } from './avatar-service.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createLogins } from './logins-service.ts';
import { createPasswordResets } from './password-resets-service.ts';
import { createPasswords } from './passwords.ts';
import { listPublicProfiles } from './profile-repository.ts';
import { addProfileRoutes } from './profile-routes.ts';
import { createProfiles } from './profile-service.ts';
import { createRegistrations } from './registration-service.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in-service.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

type Dependencies = {
  database: Database;
  hub: Hub;
  tokens: Tokens;
  adminKey: string;
  rateLimits: RateLimits;
  images: Images;
  storage: Storage;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  config: Pick<Config, 'registration' | 'publicUrl' | 'redisUrl'>;
};

/** Who somebody is: accounts and their logins, profiles, API keys, administration. */
export function createAccounts(deps: Dependencies) {
  const { database, hub, tokens, rateLimits, images, storage, clock, logger, registry, config } = deps;
  const { publicUrl } = config;
  const adminKey = createAdminKey({ adminKey: deps.adminKey, tokens });
  const activity = createActivity({ database, clock, logger, registry });
  const { auth, forget } = createAuthenticator({ database, tokens, adminKey, activity, clock });
  const changes = createAccessChanges({
    database,
    hub,
    clock,
    logger,
    hasOtherNodes: config.redisUrl !== undefined,
    onChange: forget,
  });
  const access = createAccess(auth);
  const passwords = createPasswords({ registry });
  const sessions = createSessions({ tokens, clock });
  const throttle = createSignInThrottle({ rateLimits });
  const registrations = createRegistrations({ database, passwords, sessions, clock, config });
  const signIn = createSignIn({ database, passwords, sessions, throttle, changes, clock });
  const logins = createLogins({ database, passwords, throttle, changes, clock });
  const profiles = createProfiles({ database, clock });
  const avatars = createAvatars({ database, images, storage, clock, logger });
  const apiKeys = createApiKeys({ database, changes, clock });
  const administration = createAdministration({ database, changes, clock });
  const passwordResets = createPasswordResets({ database, passwords, changes, clock, publicUrl });
  const housekeeping = createHousekeeping({ database, changes, clock, logger });

  return {
    auth,

    /** The account of that username, without regard to case. */
    findAccountId: (username: string) => findAccountIdByUsername(database.db, username),

    /** Whether it may be acted for: what is open by another way than a token has to ask. */
    isEnabled: async (accountId: string): Promise<boolean> =>
      (await findAccount(database.db, accountId))?.disabledAt === null,

    /** How these accounts appear to others, by id. */
    async findPublicProfiles(accountIds: readonly string[]) {
      const profiles = await listPublicProfiles(database.db, accountIds);
      return new Map(
        profiles.map(({ id, username, displayName, avatarPath }) => [
          id,
          { username, displayName, avatarUrl: avatarPath === null ? null : avatarUrl(publicUrl, avatarPath) },
        ]),
      );
    },

    addRoutes(server: HttpServer): void {
      const wrongKeys = rateLimits.limiter({ name: 'admin-login', points: 20, seconds: 60 });
      const wrongResets = rateLimits.limiter({ name: 'password-reset', points: 20, seconds: 60 });
      const registering = rateLimits.limiter({ name: 'register', points: 1_000, seconds: 3_600 });
      addAdminKeyRoutes(server, {
        access: createAccess(auth, refusalsBelowApi),
        adminKey,
        wrongKeys,
        database,
        clock,
      });
      addAuthRoutes(server, { access, registrations, signIn, logins, registering });
      addProfileRoutes(server, { access, profiles, publicUrl });
      addAvatarRoutes(server, { access, avatars, publicUrl });
      addApiKeyRoutes(server, { access, apiKeys });
      addAdministrationRoutes(server, { access, publicUrl, administration, passwordResets, wrongResets });
      addAuditRoutes(server, { access, database });
      // So that the server doesn't wait for those whom it holds back.
      server.addHook('preClose', async () => throttle.close());
    },

    start(): void {
      changes.start();
      housekeeping.start();
    },

    async close(): Promise<void> {
      await Promise.all([changes.close(), housekeeping.close(), activity.close()]);
    },
  };
}
