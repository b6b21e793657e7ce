/** What a viewer’s connection has brought so far, of its statistics. */
export type ShareSample = {
  /** Milliseconds. */
  at: number;
  bytes: number;
  frames: number;
  packets: number;
  lost: number;
  /** How long the picture stood still, in all. Seconds. */
  frozen: number;
  height: number;
  /** Seconds; null: not known. */
  roundTrip: number | null;
};

export type ShareLevel = 'good' | 'fair' | 'poor';

export type SharePicture = { level: ShareLevel; height: number; fps: number; kilobits: number };

/** Beyond these it shows. */
const FAIR = { loss: 0.02, frozen: 0.05, roundTrip: 0.3 };
const POOR = { loss: 0.08, frozen: 0.25, roundTrip: 0.8 };

type Trouble = typeof FAIR;

/** What came between two looks. A picture that doesn’t move has few frames, and nothing is wrong with that. */
export function judgeShare(before: ShareSample, now: ShareSample): SharePicture {
  const seconds = Math.max(0.001, (now.at - before.at) / 1_000);
  const lost = Math.max(0, now.lost - before.lost);
  const packets = Math.max(0, now.packets - before.packets);
  const trouble: Trouble = {
    loss: lost + packets === 0 ? 0 : lost / (lost + packets),
    frozen: (now.frozen - before.frozen) / seconds,
    roundTrip: now.roundTrip ?? 0,
  };
  const exceeds = (limit: Trouble) =>
    trouble.loss > limit.loss || trouble.frozen > limit.frozen || trouble.roundTrip > limit.roundTrip;
  return {
    level: exceeds(POOR) ? 'poor' : exceeds(FAIR) ? 'fair' : 'good',
    height: now.height,
    fps: Math.round((now.frames - before.frames) / seconds),
    kilobits: Math.round(((now.bytes - before.bytes) * 8) / seconds / 1_000),
  };
}

const numberOf = (stats: object, name: string): number => {
  const value: unknown = Reflect.get(stats, name);
  return typeof value === 'number' ? value : 0;
};

/** Undefined while no picture has come. */
export async function sampleShare(connection: RTCPeerConnection): Promise<ShareSample | undefined> {
  let sample: ShareSample | undefined;
  let roundTrip: number | null = null;
  const all: Iterable<{ type: string; kind?: string; nominated?: boolean }> = (
    await connection.getStats()
  ).values();
  for (const stats of all) {
    if (stats.type === 'inbound-rtp' && stats.kind === 'video')
      sample = {
        at: numberOf(stats, 'timestamp'),
        bytes: numberOf(stats, 'bytesReceived'),
        frames: numberOf(stats, 'framesDecoded'),
        packets: numberOf(stats, 'packetsReceived'),
        lost: numberOf(stats, 'packetsLost'),
        frozen: numberOf(stats, 'totalFreezesDuration'),
        height: numberOf(stats, 'frameHeight'),
        roundTrip: null,
      };
    if (stats.type === 'candidate-pair' && stats.nominated)
      roundTrip = numberOf(stats, 'currentRoundTripTime') || null;
  }
  return sample && { ...sample, roundTrip };
}
