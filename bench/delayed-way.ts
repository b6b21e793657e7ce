import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which what it says may take longer; what is said to it doesn't. */
export async function openWay(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let delayMs = 0;
  const server = createServer((inner) => {
    const outer = connect({ host: hostname, port: Number(port) });
    inner.setNoDelay(true);
    outer.setNoDelay(true);
    inner.pipe(outer);
    let last = 0;
    outer.on('data', (chunk) => {
      // Nothing overtakes what was sent before it.
      last = Math.max(performance.now() + delayMs, last);
      setTimeout(() => inner.write(chunk), Math.max(0, last - performance.now()));
    });
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the way has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    delay(ms: number): void {
      delayMs = ms;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
