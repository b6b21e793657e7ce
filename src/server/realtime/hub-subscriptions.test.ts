import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBusByHand, createConnection, createTestHub } from './test-hub.ts';

describe('hub subscriptions', () => {
  it('has the bus subscribed, and delivers, exactly where somebody is subscribed, whatever came before', async () => {
    const channel = fc.constantFrom('a', 'b', 'c');
    const who = fc.nat({ max: 2 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('subscribe' as const), channel, who }),
      fc.record({ kind: fc.constant('unsubscribe' as const), channel, who }),
      fc.record({ kind: fc.constant('detach' as const), channel, who }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const byHand = createBusByHand();
        const { hub } = createTestHub(byHand.bus);
        const clients = [createConnection('0'), createConnection('1'), createConnection('2')] as const;
        const expected = new Set<string>();
        byHand.hold();
        const pending: Promise<void>[] = [];
        for (const { kind, channel: name, who: index } of steps) {
          const { connection } = clients[index] ?? clients[0];
          if (kind === 'subscribe') {
            pending.push(hub.subscribe(name, connection));
            expected.add(`${name}${index}`);
          } else if (kind === 'unsubscribe') {
            hub.unsubscribe(name, connection);
            expected.delete(`${name}${index}`);
          } else {
            hub.detach(connection);
            for (const each of ['a', 'b', 'c']) expected.delete(`${each}${index}`);
          }
        }
        byHand.release();
        await Promise.all(pending);
        const actual = new Set<string>();
        for (const name of ['a', 'b', 'c']) {
          hub.publish(name, { type: name });
          const calls = byHand.calls.filter((call) => call.endsWith(` ${name}`));
          const subscribed = calls.at(-1) === `subscribe ${name}`;
          expect(subscribed).toBe([...expected].some((entry) => entry.startsWith(name)));
        }
        clients.forEach(({ received }, index) => {
          for (const { type } of received) actual.add(`${type}${index}`);
        });
        expect(actual).toEqual(expected);
        expect(clients.flatMap(({ received }) => received)).toHaveLength(expected.size);
      }),
    );
  });
});
