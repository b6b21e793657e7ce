import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import type { Clock } from './clock.ts';
import type { HttpServer } from './http.ts';

type Dependencies = {
  clock: Clock;
  registry: Registry;
  /** What the server can't work without, by name. */
  checks: Record<string, () => boolean | Promise<boolean>>;
};

const Health = Type.Object(
  {
    status: Type.Literal('ok'),
    ok: Type.Literal(true),
    ts: Type.Integer({ description: 'Epoch milliseconds.' }),
  },
  { examples: [{ status: 'ok', ok: true, ts: 1_773_606_600_000 }] },
);

const Readiness = Type.Object(
  {
    status: Type.Enum(['ready', 'unavailable']),
    checks: Type.Record(Type.String(), Type.Boolean()),
    unavailable: Type.Array(Type.String(), { description: 'The names of the checks that fail.' }),
  },
  { examples: [{ status: 'ready', checks: { store: true, bus: true }, unavailable: [] }] },
);

export function addHealthRoutes(server: HttpServer, { clock, registry, checks }: Dependencies): void {
  for (const url of ['/health', '/api/health']) {
    server.get(
      url,
      {
        schema: {
          tags: ['operations'],
          summary: 'Is the process alive?',
          security: [],
          response: { 200: Health },
        },
      },
      () => ({ status: 'ok' as const, ok: true as const, ts: clock.now() }),
    );
  }

  server.get(
    '/ready',
    {
      schema: {
        tags: ['operations'],
        summary: 'Can requests be served: are the store and the bus reachable?',
        security: [],
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await check()] as const),
      );
      const unavailable = results.filter(([, isReachable]) => !isReachable).map(([name]) => name);
      const isReady = unavailable.length === 0;
      if (!isReady) reply.header('retry-after', '1');
      return reply.code(isReady ? 200 : 503).send({
        status: isReady ? 'ready' : 'unavailable',
        checks: Object.fromEntries(results),
        unavailable,
      });
    },
  );

  server.get(
    '/metrics',
    {
      schema: {
        tags: ['operations'],
        summary: 'Figures for Prometheus',
        security: [],
        produces: ['text/plain'],
        response: {
          200: Type.String({ examples: ['soiree_websocket_connections{endpoint="nights"} 12\n'] }),
        },
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}
