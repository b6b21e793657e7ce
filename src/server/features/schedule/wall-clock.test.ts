import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantOf } from './test-times.ts';
import { findZone } from './wall-clock.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Pacific/Apia',
  'Pacific/Kiritimati',
] as const;

const zoneOf = (name: string) => {
  const zone = findZone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
};

const moment = (zone: fc.Arbitrary<string>) =>
  fc.record({
    zone,
    year: fc.integer({ min: 1900, max: 2100 }),
    pick: fc.nat(10),
    nearMs: fc.integer({ min: -2, max: 2 }),
    restMs: fc.integer({ min: -36e5, max: 36e5 }),
  });

it('[S4] wall-clock times are the platform’s, around every change of the clocks', () => {
  fc.assert(
    fc.property(moment(fc.constantFrom(...ZONES)), ({ zone: name, year, pick, nearMs, restMs }) => {
      const zone = zoneOf(name);
      const changes = zone.transitionsBetween(Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
      const about = changes[pick % Math.max(1, changes.length)] ?? Date.UTC(year, pick, 1);
      const instantMs = about + nearMs * 36e5 + restMs;
      const clock = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(name);
      expect(zone.offsetAt(instantMs)).toBe(clock.offsetNanoseconds / 1e6);
      const wallMs = zone.toWall(instantMs) + restMs;
      const local = new Date(wallMs).toISOString().slice(0, -1);
      expect(zone.toInstant(wallMs)).toBe(instantOf(local, name));
    }),
    { numRuns: 3_000 },
  );
});

it('[S4] a day that a zone skipped whole shifts forward by a day', () => {
  const apia = zoneOf('Pacific/Apia');
  expect(apia.toInstant(Date.UTC(2011, 11, 30, 12))).toBe(instantOf('2011-12-31T12:00', 'Pacific/Apia'));
});

it('[S3] a zone’s name is an IANA one, in any case', () => {
  expect(findZone('europe/berlin')?.id).toBe('Europe/Berlin');
  expect(findZone('UTC')?.id).toBe('UTC');
  for (const name of ['', 'Berlin', '+01:00', 'UTC+1', 'Europe/Berlin ', 'W. Europe Standard Time'])
    expect(findZone(name)).toBeUndefined();
});
