import { Done, IdParams, PasswordReset } from '#protocol/accounts.ts';
import {
  AccountChanges,
  AccountEntry,
  AccountList,
  AccountQuery,
  PasswordResetLink,
} from '#protocol/administration.ts';
import { GeneralError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import { addressKey } from '#server/platform/address-key.ts';
import { AppError } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { type RateLimiter, rateLimited } from '#server/platform/rate-limit.ts';
import type { AdministeredAccount } from './administration-repository.ts';
import type { Administration } from './administration-service.ts';
import { avatarUrl } from './avatar-routes.ts';
import type { PasswordResets } from './password-resets-service.ts';

type Dependencies = {
  access: Access;
  publicUrl: string;
  administration: Administration;
  passwordResets: PasswordResets;
  /** Of wrong tokens, by address. */
  wrongResets: RateLimiter;
};

const DEFAULT_LIMIT = 20;

const refused = { 400: GeneralError, 401: GeneralError, 403: GeneralError };

export function addAdministrationRoutes(server: HttpServer, deps: Dependencies): void {
  const { access, publicUrl, administration, passwordResets, wrongResets } = deps;

  const toEntry = (account: AdministeredAccount): AccountEntry => ({
    id: account.id,
    email: account.email,
    username: account.username,
    display_name: account.displayName,
    avatar_url: account.avatarPath === null ? null : avatarUrl(publicUrl, account.avatarPath),
    is_admin: account.isAdmin,
    disabled_at: account.disabledAt?.toISOString() ?? null,
    created_at: account.createdAt.toISOString(),
    last_active: account.lastActive?.toISOString() ?? null,
  });

  server.get(
    '/auth/accounts',
    {
      onRequest: access.requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'All accounts, the oldest first',
        querystring: AccountQuery,
        response: { 200: AccountList, ...refused },
      },
    },
    async (request) => {
      const { search = '', page = 1, limit = DEFAULT_LIMIT } = request.query;
      const { accounts, total } = await administration.list(search, { page, limit });
      const pagination = { page, limit, total, totalPages: Math.ceil(total / limit) };
      return { accounts: accounts.map(toEntry), pagination };
    },
  );

  server.patch(
    '/auth/accounts/:id',
    {
      onRequest: access.requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Make an account an administrator, or disable it',
        description:
          'What is not sent stays as it is. Disabling ends all logins and suspends the API keys, on every node. ' +
          'Enabled again, the account signs in anew, and its keys are good again. Nobody changes their own rights.',
        params: IdParams,
        body: AccountChanges,
        response: { 200: AccountEntry, ...refused, 404: GeneralError, 409: GeneralError },
      },
    },
    async (request) => {
      const { is_admin: isAdmin, disabled: isDisabled } = request.body;
      const id = request.params.id.toLowerCase();
      const wanted = { isAdmin, isDisabled };
      return toEntry(await administration.change(access.callerOf(request), id, wanted, request.ip));
    },
  );

  server.post(
    '/auth/accounts/:id/password-reset',
    {
      onRequest: access.requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Make a link by which an account gets a new password',
        description:
          'Good once, for 24 hours; it replaces the last one. Nothing is mailed: hand it on. It does nothing while ' +
          'the account is disabled.',
        params: IdParams,
        response: { 201: PasswordResetLink, ...refused, 404: GeneralError },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const { url, token, expiresAt } = await passwordResets.issue(access.callerOf(request), id, request.ip);
      return reply.code(201).send({ url, token, expires_at: expiresAt.toISOString() });
    },
  );

  server.post(
    '/auth/password-reset',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Set a new password, by a link from an administrator',
        description:
          'Ends all logins. Wrong tokens are limited to 20 a minute an address; a right one always passes.',
        security: [],
        body: PasswordReset,
        response: { 200: Done('Password changed'), 400: GeneralError, 429: GeneralError },
      },
    },
    async (request, reply) => {
      const { token, password } = request.body;
      const address = addressKey(request.ip);
      if (!(await passwordResets.use(token, password, request.ip))) {
        const standing = await wrongResets.consume(address);
        if (!standing.isAllowed) throw rateLimited(standing);
        const { headers } = standing;
        throw new AppError('invalid_token', 'This link is not valid, or not any more', { headers });
      }
      return reply.headers((await wrongResets.look(address)).headers).send({ message: 'Password changed' });
    },
  );
}
