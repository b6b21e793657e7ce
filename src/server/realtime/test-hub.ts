import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Bus } from './bus.ts';
import { createMemoryBus } from './bus-memory.ts';
import { type Connection, type EncodedMessage, encodeMessage, type HubMessage } from './connection.ts';
import { createHub } from './hub.ts';

/** A bus whose subscriptions go live, and whose gaps and messages come, when the test says so. */
export function createBusByHand() {
  const gapListeners = new Set<(channel: string) => void>();
  const listeners = new Map<string, (text: string) => void>();
  const calls: string[] = [];
  const published: { channel: string; text: string }[] = [];
  let goLive = () => {};
  let live = Promise.resolve();
  const bus: Bus = {
    publish: (channel, text) => void published.push({ channel, text }),
    subscribe(channel, listener) {
      calls.push(`subscribe ${channel}`);
      listeners.set(channel, listener);
      return live;
    },
    unsubscribe(channel) {
      calls.push(`unsubscribe ${channel}`);
      listeners.delete(channel);
    },
    onGap(listener) {
      gapListeners.add(listener);
      return () => gapListeners.delete(listener);
    },
    isReachable: () => true,
    close: async () => {},
  };
  return {
    bus,
    calls,
    published,
    hold() {
      const held = Promise.withResolvers<void>();
      live = held.promise;
      goLive = held.resolve;
    },
    release: () => goLive(),
    receive: (channel: string, text: string) => listeners.get(channel)?.(text),
    announceGap(channel: string) {
      for (const listener of gapListeners) listener(channel);
    },
  };
}

export function createConnection(id = 'connection') {
  const received: HubMessage[] = [];
  const encodings: EncodedMessage[] = [];
  let open = true;
  const connection: Connection = {
    id,
    address: '127.0.0.1',
    state: undefined,
    isOpen: () => open,
    send: (message) => connection.sendEncoded(encodeMessage(message)),
    sendEncoded(message) {
      encodings.push(message);
      received.push(message.message);
    },
    authenticated() {},
    close() {
      open = false;
    },
  };
  return { connection, received, encodings };
}

export function createTestHub(bus: Bus = createMemoryBus()) {
  const registry = new Registry();
  const lines: string[] = [];
  const logger = pino({}, { write: (line) => void lines.push(line) });
  return { hub: createHub({ bus, registry, logger }), registry, lines };
}
