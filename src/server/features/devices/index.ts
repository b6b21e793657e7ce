import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createAccess } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Nodes } from '#server/platform/nodes.ts';
import { addConnectionRoutes } from './connection-routes.ts';
import { closeConnectionsOf } from './connections-repository.ts';
import { addDeviceRoutes } from './device-routes.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createRecorder } from './recorder.ts';

type Dependencies = {
  database: Database;
  nodes: Nodes;
  clock: Clock;
  logger: Logger;
  registry: Registry;
};

/** Who is and was connected, and from which devices. */
export function createDevices({ database, nodes, clock, logger, registry }: Dependencies) {
  const recorder = createRecorder({ database, nodeId: nodes.id, clock, logger, registry });
  const housekeeping = createHousekeeping({ database, clock, logger });
  nodes.onLost(closeConnectionsOf);
  nodes.onRevived(recorder.rewriteOpen);

  return {
    /** To be told of every connection. */
    observer: recorder.observer,

    addRoutes(server: HttpServer, auth: Auth): void {
      const access = createAccess(auth);
      addConnectionRoutes(server, { access, database });
      addDeviceRoutes(server, { access, database, clock });
    },

    start(): void {
      housekeeping.start();
    },

    /** To be called when the sockets are closed, and before this node says that it leaves. */
    async close(): Promise<void> {
      await Promise.all([recorder.close(), housekeeping.close()]);
    },
  };
}
