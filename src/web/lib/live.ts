import { useEffect, useEffectEvent, useState } from 'react';
import type { NightEvent } from '#protocol/night-events.ts';

/** What the server says on the public socket: the events of nights, and a little about the connection itself. */
type ServerMessage =
  | NightEvent
  | { type: 'following' }
  | { type: 'gap' }
  | { type: 'pong' }
  | { type: 'error'; message: string };

export type LiveState = 'connecting' | 'live' | 'offline';

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 15_000;
const PING_MS = 10_000;
/** The server answers each ping. Counted, not timed: a tab in the background sends them more seldom. */
const MAX_UNANSWERED = 2;
/** How long who comes back to the page waits for an answer. */
const WAKE_MS = 3_000;

type Listeners = {
  onEvent: (event: NightEvent) => void;
  onStale: () => void;
  onState: (state: LiveState) => void;
};

/**
 * Follows nights over the public socket, for as long as the component is there: one night, or (without an id) the
 * start and end of any. Connects again by itself, at growing pauses, and at once when the browser is back online or
 * looked at. `onStale` is called whenever events may have been missed, so that the present state is loaded: with the
 * first connection too, since what was loaded before it may have changed meanwhile.
 */
export function useLiveNight(
  nightId: number | undefined,
  handlers: Pick<Listeners, 'onEvent' | 'onStale'>,
): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const onEvent = useEffectEvent(handlers.onEvent);
  const onStale = useEffectEvent(handlers.onStale);

  useEffect(() => {
    const url = new URL('/api/nights/live', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    if (nightId !== undefined) url.searchParams.set('sessionId', String(nightId));
    setState('connecting');
    return followNights(url, {
      onEvent: (event) => onEvent(event),
      onStale: () => onStale(),
      onState: setState,
    });
  }, [nightId]);

  return state;
}

/** What `useLiveNight` does, for any listener. Returns the disposer, after which nothing is called any more. */
export function followNights(url: URL, { onEvent, onStale, onState }: Listeners): () => void {
  let socket: WebSocket | undefined;
  let failures = 0;
  let unanswered = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let check: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(retry);
    const opened = new WebSocket(url);
    socket = opened;
    unanswered = 0;
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened && typeof data === 'string') hear(JSON.parse(data));
    });
    opened.addEventListener('close', () => {
      if (socket === opened) lose();
    });
  }

  function hear(message: ServerMessage): void {
    unanswered = 0;
    switch (message.type) {
      case 'following':
        failures = 0;
        onState('live');
        onStale();
        return;
      case 'gap':
        onStale();
        return;
      case 'pong':
      case 'error':
        return;
      default:
        onEvent(message);
    }
  }

  function lose(): void {
    drop();
    onState('offline');
    // At random, so that a restarted server isn't met by all at once.
    const pause = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random());
    failures++;
    retry = setTimeout(connect, pause);
  }

  /** Without waiting for the other side, which may be gone. */
  function drop(): void {
    clearTimeout(retry);
    const dropped = socket;
    socket = undefined;
    dropped?.close();
  }

  function beat(): void {
    if (!socket) return;
    if (unanswered >= MAX_UNANSWERED) {
      lose();
      return;
    }
    unanswered++;
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'ping' }));
  }

  function reconnect(): void {
    if (!socket) connect();
  }

  /** A device that slept may have lost its connection without a word of it. */
  function wake(): void {
    if (document.visibilityState !== 'visible') return;
    beat();
    reconnect();
    clearTimeout(check);
    check = setTimeout(() => {
      if (socket && unanswered > 0) lose();
    }, WAKE_MS);
  }

  const heart = setInterval(beat, PING_MS);
  addEventListener('online', reconnect);
  addEventListener('offline', lose);
  document.addEventListener('visibilitychange', wake);
  connect();
  return () => {
    clearInterval(heart);
    clearTimeout(check);
    removeEventListener('online', reconnect);
    removeEventListener('offline', lose);
    document.removeEventListener('visibilitychange', wake);
    drop();
  };
}
