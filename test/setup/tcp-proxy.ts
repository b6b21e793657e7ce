import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** A way to a server that a test can cut: then its connections break and new ones are refused. */
export async function startTcpProxy(target: NetConnectOpts) {
  const sockets = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(target);
    const ends: [Socket, Socket][] = [
      [inner, outer],
      [outer, inner],
    ];
    for (const [from, to] of ends) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => from.destroy());
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });

  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy is not on a port');
  const { port } = address;

  return {
    host: '127.0.0.1',
    port,
    cut,
    restore: () => listen(port),
    /** To be called while it isn't cut. */
    close: cut,
  };
}
