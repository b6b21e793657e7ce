import { Type } from 'typebox';
import { GeneralError, Uuid } from '#protocol/common.ts';
import {
  DeviceConnections,
  DeviceList,
  DeviceMetadata,
  DeviceQuery,
  DeviceSession,
  DeviceStats,
  DeviceUpdated,
} from '#protocol/devices.ts';
import type { Access } from '#server/platform/access.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { toConnection, toMinutes, WHOLE_LIST } from './connection-routes.ts';
import { listConnections } from './connections-repository.ts';
import {
  type Device,
  findDevice,
  listDevices,
  lockDevice,
  readDeviceStats,
  setMetadata,
} from './devices-repository.ts';
import { mergeMetadata } from './metadata.ts';

type Dependencies = { access: Access; database: Database; clock: Clock };

const tags = ['devices'];
const DEFAULT_LIMIT = 20;
/** Twice what the metadata may have: changes may remove as much as they add. */
const METADATA_BODY_BYTES = 16 * 1024;

const refused = { 401: GeneralError, 403: GeneralError };
const refusedOne = { ...refused, 400: GeneralError, 404: GeneralError };
const DeviceParams = Type.Object({ device_id: Uuid('What the client calls its device.') });

export function addDeviceRoutes(server: HttpServer, { access, database, clock }: Dependencies): void {
  const { db } = database;
  const onRequest = access.requireCaller('read');
  const missing = () => notFound('Device session not found');

  server.get(
    '/device-sessions',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Your devices, the last seen first',
        description:
          'Those that said what they are called, until 90 days after they were seen; to administrators, all.',
        querystring: DeviceQuery,
        response: { 200: DeviceList, 400: GeneralError, ...refused },
      },
    },
    async (request) => {
      const { user_id: accountId, limit = DEFAULT_LIMIT, offset = 0 } = request.query;
      const { rows, total } = await listDevices(db, access.callerOf(request), accountId, { limit, offset });
      return { sessions: rows.map(toSession), total, limit, offset };
    },
  );

  server.get(
    '/device-sessions/stats',
    {
      onRequest,
      schema: {
        tags,
        summary: 'How many devices you have, and which',
        description: 'To administrators, of all.',
        response: { 200: DeviceStats, ...refused },
      },
    },
    async (request) => {
      const stats = await readDeviceStats(db, access.callerOf(request));
      const average = stats.devices === 0 ? 0 : stats.sessions / stats.devices;
      return {
        total_devices: stats.devices,
        unique_users: stats.accounts,
        avg_sessions_per_device: Math.round(average * 10) / 10,
        most_common_os: stats.commonOs,
        most_common_browser: stats.commonBrowser,
      };
    },
  );

  server.get(
    '/device-sessions/:device_id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'A device of yours',
        description:
          'To administrators that of anybody; of several accounts on it their own, else the last one seen.',
        params: DeviceParams,
        response: { 200: DeviceSession, ...refusedOne },
      },
    },
    async (request) => {
      const device = await findDevice(db, access.callerOf(request), request.params.device_id);
      if (!device) throw missing();
      return toSession(device);
    },
  );

  server.get(
    '/device-sessions/:device_id/connections',
    {
      onRequest,
      schema: {
        tags,
        summary: 'The connections of a device of yours',
        description: 'The newest first, of the account that `GET /device-sessions/{device_id}` shows.',
        params: DeviceParams,
        response: { 200: DeviceConnections, ...refusedOne },
      },
    },
    async (request) => {
      const viewer = access.callerOf(request);
      const device = await findDevice(db, viewer, request.params.device_id);
      if (!device) throw missing();
      const { deviceId, userId: accountId } = device;
      const { rows, total } = await listConnections(db, viewer, { deviceId, accountId }, WHOLE_LIST);
      const now = clock.now();
      const connections = rows.map((connection) => ({
        ...toConnection(connection),
        duration_minutes: toMinutes(
          (connection.disconnectedAt?.getTime() ?? now) - connection.connectedAt.getTime(),
        ),
      }));
      return { connections, count: total, device_id: deviceId };
    },
  );

  server.patch(
    '/device-sessions/:device_id/metadata',
    {
      onRequest: access.requireAccount(),
      bodyLimit: METADATA_BODY_BYTES,
      schema: {
        tags,
        summary: 'Keep something with a device of yours',
        description: 'Adds to what is there, name by name; null removes. At most 8 KiB in all.',
        params: DeviceParams,
        body: DeviceMetadata,
        response: { 200: DeviceUpdated, ...refusedOne },
      },
    },
    async (request) => {
      const viewer = access.callerOf(request);
      const session = await database.transaction(async (tx) => {
        const device = await lockDevice(tx, viewer, request.params.device_id);
        if (!device) throw missing();
        const metadata = mergeMetadata(device.metadata, request.body);
        return setMetadata(tx, device.id, metadata, new Date(clock.now()));
      });
      return { message: 'Device session metadata updated', session: toSession(session) };
    },
  );
}

const toSession = (device: Device): DeviceSession => ({
  id: device.id,
  device_id: device.deviceId,
  user_id: device.userId,
  device_type: device.deviceType,
  os: device.os,
  browser: device.browser,
  first_seen: device.firstSeen.toISOString(),
  last_seen: device.lastSeen.toISOString(),
  session_count: device.sessionCount,
  metadata: device.metadata,
  created_at: device.createdAt.toISOString(),
  updated_at: device.updatedAt.toISOString(),
});
