import { AdminLogin, AdminToken, TokenVerified } from '#protocol/accounts.ts';
import { NightError } from '#protocol/common.ts';
import { type Auth, readBearerToken } from '#server/platform/auth.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { type RateLimiter, rateLimited } from '#server/platform/rate-limit.ts';

type Dependencies = { auth: Auth; wrongKeys: RateLimiter };

export function addAdminRoutes(server: HttpServer, { auth, wrongKeys }: Dependencies): void {
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
      if (!auth.isAdminKey(request.body.key)) {
        const standing = await wrongKeys.consume(request.ip);
        if (!standing.isAllowed) throw rateLimited(standing);
        throw new AppError('unauthorized', 'Invalid admin key', { headers: standing.headers });
      }
      reply.headers((await wrongKeys.look(request.ip)).headers);
      return { token: await auth.issueAdminToken(), message: 'Authentication successful', expiresIn: '24h' };
    },
  );

  server.post(
    '/api/auth/verify',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Is this token good?',
        response: { 200: TokenVerified, 401: NightError, 403: NightError },
      },
    },
    async (request) => {
      const token = readBearerToken(request.headers.authorization);
      if (!token) throw new AppError('unauthorized', 'Access token required');
      const caller = await auth.verify(token);
      if (!caller) throw new AppError('forbidden', 'Invalid or expired token');
      return {
        valid: true as const,
        user: { id: caller.accountId, role: caller.isAdmin ? ('admin' as const) : ('account' as const) },
        expiresAt: new Date(caller.expiresAt).toISOString(),
      };
    },
  );
}
