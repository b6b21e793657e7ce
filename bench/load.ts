import { setTimeout as wait } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import type { Child } from './child.ts';

/** What load-http.ts is to do, on loopback and within bounds. */
export const Load = Type.Object({
  url: Type.String({ pattern: '^http://127\\.0\\.0\\.1:' }),
  path: Type.String(),
  connections: Type.Integer({ minimum: 1, maximum: 2_000 }),
  token: Type.Optional(Type.String()),
  /** POSTs votes, each of another voter; without it, GETs. Voters of another prefix are others. */
  votes: Type.Optional(Type.Object({ prefix: Type.String(), fromMs: Type.Integer() })),
  /** POSTs these bodies instead, in turn. */
  bodies: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** Requests a second, whatever the answers take; without it, each connection sends as soon as it can. */
  perSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100_000 })),
});
export type Load = Static<typeof Load>;

/** What came of it. Times in milliseconds, from when a request was due to its whole answer. */
export const LoadResult = Type.Object({
  requests: Type.Integer(),
  seconds: Type.Number(),
  perSecond: Type.Number(),
  statuses: Type.Record(Type.String(), Type.Integer()),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  /** Of the client itself. */
  cpuMs: Type.Number(),
});
export type LoadResult = Static<typeof LoadResult>;

/**
 * Loads a server, by a child that runs load-http.ts, for as long as `meanwhile` takes.
 * @throws when an answer was any other than 200
 */
export async function loadWhile(
  client: Child,
  load: Load,
  meanwhile: () => Promise<unknown>,
): Promise<LoadResult> {
  await client.ask({ type: 'start', ...load }, Type.Null());
  await meanwhile();
  const result = await client.ask({ type: 'finish' }, LoadResult);
  if (result.statuses['200'] !== result.requests)
    throw new Error(`${load.path} answered ${JSON.stringify(result.statuses)}`);
  return result;
}

export const loadFor = (client: Child, load: Load, seconds: number): Promise<LoadResult> =>
  loadWhile(client, load, () => wait(seconds * 1000));
