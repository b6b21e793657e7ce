import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

/** A device whose clock is `skew` behind the server's. */
function startDevice(skew: number) {
  let deviceTime = 1_000_000;
  const clock = createServerClock(() => deviceTime);
  return {
    clock,
    serverTime: () => deviceTime + skew,
    setBack: (ms: number) => {
      deviceTime -= ms;
      skew += ms;
    },
    hear(way: number) {
      const sent = deviceTime + skew;
      deviceTime += way;
      clock.hear(sent);
    },
    ask(there: number, back: number) {
      const sentAt = deviceTime;
      const answered = deviceTime + there + skew;
      deviceTime += there + back;
      clock.hearAnswer(answered, sentAt);
    },
  };
}

describe("the server's clock", () => {
  it("is the device's until something is heard", () => {
    expect(createServerClock(() => 5).now()).toBe(5);
  });

  it('is known from one message, less its way', () => {
    const device = startDevice(60_000);
    device.hear(80);
    expect(device.clock.now()).toBe(device.serverTime() - 80);
  });

  it('is as good as the fastest answer', () => {
    const device = startDevice(-3_600_000);
    device.ask(900, 100);
    device.ask(20, 10);
    device.ask(10, 500);
    expect(Math.abs(device.clock.now() - device.serverTime())).toBeLessThanOrEqual(15);
  });

  it('is never further off than half of the fastest answer took', () => {
    const ways = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.tuple(ways, ways), { minLength: 1, maxLength: 10 }),
        fc.array(ways, { maxLength: 5 }),
        (skew, asks, hears) => {
          const device = startDevice(skew);
          for (const [there, back] of asks) device.ask(there, back);
          for (const way of hears) device.hear(way);
          const fastest = Math.min(...asks.map(([there, back]) => there + back));
          expect(Math.abs(device.clock.now() - device.serverTime())).toBeLessThanOrEqual(fastest / 2);
        },
      ),
    );
  });

  it('is learnt anew when the device sets its own', () => {
    const device = startDevice(0);
    device.ask(10, 10);
    device.setBack(5_000);
    device.ask(10, 10);
    expect(Math.abs(device.clock.now() - device.serverTime())).toBeLessThanOrEqual(10);
  });
});
