import { once } from 'node:events';
import { WebSocket } from 'ws';

/** As loose as JSON.parse gives it: a test asserts it itself. */
type Message = ReturnType<typeof JSON.parse>;

export type SocketClient = Awaited<ReturnType<typeof connectSocket>>;

const DEADLINE_MS = 5_000;

type Options = {
  /** False: the server's pings aren't answered, as by a client whose network is gone. */
  autoPong?: boolean;
};

/** A WebSocket client that is open. Messages wait until the test takes them. */
export async function connectSocket(url: string, { autoPong = true }: Options = {}) {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { autoPong });
  const received: Message[] = [];
  const untaken: Message[] = [];
  const waiting = new Set<() => void>();
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  socket.on('message', (data) => {
    const message: Message = JSON.parse(data.toString());
    received.push(message);
    untaken.push(message);
    for (const look of waiting) look();
  });
  socket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
  await once(socket, 'open');

  /** Takes the first message not yet taken that matches, now or within the deadline. */
  function next(matches: (message: Message) => boolean, deadlineMs = DEADLINE_MS): Promise<Message> {
    const { promise, resolve, reject } = Promise.withResolvers<Message>();
    const finish = () => {
      clearTimeout(deadline);
      waiting.delete(look);
    };
    const look = () => {
      const index = untaken.findIndex(matches);
      if (index < 0) return;
      finish();
      resolve(untaken.splice(index, 1)[0]);
    };
    const deadline = setTimeout(() => {
      finish();
      reject(new Error(`No such message in time; untaken are ${JSON.stringify(untaken)}`));
    }, deadlineMs);
    waiting.add(look);
    look();
    return promise;
  }

  const nextOf = (type: string) => next((message) => message.type === type);
  const send = (message: unknown) => socket.send(JSON.stringify(message));

  return {
    socket,
    /** All messages so far, in order. */
    received,
    next,
    nextOf,
    send,
    /** Resolves with the close code when the server, or the test, has closed it. */
    closed: closed.promise,

    /** Sends, and takes the next message of the type. */
    async ask(message: unknown, type: string): Promise<Message> {
      send(message);
      return nextOf(type);
    },

    /** Resolves when whatever the server sent before now has been received. */
    async catchUp(): Promise<void> {
      send({ type: 'ping' });
      await nextOf('pong');
    },

    async close(): Promise<void> {
      socket.close();
      await closed.promise;
    },
  };
}
