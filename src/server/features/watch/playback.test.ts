import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bringUpTo,
  type Command,
  createPlayback,
  MAX_LEAD_MS,
  MAX_TRAVEL_MS,
  type Playback,
  positionAt,
  rewind,
  steer,
  waitFor,
} from './playback.ts';
import { toCommand, toPlaybackState } from './playback-wire.ts';

const NOW = 1_706_872_200_000;

/** As the host. */
function command(playback: Playback, given: Command, now = NOW): Playback {
  const result = steer(playback, given, { isHost: true, now });
  if (result === 'forbidden') throw new Error('The host may');
  return result;
}

const playing = (position = 100) => command(createPlayback(NOW), { isPlaying: true, position });

const commands = fc.record({
  isPlaying: fc.boolean(),
  position: fc.double({ min: 0, max: 360_000, noNaN: true }),
  rate: fc.double({ min: 0.25, max: 4, noNaN: true }),
  at: fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined }),
});

describe('what a party plays', () => {
  it('[W7] is paused at the beginning at first', () => {
    expect(toPlaybackState(createPlayback(NOW))).toEqual({
      playing: false,
      currentTime: 0,
      volume: 1,
      rate: 1,
      server_time: NOW,
      waiting: false,
      revision: 0,
    });
  });

  it('[W9] is commanded by the host alone', () => {
    const playback = createPlayback(NOW);
    expect(steer(playback, { isPlaying: true, position: 5 }, { isHost: false, now: NOW })).toBe('forbidden');
    const heard = toCommand({ playing: true, currentTime: 125.5, volume: 0.8 });
    expect(toPlaybackState(command(playback, heard))).toMatchObject({
      playing: true,
      currentTime: 125.5,
      volume: 0.8,
      revision: 1,
    });
  });

  it('[W9] tells late-comers the position as it would be now', () => {
    const fast = command(playing(), { isPlaying: true, position: 100, rate: 1.5 });
    expect(toPlaybackState(bringUpTo(fast, NOW + 10_000))).toMatchObject({
      currentTime: 115,
      server_time: NOW + 10_000,
    });
    const paused = command(fast, { isPlaying: false, position: 107 }, NOW + 5_000);
    expect(toPlaybackState(bringUpTo(paused, NOW + 60_000))).toMatchObject({
      playing: false,
      currentTime: 107,
      rate: 1.5,
      volume: 1,
    });
  });

  it('[W9] goes on from when the host says that the position was so', () => {
    const at = NOW - 500;
    expect(positionAt(command(createPlayback(NOW), { isPlaying: true, position: 100, at }), NOW)).toBe(100.5);
  });

  it('[W9] may start shortly, so that all begin together', () => {
    const soon = command(createPlayback(NOW), { isPlaying: true, position: 100, at: NOW + 400 });
    expect(positionAt(soon, NOW + 300)).toBe(100);
    expect(positionAt(soon, NOW + 1_400)).toBe(101);
    expect(bringUpTo(soon, NOW + 100)).toEqual(soon);
  });

  it('[W9] does not believe times that can not be', () => {
    const from = (at: number) => command(createPlayback(NOW), { isPlaying: true, position: 0, at }).at;
    expect(from(0)).toBe(NOW - MAX_TRAVEL_MS);
    expect(from(9e12)).toBe(NOW + MAX_LEAD_MS);
  });

  it('[W9] stays at the end of a medium whose length is known', () => {
    expect(positionAt(playing(100), NOW + 3_600_000, 120)).toBe(120);
    expect(positionAt(playing(100), NOW + 1e12)).toBe(360_000);
  });

  it('[W9] is the same however often it is brought up to date, and never goes back while it plays', () => {
    fc.assert(
      fc.property(
        commands,
        fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 8 }),
        (given, pauses) => {
          const first = command(createPlayback(NOW), given);
          let now = NOW;
          let latest = first;
          let last = positionAt(first, now);
          for (const pause of pauses) {
            now += pause;
            latest = bringUpTo(latest, now);
            expect(positionAt(latest, now)).toBeCloseTo(positionAt(first, now), 3);
            expect(latest.position).toBeGreaterThanOrEqual(last);
            last = latest.position;
          }
        },
      ),
    );
  });

  it('begins anew with a new medium, as loud as before and newer than all that was', () => {
    const loud = command(playing(), { isPlaying: true, position: 3, volume: 0.3, rate: 2 });
    expect(rewind(loud, NOW + 1)).toEqual(
      createPlayback(NOW + 1, { volume: 0.3, revision: loud.revision + 1 }),
    );
  });
});

describe('waiting for everyone', () => {
  it('changes nothing where nobody is waited for', () => {
    const playback = playing();
    expect(waitFor(playback, false, NOW + 5_000)).toBe(playback);
  });

  it('does not start what is paused', () => {
    const paused = createPlayback(NOW);
    expect(waitFor(paused, true, NOW + 5_000)).toBe(paused);
  });

  it('stops where it is, and goes on from there a little later, for all at once', () => {
    const stopped = waitFor(playing(100), true, NOW + 10_000);
    expect(toPlaybackState(stopped)).toMatchObject({ playing: false, waiting: true, currentTime: 110 });
    expect(waitFor(stopped, true, NOW + 11_000)).toBe(stopped);
    expect(positionAt(stopped, NOW + 20_000)).toBe(110);
    const going = waitFor(stopped, false, NOW + 20_000);
    expect(toPlaybackState(going)).toMatchObject({ playing: true, waiting: false, currentTime: 110 });
    expect(going.at).toBeGreaterThan(NOW + 20_000);
    expect(going.revision).toBe(stopped.revision + 1);
  });

  it('is over when the host pauses, and goes on when the host only seeks', () => {
    const stopped = waitFor(playing(100), true, NOW + 1_000);
    const paused = command(stopped, { isPlaying: false, position: 101 });
    expect(paused.isWaiting).toBe(false);
    expect(waitFor(paused, false, NOW + 2_000)).toBe(paused);
    expect(command(stopped, { isPlaying: true, position: 50 }).isWaiting).toBe(true);
  });
});
