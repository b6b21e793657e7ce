import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Bus } from './bus.ts';

/** What every bus does, on one node; `createBus` resolves to one that is reachable. */
export function describeBusContract(name: string, createBus: () => Promise<Bus>): void {
  describe(`bus contract: ${name}`, () => {
    const buses: Bus[] = [];

    async function start(): Promise<Bus> {
      const bus = await createBus();
      buses.push(bus);
      return bus;
    }

    /** Everything published before on any channel has arrived once this has: one bus delivers in order. */
    async function settle(bus: Bus): Promise<void> {
      const arrived = vi.fn();
      await bus.subscribe('settled', arrived);
      bus.publish('settled', 'now');
      await vi.waitFor(() => expect(arrived).toHaveBeenCalled());
      bus.unsubscribe('settled');
    }

    afterEach(async () => {
      await Promise.all(buses.splice(0).map((bus) => bus.close()));
    });

    it('delivers texts as they are and in order, to the publisher’s own node too', async () => {
      const bus = await start();
      const heard: string[] = [];
      await bus.subscribe('a', (text) => heard.push(text));
      const texts = ['one', '{"zwei":"ÄÖÜ 🎲\\n"}', 'x'.repeat(200_000), '\u0000', 'one'];
      for (const text of texts) bus.publish('a', text);
      await vi.waitFor(() => expect(heard).toHaveLength(texts.length));
      expect(heard).toEqual(texts);
    });

    it('keeps channels apart', async () => {
      const bus = await start();
      const a = vi.fn();
      const b = vi.fn();
      await Promise.all([bus.subscribe('a', a), bus.subscribe('b', b)]);
      bus.publish('a', 'for a');
      bus.publish('ab', 'for nobody');
      await settle(bus);
      expect(a.mock.calls).toEqual([['for a']]);
      expect(b).not.toHaveBeenCalled();
    });

    it('gives a channel to one listener, the last', async () => {
      const bus = await start();
      const first = vi.fn();
      const second = vi.fn();
      await bus.subscribe('a', first);
      await bus.subscribe('a', second);
      bus.publish('a', 'text');
      await settle(bus);
      expect(first).not.toHaveBeenCalled();
      expect(second).toHaveBeenCalledOnce();
    });

    it('delivers nothing after unsubscribing, which may be done twice', async () => {
      const bus = await start();
      const listener = vi.fn();
      await bus.subscribe('a', listener);
      bus.unsubscribe('a');
      bus.unsubscribe('a');
      bus.publish('a', 'text');
      await settle(bus);
      expect(listener).not.toHaveBeenCalled();
    });

    it('ends as last asked, however quickly the mind is changed', async () => {
      const bus = await start();
      const kept = vi.fn();
      const dropped = vi.fn();
      const pending = [bus.subscribe('kept', vi.fn()), bus.subscribe('dropped', dropped)];
      bus.unsubscribe('kept');
      pending.push(bus.subscribe('kept', kept));
      bus.unsubscribe('dropped');
      await Promise.all(pending);
      bus.publish('kept', 'text');
      bus.publish('dropped', 'text');
      await settle(bus);
      expect(kept).toHaveBeenCalledOnce();
      expect(dropped).not.toHaveBeenCalled();
    });

    it('announces no gap where there is none', async () => {
      const bus = await start();
      const onGap = vi.fn();
      const dispose = bus.onGap(onGap);
      await bus.subscribe('a', () => {});
      bus.publish('a', 'text');
      await settle(bus);
      dispose();
      expect(onGap).not.toHaveBeenCalled();
      expect(bus.isReachable()).toBe(true);
    });

    it('takes what is asked of it after closing in silence', async () => {
      const bus = await start();
      const listener = vi.fn();
      await bus.subscribe('a', listener);
      await bus.close();
      await bus.close();
      bus.publish('a', 'text');
      bus.unsubscribe('a');
      expect(listener).not.toHaveBeenCalled();
    });
  });
}
