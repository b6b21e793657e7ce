import { describe, expect, it } from 'vitest';
import type { PlaybackState } from '#protocol/watch-state.ts';
import { targetAt } from './playback-target.ts';

const NOW = 1_706_872_215_000;
const playing: PlaybackState = {
  playing: true,
  currentTime: 100,
  volume: 1,
  rate: 1.5,
  server_time: NOW,
  waiting: false,
  revision: 7,
};

describe('[W9] where a player is to be', () => {
  it('goes on from what the server said, at its rate', () => {
    expect(targetAt(playing, NOW + 2_000)).toEqual({
      position: 103,
      rate: 1.5,
      isPlaying: true,
      startsInMs: null,
      revision: 7,
      duration: Number.POSITIVE_INFINITY,
    });
  });

  it('stays while it is paused', () => {
    const paused = { ...playing, playing: false };
    expect(targetAt(paused, NOW + 2_000)).toMatchObject({
      position: 100,
      isPlaying: false,
      startsInMs: null,
    });
  });

  it('stays until a start that is set for all', () => {
    expect(targetAt(playing, NOW - 300)).toMatchObject({ position: 100, isPlaying: false, startsInMs: 300 });
  });

  it('is the end, once it is over', () => {
    expect(targetAt(playing, NOW + 60_000, 120)).toMatchObject({ position: 120, isPlaying: false });
  });
});
