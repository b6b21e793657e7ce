import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createAccess, refusalsBelowApi } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { WebSocketTransport } from '#server/realtime/websocket.ts';
import { createCatalogue } from './catalogue.ts';
import { serveNightChannel } from './channel.ts';
import { createChatImporter } from './chat-import.ts';
import { addChatRoutes } from './chat-routes.ts';
import { createNightEvents } from './events.ts';
import { addFiguresRoutes } from './figures-routes.ts';
import type { FindHosts } from './hosts.ts';
import { createRoomMonitor } from './monitor.ts';
import { addNightGameRoutes } from './night-game-routes.ts';
import { createNightGameService } from './night-game-service.ts';
import { addNightRoutes } from './night-routes.ts';
import { createNightService } from './night-service.ts';
import { createNightStarter } from './night-starter.ts';
import { servePublicNightChannel } from './public-channel.ts';
import { nightsSocket, publicNightsSocket } from './socket-description.ts';
import { addVoteRoutes } from './vote-routes.ts';
import { createVoteService } from './vote-service.ts';
import { createWebhooks } from './webhooks.ts';

type Dependencies = {
  database: Database;
  hub: Hub;
  websockets: WebSocketTransport;
  auth: Auth;
  /** The account of that username, without regard to case. */
  findAccountId: (username: string) => Promise<string | undefined>;
  findHosts: FindHosts;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  config: Pick<Config, 'jackboxApi' | 'webhookAllowPrivate' | 'publicUrl'>;
};

/** Game nights: the catalogue and its picker, games played, votes, chat import, room monitor, webhooks, export. */
export function createNights(deps: Dependencies) {
  const { database, hub, websockets, auth, findAccountId, findHosts, clock, logger, registry, config } = deps;
  const access = createAccess(auth, refusalsBelowApi);
  const webhooks = createWebhooks({
    database,
    clock,
    logger,
    registry,
    allowPrivateAddresses: config.webhookAllowPrivate,
  });
  const events = createNightEvents({
    hub,
    clock,
    enqueueDeliveries: webhooks.enqueueDeliveries,
    wakeDeliveries: webhooks.wake,
  });
  const monitor = createRoomMonitor({ database, events, clock, logger, registry, apiUrl: config.jackboxApi });
  const catalogue = createCatalogue({ database, clock });
  const nights = createNightService({ database, events, monitor, clock, findAccountId, findHosts });
  const nightGames = createNightGameService({ database, events, monitor, clock });
  const votes = createVoteService({ database, events, registry });
  const chat = createChatImporter({ database });

  serveNightChannel({
    websockets,
    hub,
    auth,
    nightExists: nights.exists,
  });
  servePublicNightChannel({ websockets, hub, nightExists: nights.exists });

  return {
    sockets: [nightsSocket, publicNightsSocket],
    starter: createNightStarter({ database, nights, publicUrl: config.publicUrl }),

    addRoutes(server: HttpServer): void {
      addNightRoutes(server, { access, nights });
      addFiguresRoutes(server, { database, nights, findAccountId });
      addNightGameRoutes(server, { access, nightGames });
      addVoteRoutes(server, { access, votes, database });
      addChatRoutes(server, { access, chat, database });
      catalogue.addRoutes(server, access);
      webhooks.addRoutes(server, access);
    },

    /** Fills an empty catalogue, and goes on with the deliveries and monitors that the last process left. */
    async start(): Promise<void> {
      await catalogue.loadShipped();
      webhooks.start();
      monitor.start();
    },

    async close(): Promise<void> {
      await Promise.all([votes.close(), webhooks.close(), monitor.close()]);
    },
  };
}
