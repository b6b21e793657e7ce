import { io } from 'socket.io-client';
import type { ClientEvent, ClientEventName } from '#protocol/quiz-live.ts';
import type { ServerEvent, ServerEventName } from '#protocol/quiz-live-messages.ts';
import { QuizError } from './quiz-error.ts';
import type { Reply } from './quiz-events.ts';
import { randomId } from './random-id.ts';
import { createServerClock } from './server-clock.ts';
import { createStored } from './stored.ts';

export { QuizError };

/** `refused`: the server doesn't let this client in, and another try would be no use. */
export type QuizSocketState = 'connecting' | 'open' | 'lost' | 'refused';

type Options = {
  /**
   * Who is signed in, asked at each connection; without it, or where it gives nothing, a guest. Given the token that
   * the server refused, if it did. `readAccessToken` of session.ts is such a function.
   */
  token?: (refused?: string) => Promise<string | undefined>;
  /** Proves which player this is, asked at each connection. */
  playerToken?: () => string | undefined;
};

export type QuizSocket = {
  /**
   * Sends an event. Resolves once the server has done it.
   * @throws {QuizError} where it refused, or no answer came: then it may have been done, or not
   */
  ask: <Name extends ClientEventName>(event: Name, payload: ClientEvent<Name>) => Promise<Reply<Name>>;
  /** Told of each of these that the server sends. Returns the disposer. */
  on: <Name extends ServerEventName>(
    event: Name,
    listener: (payload: ServerEvent<Name>) => void,
  ) => () => void;
  state: () => QuizSocketState;
  /** Told when the state has changed. Returns the disposer. */
  subscribe: (listener: () => void) => () => void;
  /** By the server's clock, epoch milliseconds. */
  now: () => number;
  close: () => void;
};

/** How long an answer may take; the server answers most in a few milliseconds. */
const ANSWER_MS = 8_000;
/** How long a connection may take to open. */
const CONNECT_MS = 8_000;
/** How long who comes back to the page waits for a sign of life. */
const WAKE_MS = 3_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 8_000;
/** After a refusal that may pass. */
const REFUSED_PAUSE_MS = 5_000;
/** Since the connection opened; then at the last interval. A few early ones, to know the server's time well. */
const BEATS_MS = [0, 700, 2_500, 20_000];

const storedDeviceId = createStored<string>('soiree.device', (value) =>
  typeof value === 'string' && value !== '' ? value : undefined,
);

/** Of this browser, the same at every visit. */
function readDeviceId(): string {
  const deviceId = storedDeviceId.get() ?? randomId();
  storedDeviceId.set(deviceId);
  return deviceId;
}

type Refusal = { error: string; message?: string };

const isRefusal = (reply: unknown): reply is Refusal =>
  typeof reply === 'object' && reply !== null && 'error' in reply && typeof reply.error === 'string';

/**
 * Connects to the live rooms. Connects again by itself, at growing pauses, and at once when the browser is back online
 * or looked at; its user then says again which room it is in.
 */
export function connectQuiz({ token, playerToken }: Options = {}): QuizSocket {
  const clock = createServerClock();
  const listeners = new Set<() => void>();
  let state: QuizSocketState = 'connecting';
  let accessToken: string | undefined;
  let refusedToken: string | undefined;
  let beating: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const socket = io({
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    timeout: CONNECT_MS,
    reconnectionDelay: FIRST_PAUSE_MS,
    reconnectionDelayMax: MAX_PAUSE_MS,
    // At random, so that a restarted server isn't met by all at once.
    randomizationFactor: 0.5,
    async auth(give) {
      // A token that can't be renewed now is none; the server's refusal then says so.
      accessToken = await token?.(refusedToken).catch(() => undefined);
      const known = playerToken?.();
      give({
        deviceId: readDeviceId(),
        ...(accessToken && { token: accessToken }),
        ...(known && { playerToken: known }),
      });
    },
  });

  function become(next: QuizSocketState): void {
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener();
  }

  async function send(event: string, payload: unknown, timeoutMs: number) {
    const { id } = socket;
    if (!socket.connected) throw new QuizError('offline', 'Not connected');
    const reply = await socket
      .timeout(timeoutMs)
      .emitWithAck(event, payload)
      .catch(() => {
        // Without a word of it, the connection is gone.
        if (socket.connected && socket.id === id) reconnect();
        throw new QuizError('offline', 'No answer came');
      });
    if (isRefusal(reply)) throw new QuizError(reply.error, reply.message ?? reply.error);
    return reply;
  }

  async function beat(timeoutMs: number): Promise<void> {
    const sentAt = Date.now();
    const { timestamp } = await send('connection:heartbeat', { socketId: socket.id }, timeoutMs);
    clock.hearAnswer(timestamp, sentAt);
  }

  function beatOn(count: number): void {
    const last = BEATS_MS.length - 1;
    const pause = (BEATS_MS[Math.min(count, last)] ?? 0) - (count < last ? (BEATS_MS[count - 1] ?? 0) : 0);
    beating = setTimeout(() => {
      // One that fails ends the connection; the next has its own.
      beat(ANSWER_MS).then(
        () => beatOn(count + 1),
        () => undefined,
      );
    }, pause);
  }

  function pauseAll(): void {
    clearTimeout(beating);
    clearTimeout(retry);
  }

  function reconnect(): void {
    pauseAll();
    socket.disconnect().connect();
  }

  /** A device that slept, or is in no network any more, may have lost its connection without a word of it. */
  function wake(): void {
    if (document.visibilityState !== 'visible' || state === 'refused') return;
    if (socket.connected) beat(WAKE_MS).catch(() => undefined);
    else reconnect();
  }

  function returnOnline(): void {
    if (!socket.connected && state !== 'refused') reconnect();
  }

  socket.on('connect', () => {
    pauseAll();
    refusedToken = undefined;
    clock.reset();
    beatOn(0);
    become('open');
  });
  socket.on('disconnect', (reason) => {
    pauseAll();
    become('lost');
    // All others it mends by itself.
    if (reason === 'io server disconnect') retry = setTimeout(() => socket.connect(), FIRST_PAUSE_MS);
  });
  socket.on('connect_error', (error) => {
    pauseAll();
    if (socket.active) {
      become('lost');
      // Some proxies swallow what they don't know.
      if (error.message === 'timeout') socket.io.opts.transports = ['polling', 'websocket'];
      return;
    }
    const isBadToken = error.message === 'unauthorized' && accessToken !== undefined;
    if (isBadToken && refusedToken === undefined) {
      refusedToken = accessToken;
      retry = setTimeout(() => socket.connect(), FIRST_PAUSE_MS);
    } else if (isBadToken || error.message === 'invalid_payload') become('refused');
    else {
      become('lost');
      retry = setTimeout(() => socket.connect(), REFUSED_PAUSE_MS);
    }
  });
  socket.onAny((_name, payload) => {
    if (typeof payload?.serverTime === 'number') clock.hear(payload.serverTime);
  });
  addEventListener('online', returnOnline);
  // The server may be on this very machine, whatever the browser thinks of the network: a sign of life tells.
  addEventListener('offline', wake);
  document.addEventListener('visibilitychange', wake);

  return {
    ask: (event, payload) => send(event, payload, ANSWER_MS),
    on(event, listener) {
      // Its own list of events knows the names of the server's only as any others.
      const name: string = event;
      socket.on(name, listener);
      return () => socket.off(name, listener);
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: clock.now,
    close() {
      pauseAll();
      removeEventListener('online', returnOnline);
      removeEventListener('offline', wake);
      document.removeEventListener('visibilitychange', wake);
      socket.off();
      socket.offAny();
      socket.disconnect();
    },
  };
}
