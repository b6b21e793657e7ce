import { WebSocket } from 'ws';
import { type Membership, socketUrl } from './parties.ts';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;

export type PartyGoer = ReturnType<typeof createPartyGoer>;

const RETRY_MS = 100;

/** A member who comes back by themselves when their node is lost: to the next of these, by turns. */
export function createPartyGoer(urls: readonly string[], member: Membership) {
  const heard: Parsed[] = [];
  const codes: number[] = [];
  let turn = 0;
  let socket: WebSocket | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isIn = false;
  let isOver = false;

  function connect(): void {
    const url = urls[turn++ % urls.length] ?? '';
    const current = new WebSocket(socketUrl(url.replace(/^http/, 'ws'), member));
    socket = current;
    current.on('message', (data) => {
      const message: Parsed = JSON.parse(data.toString());
      heard.push(message);
      if (message.type === 'session_state') isIn = true;
    });
    current.on('error', () => {});
    current.on('close', (code) => {
      codes.push(code);
      isIn = false;
      if (!isOver) retry = setTimeout(connect, RETRY_MS);
    });
  }
  connect();

  return {
    member,
    heard,
    /** With which its sockets have closed. */
    codes,
    isIn: () => isIn,
    say: (type: string, payload?: unknown, more: object = {}) =>
      socket?.send(JSON.stringify({ type, payload, ...more })),
    /** The payloads of a type so far. */
    payloads: (type: string): Parsed[] =>
      heard.filter((message) => message.type === type).map(({ payload }) => payload),
    /** The last state that it was told. */
    state: (): Parsed => heard.findLast(({ type }) => type === 'session_state')?.payload,
    close(): void {
      isOver = true;
      clearTimeout(retry);
      socket?.close();
    },
  };
}
