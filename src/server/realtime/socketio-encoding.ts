import type { EncodedMessage, HubMessage } from './connection.ts';

/** An event as it goes to any client of the main namespace, by whichever transport of Engine.IO. */
export type EncodedEvent = {
  /** Socket.IO's packet. */
  readonly packet: string;
  readonly bytes: number;
  readonly options: {
    readonly compress: false;
    /** The whole frame for those connected by WebSocket, where Engine.IO takes it instead of making its own. */
    readonly wsPreEncodedFrame: readonly [Buffer];
  };
};

/** As the packet types of Engine.IO (`4`: message) and Socket.IO (`2`: event) are written. */
const MESSAGE = '4';
const EVENT = '2';

const FINAL_TEXT_FRAME = 0x81;

/** A message of the server's in one frame (RFC 6455, 5.2), header and payload in one piece for one write. */
function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headBytes + length);
  frame[0] = FINAL_TEXT_FRAME;
  if (headBytes === 2) frame[1] = length;
  else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headBytes);
  return frame;
}

export function encodeEvent(name: string, payload: Readonly<Record<string, unknown>>): EncodedEvent {
  const packet = EVENT + JSON.stringify([name, payload]);
  const frame = frameText(MESSAGE + packet);
  return { packet, bytes: frame.length, options: { compress: false, wsPreEncodedFrame: [frame] } };
}

/** A message is the event named by its `type`, with all else as the payload. */
export function encodeHubMessage({ type, ...payload }: HubMessage): EncodedEvent {
  return encodeEvent(type, payload);
}

export const encodeForAll = ({ message }: EncodedMessage): EncodedEvent => encodeHubMessage(message);
