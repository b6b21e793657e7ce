import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { NightEvent } from '#protocol/night-events.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Database, type Executor, isStoreUnavailable } from '#server/platform/database.ts';
import { createEcastClient } from './ecast-client.ts';
import type { EventBody, NightEvents } from './events.ts';
import * as monitors from './monitor-repository.ts';
import { describeEnd, describeLeaving, initialState, type Observation, takeLook } from './monitor-room.ts';
import { findNightGame } from './night-game-repository.ts';
import { describeChange } from './night-game-updates.ts';
import { lockNight } from './night-repository.ts';

export type RoomMonitor = ReturnType<typeof createRoomMonitor>;

type Dependencies = {
  database: Database;
  events: Pick<NightEvents, 'stamp' | 'record' | 'publish'>;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  /** Base address of the room service. */
  apiUrl: string;
  lookIntervalMs?: number;
  /** For a whole look. With the interval it bounds how late a change is told: 15 s by default. */
  lookLimitMs?: number;
  /** Between two looks at the store when nothing is due: what other nodes left behind is found in this time. */
  idlePollMs?: number;
};

/** Looks under way at a time on one node. */
const MAX_LOOKS = 10;
const MIN_POLL_MS = 10;
const STORE_RETRY_MS = 1_000;
/** What saving a look may take, before another node may think that this one died. */
const SAVE_ALLOWANCE_MS = 1_000;

/**
 * Follows the rooms that games are played in. The monitors that run are rows of the store: any node takes the next
 * look that is due, and claims it first, so that each is taken once. No transaction is open while a look is. When a
 * look is due is a matter of the nodes' clocks, which are taken to agree within a second or so.
 */
export function createRoomMonitor({
  database,
  events,
  clock,
  logger,
  registry,
  apiUrl,
  lookIntervalMs = 10_000,
  lookLimitMs = 4_000,
  idlePollMs = 5_000,
}: Dependencies) {
  const ecast = createEcastClient({ apiUrl, timeLimitMs: lookLimitMs });
  const metrics = createMetrics(registry);
  const looks = new Set<Promise<void>>();
  let state: 'idle' | 'started' | 'closed' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  let poll: Promise<void> | undefined;
  let pollAgain = false;
  let isStoreFailing = false;

  const stampAll = (bodies: readonly EventBody[]): NightEvent[] => bodies.map((body) => events.stamp(body));

  /** Logs the store's failure once, until it is back. */
  function noteStore(error?: unknown): void {
    if (error && !isStoreFailing) logger.error({ err: error }, 'room monitors pause: the store failed');
    if (!error && isStoreFailing) logger.info('room monitors go on');
    isStoreFailing = error !== undefined;
  }

  /** Starts the looks that are due. Resolves to the milliseconds until it is to be called again. */
  async function startDueLooks(): Promise<number> {
    const now = clock.now();
    const free = MAX_LOOKS - looks.size;
    // A look that ends calls for the next.
    if (free === 0) return idlePollMs;
    const claimed = await monitors.claimDueLooks(database.db, {
      now: new Date(now),
      retryAt: new Date(now + Math.max(lookIntervalMs, lookLimitMs + SAVE_ALLOWANCE_MS)),
      limit: free,
    });
    for (const look of claimed) {
      const done = takeClaimed(look, now).finally(() => {
        looks.delete(done);
        wake();
      });
      looks.add(done);
    }
    const { running, nextLookAt } = await monitors.findSchedule(database.db);
    metrics.setRunning(running);
    if (!nextLookAt) return idlePollMs;
    return Math.min(Math.max(nextLookAt.getTime() - clock.now(), MIN_POLL_MS), idlePollMs);
  }

  async function runPoll(): Promise<void> {
    let pauseMs = STORE_RETRY_MS;
    try {
      pauseMs = await startDueLooks();
      noteStore();
    } catch (error) {
      noteStore(error);
    }
    poll = undefined;
    if (state !== 'started') return;
    if (pollAgain) wake();
    else timer = setTimeout(wake, pauseMs);
  }

  function wake(): void {
    if (state !== 'started') return;
    pollAgain = poll !== undefined;
    if (poll) return;
    clearTimeout(timer);
    poll = runPoll();
  }

  async function takeClaimed(look: monitors.ClaimedLook, startedAt: number): Promise<void> {
    const observation = await ecast.look(look.roomCode);
    try {
      if (state === 'closed') {
        await monitors.releaseLook(database.db, look, new Date(clock.now()));
        return;
      }
      const isSaved = await saveObservation(look, observation, startedAt);
      metrics.countLook(isSaved ? observation.kind : 'superseded');
    } catch (error) {
      if (isStoreUnavailable(error)) noteStore(error);
      else logger.error({ err: error, nightGameId: look.nightGameId }, 'a look into a room was not saved');
    }
  }

  /** False where the monitor was stopped, or begun anew, while the look was under way: then it never was. */
  async function saveObservation(
    { nightId, nightGameId, claim }: monitors.ClaimedLook,
    observation: Observation,
    startedAt: number,
  ): Promise<boolean> {
    const saved = await database.transaction(async (tx) => {
      const night = await lockNight(tx, nightId);
      const [monitor] = await monitors.lockMonitors(tx, [nightGameId]);
      if (!night || monitor?.claim !== claim) return undefined;
      const step = takeLook(monitor.subject, monitor.state, observation, startedAt, lookIntervalMs);
      if (step.state) {
        const nextLookAt = new Date(startedAt + step.pauseMs);
        await monitors.saveLook(tx, nightGameId, { nextLookAt, state: step.state });
      } else await monitors.deleteMonitors(tx, [nightGameId]);
      const told = stampAll(step.events);
      if (told.length > 0) await events.record(tx, night.hostId, told);
      const seen = observation.kind === 'seen' ? { playerCount: observation.room.playerCount } : {};
      const isCounted = told.some(({ type }) => type === 'player-count.updated');
      const before = isCounted ? await findNightGame(tx, nightId, nightGameId) : undefined;
      if (before) told.push(...stampAll(describeChange(nightId, before, { ...before, ...seen })));
      await monitors.updateChecks(tx, [nightGameId], { playerCountCheckStatus: step.status, ...seen });
      return { told, status: step.status };
    });
    if (!saved) return false;
    if (saved.told.length > 0) events.publish(nightId, saved.told);
    if (saved.told.some(({ type }) => type === 'game.status') && saved.status !== 'monitoring') {
      const problem = observation.kind === 'unreachable' ? observation.problem : undefined;
      logger.info({ nightGameId, status: saved.status, problem }, 'a room monitor changed its state');
    }
    return true;
  }

  return {
    /**
     * Begins to monitor the game's room, in place of another one where there was one, in the caller's transaction;
     * call `wake` after it. A monitor that follows that very room already goes on.
     * @returns what it recorded, to be published after the commit
     */
    async begin(tx: Executor, nightGameId: number, roomCode: string): Promise<NightEvent[]> {
      const [running] = await monitors.lockMonitors(tx, [nightGameId]);
      const isSameRoom = running?.subject.roomCode === roomCode;
      if (isSameRoom && running.state.failures === 0) return [];
      await monitors.putMonitor(tx, nightGameId, {
        roomCode,
        nextLookAt: new Date(clock.now()),
        // Still unreachable until a look says otherwise, with as much patience as after a first failure.
        state: isSameRoom ? { ...running.state, failures: 1, failingSince: null } : initialState,
      });
      await monitors.updateChecks(tx, [nightGameId], { playerCountCheckStatus: 'monitoring' });
      if (!running || isSameRoom) return [];
      const told = stampAll([describeLeaving(running.subject, 'moved')]);
      await events.record(tx, running.hostId, told);
      return told;
    },

    /**
     * Ends those of the games' monitors that run, in the caller's transaction; the others keep their status.
     * @returns what it recorded, to be published after the commit
     */
    async end(
      tx: Executor,
      nightGameIds: readonly number[],
      status: 'stopped' | 'completed',
    ): Promise<NightEvent[]> {
      const running = await monitors.lockMonitors(tx, nightGameIds);
      if (running.length === 0) return [];
      const endedIds = running.map(({ subject }) => subject.nightGameId);
      await monitors.deleteMonitors(tx, endedIds);
      await monitors.updateChecks(tx, endedIds, { playerCountCheckStatus: status });
      const told: NightEvent[] = [];
      for (const { subject, hostId, state } of running) {
        const ended = stampAll(describeEnd(subject, state, status));
        await events.record(tx, hostId, ended);
        told.push(...ended);
      }
      return told;
    },

    isRunning: monitors.hasMonitor,

    /** Looks at once at what is due, such as a monitor just begun. */
    wake,

    start(): void {
      if (state !== 'idle') return;
      state = 'started';
      wake();
    },

    /** Leaves the monitors to other nodes, or to the next start; the looks under way are cut short. */
    async close(): Promise<void> {
      state = 'closed';
      clearTimeout(timer);
      await ecast.close();
      await poll;
      await Promise.all(looks);
    },
  };
}

function createMetrics(registry: Registry) {
  const running = new Gauge({
    name: 'soiree_room_monitors',
    help: 'Room monitors that run, on all nodes.',
    registers: [registry],
  });
  const looks = new Counter({
    name: 'soiree_room_looks_total',
    help: 'Looks into rooms taken on this node.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    setRunning: (count: number) => running.set(count),
    countLook: (outcome: Observation['kind'] | 'superseded') => looks.inc({ outcome }),
  };
}
