import { describe, expect, it, vi } from 'vitest';
import { createBusByHand, createConnection, createTestHub } from './test-hub.ts';

const HELLO = { type: 'hello', data: { to: 'all' } };

describe('hub', () => {
  it('delivers to the subscribers of the channel at once, encoded once for all', async () => {
    const { hub } = createTestHub();
    const [a, b, other] = [createConnection(), createConnection(), createConnection()];
    await hub.subscribe('room', a.connection);
    await hub.subscribe('room', a.connection);
    await hub.subscribe('room', b.connection);
    await hub.subscribe('room 2', other.connection);
    hub.publish('room', HELLO);
    hub.publish('nobody', HELLO);
    expect(a.received).toEqual([HELLO]);
    expect(b.received).toEqual([HELLO]);
    expect(a.encodings[0]).toBe(b.encodings[0]);
    expect(other.received).toEqual([]);
  });

  it('delivers no message twice when the bus brings it back', async () => {
    const { hub } = createTestHub();
    const { connection, received } = createConnection();
    const handle = vi.fn();
    await hub.subscribe('room', connection);
    await hub.listen('room', handle);
    hub.publish('room', HELLO);
    // The in-process bus delivers in microtasks, all of which have run by then.
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toHaveLength(1);
    expect(handle).toHaveBeenCalledOnce();
  });

  it('passes on what other nodes encoded as it is', async () => {
    const [here, there] = [createBusByHand(), createBusByHand()];
    const [hubHere, hubThere] = [createTestHub(here.bus).hub, createTestHub(there.bus).hub];
    const { connection, encodings } = createConnection();
    await hubThere.subscribe('room', connection);
    hubHere.publish('room', HELLO);
    const parse = vi.spyOn(JSON, 'parse');
    for (const { channel, text } of here.published) there.receive(channel, text);
    expect(encodings.map(({ text }) => text)).toEqual([JSON.stringify(HELLO)]);
    // Once, by this test's connection.
    expect(parse).toHaveBeenCalledOnce();
    parse.mockRestore();
  });

  it('stops at unsubscribe and at detach, which may be repeated', async () => {
    const { hub } = createTestHub();
    const { connection, received } = createConnection();
    await hub.subscribe('a', connection);
    await hub.subscribe('b', connection);
    await hub.subscribe('c', connection);
    hub.unsubscribe('a', connection);
    hub.unsubscribe('a', connection);
    hub.publish('a', HELLO);
    expect(received).toEqual([]);
    hub.publish('b', HELLO);
    expect(received).toHaveLength(1);
    hub.detach(connection);
    hub.detach(connection);
    hub.publish('b', HELLO);
    hub.publish('c', HELLO);
    expect(received).toHaveLength(1);
  });

  it('subscribes the bus with the first subscriber of a channel, and ends that with the last', async () => {
    const { bus, calls } = createBusByHand();
    const { hub } = createTestHub(bus);
    const [a, b] = [createConnection().connection, createConnection().connection];
    await hub.subscribe('room', a);
    await hub.subscribe('room', b);
    const dispose = await hub.listen('room', () => {});
    hub.detach(a);
    hub.unsubscribe('room', b);
    expect(calls).toEqual(['subscribe room']);
    dispose();
    dispose();
    expect(calls).toEqual(['subscribe room', 'unsubscribe room']);
  });

  it('resolves every subscription when the channel is live, not before', async () => {
    const byHand = createBusByHand();
    const { hub } = createTestHub(byHand.bus);
    byHand.hold();
    const done = vi.fn();
    const all = [
      hub.subscribe('room', createConnection().connection).then(done),
      hub.subscribe('room', createConnection().connection).then(done),
      hub.listen('room', () => {}).then(done),
    ];
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).not.toHaveBeenCalled();
    byHand.release();
    await Promise.all(all);
    expect(done).toHaveBeenCalledTimes(3);
  });

  it('ends as last asked when a connection comes, goes and comes before the channel is live', async () => {
    const byHand = createBusByHand();
    const { hub } = createTestHub(byHand.bus);
    const { connection, received } = createConnection();
    byHand.hold();
    const first = hub.subscribe('room', connection);
    hub.unsubscribe('room', connection);
    const second = hub.subscribe('room', connection);
    byHand.release();
    await Promise.all([first, second]);
    expect(byHand.calls).toEqual(['subscribe room', 'unsubscribe room', 'subscribe room']);
    hub.publish('room', HELLO);
    expect(received).toEqual([HELLO]);
  });

  it('does not subscribe a connection that has closed meanwhile', async () => {
    const { bus, calls } = createBusByHand();
    const { hub } = createTestHub(bus);
    const { connection } = createConnection();
    connection.close(1012, 'Gone');
    await hub.subscribe('room', connection);
    expect(calls).toEqual([]);
  });

  it('lets server code listen, and survives its faults', async () => {
    const { hub, lines } = createTestHub();
    const heard = vi.fn();
    await hub.listen('revocations', () => {
      throw new Error('broken listener');
    });
    await hub.listen('revocations', async () => {
      throw new Error('broken promise');
    });
    const dispose = await hub.listen('revocations', heard);
    hub.publish('revocations', HELLO);
    expect(heard).toHaveBeenCalledExactlyOnceWith(HELLO);
    await vi.waitFor(() => expect(lines.join()).toMatch(/broken listener.*broken promise/s));
    dispose();
    hub.publish('revocations', HELLO);
    expect(heard).toHaveBeenCalledOnce();
  });

  it('tells the subscribers of a channel with a gap, by the message of its feature', async () => {
    const byHand = createBusByHand();
    const { hub } = createTestHub(byHand.bus);
    const [night, quiz] = [createConnection(), createConnection()];
    const heard = vi.fn();
    await hub.subscribe('night:1', night.connection);
    await hub.subscribe('quiz:1', quiz.connection);
    await hub.listen('night:1', heard);
    const dispose = hub.onGap('night:', (channel) => ({ type: 'gap', channel }));
    byHand.announceGap('night:1');
    byHand.announceGap('quiz:1');
    expect(night.received).toEqual([{ type: 'gap', channel: 'night:1' }]);
    expect(heard).toHaveBeenCalledOnce();
    expect(quiz.received).toEqual([]);
    // Every node gets the gap announced by its own bus.
    expect(byHand.published).toEqual([]);
    dispose();
    byHand.announceGap('night:1');
    expect(night.received).toHaveLength(1);
  });

  it('counts for the metrics', async () => {
    const byHand = createBusByHand();
    const { hub, registry } = createTestHub(byHand.bus);
    await hub.subscribe('room', createConnection().connection);
    hub.publish('room', HELLO);
    hub.publish('room', HELLO);
    byHand.announceGap('room');
    byHand.receive('room', `${'x'.repeat(36)}{"type":"hello"}`);
    const text = await registry.metrics();
    expect(text).toContain('soiree_hub_channels 1\n');
    expect(text).toContain('soiree_hub_published_total 2\n');
    expect(text).toContain('soiree_hub_from_bus_total 1\n');
    expect(text).toContain('soiree_hub_gaps_total 1\n');
    expect(await registry.metrics()).toBe(text);
  });
});
