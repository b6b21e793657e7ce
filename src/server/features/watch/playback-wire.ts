import type { PlaybackCommand, PlaybackState } from '#protocol/watch-state.ts';
import type { Command, Playback } from './playback.ts';

export const toCommand = ({ playing, currentTime, volume, rate, server_time }: PlaybackCommand): Command => ({
  isPlaying: playing,
  position: currentTime,
  volume,
  rate,
  at: server_time,
});

/** While it waits, it doesn't play: so clients that know nothing of waiting stop as well. */
export const toPlaybackState = (playback: Playback): PlaybackState => ({
  playing: playback.isPlaying && !playback.isWaiting,
  currentTime: playback.position,
  volume: playback.volume,
  rate: playback.rate,
  server_time: playback.at,
  waiting: playback.isWaiting,
  revision: playback.revision,
});
