/** The items with this one at a place from 0, where it was or is to be; beyond the end, or without a place, last. */
export function moveTo<Item>(items: readonly Item[], item: Item, place: number | undefined): Item[] {
  const others = items.filter((other) => other !== item);
  return others.toSpliced(place ?? others.length, 0, item);
}

/**
 * The items as their own `order_index` has them. One without it counts as if it had that of its place in the list;
 * of equal ones the first stays first.
 */
export const sortByOrder = <Item extends { order_index?: number }>(items: readonly Item[]): Item[] =>
  items
    .map((item, index) => ({ item, order: item.order_index ?? index }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
