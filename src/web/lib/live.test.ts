import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followNights } from './live.ts';

/** Stands for the browser's: the test says what the server does. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error('nobody has connected');
    return socket;
  }

  readyState = 0;
  readonly sent: unknown[] = [];

  constructor() {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 2;
  }

  say(message: unknown): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  fail(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

let page: EventTarget;
let screen: EventTarget & { visibilityState?: string };

beforeEach(() => {
  FakeSocket.all = [];
  page = new EventTarget();
  screen = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('document', screen);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function start() {
  const told = { onEvent: vi.fn(), onStale: vi.fn(), onState: vi.fn() };
  const stop = followNights(new URL('ws://localhost/api/nights/live'), told);
  return { ...told, stop };
}

describe('following nights', () => {
  it('loads the present state with each connection, the first too, and after a gap', () => {
    const { onStale, onState, onEvent } = start();
    FakeSocket.last.say({ type: 'following' });
    expect(onState).toHaveBeenLastCalledWith('live');
    expect(onStale).toHaveBeenCalledTimes(1);
    FakeSocket.last.say({ type: 'gap' });
    expect(onStale).toHaveBeenCalledTimes(2);
    const event = { type: 'session.ended', data: {} };
    FakeSocket.last.say(event);
    FakeSocket.last.say({ type: 'error', message: 'Too many messages, please slow down' });
    expect(onEvent.mock.calls).toEqual([[event]]);
    FakeSocket.last.fail();
    expect(onState).toHaveBeenLastCalledWith('offline');
    vi.advanceTimersByTime(500);
    FakeSocket.last.say({ type: 'following' });
    expect(onStale).toHaveBeenCalledTimes(3);
  });

  it('tries ever more seldom while there is no server, and often again once there was', () => {
    start();
    for (const pauseMs of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = FakeSocket.all.length;
      FakeSocket.last.fail();
      vi.advanceTimersByTime(pauseMs - 1);
      expect(FakeSocket.all).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(FakeSocket.all).toHaveLength(before + 1);
    }
    FakeSocket.last.say({ type: 'following' });
    const before = FakeSocket.all.length;
    FakeSocket.last.fail();
    vi.advanceTimersByTime(500);
    expect(FakeSocket.all).toHaveLength(before + 1);
  });

  it('gives up a connection that leaves two pings unanswered, and none that answers', () => {
    const { onState } = start();
    FakeSocket.last.say({ type: 'following' });
    for (let beats = 0; beats < 20; beats++) {
      vi.advanceTimersByTime(10_000);
      FakeSocket.last.say({ type: 'pong' });
    }
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeSocket.last.sent).toHaveLength(20);
    vi.advanceTimersByTime(30_000);
    expect(onState).toHaveBeenLastCalledWith('offline');
  });

  it('gives up one that never opens', () => {
    const { onState } = start();
    vi.advanceTimersByTime(30_000);
    expect(onState).toHaveBeenLastCalledWith('offline');
  });

  it('connects at once when the browser is back online, or looked at', () => {
    const { onState } = start();
    FakeSocket.last.say({ type: 'following' });
    page.dispatchEvent(new Event('offline'));
    expect(onState).toHaveBeenLastCalledWith('offline');
    page.dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.fail();
    screen.dispatchEvent(new Event('visibilitychange'));
    expect(FakeSocket.all).toHaveLength(3);
  });

  it('notices within seconds of a look that the connection died while nobody looked', () => {
    const { onState } = start();
    FakeSocket.last.say({ type: 'following' });
    screen.dispatchEvent(new Event('visibilitychange'));
    FakeSocket.last.say({ type: 'pong' });
    vi.advanceTimersByTime(3_000);
    expect(onState).toHaveBeenLastCalledWith('live');
    screen.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(3_000);
    expect(onState).toHaveBeenLastCalledWith('offline');
  });

  it('leaves no timer, and hears nothing more, once it is stopped', () => {
    const { stop, onEvent, onStale } = start();
    stop();
    FakeSocket.last.say({ type: 'following' });
    FakeSocket.last.fail();
    page.dispatchEvent(new Event('online'));
    expect(vi.getTimerCount()).toBe(0);
    expect(FakeSocket.all).toHaveLength(1);
    expect(onEvent).not.toHaveBeenCalled();
    expect(onStale).not.toHaveBeenCalled();
  });
});
