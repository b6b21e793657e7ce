import { Type } from 'typebox';
import { AuditQuery, AuditRecord } from '#protocol/administration.ts';
import { GeneralError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { listAudit } from './audit-repository.ts';

type Dependencies = { access: Access; database: Database };

const DEFAULT_LIMIT = 50;

export function addAuditRoutes(server: HttpServer, { access, database }: Dependencies): void {
  server.get(
    '/auth/audit',
    {
      onRequest: access.requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Security events, the newest first',
        description: 'They are only ever added to.',
        querystring: AuditQuery,
        response: {
          200: Type.Array(AuditRecord),
          400: GeneralError,
          401: GeneralError,
          403: GeneralError,
        },
      },
    },
    async (request) => {
      const { account: accountId, before, limit = DEFAULT_LIMIT } = request.query;
      const records = await listAudit(database.db, { accountId, before, limit });
      return records.map(({ id, at, event, actorId, accountId: concerns, address, details }) => ({
        id,
        at: at.toISOString(),
        event,
        actor_id: actorId,
        account_id: concerns,
        address,
        details,
      }));
    },
  );
}
