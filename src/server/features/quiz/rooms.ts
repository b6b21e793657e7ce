import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Access } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { RateLimits } from '#server/platform/rate-limit.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { SocketIoTransport } from '#server/realtime/socketio.ts';
import { createAnswering } from './answering.ts';
import { describeQuizSockets } from './channel.ts';
import { createDeadlines } from './deadlines.ts';
import { addFlowRoutes } from './flows-routes.ts';
import { createFlows } from './flows-service.ts';
import { createHostEvents } from './host-events.ts';
import { createJoining } from './joining.ts';
import { createLeaderboards } from './leaderboard.ts';
import { createLeaving } from './leaving.ts';
import { createLocalRooms } from './local-rooms.ts';
import type { PlayableQuiz } from './playable.ts';
import { createPlayerEvents } from './player-events.ts';
import { addReportRoutes } from './report-routes.ts';
import { createReports } from './report-service.ts';
import { createRoomAnnouncer } from './room-channels.ts';
import { createRoomContents } from './room-contents.ts';
import { closeForgotten, listDue } from './room-repository.ts';
import { createRoomService } from './room-service.ts';
import { createRoomStarter } from './room-starter.ts';

/** Of the processes that serve on this store: this one, and those that are alive. */
export type Nodes = { id: string; aliveIds: () => Promise<readonly string[]> };

type Dependencies = {
  database: Database;
  hub: Hub;
  socketio: SocketIoTransport;
  nodes: Nodes;
  auth: Auth;
  access: Access;
  rateLimits: RateLimits;
  loadPlayable: (db: Executor, quizId: string) => Promise<PlayableQuiz | undefined>;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  publicUrl: string;
};

/** A room in which nothing has happened for so long is closed, and its code free again. */
const FORGOTTEN_MS = 24 * 60 * 60 * 1000;
const TIDY_MS = 10 * 60 * 1000;

/** Live rooms: games with their players, led by socket or by REST, on whichever nodes those are. */
export function createRooms(deps: Dependencies) {
  const { database, hub, nodes, auth, access, rateLimits, clock, logger, registry, publicUrl } = deps;
  const contents = createRoomContents(database);
  const leaderboards = createLeaderboards(database);
  const announcer = createRoomAnnouncer({ hub, leaderboards });
  const locals = createLocalRooms({
    database,
    hub,
    leaderboards,
    clock,
    logger,
    aliveNodes: nodes.aliveIds,
  });
  const joining = createJoining({ database, clock, registry });
  const leaving = createLeaving({ database, clock, registry });
  const answering = createAnswering({ database, registry });
  const deadlines = createDeadlines({
    clock,
    logger,
    listDue: (before) => listDue(database.db, before),
    tick: (roomId) => rooms.tick(roomId),
  });
  const rooms = createRoomService({
    database,
    clock,
    contents,
    loadPlayable: deps.loadPlayable,
    answersSettled: answering.settled,
    tell(change) {
      deadlines.schedule(change.content.id, change.game.dueAt);
      announcer.tell(change);
    },
  });
  const newRooms = rateLimits.limiter({ name: 'quiz-rooms', points: 300, seconds: 3_600 });
  const joinUrl = (code: string) => `${publicUrl}/play/${code}`;
  const hosts = createHostEvents({
    database,
    clock,
    rooms,
    contents,
    locals,
    announcer,
    newRooms,
    joinUrl,
  });
  const players = createPlayerEvents({
    database,
    clock,
    registry,
    nodeId: nodes.id,
    joining,
    leaving,
    answering,
    contents,
    locals,
    announcer,
    leaderboards,
    wrongCodes: rateLimits.limiter({ name: 'quiz-codes', points: 300, seconds: 60 }),
  });
  const flows = createFlows({ database, clock, rooms, announcer });
  deps.socketio.endpoint(describeQuizSockets({ auth, now: clock.now, logger, hosts, players }));

  let tidying: NodeJS.Timeout | undefined;

  async function tidy(): Promise<void> {
    const now = clock.now();
    try {
      const closed = await closeForgotten(database.db, new Date(now - FORGOTTEN_MS), new Date(now));
      for (const id of closed) announcer.roomClosed(id);
    } catch (error) {
      logger.debug({ err: error }, 'forgotten quiz rooms could not be closed');
    }
  }

  return {
    starter: createRoomStarter({ database, contents, rooms, newRooms, joinUrl, publicUrl }),

    addRoutes(server: HttpServer): void {
      addFlowRoutes(server, { access, flows });
      addReportRoutes(server, { access, reports: createReports({ database, contents, flows }) });
    },

    /** Goes on with what an earlier process left. */
    start(): void {
      deadlines.start();
      tidying = setInterval(() => void tidy(), TIDY_MS);
    },

    /** What was accepted is committed, and nothing is left. */
    async close(): Promise<void> {
      clearInterval(tidying);
      await deadlines.close();
      await Promise.all([joining.close(), leaving.close(), answering.close(), players.close()]);
      announcer.close();
      await locals.close();
    },
  };
}
