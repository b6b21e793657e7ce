import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomMonitor } from '#server/features/nights/monitor.ts';
import { HOSTILE_MODES } from '../setup/fake-ecast.ts';
import { createMonitorRig, type MonitorRig } from '../setup/monitors.ts';
import { createTestClock } from '../setup/nights.ts';

let rig: MonitorRig;
beforeAll(async () => {
  rig = await createMonitorRig();
});
afterEach(() => rig.reset());
afterAll(() => rig.close());

describe('the room monitor', () => {
  let node: RoomMonitor;
  beforeEach(() => {
    node = rig.createNode();
  });

  const typesOf = (id: number) => rig.eventsOf(id).map(({ type }) => type);

  it('[N22] tells the players of a room when it is first seen, and as they join and leave', async () => {
    const { ecast } = rig;
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann', 'Bob']);
    await rig.waitForCheck(id, 'monitoring', 2);
    ecast.join('ABCD', 'Cy');
    await rig.waitForCheck(id, 'monitoring', 3);
    ecast.leave('ABCD', 'Ann');
    await rig.waitForCheck(id, 'monitoring', 2);
    await vi.waitFor(() => expect(rig.countsOf(id)).toEqual([2, 3, 2]));
    expect(typesOf(id).slice(0, 3)).toEqual(['room.connected', 'game.status', 'player-count.updated']);
    expect(rig.eventsOf(id)).toContainEqual({
      type: 'player-count.updated',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: { sessionId: rig.nightId, gameId: id, playerCount: 3, status: 'monitoring' },
    });
    // What goes to the sockets went to the webhooks before, but for what is for sockets only.
    const isForBoth = ({ type }: { type: string }) => type !== 'session-game.updated';
    expect(rig.recorded).toEqual(rig.published.filter(isForBoth));
    expect(ecast.countStrayRequests()).toBe(0);
  });

  it('[N22] tells that a room was locked', async () => {
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann']);
    await rig.waitForCheck(id, 'monitoring', 1);
    rig.ecast.lock('ABCD');
    await vi.waitFor(() =>
      expect(rig.eventsOf(id).at(-1)).toMatchObject({ type: 'game.status', data: { isLocked: true } }),
    );
  });

  it('[N22] pauses while a room is unreachable in whatever way, delays no other, and goes on afterwards', async () => {
    const { ecast } = rig;
    const hostile = await Promise.all(
      HOSTILE_MODES.map(async (mode, index) => {
        const code = `EV${String(index).padStart(2, '0')}`;
        ecast.open(code, ['Ann']);
        ecast.behave(code, mode);
        const id = await rig.addGame();
        await rig.begin(node, id, code);
        return { id, code };
      }),
    );
    for (const { id } of hostile) await rig.waitForCheck(id, 'unreachable', null);
    const healthy = await rig.monitorRoom(node, 'GOOD', ['Ann']);
    await rig.waitForCheck(healthy, 'monitoring', 1);
    rig.ecast.join('GOOD', 'Bob');
    await rig.waitForCheck(healthy, 'monitoring', 2);
    for (const { code } of hostile) ecast.behave(code, undefined);
    for (const { id } of hostile) {
      await rig.waitForCheck(id, 'monitoring', 1);
      await vi.waitFor(() =>
        expect(typesOf(id)).toEqual(['game.status', 'room.connected', 'game.status', 'player-count.updated']),
      );
    }
  });

  it('[N22] ends for a room that does not exist', async () => {
    const id = await rig.addGame();
    await rig.begin(node, id, 'NONE');
    expect(await rig.readCheck(id)).toEqual({ status: 'monitoring', playerCount: null });
    await rig.waitForCheck(id, 'not_found', null);
    await vi.waitFor(() => expect(typesOf(id)).toEqual(['game.status', 'room.disconnected']));
    expect(await rig.readMonitors()).toEqual([]);
    expect(rig.ecast.countLookups('NONE')).toBe(2);
  });

  it('[N22] ends when the room is gone, and keeps the last count', async () => {
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann', 'Bob']);
    await rig.waitForCheck(id, 'monitoring', 2);
    rig.ecast.vanish('ABCD');
    await rig.waitForCheck(id, 'closed', 2);
    await vi.waitFor(() =>
      expect(rig.eventsOf(id).at(-1)).toMatchObject({
        type: 'room.disconnected',
        data: { roomCode: 'ABCD', reason: 'closed' },
      }),
    );
    // It can be begun anew.
    rig.ecast.open('ABCD', []);
    await rig.begin(node, id, 'ABCD');
    await rig.waitForCheck(id, 'monitoring', 0);
  });

  it('[N22] moves to another room code', async () => {
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann', 'Bob']);
    await rig.waitForCheck(id, 'monitoring', 2);
    rig.ecast.open('XY9Z', ['Ann']);
    await rig.begin(node, id, 'XY9Z');
    await rig.waitForCheck(id, 'monitoring', 1);
    const lookups = rig.ecast.countLookups('ABCD');
    await vi.waitFor(() => expect(rig.ecast.countLookups('XY9Z')).toBeGreaterThan(3));
    expect(rig.ecast.countLookups('ABCD')).toBe(lookups);
    expect(rig.eventsOf(id)).toContainEqual(
      expect.objectContaining({
        type: 'room.disconnected',
        data: { sessionId: rig.nightId, gameId: id, roomCode: 'ABCD', reason: 'moved' },
      }),
    );
    expect(typesOf(id).filter((type) => type === 'room.connected')).toHaveLength(2);
  });

  it.each(['stopped', 'completed'] as const)('[N14][N22] is %s by the host, once', async (status) => {
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann']);
    await rig.waitForCheck(id, 'monitoring', 1);
    await rig.end(node, id, status);
    await rig.end(node, id, 'stopped');
    expect(await rig.readCheck(id)).toEqual({ status, playerCount: 1 });
    expect(typesOf(id).slice(-2)).toEqual(['game.status', 'room.disconnected']);
    expect(typesOf(id).filter((type) => type === 'room.disconnected')).toHaveLength(1);
    await vi.waitFor(() => expect(rig.ecast.countSockets()).toBe(0));
    await rig.database.transaction(async (tx) => expect(await node.isRunning(tx, id)).toBe(false));
  });

  it('[N22] leaves neither timers nor sockets nor looks to come when it is closed', async () => {
    const id = await rig.monitorRoom(node, 'ABCD', ['Ann']);
    await rig.monitorRoom(node, 'HANG', []);
    rig.ecast.behave('HANG', 'no welcome');
    await rig.waitForCheck(id, 'monitoring', 1);
    await node.close();
    const lookups = rig.ecast.countLookups('ABCD');
    await vi.waitFor(() => expect(rig.ecast.countSockets()).toBe(0));
    const timers = vi.spyOn(globalThis, 'setTimeout');
    node.wake();
    node.start();
    expect(timers).not.toHaveBeenCalled();
    timers.mockRestore();
    expect(rig.ecast.countLookups('ABCD')).toBe(lookups);
  });
});

describe('[N22] a look that is overtaken counts for nothing', () => {
  let node: RoomMonitor;
  let id: number;

  /** The clock stands, so there is one look, and its answer is kept back. */
  beforeEach(async () => {
    node = rig.createNode({ clock: createTestClock(), timing: { lookLimitMs: 60_000 } });
    rig.ecast.open('ABCD', ['Ann', 'Bob']);
    rig.ecast.hold('ABCD');
    id = await rig.addGame();
    await rig.begin(node, id, 'ABCD');
    await vi.waitFor(() => expect(rig.ecast.countLookups('ABCD')).toBe(1));
  });

  /** Until the look has come back and was thrown away. */
  async function finishLook() {
    rig.ecast.release('ABCD');
    await vi.waitFor(async () =>
      expect(await rig.metricsOf(node)).toContain('soiree_room_looks_total{outcome="superseded"} 1'),
    );
  }

  it('by a stop', async () => {
    await rig.end(node, id);
    await finishLook();
    expect(await rig.readCheck(id)).toEqual({ status: 'stopped', playerCount: null });
    expect(rig.countsOf(id)).toEqual([]);
    expect(rig.eventsOf(id).at(-1)?.type).toBe('room.disconnected');
  });

  it('by another room code', async () => {
    rig.ecast.open('XY9Z', ['Cy']);
    await rig.begin(node, id, 'XY9Z');
    await rig.waitForCheck(id, 'monitoring', 1);
    await finishLook();
    expect(await rig.readCheck(id)).toEqual({ status: 'monitoring', playerCount: 1 });
    expect(rig.countsOf(id)).toEqual([1]);
  });

  it('by the removal of the game', async () => {
    await rig.database.db.deleteFrom('nightGames').where('id', '=', id).execute();
    await finishLook();
    expect(rig.eventsOf(id)).toEqual([]);
  });

  it('but not by a start of what has started already', async () => {
    await rig.begin(node, id, 'ABCD');
    rig.ecast.release('ABCD');
    await rig.waitForCheck(id, 'monitoring', 2);
    expect(rig.ecast.countLookups('ABCD')).toBe(1);
    expect(rig.eventsOf(id).map(({ type }) => type)).toEqual([
      'room.connected',
      'game.status',
      'player-count.updated',
    ]);
  });
});
