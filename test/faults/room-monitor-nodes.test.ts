import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMonitorRig, type MonitorRig } from '../setup/monitors.ts';
import { createTestClock } from '../setup/nights.ts';

const DEFAULTS = {};

describe('room monitors over time and nodes', () => {
  let rig: MonitorRig;
  beforeAll(async () => {
    rig = await createMonitorRig();
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  it('[N22] look every 10 s by default', async () => {
    const clock = createTestClock();
    const node = rig.createNode({ clock, timing: DEFAULTS });
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann']);
    await rig.waitForCheck(id, 'monitoring', 1);
    const [monitor] = await rig.readMonitors();
    expect(monitor?.nextLookAt.getTime()).toBe(clock.now() + 10_000);
  });

  it('[N22] give up after half an hour without an answer', async () => {
    const clock = createTestClock();
    const node = rig.createNode({ clock, timing: DEFAULTS });
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann']);
    await rig.waitForCheck(id, 'monitoring', 1);
    rig.ecast.behave('ABCD', 'status 500');
    clock.advance(10_000);
    node.wake();
    await rig.waitForCheck(id, 'unreachable', 1);
    clock.advance(30 * 60_000);
    node.wake();
    await rig.waitForCheck(id, 'failed', 1);
    expect(await rig.readMonitors()).toEqual([]);
    expect(await rig.metricsOf(node)).toContain('soiree_room_looks_total{outcome="unreachable"} 2');
  });

  it('[N22] look at once, and are patient again, when the host starts one that is unreachable', async () => {
    const clock = createTestClock();
    const node = rig.createNode({ clock, timing: DEFAULTS });
    rig.ecast.open('ABCD', ['Ann']);
    rig.ecast.behave('ABCD', 'status 500');
    const id = await rig.addGame();
    await rig.begin(node, id, 'ABCD');
    await rig.waitForCheck(id, 'unreachable', null);
    rig.ecast.behave('ABCD', undefined);
    await rig.begin(node, id, 'ABCD');
    await rig.waitForCheck(id, 'monitoring', 1);
    expect(rig.ecast.countLookups('ABCD')).toBe(2);
  });

  it('[N22] survive a restart: the next start goes on where the last one was', async () => {
    const before = rig.createNode();
    const id = await rig.monitorRoom(before, 'ABCD', ['Ann']);
    await rig.waitForCheck(id, 'monitoring', 1);
    await before.close();
    rig.ecast.join('ABCD', 'Bob');
    rig.createNode();
    await rig.waitForCheck(id, 'monitoring', 2);
    await vi.waitFor(() => expect(rig.countsOf(id)).toEqual([1, 2]));
    expect(rig.eventsOf(id).filter(({ type }) => type === 'room.connected')).toHaveLength(1);
  });

  it('[N22] look once an interval, however many nodes there are', async () => {
    const clock = createTestClock();
    const nodes = [1, 2, 3].map(() => rig.createNode({ clock, timing: DEFAULTS }));
    const [first] = nodes;
    if (!first) throw new Error('there is no node');
    const codes = ['AAAA', 'BBBB', 'CCCC'];
    const ids: number[] = [];
    for (const code of codes) ids.push(await rig.monitorRoom(first, code, ['Ann']));
    for (const id of ids) await rig.waitForCheck(id, 'monitoring', 1);
    for (let players = 2; players <= 5; players++) {
      for (const code of codes) rig.ecast.join(code, `player ${players}`);
      clock.advance(10_000);
      for (const node of nodes) node.wake();
      for (const id of ids) await rig.waitForCheck(id, 'monitoring', players);
    }
    for (const node of nodes) await node.close();
    expect(codes.map((code) => rig.ecast.countLookups(code))).toEqual([5, 5, 5]);
    for (const id of ids) expect(rig.countsOf(id)).toEqual([1, 2, 3, 4, 5]);
  });

  it('[N22] are taken over from a node that died in mid-look, which then counts for nothing', async () => {
    const clock = createTestClock();
    const dying = rig.createNode({ clock, timing: { lookLimitMs: 8_000 } });
    rig.ecast.open('ABCD', ['Ann']);
    rig.ecast.hold('ABCD');
    const id = await rig.addGame();
    await rig.begin(dying, id, 'ABCD');
    await vi.waitFor(() => expect(rig.ecast.countLookups('ABCD')).toBe(1));
    // The other one sees nothing to do until the look's time is over, 10 s after it began.
    const heir = rig.createNode({ clock, timing: DEFAULTS });
    clock.advance(9_999);
    heir.wake();
    await vi.waitFor(async () => expect(await rig.metricsOf(heir)).toContain('soiree_room_monitors 1'));
    expect(rig.ecast.countLookups('ABCD')).toBe(1);
    clock.advance(1);
    heir.wake();
    await vi.waitFor(() => expect(rig.ecast.countLookups('ABCD')).toBe(2));
    rig.ecast.release('ABCD');
    await rig.waitForCheck(id, 'monitoring', 1);
    await vi.waitFor(async () => {
      expect(await rig.metricsOf(dying)).toContain('soiree_room_looks_total{outcome="superseded"} 1');
      expect(await rig.metricsOf(heir)).toContain('soiree_room_looks_total{outcome="seen"} 1');
    });
    expect(rig.countsOf(id)).toEqual([1]);
  });

  it('[N22] are handed over at once by a node that closes, and no node takes more than ten looks at a time', async () => {
    const clock = createTestClock();
    const node = rig.createNode({ clock, timing: { lookLimitMs: 60_000 } });
    const codes = Array.from({ length: 15 }, (_, index) => `RM${index + 10}`);
    for (const code of codes) {
      rig.ecast.open(code, ['Ann']);
      rig.ecast.hold(code);
      await rig.begin(node, await rig.addGame(), code);
    }
    const countHeld = () => codes.filter((code) => rig.ecast.countLookups(code) > 0).length;
    await vi.waitFor(() => expect(countHeld()).toBe(10));
    await node.close();
    expect(countHeld()).toBe(10);
    const due = (await rig.readMonitors()).map(({ nextLookAt }) => nextLookAt.getTime());
    expect(due).toEqual(codes.map(() => clock.now()));
  });

  it('[N22] pause while the store is away, say so once, and go on by themselves', async () => {
    const logged: string[] = [];
    const logger = pino(
      { level: 'info' },
      { write: (line) => void logged.push(String(JSON.parse(line).msg)) },
    );
    const node = rig.createNode({ logger });
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann']);
    await rig.waitForCheck(id, 'monitoring', 1);

    await rig.cutStore();
    await vi.waitFor(() => expect(logged).toContain('room monitors pause: the store failed'), 10_000);
    rig.ecast.join('ABCD', 'Bob');
    await rig.restoreStore();
    await rig.waitForCheck(id, 'monitoring', 2);
    await vi.waitFor(() =>
      expect(logged).toEqual(['room monitors pause: the store failed', 'room monitors go on']),
    );
    expect(rig.countsOf(id)).toEqual([1, 2]);
  });
});
