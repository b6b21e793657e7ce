import type { IncomingHttpHeaders } from 'node:http';

/** A connection as it opens. */
export type OpenedConnection = {
  /** The connection's own id, which its client may know. */
  readonly id: string;
  readonly transport: 'websocket' | 'socketio';
  /** What the client calls its device; anybody can claim any. */
  readonly deviceId?: string;
  readonly address: string;
  readonly userAgent?: string;
};

/** Is told of every connection of a transport: each of these once at most, `opened` first and `closed` last. */
export type ConnectionObserver = {
  opened(connection: OpenedConnection): void;
  /** The feature has said whose connection it is. */
  identified(id: string, accountId: string): void;
  closed(id: string): void;
};

const DEVICE_ID_LENGTH = 128;

/** What the client says of its device and program, as far as it can be kept. */
export function describeClient(
  deviceId: unknown,
  headers: IncomingHttpHeaders,
): Pick<OpenedConnection, 'deviceId' | 'userAgent'> {
  const isDeviceId = typeof deviceId === 'string' && deviceId !== '' && deviceId.length <= DEVICE_ID_LENGTH;
  const userAgent = headers['user-agent'];
  return { ...(isDeviceId && { deviceId }), ...(userAgent !== undefined && { userAgent }) };
}
