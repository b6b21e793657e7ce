import { expect, test } from 'vitest';
import { drawn, endAt, eveningOf, listedDays, moveBy, piecesOf } from './wall-clock.ts';

const BERLIN = 'Europe/Berlin';
const day = (text: string) => Temporal.PlainDate.from(text);
const times = (start: string, end: string) => ({ startDateTime: start, endDateTime: end });
const instants = (start: string, end: string) => times(`${start}:00.000Z`, `${end}:00.000Z`);
const brief = (text: ReturnType<typeof times>, days: string[], zone = BERLIN) =>
  piecesOf(text, days.map(day), zone).map((piece) => [piece.day, piece.start, piece.end]);

test('a night that goes on after midnight is in two columns, and listed where it began', () => {
  const night = instants('2026-11-27T19:00', '2026-11-28T00:30');
  expect(brief(night, ['2026-11-27', '2026-11-28'])).toEqual([
    [0, 20 * 60, 1_440],
    [1, 0, 90],
  ]);
  expect(listedDays(night, BERLIN)).toEqual({ first: '2026-11-27', last: '2026-11-27' });
  expect(brief(night, ['2026-11-28', '2026-11-29'], 'Asia/Tokyo')).toEqual([[0, 4 * 60, 9.5 * 60]]);
});

test('what ends at midnight isn’t on the next day', () => {
  const evening = instants('2026-11-27T19:00', '2026-11-27T23:00');
  expect(brief(evening, ['2026-11-27', '2026-11-28'])).toEqual([[0, 20 * 60, 1_440]]);
  const weekend = instants('2026-11-27T17:00', '2026-11-29T23:00');
  expect(listedDays(weekend, BERLIN)).toEqual({ first: '2026-11-27', last: '2026-11-29' });
});

test('in the hour that comes twice it has its length', () => {
  // From 02:30 summer time to 02:15 winter time, 45 minutes.
  const night = instants('2026-10-25T00:30', '2026-10-25T01:15');
  expect(brief(night, ['2026-10-25'])).toEqual([[0, 150, 195]]);
});

test('moved to another day, it keeps its time of the day over a change of the clocks, and its length', () => {
  const saturday = instants('2026-10-24T18:00', '2026-10-24T20:00');
  expect(moveBy(saturday, { days: 1, minutes: 0 }, BERLIN)).toEqual(
    instants('2026-10-25T19:00', '2026-10-25T21:00'),
  );
  expect(moveBy(saturday, { days: 0, minutes: 0 }, BERLIN)).toBe(saturday);
});

test('moved into the hour that is skipped, it is as much later', () => {
  const night = instants('2026-03-28T01:30', '2026-03-28T02:30');
  expect(moveBy(night, { days: 1, minutes: 0 }, BERLIN)).toEqual(
    instants('2026-03-29T01:30', '2026-03-29T02:30'),
  );
});

test('a change of time ends at a quarter of an hour', () => {
  const odd = instants('2026-11-27T18:07', '2026-11-27T19:07');
  expect(moveBy(odd, { days: 0, minutes: 20 }, BERLIN)).toEqual(
    instants('2026-11-27T18:30', '2026-11-27T19:30'),
  );
  expect(moveBy(odd, { days: 1, minutes: -20 }, BERLIN)).toEqual(
    instants('2026-11-28T17:45', '2026-11-28T18:45'),
  );
  expect(moveBy(odd, { days: 1, minutes: 0 }, BERLIN)).toEqual(
    instants('2026-11-28T18:07', '2026-11-28T19:07'),
  );
});

test('an end can be drawn to midnight, and not before the start', () => {
  const evening = instants('2026-11-27T18:00', '2026-11-27T19:00');
  expect(endAt(evening, day('2026-11-27'), 1_440, BERLIN)).toEqual(
    instants('2026-11-27T18:00', '2026-11-27T23:00'),
  );
  expect(endAt(evening, day('2026-11-27'), 600, BERLIN)).toEqual(
    instants('2026-11-27T18:00', '2026-11-27T18:15'),
  );
});

test('what is drawn upwards is what is drawn downwards', () => {
  const slot = instants('2026-11-27T18:00', '2026-11-27T19:30');
  expect(drawn(day('2026-11-27'), 19 * 60 + 3, 20 * 60 + 20, BERLIN)).toEqual(slot);
  expect(drawn(day('2026-11-27'), 20 * 60 + 20, 19 * 60 + 3, BERLIN)).toEqual(slot);
});

test('a new event is for the evening, or for what is left of it', () => {
  const at = (now: string) => eveningOf(day('2026-11-27'), BERLIN, Temporal.Instant.from(now));
  expect(at('2026-11-20T21:10:00Z')).toEqual(instants('2026-11-27T18:00', '2026-11-27T21:00'));
  expect(at('2026-11-27T16:10:00Z')).toEqual(instants('2026-11-27T18:00', '2026-11-27T21:00'));
  expect(at('2026-11-27T19:10:00Z')).toEqual(instants('2026-11-27T20:00', '2026-11-27T23:00'));
});
