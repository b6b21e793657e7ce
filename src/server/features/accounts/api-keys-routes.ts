import { Type } from 'typebox';
import { Done, IdParams } from '#protocol/accounts.ts';
import { ApiKeyCreated, ApiKeyCreation, ApiKeyEntry } from '#protocol/api-keys.ts';
import { GeneralError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { ApiKey } from './api-keys-repository.ts';
import type { ApiKeys } from './api-keys-service.ts';

type Dependencies = { access: Access; apiKeys: ApiKeys };

const refused = { 401: GeneralError, 403: GeneralError };

export function addApiKeyRoutes(server: HttpServer, { access, apiKeys }: Dependencies): void {
  server.post(
    '/auth/api-keys',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Make an API key',
        description:
          'The answer alone has the key. It acts with the rights of its account within its scopes, but never on ' +
          'logins, keys and passwords, nor as an administrator of accounts. An account has at most 50, those that ' +
          'have expired included. While its account is disabled it is refused.',
        body: ApiKeyCreation,
        response: { 201: ApiKeyCreated, 400: GeneralError, ...refused, 409: GeneralError },
      },
    },
    async (request, reply) => {
      const { name, scopes, expires_at: expiresAt = null } = request.body;
      const { accountId } = access.callerOf(request);
      const { entry, key } = await apiKeys.create(accountId, { name, scopes, expiresAt }, request.ip);
      return reply.code(201).send({ ...toEntry(entry), key });
    },
  );

  server.get(
    '/auth/api-keys',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Your API keys, the newest first',
        response: { 200: Type.Array(ApiKeyEntry), ...refused },
      },
    },
    async (request) => (await apiKeys.list(access.callerOf(request).accountId)).map(toEntry),
  );

  server.delete(
    '/auth/api-keys/:id',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags: ['accounts'],
        summary: 'Revoke an API key',
        description: 'It is refused from then on, on every node.',
        params: IdParams,
        response: { 200: Done('API key revoked'), 400: GeneralError, ...refused, 404: GeneralError },
      },
    },
    async (request) => {
      await apiKeys.revoke(access.callerOf(request).accountId, request.params.id, request.ip);
      return { message: 'API key revoked' };
    },
  );
}

const toEntry = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  prefix: key.prefix,
  created_at: key.createdAt.toISOString(),
  last_used_at: key.lastUsedAt?.toISOString() ?? null,
  expires_at: key.expiresAt?.toISOString() ?? null,
});
