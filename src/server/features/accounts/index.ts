import type { Auth } from '#server/platform/auth.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { RateLimits } from '#server/platform/rate-limit.ts';
import { addAdminRoutes } from './admin-routes.ts';

type Dependencies = { auth: Auth; rateLimits: RateLimits };

/** Who somebody is. So far: the administrator by key. */
export function createAccounts({ auth, rateLimits }: Dependencies) {
  const wrongKeys = rateLimits.limiter({ name: 'admin-login', points: 20, seconds: 60 });
  return { addRoutes: (server: HttpServer) => addAdminRoutes(server, { auth, wrongKeys }) };
}
