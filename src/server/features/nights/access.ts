import type { FastifyRequest } from 'fastify';
import { type Auth, type Caller, readBearerToken } from '#server/platform/auth.ts';
import { AppError } from '#server/platform/errors.ts';

export type Access = ReturnType<typeof createAccess>;

/** Who may call the nights' routes, refused in their words: no token 401, a bad one 403. */
export function createAccess(auth: Auth) {
  const callers = new WeakMap<FastifyRequest, Caller>();

  return {
    /** An `onRequest` hook: nothing of the body is read for a stranger. */
    async requireCaller(request: FastifyRequest): Promise<void> {
      const token = readBearerToken(request.headers.authorization);
      if (!token) throw new AppError('unauthorized', 'Access token required');
      const caller = await auth.verify(token);
      if (!caller) throw new AppError('forbidden', 'Invalid or expired token');
      callers.set(request, caller);
    },

    /** The caller of a route behind `requireCaller`. */
    callerOf(request: FastifyRequest): Caller {
      const caller = callers.get(request);
      if (!caller) throw new Error(`${request.routeOptions.url} is not behind requireCaller`);
      return caller;
    },
  };
}
