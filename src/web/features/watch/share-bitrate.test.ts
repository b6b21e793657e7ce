import { describe, expect, it } from 'vitest';
import { shareQuality } from './share-bitrate.ts';

describe('what each viewer gets of the sharer’s connection', () => {
  const all = Array.from({ length: 60 }, (_, viewers) => ({ viewers, ...shareQuality(viewers) }));

  it('is all that helps where there are few, and never more than the connection has', () => {
    expect(shareQuality(1)).toEqual({ maxBitrate: 5_000_000, scaleResolutionDownBy: 1 });
    for (const { viewers, maxBitrate } of all)
      if (maxBitrate > 400_000) expect(viewers * maxBitrate).toBeLessThanOrEqual(10_000_000);
  });

  it('is less the more there are, but enough to be looked at, and smaller rather than blurred', () => {
    for (const [index, { maxBitrate, scaleResolutionDownBy }] of all.entries()) {
      const next = all[index + 1];
      if (!next) continue;
      expect(next.maxBitrate).toBeLessThanOrEqual(maxBitrate);
      expect(next.scaleResolutionDownBy).toBeGreaterThanOrEqual(scaleResolutionDownBy);
      expect(next.maxBitrate).toBeGreaterThanOrEqual(400_000);
    }
    expect(shareQuality(10).scaleResolutionDownBy).toBe(2);
    expect(shareQuality(20).scaleResolutionDownBy).toBe(3);
  });
});
