import { Type } from 'typebox';
import { GeneralError, Uuid } from '#protocol/common.ts';
import {
  ConnectionList,
  ConnectionQuery,
  ConnectionStats,
  ConnectionsOfAll,
  SocketConnection,
} from '#protocol/devices.ts';
import type { Access } from '#server/platform/access.ts';
import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import {
  type Connection,
  findConnection,
  listConnections,
  readConnectionStats,
} from './connections-repository.ts';

type Dependencies = { access: Access; database: Database };

const tags = ['devices'];
const DEFAULT_LIMIT = 20;
/** Of a list that isn't paged: an administrator's may be as long as the server has connections. */
export const WHOLE_LIST = { limit: 1_000, offset: 0 };

const refused = { 401: GeneralError, 403: GeneralError };
const refusedOne = { ...refused, 400: GeneralError, 404: GeneralError };

/** Minutes to a tenth. */
export const toMinutes = (ms: number): number => Math.round(ms / 6_000) / 10;

export function addConnectionRoutes(server: HttpServer, { access, database }: Dependencies): void {
  const { db } = database;
  const onRequest = access.requireCaller('read');

  server.get(
    '/websocket-connections',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Your connections, the newest first',
        description:
          'Those of your account, by Socket.IO and WebSocket; to administrators, all. Kept for 90 days.',
        querystring: ConnectionQuery,
        response: { 200: ConnectionList, 400: GeneralError, ...refused },
      },
    },
    async (request) => {
      const {
        device_id: deviceId,
        user_id: accountId,
        status,
        limit = DEFAULT_LIMIT,
        offset = 0,
      } = request.query;
      const isOpen = status === undefined ? undefined : status === 'connected';
      const filter = { deviceId, accountId, isOpen };
      const { rows, total } = await listConnections(db, access.callerOf(request), filter, { limit, offset });
      return { connections: rows.map(toConnection), total, limit, offset };
    },
  );

  server.get(
    '/websocket-connections/active',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Your connections that are open',
        description: 'The newest first; to administrators, all.',
        response: { 200: ConnectionsOfAll, ...refused },
      },
    },
    async (request) => {
      const { rows, total } = await listConnections(
        db,
        access.callerOf(request),
        { isOpen: true },
        WHOLE_LIST,
      );
      return { connections: rows.map(toConnection), count: total };
    },
  );

  server.get(
    '/websocket-connections/stats',
    {
      onRequest,
      schema: {
        tags,
        summary: 'How many connections you had, and how long',
        description: 'Of the last 90 days; to administrators, of all.',
        response: { 200: ConnectionStats, ...refused },
      },
    },
    async (request) => {
      const { total, closed, averageMs } = await readConnectionStats(db, access.callerOf(request));
      return {
        total_connections: total,
        active_connections: total - closed,
        total_disconnected: closed,
        avg_duration_minutes: toMinutes(averageMs ?? 0),
      };
    },
  );

  server.get(
    '/websocket-connections/device/:device_id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Your connections from a device',
        description: 'The newest first; to administrators, those of all accounts on it.',
        params: Type.Object({ device_id: Uuid('What the client calls its device.') }),
        response: { 200: ConnectionsOfAll, ...refusedOne },
      },
    },
    async (request) => {
      const filter = { deviceId: request.params.device_id };
      const { rows, total } = await listConnections(db, access.callerOf(request), filter, WHOLE_LIST);
      if (total === 0) throw notFound('Device not found');
      return { connections: rows.map(toConnection), count: total };
    },
  );

  server.get(
    '/websocket-connections/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'A connection',
        params: Type.Object({ id: Uuid() }),
        response: { 200: SocketConnection, ...refusedOne },
      },
    },
    async (request) => {
      const connection = await findConnection(db, access.callerOf(request), request.params.id);
      if (!connection) throw notFound('Connection not found');
      return toConnection(connection);
    },
  );
}

export const toConnection = (connection: Connection): SocketConnection => ({
  id: connection.id,
  device_id: connection.deviceId,
  user_id: connection.userId,
  socket_id: connection.socketId,
  status: connection.disconnectedAt ? 'disconnected' : 'connected',
  connected_at: connection.connectedAt.toISOString(),
  disconnected_at: connection.disconnectedAt?.toISOString() ?? null,
  ip_address: connection.ipAddress,
  user_agent: connection.userAgent,
  created_at: connection.createdAt.toISOString(),
});
