import { describe, expect, it, vi } from 'vitest';
import { createTaskQueue } from './task-queue.ts';

function setUp(limit = 4) {
  const events: string[] = [];
  const queue = createTaskQueue({
    limit,
    onFull: () => events.push('full'),
    onSpace: () => events.push('space'),
    onError: (error) => events.push(String(error)),
  });
  return { queue, events };
}

describe('task queue', () => {
  it('starts a task only when the one before has settled', async () => {
    const { queue, events } = setUp();
    const first = Promise.withResolvers<void>();
    queue.push(async () => {
      events.push('first begins');
      await first.promise;
      events.push('first ends');
    });
    queue.push(() => events.push('second'));
    expect(events).toEqual(['first begins']);
    first.resolve();
    await vi.waitFor(() => expect(events).toEqual(['first begins', 'first ends', 'second']));
  });

  it('goes on after a task that throws', async () => {
    const { queue, events } = setUp();
    queue.push(() => {
      throw new Error('at once');
    });
    queue.push(async () => {
      throw new Error('later');
    });
    queue.push(() => events.push('third'));
    await vi.waitFor(() => expect(events).toEqual(['Error: at once', 'Error: later', 'third']));
  });

  it('says when it is full and when there is space again, once each', async () => {
    const { queue, events } = setUp(4);
    const gates = Array.from({ length: 7 }, () => Promise.withResolvers<void>());
    gates.forEach((gate, index) => {
      queue.push(async () => {
        await gate.promise;
        events.push(`done ${index}`);
      });
    });
    expect(events).toEqual(['full']);
    for (const gate of gates) gate.resolve();
    await vi.waitFor(() => expect(events).toContain('done 6'));
    expect(events.filter((event) => event === 'space')).toHaveLength(1);
    // Six wait behind the first; two are left when there is space.
    expect(events.indexOf('space')).toBe(events.indexOf('done 4') + 1);
  });

  it('drops what waits when cleared', async () => {
    const { queue, events } = setUp();
    const first = Promise.withResolvers<void>();
    queue.push(() => first.promise);
    queue.push(() => events.push('dropped'));
    queue.clear();
    queue.push(() => events.push('kept'));
    first.resolve();
    await vi.waitFor(() => expect(events).toEqual(['kept']));
  });
});
