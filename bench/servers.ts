import { mkdir } from 'node:fs/promises';
import { Type } from 'typebox';
import { startChild } from './child.ts';

export type Server = Awaited<ReturnType<typeof startServer>>;

const ServerPlace = Type.Object({
  url: Type.String(),
  floorUrl: Type.String(),
  token: Type.String(),
  connection: Type.Object({
    host: Type.String(),
    port: Type.Integer(),
    user: Type.String(),
    password: Type.String(),
    database: Type.String(),
  }),
});

/** The server in a process of its own, on an embedded PostgreSQL in the given directory. */
export async function startServer(directory: string, execArgv: string[] = []) {
  await mkdir(directory, { recursive: true });
  const child = startChild('server.ts', { args: [directory], execArgv });
  return { ...child, ...(await child.ask({ type: 'where' }, ServerPlace)) };
}

/** The peer of the vote path. */
export async function startVotePeer(directory: string) {
  await mkdir(directory, { recursive: true });
  const child = startChild('peer-votes.ts', { args: [directory] });
  return {
    ...child,
    ...(await child.ask({ type: 'where' }, Type.Object({ url: Type.String(), token: Type.String() }))),
  };
}

/** The peer of the hub. */
export async function startFanoutPeer() {
  const child = startChild('peer-fanout.ts');
  return { ...child, ...(await child.ask({ type: 'where' }, Type.Object({ url: Type.String() }))) };
}

/** The peer of the signalling. */
export async function startSignallingPeer() {
  const child = startChild('peer-signalling.ts');
  return { ...child, ...(await child.ask({ type: 'where' }, Type.Object({ url: Type.String() }))) };
}
