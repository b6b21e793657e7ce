import type { FastifyRequest } from 'fastify';
import type { Scope } from '#protocol/scopes.ts';
import { type Auth, type Caller, hasScope, readBearerToken } from './auth.ts';
import { AppError } from './errors.ts';

export type Access = ReturnType<typeof createAccess>;

/** How a system words it when the caller isn't known. */
type Refusals = { missing: () => AppError; bad: () => AppError };

const generalRefusals: Refusals = {
  missing: () => new AppError('unauthorized', 'Access token required'),
  bad: () => new AppError('unauthorized', 'Invalid or expired token'),
};

/** Of the nights, and whatever else is below `/api`. */
export const refusalsBelowApi: Refusals = {
  missing: () => new AppError('unauthorized', 'Access token required'),
  bad: () => new AppError('forbidden', 'Invalid or expired token'),
};

/** `onRequest` hooks that say who may call a route: nothing of the body is read for a stranger. */
export function createAccess(auth: Auth, refusals = generalRefusals) {
  const callers = new WeakMap<FastifyRequest, Caller>();

  async function findCaller(request: FastifyRequest): Promise<Caller> {
    const token = readBearerToken(request.headers.authorization);
    if (!token) throw refusals.missing();
    const caller = await auth.verify(token);
    if (!caller) throw refusals.bad();
    callers.set(request, caller);
    return caller;
  }

  return {
    /** Whoever is known, by whatever token. */
    requireKnown: async (request: FastifyRequest): Promise<void> => {
      await findCaller(request);
    },

    /** Whoever is known; an API key needs the scope. */
    requireCaller: (scope: Scope) => async (request: FastifyRequest) => {
      if (!hasScope(await findCaller(request), scope))
        throw new AppError('forbidden', `This API key lacks the scope ${scope}`);
    },

    /** An account: by its own access token or, where a scope is named, by an API key that has it. */
    requireAccount: (scope?: Scope) => async (request: FastifyRequest) => {
      const caller = await findCaller(request);
      if (caller.kind === 'adminKey') throw new AppError('forbidden', 'The admin key has no account');
      if (caller.kind === 'login') return;
      if (!scope)
        throw new AppError('forbidden', 'This takes the access token of an account, not an API key');
      if (!hasScope(caller, scope)) throw new AppError('forbidden', `This API key lacks the scope ${scope}`);
    },

    /** An administrator, by access token or admin key. */
    requireAdmin: async (request: FastifyRequest) => {
      const caller = await findCaller(request);
      if (caller.kind === 'apiKey' || !caller.isAdmin)
        throw new AppError('forbidden', 'Administrator access required');
    },

    /** Who is known, where a route is open to all: undefined without a token. */
    lookForCaller: async (request: FastifyRequest): Promise<Caller | undefined> =>
      request.headers.authorization === undefined ? undefined : findCaller(request),

    /** Whom a hook before found, if one looked. */
    callerIfKnown: (request: FastifyRequest): Caller | undefined => callers.get(request),

    /** The caller of a route behind one of the hooks. */
    callerOf(request: FastifyRequest): Caller {
      const caller = callers.get(request);
      if (!caller) throw new Error(`${request.routeOptions.url} is not behind an access hook`);
      return caller;
    },
  };
}
