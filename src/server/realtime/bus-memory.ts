import type { Bus } from './bus.ts';

/** The bus of an installation with one node: in-process, and never down. */
export function createMemoryBus(): Bus {
  const listeners = new Map<string, (text: string) => void>();

  return {
    publish(channel, text) {
      // Not at once, so that code which works here doesn't rely on what a bus between nodes can't do.
      if (listeners.has(channel)) queueMicrotask(() => listeners.get(channel)?.(text));
    },
    async subscribe(channel, listener) {
      listeners.set(channel, listener);
    },
    unsubscribe(channel) {
      listeners.delete(channel);
    },
    onGap: () => () => {},
    isReachable: () => true,
    async close() {
      listeners.clear();
    },
  };
}
