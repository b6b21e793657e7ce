import { randomUUID } from 'node:crypto';
import type { BaseLogger } from 'pino';
import type { Registry } from 'prom-client';
import type { Bus } from './bus.ts';
import {
  type Connection,
  decodeMessage,
  type EncodedMessage,
  encodeMessage,
  type HubMessage,
} from './connection.ts';
import { createHubMetrics } from './metrics.ts';

type Listener = (message: HubMessage) => void | Promise<void>;

/** The subscribers on this node. It exists as long as there is one, and so does its subscription to the bus. */
type Channel = {
  readonly connections: Set<Connection>;
  readonly listeners: Set<Listener>;
  /** Settles once the bus delivers. */
  readonly live: Promise<void>;
};

type HubOptions = { bus: Bus; registry: Registry; logger: BaseLogger };

export type Hub = ReturnType<typeof createHub>;

/** Delivers what is published to a channel to its subscribers, on this node and, through the bus, on the others. */
export function createHub({ bus, registry, logger }: HubOptions) {
  /** Leads each text on the bus, so that a node knows its own: those it delivered before they left. */
  const nodeId = randomUUID();
  const channels = new Map<string, Channel>();
  const channelsOf = new Map<Connection, Set<string>>();
  const gapMessages = new Set<{ prefix: string; make: (channel: string) => HubMessage }>();
  const counts = createHubMetrics(registry);

  function deliver(name: string, message: EncodedMessage): void {
    const channel = channels.get(name);
    if (!channel) return;
    for (const connection of channel.connections) connection.sendEncoded(message);
    for (const listener of channel.listeners) void notify(name, listener, message);
  }

  /** One listener's fault is not the publisher's, nor the other subscribers'. */
  async function notify(name: string, listener: Listener, encoded: EncodedMessage): Promise<void> {
    try {
      await listener(encoded.message);
    } catch (error) {
      logger.error({ err: error, channel: name }, 'a channel listener failed');
    }
  }

  function deliverFromBus(name: string, text: string): void {
    if (text.startsWith(nodeId)) return;
    counts.fromBus++;
    deliver(name, decodeMessage(text.slice(nodeId.length)));
  }

  bus.onGap((name) => {
    counts.gaps++;
    for (const { prefix, make } of gapMessages) {
      if (!name.startsWith(prefix)) continue;
      try {
        deliver(name, encodeMessage(make(name)));
      } catch (error) {
        logger.error({ err: error, channel: name }, 'a gap could not be announced');
      }
    }
  });

  function open(name: string): Channel {
    const existing = channels.get(name);
    if (existing) return existing;
    const live = bus.subscribe(name, (text) => deliverFromBus(name, text));
    const channel = { connections: new Set<Connection>(), listeners: new Set<Listener>(), live };
    channels.set(name, channel);
    counts.channels++;
    return channel;
  }

  function closeIfUnused(name: string, { connections, listeners }: Channel): void {
    if (connections.size > 0 || listeners.size > 0) return;
    channels.delete(name);
    counts.channels--;
    bus.unsubscribe(name);
  }

  function leave(name: string, connection: Connection): void {
    const channel = channels.get(name);
    if (channel?.connections.delete(connection)) closeIfUnused(name, channel);
  }

  return {
    /** To every subscriber: those of this node at once, the others best effort, as the bus has it. */
    publish(name: string, message: HubMessage): void {
      counts.published++;
      const encoded = encodeMessage(message);
      deliver(name, encoded);
      bus.publish(name, nodeId + encoded.text);
    },

    /**
     * Resolves once messages of every node arrive, so that state read afterwards, together with the messages,
     * misses nothing. A connection that isn't open any more isn't subscribed.
     */
    async subscribe(name: string, connection: Connection): Promise<void> {
      if (!connection.isOpen()) return;
      const channel = open(name);
      channel.connections.add(connection);
      const names = channelsOf.get(connection);
      if (names) names.add(name);
      else channelsOf.set(connection, new Set([name]));
      await channel.live;
    },

    unsubscribe(name: string, connection: Connection): void {
      leave(name, connection);
      const names = channelsOf.get(connection);
      if (names?.delete(name) && names.size === 0) channelsOf.delete(connection);
    },

    /** Out of all its channels. The transport calls it when it closes a connection. */
    detach(connection: Connection): void {
      const names = channelsOf.get(connection);
      if (!names) return;
      channelsOf.delete(connection);
      for (const name of names) leave(name, connection);
    },

    /** For the server's own code. Resolves once messages of every node arrive, to the disposer. */
    async listen(name: string, handle: Listener): Promise<() => void> {
      const channel = open(name);
      // A subscription of its own each time, even for a handler that is there already.
      const listener: Listener = (message) => handle(message);
      channel.listeners.add(listener);
      await channel.live;
      return () => {
        if (channel.listeners.delete(listener)) closeIfUnused(name, channel);
      };
    },

    /**
     * What the subscribers of a channel are told when messages from other nodes may have been lost, so that they
     * load the present state. For the channels whose name starts with the prefix. Returns the disposer.
     */
    onGap(prefix: string, make: (channel: string) => HubMessage): () => void {
      const gapMessage = { prefix, make };
      gapMessages.add(gapMessage);
      return () => gapMessages.delete(gapMessage);
    },
  };
}
