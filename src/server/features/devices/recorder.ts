import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import { type Database, isStoreUnavailable } from '#server/platform/database.ts';
import type { ConnectionObserver } from '#server/realtime/observer.ts';
import { describeDevice } from './device-description.ts';
import { type ConnectionRecord, writeRecords } from './records-repository.ts';

type Dependencies = {
  database: Database;
  nodeId: string;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  /** How many connections may wait to be written. */
  maxQueued?: number;
};

/** A connection as it is known now, and always written whole. */
type Entry = Omit<ConnectionRecord, 'deviceType' | 'os' | 'browser'>;

/**
 * Nobody waits for these records, so they are gathered for a while: thousands who join at once take a few batches,
 * and most have said who they are by the first.
 */
const GATHER_MS = 250;
const RETRY_MS = 1_000;
const MAX_BATCH = 500;
const MAX_QUEUED = 50_000;
/** For what is left when the server ends; the store may be away. */
const CLOSE_WITHIN_MS = 2_000;
/** A header may be far longer than any browser's. */
const USER_AGENT_LENGTH = 512;

/** Writes down every connection as it opens, says whose it is, and closes. Connections never wait for it. */
export function createRecorder(deps: Dependencies) {
  const { database, nodeId, clock, logger, registry, maxQueued = MAX_QUEUED } = deps;
  const open = new Map<string, Entry>();
  /** Those that changed since they were last written, the longest waiting first. */
  const queue = new Set<Entry>();
  const lost = createMetrics(registry, () => queue.size);
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isAway = false;
  let isClosed = false;

  function enqueue(entry: Entry): void {
    queue.add(entry);
    for (const oldest of queue) {
      if (queue.size <= maxQueued) break;
      queue.delete(oldest);
      lost.inc();
    }
    writeIn(GATHER_MS);
  }

  function writeIn(ms: number): void {
    if (isClosed || timer || writing) return;
    timer = setTimeout(() => {
      timer = undefined;
      writing = writeQueue().then((isWritten) => {
        writing = undefined;
        if (queue.size > 0) writeIn(isWritten ? GATHER_MS : RETRY_MS);
      });
    }, ms);
  }

  /** Writes what waits now; false if the store is away, and what could not be written waits again. */
  async function writeQueue(): Promise<boolean> {
    const waiting = [...queue];
    queue.clear();
    for (let start = 0; start < waiting.length; start += MAX_BATCH) {
      try {
        await write(waiting.slice(start, start + MAX_BATCH).map(toRecord));
      } catch (error) {
        if (!isAway) logger.warn({ err: error }, 'connections cannot be written down now; they wait');
        isAway = true;
        const changedMeanwhile = [...queue];
        queue.clear();
        for (const entry of [...waiting.slice(start), ...changedMeanwhile]) enqueue(entry);
        return false;
      }
    }
    isAway = false;
    return true;
  }

  /** Halves a batch that the store refuses, until what is at fault fails alone. */
  async function write(records: readonly ConnectionRecord[]): Promise<void> {
    try {
      await database.transaction((tx) => writeRecords(tx, records));
    } catch (error) {
      if (isStoreUnavailable(error)) throw error;
      if (records.length === 1) {
        lost.inc();
        logger.error({ err: error }, 'a connection could not be written down');
        return;
      }
      const middle = records.length >> 1;
      await write(records.slice(0, middle));
      await write(records.slice(middle));
    }
  }

  const observer: ConnectionObserver = {
    opened({ id: socketId, deviceId, address, userAgent }) {
      if (isClosed) return;
      const entry: Entry = {
        id: randomUUID(),
        socketId,
        nodeId,
        // The store's text has no U+0000, and no device has it in its name.
        deviceId: deviceId === undefined || deviceId.includes('\0') ? null : deviceId,
        accountId: null,
        connectedAtMs: clock.now(),
        disconnectedAtMs: null,
        address,
        userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) || null,
      };
      open.set(socketId, entry);
      enqueue(entry);
    },

    identified(socketId, accountId) {
      const entry = open.get(socketId);
      if (!entry) return;
      entry.accountId = accountId;
      enqueue(entry);
    },

    closed: close,
  };

  function close(socketId: string): void {
    const entry = open.get(socketId);
    if (!entry) return;
    open.delete(socketId);
    entry.disconnectedAtMs = Math.max(clock.now(), entry.connectedAtMs);
    enqueue(entry);
  }

  return {
    observer,

    /** Writes every open connection again: others may have closed them in the store. */
    rewriteOpen(): void {
      for (const entry of open.values()) enqueue(entry);
    },

    /** Writes what waits, if the store is there, and takes no more. */
    async close(): Promise<void> {
      for (const socketId of [...open.keys()]) close(socketId);
      isClosed = true;
      clearTimeout(timer);
      const giveUp = new AbortController();
      const tooLong = wait(CLOSE_WITHIN_MS, undefined, { signal: giveUp.signal }).catch(() => undefined);
      const finish = async () => {
        await writing;
        await writeQueue();
      };
      await Promise.race([finish(), tooLong]);
      giveUp.abort();
      if (queue.size > 0) logger.warn({ connections: queue.size }, 'connections were not written down');
    },
  };
}

const toRecord = (entry: Entry): ConnectionRecord => ({ ...entry, ...describeDevice(entry.userAgent) });

function createMetrics(registry: Registry, countQueued: () => number): Counter {
  const registers = [registry];
  new Gauge({
    name: 'soiree_connection_records_queued',
    help: 'Connections waiting to be written down.',
    registers,
    collect() {
      this.set(countQueued());
    },
  });
  return new Counter({
    name: 'soiree_connection_records_lost_total',
    help: 'Connections of which something was not written down.',
    registers,
  });
}
