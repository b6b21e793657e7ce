import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from './playback-target.ts';
import { type Decision, decide, type Player, unsynced } from './sync-decision.ts';

const target: Target = {
  position: 100,
  rate: 1,
  isPlaying: true,
  startsInMs: null,
  revision: 1,
  duration: 5_000,
};

/** A player that is so far ahead, with all of the medium loaded. */
const player = (driftMs: number, more: Partial<Player> = {}): Player => ({
  position: target.position + driftMs / 1000,
  isPaused: false,
  rate: 1,
  isSeeking: false,
  canPlay: true,
  buffered: [{ start: 0, end: 5_000 }],
  ...more,
});

/** Looks every 200 ms at a player that doesn’t change; the decisions, of which the first is at a new command. */
function watch(times: number, one: Player, of: Target = target): Decision[] {
  const decisions: Decision[] = [];
  let state = unsynced;
  for (let look = 0; look < times; look++) {
    const decision = decide(state, look * 200, of, one);
    state = decision.state;
    decisions.push(decision);
  }
  return decisions;
}

const corrections = (decisions: readonly Decision[]) =>
  decisions.map(({ correction }) => correction).filter((one) => Object.keys(one).length > 0);

describe('[W9] of a player that plays', () => {
  it('nothing is changed while it is within a few frames', () => {
    for (const drift of [0, 20, -20]) expect(corrections(watch(20, player(drift)))).toEqual([]);
  });

  it('the rate is a little off while it is off by more, by what the drift needs, and by 5 % at most', () => {
    const rates = (drift: number) => corrections(watch(3, player(drift)));
    expect(rates(30)).toEqual([{ rate: 0.98 }]);
    expect(rates(-30)).toEqual([{ rate: 1.02 }]);
    expect(rates(170)).toEqual([{ rate: 0.95 }]);
    expect(rates(-170)).toEqual([{ rate: 1.05 }]);
  });

  it('the rate is of the rate that the party plays at', () => {
    const fast = { ...target, rate: 1.5 };
    const [correction] = corrections(watch(3, player(-170, { rate: 1.5 }), fast));
    expect(correction?.rate).toBeCloseTo(1.575);
    expect(corrections(watch(3, player(0), fast))[0]).toEqual({ rate: 1.5 });
  });

  it('a seek is made when it is far off, to where the party will be by then', () => {
    const [correction, ...more] = corrections(watch(3, player(-3_000)));
    expect(correction?.seekTo).toBeGreaterThan(100);
    expect(correction?.seekTo).toBeLessThan(101);
    expect(more).toEqual([]);
  });

  it('one look that is off changes nothing', () => {
    let { state } = decide(unsynced, 0, target, player(0));
    for (let look = 1; look < 20; look++) {
      const decision = decide(state, look * 200, target, player(look === 7 ? 140 : 0));
      expect(decision.correction).toEqual({});
      state = decision.state;
    }
  });

  it('going faster is asked for only where enough is loaded', () => {
    const little = { buffered: [{ start: 0, end: 100.5 }] };
    expect(corrections(watch(20, player(-100, little)))).toEqual([]);
    expect(corrections(watch(3, player(100, little)))).toEqual([{ rate: 0.95 }]);
  });

  it('nothing is asked of one that seeks or loads', () => {
    expect(corrections(watch(20, player(-150, { isSeeking: true })))).toEqual([]);
    const dry = { canPlay: false, buffered: [{ start: 0, end: 97 }] };
    const decisions = watch(20, player(-3_000, dry));
    // Where the command wants it to be, and then never again.
    expect(corrections(decisions)).toHaveLength(1);
    expect(decisions.map(({ isBuffering }) => isBuffering)).toEqual(
      decisions.map((_, look) => look * 200 >= 500),
    );
  });

  it('one that has run dry goes to where the others are, if that is loaded', () => {
    const before = decide(unsynced, 0, target, player(0)).state;
    const buffered = [{ start: 0, end: 97 }];
    const dry = player(-3_000, { canPlay: false, buffered });
    expect(decide(before, 200, target, dry).correction).toEqual({});
    const loaded = { ...dry, buffered: [...buffered, { start: 99, end: 120 }] };
    expect(decide(before, 200, target, loaded).correction.seekTo).toBeGreaterThan(100);
  });

  it('it does not go beyond the end', () => {
    const nearEnd = { ...target, position: 4_999.99 };
    expect(corrections(watch(1, player(0), nearEnd))[0]?.seekTo).toBe(5_000);
  });
});

describe('[W9] playing and pausing', () => {
  it('are as the party has it', () => {
    expect(corrections(watch(1, player(0, { isPaused: true })))).toEqual([{ isPlaying: true }]);
    const paused = { ...target, isPlaying: false };
    expect(corrections(watch(1, player(0), paused))).toEqual([{ isPlaying: false }]);
  });

  it('a browser that doesn’t let it play is asked again, and isn’t made to seek all the time', () => {
    const made = corrections(watch(100, player(-5_000, { isPaused: true })));
    expect(made.filter(({ seekTo }) => seekTo !== undefined)).toHaveLength(1);
    expect(made.every(({ isPlaying }) => isPlaying)).toBe(true);
  });

  it('all see the same picture while it is paused', () => {
    const paused = { ...target, isPlaying: false };
    const still = { isPaused: true };
    expect(corrections(watch(1, player(60, still), paused))).toEqual([{ seekTo: 100 }]);
    expect(corrections(watch(20, player(20, still), paused))).toEqual([]);
  });

  it('a start that is set is looked at when it comes', () => {
    const soon = { ...target, isPlaying: false, startsInMs: 70 };
    expect(watch(1, player(0, { isPaused: true }), soon)[0]?.againInMs).toBe(70);
    expect(watch(1, player(0))[0]?.againInMs).toBe(200);
  });
});

describe('[W9] whatever a player says', () => {
  const reading = fc.record({
    driftMs: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
    isPaused: fc.boolean(),
    isSeeking: fc.boolean(),
    canPlay: fc.boolean(),
    pauseMs: fc.integer({ min: 0, max: 5_000 }),
  });

  it('the rate stays within 5 % of the party’s', () => {
    fc.assert(
      fc.property(
        fc.array(reading, { maxLength: 60 }),
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        (readings, rate) => {
          let state = unsynced;
          let now = 0;
          let playerRate = 1;
          for (const { driftMs, pauseMs, ...more } of readings) {
            now += pauseMs;
            const decision = decide(
              state,
              now,
              { ...target, rate },
              player(driftMs, { ...more, rate: playerRate }),
            );
            state = decision.state;
            playerRate = decision.correction.rate ?? playerRate;
            expect(playerRate).toBeGreaterThanOrEqual(rate * 0.949);
            expect(playerRate).toBeLessThanOrEqual(rate * 1.051);
          }
        },
      ),
    );
  });

  it('seeks that don’t help become seldom: seven in the first minute, and one a minute from then on', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 20 }), (readings) => {
        let { state } = decide(unsynced, 0, target, player(0));
        const seeks: number[] = [];
        for (let now = 200, i = 0; now <= 600_000; now += 200, i++) {
          const { driftMs = 0, isSeeking = false, canPlay = true } = readings[i % readings.length] ?? {};
          const decision = decide(state, now, target, player(driftMs, { isSeeking, canPlay }));
          state = decision.state;
          if (decision.correction.seekTo !== undefined) seeks.push(now);
        }
        expect(seeks.filter((at) => at <= 60_000).length).toBeLessThanOrEqual(7);
        expect(seeks.filter((at) => at > 180_000).length).toBeLessThanOrEqual(8);
      }),
      { numRuns: 40 },
    );
  });
});
