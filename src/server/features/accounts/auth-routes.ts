import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  Done,
  IdParams,
  Login,
  LoginEntry,
  PasswordChange,
  Refresh,
  Refreshed,
  Registration,
  SignedIn,
} from '#protocol/accounts.ts';
import { GeneralError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import { addressKey } from '#server/platform/address-key.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { readName } from '#server/platform/names.ts';
import { type RateLimiter, rateLimited } from '#server/platform/rate-limit.ts';
import type { Account } from './accounts-repository.ts';
import type { Origin } from './logins-repository.ts';
import type { Logins } from './logins-service.ts';
import type { Registrations } from './registration-service.ts';
import type { SignIn } from './sign-in-service.ts';

type Dependencies = {
  access: Access;
  registrations: Registrations;
  signIn: SignIn;
  logins: Logins;
  registering: RateLimiter;
};

const MAX_USER_AGENT = 300;

const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null,
});

const toUser = ({ id, email, createdAt }: Account) => ({
  id,
  email,
  email_confirmed_at: createdAt.toISOString(),
});

const refused = { 401: GeneralError, 403: GeneralError };

export function addAuthRoutes(server: HttpServer, deps: Dependencies): void {
  const { access, registrations, signIn, logins, registering } = deps;

  /** Of a route behind requireAccount without a scope: only a login gets there. */
  const personOf = (request: FastifyRequest) => {
    const caller = access.callerOf(request);
    if (caller.kind !== 'login') throw new Error(`${request.routeOptions.url} takes more than logins`);
    return caller;
  };

  server.post(
    '/auth/register',
    {
      // Where registration is by invitation, an administrator's token is what lets somebody in.
      onRequest: (request) => registrations.requireOpen(() => access.lookForCaller(request)),
      schema: {
        tags: ['accounts'],
        summary: 'Make an account, and sign in',
        description:
          'The first account is an administrator. At most 1,000 an hour from one address. With `REGISTRATION=invite` ' +
          "it takes an administrator's token.",
        security: [],
        body: Registration,
        response: { 201: SignedIn, ...refused, 409: GeneralError, 422: GeneralError, 429: GeneralError },
      },
    },
    async (request, reply) => {
      const displayName = readName('displayName', request.body.displayName);
      const standing = await registering.consume(addressKey(request.ip));
      if (!standing.isAllowed) throw rateLimited(standing);
      reply.headers(standing.headers);
      const given = { ...request.body, displayName };
      const inviterId = access.callerIfKnown(request)?.accountId;
      const { account, session } = await registrations.register(given, originOf(request), inviterId);
      return reply.code(201).send({ user: toUser(account), session });
    },
  );

  server.post(
    '/auth/login',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Sign in',
        description:
          'Nobody is locked out, but guessing is slowed: after ten wrong passwords for an account, or fifty from an ' +
          'address, within a quarter of an hour, the next attempts are held for a moment that grows to 8 s. After a ' +
          'hundred wrong ones from an address, wrong ones are 429. The headers tell how the address stands.',
        security: [],
        body: Login,
        response: { 200: SignedIn, ...refused, 429: GeneralError },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      const { account, session, headers } = await signIn.login(email, password, originOf(request));
      return reply.headers(headers).send({ user: toUser(account), session });
    },
  );

  server.post(
    '/auth/refresh',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Turn a refresh token into a new pair of tokens',
        description:
          'A refresh token is good once; used again it ends its login, since one of the two users stole it. Only a ' +
          'second use within 100 ms of the first is taken for the same client asking twice, and gets a pair too.',
        security: [],
        body: Refresh,
        response: { 200: Refreshed, 401: GeneralError },
      },
    },
    async (request) => ({
      session: await signIn.refresh(request.body.refresh_token, originOf(request)),
    }),
  );

  server.post(
    '/auth/logout',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Sign out here',
        description: 'The access token and its refresh token are over at once, on every node.',
        response: { 200: Done('Successfully logged out'), ...refused },
      },
    },
    async (request) => {
      const { accountId, loginId } = personOf(request);
      await signIn.logout(accountId, loginId, originOf(request));
      return { message: 'Successfully logged out' };
    },
  );

  server.get(
    '/auth/logins',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Where you are signed in, the last used first',
        response: { 200: Type.Array(LoginEntry), ...refused },
      },
    },
    async (request) => {
      const person = personOf(request);
      const entries = await logins.list(person);
      return entries.map((entry) => ({
        id: entry.id,
        is_current: entry.id === person.loginId,
        user_agent: entry.userAgent,
        address: entry.address,
        created_at: entry.createdAt.toISOString(),
        last_used_at: entry.lastUsedAt.toISOString(),
        expires_at: entry.expiresAt.toISOString(),
      }));
    },
  );

  server.delete(
    '/auth/logins/:id',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Sign out there',
        params: IdParams,
        response: { 200: Done('Signed out there'), 400: GeneralError, ...refused, 404: GeneralError },
      },
    },
    async (request) => {
      await logins.end(personOf(request), request.params.id, originOf(request));
      return { message: 'Signed out there' };
    },
  );

  server.put(
    '/auth/password',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Change your password',
        description: 'Signs you out everywhere else. A wrong current password counts like one at login.',
        body: PasswordChange,
        response: { 200: Done('Password changed'), ...refused, 429: GeneralError },
      },
    },
    async (request, reply) => {
      const { current_password: current, new_password: next } = request.body;
      const headers = await logins.changePassword(personOf(request), current, next, originOf(request));
      return reply.headers(headers).send({ message: 'Password changed' });
    },
  );
}
