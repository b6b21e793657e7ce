/** A piece of a film, as an encoder gives it. */
export type FilmPiece = { track: 'video' | 'audio'; at: number; isKey: boolean; data: string };

export type FilmShape = { seconds: number; width: number; height: number };

/** The names of EBML's elements (RFC 9559), as far as a small file needs them. */
const ids = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
} as const;

type Content = Buffer | string | number | Content[];

const numberOf = (value: number, bytes = Math.max(1, Math.ceil(Math.log2(value + 1) / 8))) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

const floatOf = (value: number) => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer;
};

function toBuffer(content: Content): Buffer {
  if (Buffer.isBuffer(content)) return content;
  if (typeof content === 'string') return Buffer.from(content);
  return typeof content === 'number' ? numberOf(content) : Buffer.concat(content.map(toBuffer));
}

/** Its size has always four bytes, so that where things are is known beforehand. */
function element(name: keyof typeof ids, content: Content): Buffer {
  const body = toBuffer(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x10000000 + body.length);
  return Buffer.concat([numberOf(ids[name]), size, body]);
}

/** As RFC 7845 has it: one channel, no gain. */
const OPUS_HEAD = Buffer.concat([
  Buffer.from('OpusHead'),
  Buffer.from([1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0]),
]);
const TRACKS = { video: 1, audio: 2 };

function block({ track, at, isKey, data }: FilmPiece, clusterAt: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt8(0x80 + TRACKS[track]);
  header.writeInt16BE(at - clusterAt, 1);
  header.writeUInt8(isKey ? 0x80 : 0, 3);
  return element('simpleBlock', [header, Buffer.from(data, 'base64')]);
}

/** A WebM file with its index at the front, so that players find every place of it. */
export function muxWebm(pieces: readonly FilmPiece[], { seconds, width, height }: FilmShape): Buffer {
  const inOrder = pieces.toSorted((a, b) => a.at - b.at || (a.track === 'video' ? -1 : 1));
  const clusters: { at: number; pieces: FilmPiece[] }[] = [];
  for (const piece of inOrder) {
    if (piece.track === 'video' && piece.isKey) clusters.push({ at: piece.at, pieces: [] });
    clusters.at(-1)?.pieces.push(piece);
  }
  const bodies = clusters.map(({ at, pieces: within }) =>
    element('cluster', [element('timestamp', at), ...within.map((piece) => block(piece, at))]),
  );
  const info = element('info', [
    element('timestampScale', 1_000_000),
    element('duration', floatOf(seconds * 1_000)),
    element('muxingApp', 'soiree'),
    element('writingApp', 'soiree'),
  ]);
  const tracks = element('tracks', [
    element('trackEntry', [
      element('trackNumber', TRACKS.video),
      element('trackUid', TRACKS.video),
      element('trackType', 1),
      element('codecId', 'V_VP8'),
      element('video', [element('pixelWidth', width), element('pixelHeight', height)]),
    ]),
    element('trackEntry', [
      element('trackNumber', TRACKS.audio),
      element('trackUid', TRACKS.audio),
      element('trackType', 2),
      element('codecId', 'A_OPUS'),
      element('codecPrivate', OPUS_HEAD),
      element('codecDelay', 6_500_000),
      element('seekPreRoll', 80_000_000),
      element('audio', [element('samplingFrequency', floatOf(48_000)), element('channels', 1)]),
    ]),
  ]);
  const front = (cuesAt: number, firstCluster: number) => {
    let position = firstCluster;
    const cues = element(
      'cues',
      clusters.map(({ at }, index) => {
        const point = element('cuePoint', [
          element('cueTime', numberOf(at, 4)),
          element('cueTrackPositions', [
            element('cueTrack', TRACKS.video),
            element('cueClusterPosition', numberOf(position, 4)),
          ]),
        ]);
        position += bodies[index]?.length ?? 0;
        return point;
      }),
    );
    const seekHead = element('seekHead', [
      element('seek', [element('seekId', numberOf(ids.cues)), element('seekPosition', numberOf(cuesAt, 4))]),
    ]);
    return { cuesAt: seekHead.length + info.length + tracks.length, parts: [seekHead, info, tracks, cues] };
  };
  // All numbers have their place already, so that the second time they are right.
  const draft = front(0, 0);
  const length = draft.parts.reduce((sum, part) => sum + part.length, 0);
  const { parts } = front(draft.cuesAt, length);
  return Buffer.concat([
    element('ebml', [
      element('docType', 'webm'),
      element('docTypeVersion', 4),
      element('docTypeReadVersion', 2),
    ]),
    element('segment', [...parts, ...bodies]),
  ]);
}
