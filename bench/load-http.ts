// A process that loads an HTTP server. A client of its own, over bare sockets: on a machine of few cores, what the
// load costs is taken from the server, and general clients cost more than the servers that are measured.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { Type } from 'typebox';
import { answer, answerParent } from './child.ts';
import { Load, type LoadResult } from './load.ts';

const TICK_MS = 2;
/** Sockets are read one after the other, and what is read is taken out at once: they share the space. */
const readBuffer = Buffer.allocUnsafe(64 * 1024);

type Connection = { socket: Socket; received: string; dueAt: number };

async function startLoad(load: Load) {
  const makeRequest = createRequests(load);
  const histogram = createHistogram();
  const statuses = new Map<string, number>();
  const cpuBefore = process.cpuUsage();
  const idle: Connection[] = [];
  const due: number[] = [];
  const over = Promise.withResolvers<void>();
  let isFinishing = false;
  let inFlight = 0;

  const send = (connection: Connection, dueAt: number) => {
    connection.dueAt = dueAt;
    inFlight += 1;
    connection.socket.write(makeRequest(), 'latin1');
  };

  const sendDue = () => {
    while (due.length > 0 && idle.length > 0) {
      const [dueAt, connection] = [due.shift(), idle.pop()];
      if (dueAt !== undefined && connection) send(connection, dueAt);
    }
  };

  const onAnswer = (connection: Connection, status: string) => {
    const now = performance.now();
    histogram.record(Math.max(1, Math.round((now - connection.dueAt) * 1000)));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    inFlight -= 1;
    if (load.perSecond !== undefined) {
      idle.push(connection);
      sendDue();
    } else if (!isFinishing) send(connection, now);
    if (isFinishing && inFlight === 0 && due.length === 0) over.resolve();
  };

  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => openConnection(new URL(load.url), onAnswer, over.reject)),
  );
  const startedAt = performance.now();
  const timer = load.perSecond === undefined ? undefined : pace(load.perSecond);
  if (timer) idle.push(...connections);
  else for (const connection of connections) send(connection, startedAt);

  function pace(perSecond: number) {
    let count = 0;
    return setInterval(() => {
      const now = performance.now();
      while (startedAt + (count * 1000) / perSecond <= now) {
        due.push(startedAt + (count * 1000) / perSecond);
        count += 1;
      }
      sendDue();
    }, TICK_MS);
  }

  return {
    /** Sends no more, and waits for the answers to what was sent. */
    async finish(): Promise<LoadResult> {
      isFinishing = true;
      clearInterval(timer);
      if (inFlight > 0 || due.length > 0) await over.promise;
      const seconds = (performance.now() - startedAt) / 1000;
      for (const { socket } of connections) socket.removeAllListeners('close').destroy();
      const cpu = process.cpuUsage(cpuBefore);
      return {
        requests: histogram.count,
        seconds,
        perSecond: histogram.count / seconds,
        statuses: Object.fromEntries(statuses),
        p50Ms: histogram.percentile(50) / 1000,
        p99Ms: histogram.percentile(99) / 1000,
        cpuMs: (cpu.user + cpu.system) / 1000,
      };
    },
  };
}

/** A kept-alive connection with at most one request under way. */
async function openConnection(
  { hostname, port }: URL,
  onAnswer: (connection: Connection, status: string) => void,
  onFailure: (error: Error) => void,
): Promise<Connection> {
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback(length) {
        connection.received += readBuffer.toString('latin1', 0, length);
        const status = readAnswer(connection.received);
        if (status !== undefined) {
          connection.received = '';
          onAnswer(connection, status);
        }
        return true;
      },
    },
  });
  const connection: Connection = { socket, received: '', dueAt: 0 };
  await once(socket, 'connect');
  socket.on('error', onFailure);
  socket.on('close', () => onFailure(new Error('the server closed a connection')));
  return connection;
}

/** The status of an answer that has come whole; both servers measured here give its length. */
function readAnswer(text: string): string | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  // Of content-length, however it is written; no other header that is sent ends like it.
  const length = text.indexOf('ength: ');
  if (length < 0 || length > headEnd)
    throw new Error(`an answer without a length: ${text.slice(0, headEnd)}`);
  const bodyLength = Number.parseInt(text.slice(length + 7, length + 17), 10);
  return text.length >= headEnd + 4 + bodyLength ? text.slice(9, 12) : undefined;
}

/** The text of one request after the other. */
function createRequests({ url, path, token, votes, bodies }: Load): () => string {
  const authorization = token ? `authorization: Bearer ${token}\r\n` : '';
  const common = `${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\n${authorization}`;
  const head = `POST ${common}content-type: application/json\r\ncontent-length: `;
  let count = 0;
  if (bodies) {
    const requests = bodies.map((body) => `${head}${body.length}\r\n\r\n${body}`);
    return () => requests[count++ % requests.length] ?? '';
  }
  if (!votes) {
    const request = `GET ${common}\r\n`;
    return () => request;
  }
  return () => {
    count += 1;
    // Each number gives another name, and names that follow each other lie far apart in an index, as names do.
    const voter = votes.prefix + (Math.imul(count, 0x9e3779b1) >>> 0).toString(16);
    const timestamp = new Date(votes.fromMs + count).toISOString();
    const body = `{"username":"${voter}","vote":"${count % 3 ? 'up' : 'down'}","timestamp":"${timestamp}"}`;
    return `${head}${body.length}\r\n\r\n${body}`;
  };
}

let running: Awaited<ReturnType<typeof startLoad>> | undefined;

answerParent([
  answer('start', Load, async (load) => {
    running = await startLoad(load);
  }),
  answer('finish', Type.Object({}), () => {
    if (!running) throw new Error('nothing was started');
    return running.finish();
  }),
]);
