import { Counter, Gauge, type Registry } from 'prom-client';

/** What a transport counts for an endpoint. Plain numbers, read when metrics are asked for: sending is a hot path. */
export type EndpointCounts = { connections: number; received: number; sent: number; slowReaders: number };

export type TransportMetrics = ReturnType<typeof createTransportMetrics>;

/** The figures of one transport, such as `websocket`, by endpoint. */
export function createTransportMetrics(registry: Registry, transport: string) {
  const endpoints = new Map<string, EndpointCounts>();
  const common = { labelNames: ['endpoint'], registers: [registry] };

  new Gauge({
    ...common,
    name: `soiree_${transport}_connections`,
    help: 'Open connections.',
    collect() {
      for (const [endpoint, counts] of endpoints) this.set({ endpoint }, counts.connections);
    },
  });
  const addCounter = (name: string, help: string, read: (counts: EndpointCounts) => number) =>
    new Counter({
      ...common,
      name: `soiree_${transport}_${name}_total`,
      help,
      collect() {
        this.reset();
        for (const [endpoint, counts] of endpoints) this.inc({ endpoint }, read(counts));
      },
    });
  addCounter('received', 'Messages received.', (counts) => counts.received);
  addCounter('sent', 'Messages sent.', (counts) => counts.sent);
  addCounter(
    'slow_readers',
    'Connections dropped for not reading fast enough.',
    (counts) => counts.slowReaders,
  );

  return {
    endpoint(name: string): EndpointCounts {
      const counts = { connections: 0, received: 0, sent: 0, slowReaders: 0 };
      endpoints.set(name, counts);
      return counts;
    },
  };
}

/** The hub's figures: to be counted up in what this returns. */
export function createHubMetrics(registry: Registry) {
  const counts = { channels: 0, published: 0, fromBus: 0, gaps: 0 };
  const registers = [registry];

  new Gauge({
    name: 'soiree_hub_channels',
    help: 'Channels with a subscriber on this node.',
    registers,
    collect() {
      this.set(counts.channels);
    },
  });
  const addCounter = (name: string, help: string, read: () => number) =>
    new Counter({
      name: `soiree_hub_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  addCounter('published', 'Messages published on this node.', () => counts.published);
  addCounter('from_bus', 'Messages that came from other nodes.', () => counts.fromBus);
  addCounter('gaps', 'Times that a channel may have missed messages.', () => counts.gaps);

  return counts;
}
