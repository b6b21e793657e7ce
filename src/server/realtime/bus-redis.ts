import { Redis } from 'ioredis';
import type { BaseLogger } from 'pino';
import type { Bus } from './bus.ts';

/** Keeps apart from whatever else uses the same Redis. */
const PREFIX = 'soiree:';

/** Stands for messages that were lost on their way: whoever gets it has a gap. Real texts are never empty. */
const GAP = '';

/** Characters on their way to Redis unanswered; past that it is too slow to keep up, and more would fill memory. */
const MAX_UNANSWERED = 64 * 1024 * 1024;

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

type RedisBusOptions = {
  url: string;
  logger: BaseLogger;
  /** Between two questions whether Redis is still there: a broken network path often gives no sign of itself. */
  pingEveryMs?: number;
  /** Without an answer for this long, the connection counts as broken. */
  answerWithinMs?: number;
};

/**
 * The bus between nodes, over the sharded pub/sub of Redis 7 or Valkey, on one connection (RESP3 lets it publish
 * and subscribe at once), so that publisher and subscriber can't fail apart. It connects again by itself.
 */
export function createRedisBus({
  url,
  logger,
  pingEveryMs = 15_000,
  answerWithinMs = 10_000,
}: RedisBusOptions): Bus {
  const redis = new Redis(url, {
    lazyConnect: true,
    // Connecting again, subscribing again and what becomes of unanswered commands are settled below: the client
    // would send commands a second time, and can't say when the subscriptions are live again.
    retryStrategy: null,
    autoResubscribe: false,
    enableOfflineQueue: false,
    socketTimeout: answerWithinMs,
  });
  const describe = describeWithout(passwordOf(url));
  const listeners = new Map<string, (text: string) => void>();
  const gapListeners = new Set<(channel: string) => void>();
  /** Channels with a message that never got to Redis. Names only: bounded by the channels in use. */
  const lost = new Set<string>();
  /** Channels that Redis refused to subscribe, for a lack of rights or of sharded pub/sub. */
  const refused = new Set<string>();
  let unanswered = 0;
  let failures = 0;
  let lastFailure: string | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let closed = false;

  const isUp = () => redis.status === 'ready';

  function announceGap(channel: string): void {
    for (const listener of gapListeners) listener(channel);
  }

  function publish(channel: string, text: string): void {
    if (closed) return;
    if (!isUp() || unanswered > MAX_UNANSWERED) {
      lost.add(channel);
      return;
    }
    unanswered += text.length;
    redis
      .spublish(PREFIX + channel, text)
      .catch((error: unknown) => {
        if (isUp()) logger.error({ channel, reason: describe(error) }, 'the bus refused a message');
        else lost.add(channel);
      })
      .finally(() => {
        unanswered -= text.length;
        // Redis has caught up: what was dropped meanwhile can be owned up to.
        if (unanswered === 0 && isUp()) announceLost();
      });
  }

  function announceLost(): void {
    if (lost.size === 0) return;
    const channels = [...lost];
    lost.clear();
    for (const channel of channels) publish(channel, GAP);
  }

  async function subscribe(channel: string): Promise<void> {
    try {
      await redis.ssubscribe(PREFIX + channel);
      refused.delete(channel);
    } catch (error) {
      // While the connection is down, that is no failure: it is subscribed, with a gap, when it is back.
      if (!isUp() || !listeners.has(channel)) return;
      refused.add(channel);
      logger.error({ channel, reason: describe(error) }, 'the bus refused a subscription');
    }
  }

  async function resume(): Promise<void> {
    logger.info('the bus is connected');
    failures = 0;
    lastFailure = undefined;
    refused.clear();
    // Before subscribing, so that this node doesn't get its own notices: it announces its own gaps below.
    announceLost();
    const channels = [...listeners.keys()];
    await Promise.all(channels.map(subscribe));
    // Only now: whoever reloads on a gap must not miss what comes after it.
    if (!isUp()) return;
    for (const channel of channels) if (listeners.has(channel)) announceGap(channel);
  }

  function connect(): void {
    // Its failure arrives by the events 'error', which says why, and 'end'.
    redis.connect().catch(() => {});
  }

  redis.on('ready', () => void resume());
  redis.on('smessage', (name: string, text: string) => {
    const channel = name.slice(PREFIX.length);
    if (text === GAP) announceGap(channel);
    else listeners.get(channel)?.(text);
  });
  redis.on('error', (error) => {
    const reason = describe(error);
    // Once an outage, not once an attempt.
    if (reason !== lastFailure) logger.error({ reason }, 'the bus failed');
    lastFailure = reason;
  });
  redis.on('end', () => {
    if (closed) return;
    const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
    // Spread, so that all nodes don't come back in the same instant.
    retryTimer = setTimeout(connect, ceiling * (0.5 + Math.random() / 2));
  });
  // An answer that doesn't come breaks the connection after `answerWithinMs`, hence nothing to do here.
  const pingTimer = setInterval(() => void redis.ping().catch(() => {}), pingEveryMs);
  connect();

  return {
    publish,
    subscribe(channel, listener) {
      listeners.set(channel, listener);
      return subscribe(channel);
    },
    unsubscribe(channel) {
      if (!listeners.delete(channel)) return;
      refused.delete(channel);
      // Without a connection there is no subscription to end either.
      redis.sunsubscribe(PREFIX + channel).catch(() => {});
    },
    onGap(listener) {
      gapListeners.add(listener);
      return () => gapListeners.delete(listener);
    },
    isReachable: () => isUp() && refused.size === 0,
    async close() {
      closed = true;
      clearInterval(pingTimer);
      clearTimeout(retryTimer);
      listeners.clear();
      if (redis.status === 'end') return;
      await new Promise<void>((resolve) => {
        redis.once('end', () => resolve());
        redis.disconnect();
      });
    },
  };
}

function passwordOf(url: string): string[] {
  const { password } = new URL(url);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

/** The message alone, since the client's errors carry the failed command, AUTH and its password among them. */
function describeWithout(secrets: readonly string[]) {
  return (error: unknown): string => {
    let text = error instanceof Error ? error.message : String(error);
    for (const secret of secrets) text = text.replaceAll(secret, '***');
    return text;
  };
}
