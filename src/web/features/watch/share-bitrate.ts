/** What a home connection can send, all viewers together. Bits a second. */
const UPLOAD = 10_000_000;
/** A film at full size needs no more. */
const BEST = 5_000_000;
/** Less isn't worth looking at. */
const LEAST = 400_000;
/** Below these it is better smaller than blurred. */
const SMALLER = [
  { below: 700_000, scale: 3 },
  { below: 1_500_000, scale: 2 },
] as const;

/** What each viewer gets of the sharer's connection: it sends to each by itself. */
export type ShareQuality = { maxBitrate: number; scaleResolutionDownBy: number };

export function shareQuality(viewers: number): ShareQuality {
  const maxBitrate = Math.max(LEAST, Math.min(BEST, Math.floor(UPLOAD / Math.max(1, viewers))));
  const scale = SMALLER.find(({ below }) => maxBitrate < below)?.scale ?? 1;
  return { maxBitrate, scaleResolutionDownBy: scale };
}
