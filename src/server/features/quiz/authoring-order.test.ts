import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moveTo, sortByOrder } from './authoring-order.ts';

const items = fc.uniqueArray(fc.nat(20), { minLength: 1 });

it('[X87] an item is moved to its place, and the others keep their order', () => {
  fc.assert(
    fc.property(items, fc.nat(20), fc.option(fc.nat(30), { nil: undefined }), (list, item, place) => {
      const moved = moveTo(list, item, place);
      const others = list.filter((other) => other !== item);
      expect(moved.filter((other) => other !== item)).toEqual(others);
      expect(moved.indexOf(item)).toBe(Math.min(place ?? others.length, others.length));
      expect(moved).toHaveLength(others.length + 1);
    }),
  );
});

it('[X87] what says no place stays where it is in the list, and of equals the first stays first', () => {
  expect(sortByOrder([{ id: 'a' }, { id: 'b' }, { id: 'c', order_index: 0 }])).toMatchObject([
    { id: 'a' },
    { id: 'c' },
    { id: 'b' },
  ]);
  expect(sortByOrder([{ order_index: 1e300 }, { order_index: 5 }])).toEqual([
    { order_index: 5 },
    { order_index: 1e300 },
  ]);
});
