import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, vi } from 'vitest';
import type { NightEvent } from '#protocol/night-events.ts';
import { createRoomMonitor, type RoomMonitor } from '#server/features/nights/monitor.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { createDatabase } from '#server/platform/database.ts';
import { createTestDatabase } from './database.ts';
import { startFakeEcast } from './fake-ecast.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const HOST_ID = '00000000-0000-4000-8000-000000000001';

/** So quick that a test need not wait; the pauses of an outage stay below half a second. */
const QUICK = { lookIntervalMs: 50, lookLimitMs: 300, idlePollMs: 100 };

type NodeOptions = { clock?: Clock; logger?: Logger; timing?: Partial<typeof QUICK> };

export type MonitorRig = Awaited<ReturnType<typeof createMonitorRig>>;

/** A store with one night, a fake room service, and as many nodes as a test starts. */
export async function createMonitorRig() {
  const ecast = await startFakeEcast();
  const testDatabase = await createTestDatabase();
  const silent = pino({ level: 'silent' });
  const { connection } = testDatabase;
  const isSocket = connection.host.startsWith('/');
  const way = await startTcpProxy(
    isSocket ? { path: `${connection.host}/.s.PGSQL.${connection.port}` } : connection,
  );
  const database = createDatabase({
    connection: { ...connection, host: way.host, port: way.port },
    logger: silent,
  });
  const { db } = database;
  const nodes = new Map<RoomMonitor, Registry>();
  /** In the order of their publication, by any node. */
  const published: NightEvent[] = [];
  const recorded: NightEvent[] = [];

  const night = await db
    .insertInto('nights')
    .values({ hostId: HOST_ID, createdAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow();
  const game = await db
    .insertInto('games')
    .values({ packName: 'Pack', title: 'Game', minPlayers: 3, maxPlayers: 8 })
    .returning('id')
    .executeTakeFirstOrThrow();

  function createNode({ clock = systemClock, logger = silent, timing = QUICK }: NodeOptions = {}) {
    const registry = new Registry();
    const node = createRoomMonitor({
      database,
      events: {
        stamp: (body) => ({ ...body, timestamp: new Date(clock.now()).toISOString() }),
        record: async (_tx, hostId, events) => {
          if (hostId !== HOST_ID) throw new Error(`the night is not ${hostId}'s`);
          recorded.push(...events);
        },
        publish(nightId, events) {
          if (nightId !== night.id) throw new Error(`the game is not of night ${nightId}`);
          published.push(...events);
        },
      },
      clock,
      logger,
      registry,
      apiUrl: ecast.url,
      ...timing,
    });
    nodes.set(node, registry);
    node.start();
    return node;
  }

  async function closeNodes(): Promise<void> {
    for (const node of nodes.keys()) await node.close();
    nodes.clear();
  }

  /** A session game that isn't monitored yet. */
  async function addGame(): Promise<number> {
    const { id } = await db
      .insertInto('nightGames')
      .values({ nightId: night.id, gameId: game.id, status: 'played', playedAt: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async function begin(node: RoomMonitor, nightGameId: number, roomCode: string): Promise<void> {
    published.push(...(await database.transaction((tx) => node.begin(tx, nightGameId, roomCode))));
    node.wake();
  }

  const readCheck = (nightGameId: number) =>
    db
      .selectFrom('nightGames')
      .select(['playerCountCheckStatus as status', 'playerCount'])
      .where('id', '=', nightGameId)
      .executeTakeFirstOrThrow();

  return {
    ecast,
    database,
    cutStore: way.cut,
    restoreStore: way.restore,
    nightId: night.id,
    published,
    recorded,
    createNode,

    begin,

    /** A game played in a room that is monitored from now on. */
    async monitorRoom(node: RoomMonitor, roomCode: string, players: readonly string[]): Promise<number> {
      ecast.open(roomCode, players);
      const id = await addGame();
      await begin(node, id, roomCode);
      return id;
    },

    addGame,

    async end(
      node: RoomMonitor,
      nightGameId: number,
      status: 'stopped' | 'completed' = 'stopped',
    ): Promise<void> {
      published.push(...(await database.transaction((tx) => node.end(tx, [nightGameId], status))));
    },

    /** What the session game says of its check. */
    readCheck,

    waitForCheck: (nightGameId: number, status: string, playerCount: number | null) =>
      vi.waitFor(async () => expect(await readCheck(nightGameId)).toEqual({ status, playerCount }), 10_000),

    metricsOf: (node: RoomMonitor) => nodes.get(node)?.metrics(),

    readMonitors: () => db.selectFrom('roomMonitors').selectAll().orderBy('nightGameId').execute(),

    eventsOf: (nightGameId: number) =>
      published.filter((event) => 'gameId' in event.data && event.data.gameId === nightGameId),

    /** The counts told, in order. */
    countsOf: (nightGameId: number) =>
      published.flatMap(({ type, data }) =>
        type === 'player-count.updated' && data.gameId === nightGameId ? [data.playerCount] : [],
      ),

    /** Ends what a test has left. */
    async reset(): Promise<void> {
      await closeNodes();
      await db.deleteFrom('nightGames').execute();
      published.length = 0;
      recorded.length = 0;
      ecast.forget();
    },

    async close(): Promise<void> {
      await closeNodes();
      await database.close();
      await way.close();
      await testDatabase.drop();
      await ecast.close();
    },
  };
}
