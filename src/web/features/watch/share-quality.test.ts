import { describe, expect, it } from 'vitest';
import { judgeShare, type ShareSample } from './share-quality.ts';

const start: ShareSample = {
  at: 10_000,
  bytes: 0,
  frames: 0,
  packets: 0,
  lost: 0,
  frozen: 0,
  height: 1080,
  roundTrip: 0.02,
};
const later = (change: Partial<ShareSample>): ShareSample => ({
  ...start,
  at: 12_000,
  bytes: 1_000_000,
  frames: 60,
  packets: 1_000,
  ...change,
});

describe('the quality of a share', () => {
  it('is told in figures of what came meanwhile', () => {
    expect(judgeShare(start, later({}))).toEqual({ level: 'good', height: 1080, fps: 30, kilobits: 4_000 });
  });

  it.each([
    ['good', 'nothing moves', { frames: 1, bytes: 500, packets: 3 }],
    ['good', 'nothing came at all', { frames: 0, bytes: 0, packets: 0 }],
    ['good', 'a packet in a hundred is lost', { lost: 10 }],
    ['fair', 'packets are lost', { lost: 50 }],
    ['poor', 'many packets are lost', { lost: 200 }],
    ['fair', 'the picture stands still now and then', { frozen: 0.2 }],
    ['poor', 'it stands still half of the time', { frozen: 1 }],
    ['fair', 'the way is long', { roundTrip: 0.4 }],
    ['poor', 'the way is very long', { roundTrip: 1 }],
    ['good', 'nobody knows how long the way is', { roundTrip: null }],
    ['good', 'lost packets turned up late', { lost: -3 }],
  ] as const)('is %s where %s', (level, _, change) => {
    expect(judgeShare(start, later(change)).level).toBe(level);
  });
});
