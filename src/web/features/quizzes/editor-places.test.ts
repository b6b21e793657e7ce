import { describe, expect, it } from 'vitest';
import { findPlace } from './editor-places.ts';

/** Four of 50 pixels each, with gaps of 10. */
const spans = [0, 60, 120, 180].map((top) => ({ top, height: 50 }));

describe('what is dragged', () => {
  it.each([
    [0, 0, 0],
    [0, 59, 0],
    [0, 61, 1],
    [0, 125, 2],
    [0, 5_000, 3],
    [3, -61, 2],
    [3, -5_000, 0],
    [1, -59, 1],
    [1, -61, 0],
    [9, 10, 9],
  ])('from place %i by %i pixels comes to place %i', (index, offset, place) => {
    expect(findPlace(spans, index, offset)).toBe(place);
  });
});
