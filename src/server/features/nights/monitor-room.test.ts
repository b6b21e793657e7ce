import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from './events.ts';
import {
  describeEnd,
  initialState,
  type MonitorState,
  type Observation,
  type Room,
  type Step,
  takeLook,
} from './monitor-room.ts';

const SUBJECT = { nightId: 5, nightGameId: 14, roomCode: 'ABCD' };
const INTERVAL_MS = 10_000;
const IDS = { sessionId: 5, gameId: 14 };

const roomOf = (playerCount: number): Room => ({
  playerCount,
  maxPlayers: 8,
  isLocked: false,
  isFull: false,
  appTag: 'quiplash3',
});
const seen = (playerCount: number): Observation => ({ kind: 'seen', room: roomOf(playerCount) });
const missing: Observation = { kind: 'missing' };
const outage: Observation = { kind: 'unreachable', problem: 'no answer' };

/** Looks one after the other, as far apart as each step asks for, until the monitor ends. */
function follow(observations: readonly Observation[]): Step[] {
  const steps: Step[] = [];
  let state: MonitorState = initialState;
  let now = 0;
  for (const observation of observations) {
    const step = takeLook(SUBJECT, state, observation, now, INTERVAL_MS);
    steps.push(step);
    if (!step.state) break;
    state = step.state;
    now += step.pauseMs;
  }
  return steps;
}

const typesOf = (step: Step | undefined) => step?.events.map(({ type }) => type);
const pausesOf = (steps: readonly Step[]) => steps.map((step) => (step.state ? step.pauseMs : undefined));

describe('the monitor of a room', () => {
  it('[N22] tells of the room when it sees it first, and afterwards of changes only', () => {
    const steps = follow([
      seen(2),
      seen(2),
      seen(3),
      { kind: 'seen', room: { ...roomOf(3), isLocked: true } },
    ]);
    expect(steps[0]?.events).toEqual([
      { type: 'room.connected', data: { ...IDS, roomCode: 'ABCD', playerCount: 2 } },
      { type: 'game.status', data: { ...IDS, roomCode: 'ABCD', status: 'monitoring', ...roomOf(2) } },
      { type: 'player-count.updated', data: { ...IDS, playerCount: 2, status: 'monitoring' } },
    ]);
    expect(steps.slice(1).map(typesOf)).toEqual([
      [],
      ['game.status', 'player-count.updated'],
      ['game.status'],
    ]);
    expect(pausesOf(steps)).toEqual([10_000, 10_000, 10_000, 10_000]);
  });

  it('[N22] ends after two misses: not_found for a room never seen, closed for one that was', () => {
    const [first, second] = follow([missing, missing]);
    expect(first).toMatchObject({ status: 'monitoring', pauseMs: 10_000, events: [] });
    expect(second).toMatchObject({ status: 'not_found', state: undefined });
    expect(follow([seen(4), missing, missing]).at(-1)?.events).toEqual([
      { type: 'game.status', data: { ...IDS, roomCode: 'ABCD', status: 'closed', ...roomOf(4) } },
      { type: 'room.disconnected', data: { ...IDS, roomCode: 'ABCD', reason: 'closed' } },
    ]);
  });

  it('[N22] goes on after one miss, and an outage between two misses is not a sighting', () => {
    expect(
      follow([seen(1), missing, seen(1), missing, seen(1)])
        .map(typesOf)
        .slice(1),
    ).toEqual([[], [], [], []]);
    expect(follow([seen(1), missing, outage, missing]).at(-1)?.status).toBe('closed');
  });

  it('[N22] pauses in an outage, ever longer up to a minute, and goes on as if nothing had been', () => {
    const steps = follow([seen(2), ...Array<Observation>(7).fill(outage), seen(2), seen(2)]);
    expect(pausesOf(steps).map((pause) => (pause ?? 0) / 1000)).toEqual([
      10, 10, 10, 10, 20, 40, 60, 60, 10, 10,
    ]);
    expect(steps.map((step) => step.status).slice(0, 2)).toEqual(['monitoring', 'unreachable']);
    expect(steps.map(typesOf).slice(1)).toEqual([
      ['game.status'],
      [],
      [],
      [],
      [],
      [],
      [],
      ['game.status'],
      [],
    ]);
  });

  it('[N22] fails after half an hour without an answer', () => {
    const steps = follow(Array<Observation>(100).fill(outage));
    const waitedMs = pausesOf(steps).reduce<number>((sum, pause) => sum + (pause ?? 0), 0);
    expect(steps.at(-1)).toMatchObject({ status: 'failed', state: undefined });
    expect(waitedMs).toBeGreaterThanOrEqual(30 * 60_000);
    expect(waitedMs).toBeLessThanOrEqual(31 * 60_000);
  });

  it("[N22] tells the host's own end with the room as last seen, unknown where it never was", () => {
    expect(describeEnd(SUBJECT, initialState, 'stopped')).toMatchObject([
      { type: 'game.status', data: { status: 'stopped', playerCount: null, appTag: null } },
      { type: 'room.disconnected', data: { reason: 'stopped' } },
    ]);
  });

  it('[N22] lets a subscriber keep the right count, whatever is seen in whatever order', () => {
    const observation = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }).map(seen) },
      { weight: 1, arbitrary: fc.constant(missing) },
      { weight: 2, arbitrary: fc.constant(outage) },
    );
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 60 }), (observations) => {
        let told: number | undefined;
        let status = 'monitoring';
        const events: EventBody[] = [];
        follow(observations).forEach((step, index) => {
          const now = observations[index];
          for (const event of step.events) {
            if (event.type === 'player-count.updated') {
              expect(event.data.playerCount).not.toBe(told);
              told = event.data.playerCount;
            }
            if (event.type === 'game.status') status = event.data.status;
          }
          if (now?.kind === 'seen') expect(told).toBe(now.room.playerCount);
          expect(status).toBe(step.status);
          if (step.state) {
            expect(step.pauseMs).toBeGreaterThanOrEqual(INTERVAL_MS);
            expect(step.pauseMs).toBeLessThanOrEqual(60_000);
          }
          const hasEnded = step.events.some(({ type }) => type === 'room.disconnected');
          expect(hasEnded).toBe(step.state === undefined);
          events.push(...step.events);
        });
        const wasSeen = observations.some(({ kind }) => kind === 'seen');
        const connected = events.filter(({ type }) => type === 'room.connected');
        expect(connected.length).toBeLessThanOrEqual(wasSeen ? 1 : 0);
      }),
    );
  });
});
