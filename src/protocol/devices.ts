import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';

const DEVICE_ID = '9d1c5a7e-2b64-4f0e-8a11-6f6d0e3c9b44';
const USER_ID = '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11';

const connection = {
  id: '1b9e1c52-6a0f-4d3e-9a60-0b5a3f9d7c21',
  device_id: DEVICE_ID,
  user_id: USER_ID,
  socket_id: 'Xq3vQ0m1kR7b2ZsTAAAB',
  status: 'disconnected',
  connected_at: '2026-03-15T19:00:00.000Z',
  disconnected_at: '2026-03-15T19:45:00.000Z',
  ip_address: '203.0.113.7',
  user_agent: 'Mozilla/5.0 …',
  created_at: '2026-03-15T19:00:00.250Z',
};

const connectionFields = {
  id: Uuid(),
  device_id: Nullable(Type.String({ description: 'What the client called its device.' })),
  user_id: Nullable(Uuid('Null: nobody signed in on it.')),
  socket_id: Type.String({ description: 'What the connection was called while it was open.' }),
  status: Type.Enum(['connected', 'disconnected']),
  connected_at: Instant(),
  disconnected_at: Nullable(Instant('Null while it is open.')),
  ip_address: Nullable(Type.String()),
  user_agent: Nullable(Type.String()),
  created_at: Instant('When it was written down.'),
};

export const SocketConnection = Type.Object(connectionFields, { examples: [connection] });
export type SocketConnection = Static<typeof SocketConnection>;

/** What clients call their devices is theirs to choose. */
const DeviceIdFilter = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'Of this device only.',
  examples: [DEVICE_ID],
});

const pageFields = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: '20 by default.', examples: [20] }),
  ),
  offset: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: '0 by default.', examples: [0] }),
  ),
};

const pageExample = { total: 1, limit: 20, offset: 0 };
const pageAnswer = { total: Type.Integer(), limit: Type.Integer(), offset: Type.Integer() };

export const ConnectionQuery = Type.Object({
  device_id: Type.Optional(DeviceIdFilter),
  user_id: Type.Optional(Uuid('Of this account only.')),
  status: Type.Optional(Type.Enum(['connected', 'disconnected'], { examples: ['connected'] })),
  ...pageFields,
});

export const ConnectionList = Type.Object(
  { connections: Type.Array(SocketConnection), ...pageAnswer },
  { examples: [{ connections: [connection], ...pageExample }] },
);

export const ConnectionsOfAll = Type.Object(
  {
    connections: Type.Array(SocketConnection),
    count: Type.Integer({ description: 'How many there are; the list has the newest 1,000.' }),
  },
  { examples: [{ connections: [connection], count: 1 }] },
);

export const ConnectionStats = Type.Object(
  {
    total_connections: Type.Integer(),
    active_connections: Type.Integer(),
    total_disconnected: Type.Integer(),
    avg_duration_minutes: Type.Number({ description: 'Of those that are over; 0 without any.' }),
  },
  {
    examples: [
      {
        total_connections: 1523,
        active_connections: 42,
        total_disconnected: 1481,
        avg_duration_minutes: 23.5,
      },
    ],
  },
);

const session = {
  id: '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22',
  device_id: DEVICE_ID,
  user_id: USER_ID,
  device_type: 'mobile',
  os: 'iOS',
  browser: 'Safari',
  first_seen: '2026-03-01T19:00:00.000Z',
  last_seen: '2026-03-15T19:45:00.000Z',
  session_count: 12,
  metadata: { app_version: '2.1.0', language: 'ja-JP' },
  created_at: '2026-03-01T19:00:00.250Z',
  updated_at: '2026-03-15T19:45:00.250Z',
};

export const DeviceSession = Type.Object(
  {
    id: Uuid(),
    device_id: Type.String({ description: 'What the client calls its device.' }),
    user_id: Nullable(Uuid('Null: whoever used the device without signing in.')),
    device_type: Nullable(Type.String({ description: 'desktop, mobile, tablet, tv or bot.' })),
    os: Nullable(Type.String()),
    browser: Nullable(Type.String()),
    first_seen: Instant(),
    last_seen: Instant(),
    session_count: Type.Integer({ description: 'How many connections it had.' }),
    metadata: Type.Record(Type.String(), Type.Unknown()),
    created_at: Instant(),
    updated_at: Instant(),
  },
  { examples: [session] },
);
export type DeviceSession = Static<typeof DeviceSession>;

export const DeviceQuery = Type.Object({
  user_id: Type.Optional(Uuid('Of this account only.')),
  ...pageFields,
});

export const DeviceList = Type.Object(
  { sessions: Type.Array(DeviceSession), ...pageAnswer },
  { examples: [{ sessions: [session], ...pageExample }] },
);

export const DeviceStats = Type.Object(
  {
    total_devices: Type.Integer(),
    unique_users: Type.Integer(),
    avg_sessions_per_device: Type.Number({ description: '0 without a device.' }),
    most_common_os: Nullable(Type.String()),
    most_common_browser: Nullable(Type.String()),
  },
  {
    examples: [
      {
        total_devices: 342,
        unique_users: 278,
        avg_sessions_per_device: 12.5,
        most_common_os: 'iOS',
        most_common_browser: 'Chrome',
      },
    ],
  },
);

export const DeviceMetadata = Type.Record(Type.String(), Type.Unknown(), {
  description: 'What is to be set, by name; null removes.',
  examples: [{ app_version: '2.2.0', language: 'ja-JP', theme: null }],
});

export const DeviceUpdated = Type.Object(
  { message: Type.String(), session: DeviceSession },
  { examples: [{ message: 'Device session metadata updated', session }] },
);

export const DeviceConnections = Type.Object(
  {
    connections: Type.Array(
      Type.Object({
        ...connectionFields,
        duration_minutes: Type.Number({ description: 'Up to now, while it is open.' }),
      }),
    ),
    count: Type.Integer({ description: 'How many there are; the list has the newest 1,000.' }),
    device_id: Type.String(),
  },
  { examples: [{ connections: [{ ...connection, duration_minutes: 45 }], count: 1, device_id: DEVICE_ID }] },
);
