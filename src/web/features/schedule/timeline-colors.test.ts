import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colorOf } from './timeline-colors.ts';

const timeline = fc.record({
  id: fc.uuid(),
  createdAt: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});
const timelines = (maxLength: number) =>
  fc.uniqueArray(timeline, { selector: ({ id }) => id, minLength: 1, maxLength });

const shapes = (list: readonly { id: string; createdAt: string }[]) =>
  new Map(list.map(({ id }) => [id, colorOf(id, list).shape]));

describe('the colour of a calendar', () => {
  it('is its own as long as there are colours', () => {
    fc.assert(
      fc.property(timelines(8), (list) => {
        expect(new Set(shapes(list).values()).size).toBe(list.length);
      }),
    );
  });

  it('stays, whatever order they are listed in, and when another is made', () => {
    fc.assert(
      fc.property(timelines(20), fc.uuid(), (list, id) => {
        const before = shapes(list);
        expect(shapes(list.toReversed())).toEqual(before);
        const newer = { id, createdAt: '2028-01-01T00:00:00.000Z' };
        const after = shapes([newer, ...list.filter((one) => one.id !== id)]);
        for (const [known, shape] of before) if (known !== id) expect(after.get(known)).toBe(shape);
      }),
    );
  });

  it('is there for one that is not in the list', () => {
    expect(colorOf('4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11', []).fill).toMatch(/^bg-timeline-\d /);
  });
});
