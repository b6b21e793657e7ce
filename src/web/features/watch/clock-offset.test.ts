import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClockOffset, learn, offsetAt, pingDelay } from './clock-offset.ts';

/** A device whose clock goes at its own pace, from its own beginning. */
function startDevice({ ahead = 0, pace = 1 } = {}) {
  let now = 1_700_000_000_000;
  const start = now;
  let known: ClockOffset | null = null;
  let skipped = 0;
  const deviceTime = () => (now - start) * pace - ahead - skipped;
  return {
    pass: (ms: number) => {
      now += ms;
    },
    /** The device’s clock stands still for as long. */
    sleep: (ms: number) => {
      now += ms;
      skipped += ms * pace;
    },
    ask(there: number, back: number) {
      const sentAt = deviceTime();
      now += there;
      const serverTime = now;
      now += back;
      known = learn(known, { sentAt, receivedAt: deviceTime(), serverTime });
    },
    /** By how much the server’s clock is taken wrong, and by how much it may be. */
    look() {
      if (!known) throw new Error('Nothing was heard yet');
      const { offsetMs, errorMs } = offsetAt(known, deviceTime());
      return { wrongBy: Math.abs(deviceTime() + offsetMs - now), errorMs };
    },
  };
}

describe('the offset of the clocks', () => {
  it('is as good as the fastest of several round trips', () => {
    const device = startDevice({ ahead: 3_600_000 });
    device.ask(900, 100);
    device.ask(20, 10);
    device.ask(10, 500);
    expect(device.look().wrongBy).toBeLessThanOrEqual(6);
  });

  it('is taken from the fastest way there and the fastest way back, though no round trip had both', () => {
    const device = startDevice();
    device.ask(10, 300);
    device.ask(300, 10);
    expect(device.look().wrongBy).toBeLessThan(1);
  });

  it('stays when one way becomes 500 ms slower', () => {
    const device = startDevice();
    for (let i = 0; i < 8; i++) device.ask(15, 15);
    for (let i = 0; i < 24; i++) {
      device.pass(5_000);
      device.ask(15, 515);
    }
    expect(device.look().wrongBy).toBeLessThan(10);
  });

  it('follows clocks that go apart', () => {
    const device = startDevice({ pace: 1 + 80e-6 });
    for (let i = 0; i < 720; i++) {
      device.pass(5_000);
      device.ask(20, 20);
      expect(device.look().wrongBy).toBeLessThanOrEqual(20);
    }
  });

  it('grows old: what may be wrong with it grows until somebody answers', () => {
    const device = startDevice();
    device.ask(10, 10);
    const { errorMs } = device.look();
    device.pass(100_000);
    expect(device.look().errorMs).toBeCloseTo(errorMs + 10, 0);
    device.ask(10, 10);
    expect(device.look().errorMs).toBeCloseTo(errorMs, 0);
  });

  it('is learnt anew after a sleep in which the device’s clock stood still', () => {
    const device = startDevice();
    device.ask(10, 10);
    device.sleep(3_600_000);
    device.ask(30, 30);
    expect(device.look().wrongBy).toBeLessThanOrEqual(30);
  });

  it('is never further off than it says, nor than half the fastest of the last round trips took', () => {
    const ways = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.double({ min: -90e-6, max: 90e-6, noNaN: true }),
        fc.array(fc.tuple(ways, ways, fc.integer({ min: 0, max: 60_000 })), { minLength: 1, maxLength: 20 }),
        (ahead, drift, asks) => {
          const device = startDevice({ ahead, pace: 1 + drift });
          for (const [there, back, pause] of asks) {
            device.pass(pause);
            device.ask(there, back);
            const { wrongBy, errorMs } = device.look();
            // A thousandth, for what numbers of this size lose in their sums.
            expect(wrongBy).toBeLessThanOrEqual(errorMs + 0.001);
            expect(errorMs).toBeLessThanOrEqual((there + back) / 2 + (there + back) * 1e-4 + 0.001);
          }
        },
      ),
    );
  });

  it('is asked for often at first, and then seldom', () => {
    const aMinute = Array.from({ length: 60 }, (_, answers) => pingDelay(answers));
    let sum = 0;
    const inAMinute = aMinute.findIndex((delay) => {
      sum += delay;
      return sum > 60_000;
    });
    expect(inAMinute).toBeLessThanOrEqual(20);
    expect(pingDelay(0) * 8).toBeLessThan(2_000);
  });
});
