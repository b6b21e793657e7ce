import { constants, crc32, deflateRawSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

export const FORMATS = ['jpeg', 'png', 'webp', 'gif'] as const;
export type Format = (typeof FORMATS)[number];

/** Red, green, blue and white, from the upper left as one reads. */
const QUARTERS = [
  [200, 30, 30],
  [30, 200, 30],
  [30, 30, 200],
  [220, 220, 220],
] as const;

/** A picture whose four quarters tell which way up it is. */
export function quarters(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const quarter = (y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1);
      pixels.set(QUARTERS[quarter] ?? [], (y * width + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Which of the four each corner of the picture now shows, as one reads. */
export async function readQuarters(image: Uint8Array): Promise<number[]> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [left, right] = [Math.floor(info.width / 4), Math.floor((info.width * 3) / 4)];
  const [top, bottom] = [Math.floor(info.height / 4), Math.floor((info.height * 3) / 4)];
  return [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x = 0, y = 0]) => {
    const [red = 0, green = 0, blue = 0] = data.subarray((y * info.width + x) * info.channels);
    const distances = QUARTERS.map(
      ([r, g, b]) => Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue),
    );
    return distances.indexOf(Math.min(...distances));
  });
}

export const makeImage = (format: Format, width = 40, height = 30): Promise<Buffer> =>
  quarters(width, height).toFormat(format).toBuffer();

const uint16 = (value: number) => [value >> 8, value & 0xff];

/** A segment of a JPEG, such as a comment or what cameras add. */
export const jpegSegment = (marker: number, content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([0xff, marker, ...uint16(bytes.length + 2)]), bytes]);
};

/** Puts segments at the beginning of a JPEG, where metadata is. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export function pngChunk(type: string, content: string | Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(content)]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** EXIF that says no more than which way up the picture is, 1 to 8. */
export const exifOrientation = (orientation: number): Buffer =>
  Buffer.from([
    ...Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01', 'latin1'),
    ...uint16(orientation),
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

const PNG_HEADER_END = 8 + 12 + 13;

/** Puts chunks behind the header of a PNG, where metadata is. */
export const withChunks = (png: Buffer, ...chunks: Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, PNG_HEADER_END), ...chunks, png.subarray(PNG_HEADER_END)]);

const PIECE = 1 << 20;

type BlankPng = { width: number; height: number; depth?: 8 | 16; channels?: 1 | 4; isInterlaced?: boolean };

/** A PNG of nothing but zeros, whole and small however many pixels it has. */
export function blankPng({ width, height, depth = 8, channels = 1, isInterlaced = false }: BlankPng): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, channels === 1 ? 0 : 6, 0, 0, isInterlaced ? 1 : 0], 8);
  // Each row begins with the number of its filter.
  const size = height * (1 + (width * channels * depth) / 8);
  const deflate = (length: number) =>
    deflateRawSync(Buffer.alloc(length), { finishFlush: constants.Z_FULL_FLUSH });
  const piece = deflate(PIECE);
  const pieces = Array.from({ length: Math.floor(size / PIECE) }, () => piece);
  const lastBlock = Buffer.of(0x03, 0x00);
  // Of zeros, Adler-32 is their count above a one.
  const adler = Buffer.from([...uint16(size % 65_521), 0, 1]);
  const data = Buffer.concat([Buffer.of(0x78, 0x01), ...pieces, deflate(size % PIECE), lastBlock, adler]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', data),
    pngChunk('IEND', ''),
  ]);
}
