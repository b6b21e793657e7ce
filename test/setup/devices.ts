import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import type { TestApp } from './app.ts';
import { queryStore } from './database.ts';

/** As loose as JSON.parse gives it: a test asserts it itself. */
type Parsed = ReturnType<typeof JSON.parse>;
type Connected = { deviceId?: string; token?: string; userAgent?: string };

export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
export const PC =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

/** Opens the nights' socket on a device, signed in where there is a token. */
export async function connectDevice(
  app: Pick<TestApp, 'url'>,
  { deviceId, token, userAgent }: Connected = {},
) {
  const url = new URL(`${app.url.replace(/^http/, 'ws')}/api/sessions/live`);
  if (deviceId !== undefined) url.searchParams.set('deviceId', deviceId);
  const socket = new WebSocket(url, { headers: userAgent === undefined ? {} : { 'user-agent': userAgent } });
  await once(socket, 'open');
  /** Says whose connection it is. */
  const authenticate = async (token: string): Promise<void> => {
    socket.send(JSON.stringify({ type: 'auth', token }));
    await once(socket, 'message');
  };
  if (token !== undefined) await authenticate(token);
  return {
    authenticate,

    async close(): Promise<void> {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** Asks until the answer is as it is to be: connections are written down shortly after they open and close. */
export const awaitAnswer = (
  app: TestApp,
  token: string,
  path: string,
  isDue: (body: Parsed) => unknown,
): Promise<Parsed> =>
  vi.waitFor(
    async () => {
      const { status, body, text } = await app.get(path, { token });
      if (status !== 200 || !isDue(body)) throw new Error(`${path}: ${status} ${text}`);
      return body;
    },
    { timeout: 10_000, interval: 50 },
  );

/** A device of the account's that is written down: it was connected and left. */
export async function makeDevice(app: TestApp, token: string, connected: Omit<Connected, 'token'> = {}) {
  const deviceId = connected.deviceId ?? randomUUID();
  const socket = await connectDevice(app, { ...connected, deviceId, token });
  await socket.close();
  const path = `/websocket-connections?device_id=${encodeURIComponent(deviceId)}&status=disconnected`;
  const { connections } = await awaitAnswer(app, token, path, (body) => body.connections.length > 0);
  return { deviceId, connectionId: String(connections[0].id) };
}

type Row = {
  userId: string | null;
  connectedAt: string;
  disconnectedAt?: string | null;
  deviceId?: string | null;
  nodeId?: string;
};

/** A connection of the past, straight into the store. */
export async function insertConnection({ connection }: TestApp, row: Row): Promise<string> {
  const { userId, connectedAt, disconnectedAt = null, deviceId = null, nodeId = randomUUID() } = row;
  const id = randomUUID();
  await queryStore(
    connection,
    `INSERT INTO socket_connections (id, socket_id, node_id, device_id, user_id, connected_at, disconnected_at)
     VALUES ($1, 'a socket', $2, $3, $4, $5, $6)`,
    [id, nodeId, deviceId, userId, connectedAt, disconnectedAt],
  );
  return id;
}
