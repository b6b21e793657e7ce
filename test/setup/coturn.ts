import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { findFreePort } from './ports.ts';

/** Both of the package coturn. */
const SERVER = 'turnserver';
const CLIENT = 'turnutils_uclient';

export type TestTurn = Awaited<ReturnType<typeof startCoturn>>;

type Credentials = { username: string; credential: string };

/** A real coturn of the test's own, on the loopback interface, that knows the secret. */
export async function startCoturn(secret: string) {
  const port = await findFreePort();
  const directory = await mkdtemp(join(tmpdir(), 'soiree-turn-'));
  const server = spawn(
    SERVER,
    [
      '-n',
      '--use-auth-secret',
      `--static-auth-secret=${secret}`,
      '--realm=soiree.test',
      '--listening-ip=127.0.0.1',
      '--relay-ip=127.0.0.1',
      `--listening-port=${port}`,
      '--no-tls',
      '--no-dtls',
      '--no-cli',
      '--allow-loopback-peers',
      '--log-file=stdout',
      `--pidfile=${join(directory, 'pid')}`,
      `--userdb=${join(directory, 'users')}`,
    ],
    { stdio: 'ignore' },
  );
  const killAtExit = () => server.kill('SIGKILL');
  process.once('exit', killAtExit);
  await vi.waitFor(() => canConnect(port), { timeout: 10_000, interval: 50 });

  return {
    url: `turn:127.0.0.1:${port}`,

    /** Whether messages go through the relay, sent from one allocation to another. */
    async relays({ username, credential }: Credentials, transport: 'udp' | 'tcp'): Promise<boolean> {
      const client = spawn(
        CLIENT,
        [
          ...(transport === 'tcp' ? ['-t'] : []),
          ...['-u', username, '-w', credential, '-p', String(port)],
          // A single pair of clients, without RTCP, that exchange two messages.
          ...['-n', '2', '-m', '1', '-y', '-c', '127.0.0.1'],
        ],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      let output = '';
      client.stdout.on('data', (chunk) => {
        output += chunk;
      });
      await ended(client);
      return client.exitCode === 0 && output.includes('Total lost packets 0 ');
    },

    async stop(): Promise<void> {
      process.off('exit', killAtExit);
      server.kill('SIGKILL');
      await ended(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function canConnect(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
