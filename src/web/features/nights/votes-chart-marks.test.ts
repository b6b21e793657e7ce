import { expect, it } from 'vitest';
import { placeMarks } from './votes-chart-marks.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 15, 20, minute)).toISOString();
const played = (...minutes: number[]) =>
  minutes.map((minute) => ({ title: `Game of ${minute}`, played_at: at(minute) }));
const place = (...minutes: number[]) =>
  placeMarks(played(...minutes), Date.parse(at(10)), 40 * 60_000).map(({ rank, place }) => [rank, place]);

it('games are marked where they began', () => {
  expect(place(10, 20, 30)).toEqual([
    [1, 0],
    [2, 0.25],
    [3, 0.5],
  ]);
});

it('what was on when the chart begins stands at its edge, what was over isn’t on it', () => {
  expect(place(0, 5, 20)).toEqual([
    [2, 0],
    [3, 0.25],
  ]);
  expect(place(5, 10)).toEqual([[2, 0]]);
});

it('what began after its end isn’t on it', () => {
  expect(place(20, 50, 55)).toEqual([[1, 0.25]]);
});
