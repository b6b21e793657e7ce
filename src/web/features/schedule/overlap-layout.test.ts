import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeSideBySide } from './overlap-layout.ts';

test('what overlaps is side by side, and as wide as there is room', () => {
  const evening = [
    { start: 18, end: 22 },
    { start: 19, end: 20 },
    { start: 20, end: 21 },
    { start: 22, end: 23 },
  ];
  expect(placeSideBySide(evening)).toEqual([
    { lane: 0, lanes: 2, width: 1 },
    { lane: 1, lanes: 2, width: 1 },
    { lane: 1, lanes: 2, width: 1 },
    { lane: 0, lanes: 1, width: 1 },
  ]);
});

const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 40 }))
  .map(([start, length]) => ({ start, end: start + length }));

test('nothing is ever drawn over anything else, nor outside of its day', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      const places = placeSideBySide(spans);
      expect(places).toHaveLength(spans.length);
      const boxes = spans.map(({ start, end }, index) => {
        const { lane, lanes, width } = places[index] ?? { lane: 0, lanes: 0, width: 0 };
        expect(lane).toBeGreaterThanOrEqual(0);
        expect(width).toBeGreaterThanOrEqual(1);
        expect(lane + width).toBeLessThanOrEqual(lanes);
        return { start, end, left: lane / lanes, right: (lane + width) / lanes };
      });
      for (const [i, a] of boxes.entries())
        for (const b of boxes.slice(i + 1))
          if (a.start < b.end && b.start < a.end)
            expect(a.right <= b.left + 1e-9 || b.right <= a.left + 1e-9).toBe(true);
    }),
  );
});

test('there are never more lanes than take place at once', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
      const most = Math.max(
        0,
        ...spans.map(({ start }) => spans.filter((one) => one.start <= start && start < one.end).length),
      );
      for (const { lanes } of placeSideBySide(spans)) expect(lanes).toBeLessThanOrEqual(most);
    }),
  );
});
