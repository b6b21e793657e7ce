/** WebSocket frames over bare sockets: at a small part of what a full client costs. */

export const TEXT = 0x81;
export const PONG = 0x8a;

/** A client's frame: masked, as it must be, with zeros, which leave the payload as it is. */
export function encodeFrame(head: number, payload: string): Buffer {
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([head, ...size, 0, 0, 0, 0]), bytes]);
}

/** What a client sends to get a socket. */
export const encodeUpgrade = (path: string, host: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
  'sec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n';

/** Counts text frames in a server's bytes, however these are cut into pieces. */
export function createFrameCounter(onText: () => void): (bytes: Buffer, length: number) => void {
  /** Bytes of the present frame's payload that have yet to come. */
  let left = 0;
  /** A frame's head that is not whole yet. */
  let head: number[] = [];
  return (bytes, length) => {
    let at = 0;
    while (at < length) {
      if (left > 0) {
        const taken = Math.min(left, length - at);
        left -= taken;
        at += taken;
      } else {
        head.push(bytes[at] ?? 0);
        at += 1;
        const [kind = 0, size, high = 0, low] = head;
        if (size === undefined || (size === 126 && low === undefined)) continue;
        if (size > 126) throw new Error('a frame over 64 KiB');
        if (kind === TEXT) onText();
        left = size === 126 ? high * 256 + (low ?? 0) : size;
        head = [];
      }
    }
  };
}
