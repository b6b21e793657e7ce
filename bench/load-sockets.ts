// A process of WebSocket clients, over bare sockets: they follow what a server sends and count it, at a small part
// of what it costs the server, and of the memory that a full client takes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Static, Type } from 'typebox';
import { answer, answerParent } from './child.ts';
import { createFrameCounter, encodeFrame, encodeUpgrade, PONG, TEXT } from './frames.ts';

const Clients = Type.Object({
  url: Type.String(),
  path: Type.String(),
  count: Type.Integer({ minimum: 1, maximum: 10_000 }),
  /** What each client sends once it is connected. */
  messages: Type.Array(Type.String()),
  /** How the last thing ends that the server says before a client is ready. */
  readyAfter: Type.String(),
});

const WAVE = 100;
const ALIVE_MS = 15_000;
const readBuffer = Buffer.allocUnsafe(64 * 1024);

const sockets: Socket[] = [];
let texts = 0;
let failure: Error | undefined;
let awaited: { count: number; resolve: () => void; reject: (error: Error) => void } | undefined;

function onText(): void {
  texts += 1;
  if (awaited && texts >= awaited.count) awaited.resolve();
}

/** Whoever counts on the clients is told, now or when next asking. */
function fail(error: Error): void {
  failure ??= error;
  awaited?.reject(failure);
}

async function openClient(options: Static<typeof Clients>): Promise<void> {
  const { hostname, port, host } = new URL(options.url);
  const ready = Promise.withResolvers<void>();
  const count = createFrameCounter(onText);
  let said = '';
  let isUpgraded = false;
  let isReady = false;
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback(length) {
        if (isReady) count(readBuffer, length);
        else {
          said += readBuffer.toString('latin1', 0, length);
          if (!isUpgraded && said.includes('\r\n\r\n')) {
            isUpgraded = true;
            for (const message of options.messages) socket.write(encodeFrame(TEXT, message));
          }
          isReady = said.endsWith(options.readyAfter);
          if (isReady) ready.resolve();
        }
        return true;
      },
    },
  });
  socket.on('error', (error) => fail(error));
  socket.on('close', () => {
    fail(new Error('the server closed a client'));
    ready.reject(new Error(`the server did not let a client in: ${said}`));
  });
  await once(socket, 'connect');
  sockets.push(socket);
  socket.write(encodeUpgrade(options.path, host));
  await ready.promise;
  said = '';
}

// Servers close clients from which nothing comes; an unasked pong is what a client may say at any time.
const alive = encodeFrame(PONG, '');
setInterval(() => {
  for (const socket of sockets) socket.write(alive);
}, ALIVE_MS);

answerParent([
  answer('connect', Clients, async (options) => {
    for (let opened = 0; opened < options.count; opened += WAVE) {
      const wave = Math.min(WAVE, options.count - opened);
      await Promise.all(Array.from({ length: wave }, () => openClient(options)));
    }
  }),
  answer('receive', Type.Object({ count: Type.Integer() }), async ({ count }) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    awaited = { count, resolve, reject };
    if (failure) reject(failure);
    else if (texts >= count) resolve();
    await promise;
    awaited = undefined;
    texts -= count;
  }),
]);
