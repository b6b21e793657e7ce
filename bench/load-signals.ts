// A process of the members of watch parties, over bare sockets: they send each other signals, and count what comes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { Type } from 'typebox';
import { answer, answerParent } from './child.ts';
import { createFrameCounter, encodeFrame, encodeUpgrade, PONG, TEXT } from './frames.ts';

/** The members of each party: how to reach the socket, and by which id the others do. */
const Parties = Type.Array(Type.Array(Type.Object({ userId: Type.String(), path: Type.String() })));

const ALIVE_MS = 15_000;
/** For who comes and goes to be told to all: nothing of it is to be counted. */
const SETTLE_MS = 1_000;
const CANDIDATE =
  'candidate:842163049 1 udp 1677729535 203.0.113.17 46154 typ srflx raddr 192.168.1.100 rport 46154 ' +
  'generation 0 ufrag EsAw network-cost 999';

type Member = {
  socket: Socket;
  /** To each of the others. */
  frames: Buffer[];
  /** The same in one. */
  all: Buffer;
};

const members: Member[] = [];
let texts = 0;
let onText: (() => void) | undefined;
let failure: Error | undefined;

async function open(url: string, path: string): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const count = createFrameCounter(() => {
    texts += 1;
    onText?.();
  });
  const ready = Promise.withResolvers<void>();
  let said = '';
  let isUpgraded = false;
  socket.on('data', (bytes: Buffer) => {
    if (isUpgraded) return count(bytes, bytes.length);
    said += bytes.toString('latin1');
    const end = said.indexOf('\r\n\r\n');
    if (end < 0) return;
    isUpgraded = true;
    if (!said.startsWith('HTTP/1.1 101')) return ready.reject(new Error(`not let in: ${said}`));
    const rest = Buffer.from(said.slice(end + 4), 'latin1');
    count(rest, rest.length);
    ready.resolve();
  });
  socket.on('error', ready.reject);
  socket.on('close', () => {
    failure ??= new Error('the server closed a member');
  });
  await once(socket, 'connect');
  socket.write(encodeUpgrade(path, host));
  await ready.promise;
  return socket;
}

const signalTo = (target_id: string): Buffer =>
  encodeFrame(
    TEXT,
    JSON.stringify({
      type: 'ice_candidate',
      payload: { candidate: CANDIDATE, sdpMid: '0', sdpMLineIndex: 0 },
      target_id,
    }),
  );

/** Resolves when so many more have come. */
async function receive(count: number, send: () => Promise<void>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const expected = texts + count;
  onText = () => {
    if (texts === expected) resolve();
  };
  const timer = setTimeout(() => reject(failure ?? new Error(`${expected - texts} did not come`)), 30_000);
  await Promise.all([send(), promise]);
  clearTimeout(timer);
  onText = undefined;
}

// Servers close clients from which nothing comes; an unasked pong is what a client may say at any time.
const alive = encodeFrame(PONG, '');
setInterval(() => {
  for (const { socket } of members) socket.write(alive);
}, ALIVE_MS);

answerParent([
  answer('connect', Type.Object({ url: Type.String(), parties: Parties }), async ({ url, parties }) => {
    for (const party of parties) {
      const sockets = await Promise.all(party.map(({ path }) => open(url, path)));
      for (const [index, socket] of sockets.entries()) {
        const frames = party.filter((_, other) => other !== index).map(({ userId }) => signalTo(userId));
        members.push({ socket, frames, all: Buffer.concat(frames) });
      }
    }
    await wait(SETTLE_MS);
  }),

  /** Each sends so many to each of the others of the party, as fast as it goes: the seconds until all have come. */
  answer('flood', Type.Object({ times: Type.Integer() }), async ({ times }) => {
    const count = times * members.reduce((sum, { frames }) => sum + frames.length, 0);
    const startedAt = performance.now();
    await receive(count, async () => {
      for (let turn = 0; turn < times; turn++) {
        for (const { socket, all } of members) socket.write(all);
        await nextTurn();
      }
    });
    return { count, seconds: (performance.now() - startedAt) / 1000 };
  }),

  /** So many, one after another: how long each took, milliseconds. */
  answer('ping', Type.Object({ count: Type.Integer() }), async ({ count }) => {
    const times: number[] = [];
    for (let index = 0; index < count; index++) {
      const { socket, frames } = members[index % members.length] ?? {};
      const frame = frames?.[Math.floor(index / members.length) % frames.length];
      if (!socket || !frame) throw new Error('nobody is connected');
      const startedAt = performance.now();
      await receive(1, async () => {
        socket.write(frame);
      });
      times.push(performance.now() - startedAt);
    }
    return times;
  }),
]);
