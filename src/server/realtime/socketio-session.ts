import type { Socket } from 'socket.io';
import { WebSocket } from 'ws';
import { type CloseCode, closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { ClientLimits } from './endpoint.ts';
import { createMinuteCount, FLOOD_FACTOR } from './minute-count.ts';
import type { EncodedEvent } from './socketio-encoding.ts';
import type { EventLimits } from './socketio-endpoint.ts';

export type EngineSocket = Socket['conn'];

/** As far as they matter here. `data` is text, or the bytes of a binary message. */
type EnginePacket = { readonly data?: string | Buffer };

/** The type of an Engine.IO packet, ahead of its data. */
const TYPE_BYTES = 1;

type SessionOptions = {
  conn: EngineSocket;
  address: string;
  limits: EventLimits;
  clock: Clock;
  /** Gives the address's place among those that have not authenticated back. */
  release(): void;
};

export type Session = ReturnType<typeof openSession>;

/** Engine.IO keeps it to itself; absent while the client polls. */
function webSocketOf(transport: EngineSocket['transport']): WebSocket | undefined {
  const socket: unknown = Reflect.get(transport, 'socket');
  return socket instanceof WebSocket ? socket : undefined;
}

/**
 * What carries a Socket.IO connection: a session of Engine.IO, by polling at first and then usually by WebSocket.
 * It bounds what comes in and what waits to go out.
 */
export function openSession({ conn, address, limits, clock, release }: SessionOptions) {
  const countPacket = createMinuteCount(clock);
  let ws = webSocketOf(conn.transport);
  let limit: ClientLimits = limits.unauthenticated;
  let hasSentBinary = false;
  let isClosing = false;
  /** Of the packets that Engine.IO keeps until its transport is ready for more; a character counts as one. */
  let keptBytes = 0;

  conn.on('upgrade', (transport: EngineSocket['transport']) => {
    ws = webSocketOf(transport);
  });
  conn.on('packetCreate', ({ data = '' }: EnginePacket) => {
    keptBytes += data.length;
  });
  conn.on('flush', () => {
    keptBytes = 0;
  });
  // All of them, since acknowledgements, heartbeats and requests to connect reach no event handler.
  conn.on('packet', ({ data = '' }: EnginePacket) => {
    if (typeof data !== 'string') hasSentBinary = true;
    if (TYPE_BYTES + Buffer.byteLength(data) > limit.frameBytes)
      close(closeCodes.messageTooBig, 'Frame too big');
    else if (countPacket() > FLOOD_FACTOR * limit.messagesPerMinute)
      close(closeCodes.policyViolation, 'Too many messages');
  });

  /** Clients come again by themselves. */
  function close(code?: CloseCode, reason?: string): void {
    if (isClosing) return;
    isClosing = true;
    // Whoever polls finds the session gone the next time.
    if (!ws) conn.close(true);
    else if (keptBytes === 0 || code === closeCodes.slowReader) closeWebSocket(ws, code, reason);
    else conn.once('drain', () => ws && closeWebSocket(ws, code, reason));
  }

  function closeWebSocket(socket: WebSocket, code?: CloseCode, reason?: string): void {
    // Paused, it would never see the client's answer.
    socket.resume();
    socket.close(code, reason);
  }

  return {
    conn,
    address,
    /** Requests to connect to a namespace so far. */
    attempts: 0,
    /** Such a request is being decided. */
    isConnecting: false,
    isClosing: () => isClosing,
    limit: () => limit,
    hasSentBinary: () => hasSentBinary,
    isPolling: () => ws === undefined,
    authenticated(): void {
      limit = limits.authenticated ?? limits.unauthenticated;
      release();
    },
    /** Whether so many bytes may still be added to what waits to be sent. */
    hasRoomFor: (bytes: number) => keptBytes + (ws?.bufferedAmount ?? 0) + bytes <= limits.bufferedBytes,
    write({ packet, options }: EncodedEvent): void {
      conn.write(packet, options);
    },
    pause: () => ws?.pause(),
    resume: () => ws?.resume(),
    close,
    terminate(): void {
      if (ws) ws.terminate();
      else conn.close(true);
    },
  };
}
