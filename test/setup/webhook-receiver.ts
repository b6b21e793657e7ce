import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export type Received = { method: string; headers: IncomingHttpHeaders; body: string; atMs: number };

/** What a path does with a request, once it has read it all. */
export type Answer = (response: ServerResponse, received: Received) => void;

export type WebhookReceiver = Awaited<ReturnType<typeof startWebhookReceiver>>;

export const answerStatus =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status).end();
  };

/** Ways in which a peer can behave, by path. */
const ANSWERS: Record<string, Answer> = {
  '/ok': answerStatus(204),
  '/error': answerStatus(500),
  '/redirect': (response) => {
    response.writeHead(302, { location: '/redirected' }).end();
  },
  '/redirected': answerStatus(204),
  /** Takes the request and never answers. */
  '/hang': () => {},
  /** Answers a body without an end. */
  '/huge': (response) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.writeHead(200).on('drain', write);
    write();
  },
  /** Answers the start of a body and never goes on. */
  '/stall': (response) => {
    response.writeHead(200, { 'content-length': 1_000 }).write('x');
  },
  '/malformed': (response) => {
    response.socket?.end('HTTP/1.1 fine\r\nContent-Length: banana\r\n\r\n\0\0\0');
  },
  '/reset': (response) => {
    response.socket?.resetAndDestroy();
  },
};

/** A peer on the loopback interface that speaks real HTTP, well or badly according to the path. */
export async function startWebhookReceiver() {
  const answers = new Map(Object.entries(ANSWERS));
  const received = new Map<string, Received[]>();
  let connections = 0;

  const requestsTo = (path: string) => {
    const list = received.get(path) ?? [];
    received.set(path, list);
    return list;
  };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const { method = '', headers } = request;
    const entry = { method, headers, body: await text(request), atMs: Date.now() };
    requestsTo(path).push(entry);
    const answer = answers.get(path) ?? answerStatus(404);
    answer(response, entry);
  });
  server.on('connection', () => {
    connections++;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port');

  return {
    port: address.port,
    url: (path: string) => `http://127.0.0.1:${address.port}${path}`,
    /** The requests that came to a path, the first one first. */
    requestsTo,
    connections: () => connections,
    /** From now on the path answers so. */
    answer: (path: string, answer: Answer) => {
      answers.set(path, answer);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
