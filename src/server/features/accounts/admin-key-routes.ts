import { AdminLogin, AdminToken, TokenVerified } from '#protocol/accounts.ts';
import { NightError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import { addressKey } from '#server/platform/address-key.ts';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { type RateLimiter, rateLimited } from '#server/platform/rate-limit.ts';
import type { AdminKey } from './admin-key.ts';
import { recordAudit } from './audit-repository.ts';

type Dependencies = {
  access: Access;
  adminKey: AdminKey;
  wrongKeys: RateLimiter;
  database: Database;
  clock: Clock;
};

export function addAdminKeyRoutes(server: HttpServer, deps: Dependencies): void {
  const { access, adminKey, wrongKeys, database, clock } = deps;

  server.post(
    '/api/auth/login',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Sign in as administrator, by key',
        description: 'Wrong keys are limited to 20 a minute an address; the right one always passes.',
        security: [],
        body: AdminLogin,
        response: { 200: AdminToken, 400: NightError, 401: NightError, 429: NightError },
      },
      schemaErrorFormatter: () => invalid('Admin key is required'),
    },
    async (request, reply) => {
      // Only wrong keys count, so that no stranger behind the same address can lock the administrator out.
      const address = addressKey(request.ip);
      if (!adminKey.matches(request.body.key)) {
        const standing = await wrongKeys.consume(address);
        if (!standing.isAllowed) throw rateLimited(standing);
        throw new AppError('unauthorized', 'Invalid admin key', { headers: standing.headers });
      }
      await recordAudit(database.db, {
        atMs: clock.now(),
        event: 'admin_key.used',
        actorId: INSTANCE_ACCOUNT_ID,
        accountId: null,
        address: request.ip,
      });
      reply.headers((await wrongKeys.look(address)).headers);
      return { token: await adminKey.issueToken(), message: 'Authentication successful', expiresIn: '24h' };
    },
  );

  server.post(
    '/api/auth/verify',
    {
      onRequest: access.requireKnown,
      schema: {
        tags: ['accounts'],
        summary: 'Is this token good?',
        response: { 200: TokenVerified, 401: NightError, 403: NightError },
      },
    },
    async (request) => {
      const caller = access.callerOf(request);
      return {
        valid: true as const,
        user: { id: caller.accountId, role: caller.isAdmin ? ('admin' as const) : ('account' as const) },
        expiresAt: Number.isFinite(caller.expiresAt) ? new Date(caller.expiresAt).toISOString() : null,
      };
    },
  );
}
