import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** Fastify tells here of every server that is made, before it has any route. */
const CHANNEL = 'fastify.initialization';

/** Writes down the routes of the servers made from now on, hidden ones and those of plugins too. */
export function recordRoutes() {
  const routes = new Map<unknown, string[]>();
  const onServer = (message: unknown) => {
    if (!tellsOfServer(message)) return;
    const list: string[] = [];
    routes.set(message.fastify, list);
    message.fastify.addHook('onRoute', ({ method, url }) => {
      list.push(...[method].flat().map((one) => `${one} ${url}`));
    });
  };
  subscribe(CHANNEL, onServer);

  return {
    /** As `GET /health`, in the order in which they were added. */
    of(server: unknown): readonly string[] {
      const list = routes.get(server);
      if (!list) throw new Error('the server was made before its routes were recorded');
      return list;
    },
    stop: () => unsubscribe(CHANNEL, onServer),
  };
}

const tellsOfServer = (message: unknown): message is { fastify: FastifyInstance } =>
  typeof message === 'object' && message !== null && 'fastify' in message;
