import { closeCodes } from '#protocol/close-codes.ts';
import { createPartyClock } from './party-clock.ts';
import type { PartyNews, PartyRequest } from './party-messages.ts';

/** `over`: for good, as `onEnd` has told. */
export type PartyConnection = 'connecting' | 'open' | 'lost' | 'over';

/**
 * Why there is no way back by itself: `replaced` by another window of the same user, `kicked` by the host, `expired` as
 * the token is, `gone` as the party is.
 */
export type PartyEnd = 'replaced' | 'kicked' | 'expired' | 'gone';

type Options = {
  /** Asked at each connection, for the token in it may be a new one. */
  url: () => Promise<URL>;
  /** Asked where a connection doesn't open, since browsers don't tell why; undefined: nothing that won't pass. */
  findEnd: () => Promise<PartyEnd | undefined>;
  onNews: (news: PartyNews) => void;
  onConnection: (state: PartyConnection) => void;
  onEnd: (end: PartyEnd) => void;
};

const FIRST_PAUSE_MS = 250;
/** Nobody shall miss more than a few seconds of a film because of a server that was restarted. */
const MAX_PAUSE_MS = 4_000;
/** The server doesn't want to hear of this page sooner. */
const UNWANTED_PAUSE_MS = 60_000;
const OPEN_MS = 8_000;
/** How long who comes back to the page waits for a sign of life. */
const WAKE_MS = 3_000;

const ENDS = new Map<number, PartyEnd>([
  [closeCodes.replaced, 'replaced'],
  [closeCodes.kicked, 'kicked'],
  [closeCodes.signedOut, 'expired'],
  [closeCodes.partyOver, 'gone'],
]);

/**
 * Stays connected with a party: connects again by itself, at growing pauses, and at once when the browser is back
 * online or looked at. Keeps the server's time, too.
 */
export function connectParty({ url, findEnd, onNews, onConnection, onEnd }: Options) {
  const clock = createPartyClock();
  let socket: WebSocket | undefined;
  let state: PartyConnection = 'connecting';
  let failures = 0;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pinging: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;

  function become(next: PartyConnection): void {
    if (next === state) return;
    state = next;
    onConnection(next);
  }

  async function connect(): Promise<void> {
    drop();
    attempt++;
    const mine = attempt;
    const address = await url().catch(() => undefined);
    if (mine !== attempt || state === 'over') return;
    if (!address) {
      lose(undefined);
      return;
    }
    const opened = new WebSocket(address);
    socket = opened;
    let hasOpened = false;
    patience = setTimeout(() => socket === opened && lose(undefined), OPEN_MS);
    opened.addEventListener('open', () => {
      if (socket !== opened) return;
      hasOpened = true;
      clock.restart();
      ping();
    });
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened && typeof data === 'string') hear(JSON.parse(data));
    });
    opened.addEventListener('close', ({ code }) => {
      if (socket === opened) lose(code, !hasOpened);
    });
  }

  function hear(news: PartyNews): void {
    if (news.type === 'sync_pong') {
      clock.hear(news.payload);
      return;
    }
    if (news.type === 'session_state') {
      clearTimeout(patience);
      failures = 0;
      onNews(news);
      become('open');
    } else onNews(news);
  }

  function ping(): void {
    if (clock.isDead()) {
      lose(undefined);
      return;
    }
    send({ type: 'sync_ping', payload: { id: clock.ask() } });
    pinging = setTimeout(ping, clock.pause());
  }

  function lose(code: number | undefined, isRefused = false): void {
    drop();
    const end = code === undefined ? undefined : ENDS.get(code);
    if (end) {
      finish(end);
      return;
    }
    become('lost');
    // At random, so that a restarted server isn't met by all at once.
    const pause = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random() / 2);
    failures++;
    retry = setTimeout(connect, code === closeCodes.policyViolation ? UNWANTED_PAUSE_MS : pause);
    if (isRefused) void findReason();
  }

  async function findReason(): Promise<void> {
    const mine = attempt;
    const end = await findEnd().catch(() => undefined);
    if (end && mine === attempt && state !== 'over') finish(end);
  }

  function finish(end: PartyEnd): void {
    close();
    onEnd(end);
  }

  /** Without waiting for the other side, which may be gone. */
  function drop(): void {
    clearTimeout(retry);
    clearTimeout(pinging);
    clearTimeout(patience);
    const dropped = socket;
    socket = undefined;
    dropped?.close();
  }

  function send(request: PartyRequest): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(request));
    return true;
  }

  /** A device that slept, or is in no network any more, may have lost its connection without a word of it. */
  function wake(): void {
    if (document.visibilityState !== 'visible' || state === 'over') return;
    if (state !== 'open') {
      void connect();
      return;
    }
    const asleep = socket;
    const id = clock.ask();
    send({ type: 'sync_ping', payload: { id } });
    clearTimeout(patience);
    patience = setTimeout(() => socket === asleep && !clock.isAnswered(id) && lose(undefined), WAKE_MS);
  }

  function close(): void {
    drop();
    attempt++;
    become('over');
    removeEventListener('online', wake);
    removeEventListener('offline', wake);
    document.removeEventListener('visibilitychange', wake);
  }

  addEventListener('online', wake);
  // The server may be on this very machine, whatever the browser thinks of the network: a sign of life tells.
  addEventListener('offline', wake);
  document.addEventListener('visibilitychange', wake);
  void connect();

  return {
    /** @returns whether there is a connection to send it by */
    send,
    /** By the server's clock, epoch milliseconds; null: not known yet. */
    serverNow: clock.serverNow,
    close,
  };
}
