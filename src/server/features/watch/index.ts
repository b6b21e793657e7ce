import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createAccess } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Nodes } from '#server/platform/nodes.ts';
import type { RateLimits } from '#server/platform/rate-limit.ts';
import type { Tokens } from '#server/platform/tokens.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { WebSocketTransport } from '#server/realtime/websocket.ts';
import { createHandlers } from './channel.ts';
import { createChatting } from './chatting.ts';
import { createHousekeeping } from './housekeeping.ts';
import { listIceServers } from './ice-servers.ts';
import { createLocalParties } from './local-parties.ts';
import { createPartyChanges } from './party-changes.ts';
import { publishEvents } from './party-channels.ts';
import { createPartyCreation } from './party-creation.ts';
import { createPartyPasswords } from './party-passwords.ts';
import { addPartyRoutes } from './party-routes.ts';
import { createPartyService } from './party-service.ts';
import { describePartySocket } from './party-socket.ts';
import { createPartyStarter } from './party-starter.ts';
import { createPartyTokens } from './party-tokens.ts';
import { createPresence } from './presence.ts';
import { createSignalling } from './signalling.ts';
import { watchSocket } from './socket-description.ts';
import { createSteering } from './steering.ts';

type Dependencies = {
  database: Database;
  hub: Hub;
  websockets: WebSocketTransport;
  nodes: Pick<Nodes, 'id' | 'onLost' | 'onRevived'>;
  tokens: Tokens;
  /** What passwords of parties that are started from elsewhere are made from. */
  secret: string;
  rateLimits: RateLimits;
  registry: Registry;
  auth: Auth;
  clock: Clock;
  logger: Logger;
  config: Pick<Config, 'publicUrl' | 'maxParticipants' | 'iceServers' | 'turn'>;
};

/** Watch parties: made and joined by REST, watched together over a socket. */
export function createWatch(deps: Dependencies) {
  const { database, hub, websockets, nodes, rateLimits, registry, auth, clock, logger, config } = deps;
  const { maxParticipants, iceServers, turn } = config;
  const parties = createPartyService({
    database,
    clock,
    tokens: createPartyTokens(deps.tokens),
    passwords: createPartyPasswords(),
    maxParticipants,
    listIceServers: (userId) => listIceServers({ iceServers, turn, userId, now: clock.now() }),
  });
  const createParty = createPartyCreation({ parties, rateLimits });
  const changes = createPartyChanges({ database, hub, clock });
  const locals = createLocalParties({ database, hub, clock, logger });
  const presence = createPresence({ database, hub, changes, locals, nodeId: nodes.id, clock, logger });
  const chatting = createChatting({ database, hub, clock, registry });
  const housekeeping = createHousekeeping({ database, hub, clock, logger });

  const handlers = createHandlers({
    clock,
    steering: createSteering({ changes }),
    chatting,
    signalling: createSignalling({ hub, clock, locals }),
    presence,
    tellAll: ({ state: { partyId } }, event) => publishEvents(hub, partyId, [event], clock.now()),
  });

  websockets.endpoint(
    describePartySocket({ hub, clock, logger, parties, presence, locals, handlers, maxParticipants }),
  );
  nodes.onLost(async (_tx, lost) => presence.loseNodes(lost.map(({ id }) => id)));
  nodes.onRevived(presence.reconcileSoon);

  return {
    sockets: [watchSocket],
    starter: createPartyStarter({
      parties,
      createParty,
      secret: deps.secret,
      publicUrl: config.publicUrl,
    }),

    addRoutes(server: HttpServer): void {
      addPartyRoutes(server, {
        access: createAccess(auth),
        parties,
        createParty,
        rateLimits,
        publicUrl: config.publicUrl,
      });
    },

    start(): void {
      presence.start();
      housekeeping.start();
    },

    /** What was accepted is committed, and nothing is left. */
    async close(): Promise<void> {
      await housekeeping.close();
      await presence.close();
      await chatting.close();
      await changes.close();
      await locals.close();
    },
  };
}
