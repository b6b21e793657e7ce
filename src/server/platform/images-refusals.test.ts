import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { createImages, type Images, LIMITS } from './images.ts';
import {
  blankPng,
  exifOrientation,
  FORMATS,
  jpegSegment,
  makeImage,
  pngChunk,
  quarters,
  withChunks,
  withSegments,
} from './test-images.ts';

/** Avatars are the smallest of the pictures; what is refused depends on the upload alone. */
const avatarsOf =
  ({ toWebp }: Images) =>
  (uploaded: Uint8Array) =>
    toWebp(uploaded, 512);
const makeAvatar = avatarsOf(createImages());

const latin1 = (text: string) => Buffer.from(text, 'latin1');

const refusal = (message: string | RegExp) => ({
  code: 'invalid_payload',
  status: 400,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});

const NOT_AN_IMAGE = refusal('The file is not a JPEG, PNG, WebP or GIF image');
const DAMAGED = refusal('The image is cut off or damaged');
const TOO_LARGE = refusal(/^The image has too many pixels: \d+ × \d+$/);

describe('[A6] no avatar is made of', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['nothing', () => latin1('')],
    ['a byte', () => latin1('\xff')],
    ['text', () => latin1('I am a JPEG, believe me')],
    [
      'an SVG',
      () => latin1('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'),
    ],
    [
      'an SVG behind an XML declaration',
      () => latin1('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['a web page', () => latin1('<!DOCTYPE html><title>A page</title>')],
    ['a PDF', () => latin1('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF')],
    ['an archive', () => latin1(`PK\x05\x06${'\0'.repeat(18)}`)],
    ['a TIFF', () => quarters(40, 30).tiff().toBuffer()],
    ['an AVIF', () => quarters(40, 30).avif({ effort: 0 }).toBuffer()],
    [
      'a BMP',
      () =>
        latin1(`BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18${'\0'.repeat(29)}`),
    ],
    ['a PPM', () => latin1('P6 1 1 255\n\0\0\0')],
    ['a program', () => latin1(`\x7fELF\x02\x01\x01${'\0'.repeat(60)}`)],
    ['an image behind other bytes', async () => Buffer.concat([Buffer.of(10), await makeImage('png')])],
  ])('%s', async (_name, make) => {
    await expect(makeAvatar(await make())).rejects.toMatchObject(NOT_AN_IMAGE);
  });

  it.each<[string, Buffer]>([
    ['the first bytes of a JPEG', latin1('\xff\xd8\xff')],
    ['a JPEG without pixels', latin1('\xff\xd8\xff\xd9')],
    ['a PNG without anything', latin1('\x89PNG\r\n\x1a\n')],
    ['a PNG of an end alone', Buffer.concat([latin1('\x89PNG\r\n\x1a\n'), pngChunk('IEND', '')])],
    ['a PNG without width', blankPng({ width: 0, height: 10 })],
    ['a PNG without height', blankPng({ width: 10, height: 0 })],
    ['a GIF without size or frames', latin1('GIF89a\0\0\0\0\0\0\0;')],
    ['a GIF without frames', latin1('GIF89a\x0a\0\x0a\0\0\0\0;')],
    ['a WebP without pixels', latin1('RIFF\x04\0\0\0WEBP')],
    ['a WebP of an unknown kind', latin1('RIFF\x0c\0\0\0WEBPVP9 \0\0\0\0')],
  ])('%s', async (_name, image) => {
    await expect(makeAvatar(image)).rejects.toMatchObject(DAMAGED);
  });

  it.each(FORMATS)('a %s that misses as much as its last byte', async (format) => {
    const image = await makeImage(format, 200, 150);
    for (let length = 12; length < image.length; length++)
      await expect(makeAvatar(image.subarray(0, length))).rejects.toMatchObject(DAMAGED);
  });

  it('a PNG whose pixels are not those of its checksum', async () => {
    const png = await makeImage('png');
    const damaged = Buffer.from(png);
    const data = png.indexOf('IDAT');
    damaged.writeUInt8(255 - damaged.readUInt8(data + 12), data + 12);
    await expect(makeAvatar(damaged)).rejects.toMatchObject(DAMAGED);
  });

  it('an image that is something else as well', async () => {
    const jpeg = await makeImage('jpeg');
    const zip = latin1(`PK\x01\x02${'\0'.repeat(42)}PK\x05\x06${'\0'.repeat(18)}`);
    const page = jpegSegment(0xfe, '<script>alert(1)</script>');
    await expect(makeAvatar(Buffer.concat([jpeg, zip]))).rejects.toMatchObject(
      refusal('The file is an archive as well as an image'),
    );
    await expect(makeAvatar(withSegments(jpeg, page))).rejects.toMatchObject(
      refusal('The file is a web page or a script as well as an image'),
    );
    await expect(makeAvatar(withSegments(jpeg, jpegSegment(0xfe, '%PDF-1.4')))).rejects.toMatchObject(
      refusal('The file is a PDF as well as an image'),
    );
  });
});

/** A WebP that says how large it is, and has no more. */
function webpHeader(width: number, height: number): Buffer {
  const header = latin1(`RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0${'\0'.repeat(10)}`);
  header.writeUIntLE(width - 1, 24, 3);
  header.writeUIntLE(height - 1, 27, 3);
  return header;
}

const jpegHeader = (width: number, height: number): Buffer => {
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  const scan = jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]));
  const table = jpegSegment(0xdb, Buffer.alloc(65, 1).fill(0, 0, 1));
  return Buffer.concat([latin1('\xff\xd8'), table, jpegSegment(0xc0, frame), scan, latin1('\xff\xd9')]);
};

const gifHeader = (width: number, height: number): Buffer => {
  const sides = [width & 255, width >> 8, height & 255, height >> 8];
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, ...sides, 0, 2, 2, 0x44, 0x01, 0, 0x3b]);
  return Buffer.concat([
    latin1('GIF89a'),
    Buffer.from([...sides, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    frame,
  ]);
};

describe('[A6] a small file does not become a large picture in memory:', () => {
  it.each<[string, Buffer]>([
    ['a PNG of 30,000 × 30,000', blankPng({ width: 30_000, height: 30_000 })],
    ['a PNG of a million by 1', blankPng({ width: 1_000_000, height: 1 })],
    ['a PNG of 1 by 40,000', blankPng({ width: 1, height: 40_000 })],
    ['an interlaced PNG of 6,000 × 6,000', blankPng({ width: 6_000, height: 6_000, isInterlaced: true })],
    ['a GIF of 65,535 × 65,535', gifHeader(65_535, 65_535)],
    ['a GIF of 6,000 × 6,000', gifHeader(6_000, 6_000)],
    ['a JPEG of 65,500 × 65,500', jpegHeader(65_500, 65_500)],
    ['a JPEG of 8,001 × 8,000', jpegHeader(8_001, 8_000)],
  ])('%s', async (_name, bomb) => {
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(makeAvatar(bomb)).rejects.toMatchObject(TOO_LARGE);
  });

  it('a WebP of 16,384 × 16,384', async () => {
    await expect(makeAvatar(webpHeader(16_384, 16_384))).rejects.toMatchObject({ code: 'invalid_payload' });
  });

  it('metadata of a gigabyte', async () => {
    const bomb = withChunks(await makeImage('png'), pngChunk('zTXt', compressedZeros()));
    expect((await makeAvatar(bomb)).length).toBeLessThan(10_000);
  });
});

/** A comment of a gigabyte: that of a PNG which is as large. */
function compressedZeros(): Buffer {
  const png = blankPng({ width: 30_000, height: 35_000 });
  const start = png.indexOf('IDAT') + 4;
  return Buffer.concat([latin1('Comment\0\0'), png.subarray(start, start + png.readUInt32BE(start - 8))]);
}

describe('[A6] a small file does not keep the server busy for long:', () => {
  it('a JPEG of many passes', async () => {
    const jpeg = await quarters(64, 64).jpeg({ progressive: true }).toBuffer();
    const scan = jpeg.subarray(jpeg.lastIndexOf('\xff\xda', jpeg.length, 'latin1'), -2);
    const bomb = Buffer.concat([jpeg.subarray(0, -2), ...Array(60).fill(scan), jpeg.subarray(-2)]);
    await expect(makeAvatar(bomb)).rejects.toMatchObject(refusal('The image is stored in too many passes'));
  });

  it('a picture that takes too long', async () => {
    const makePatiently = avatarsOf(createImages({ ...LIMITS, pixels: 256_000_000, seconds: 1 }));
    const png = blankPng({ width: 16_000, height: 16_000, depth: 16, channels: 4 });
    const turned = withChunks(png, pngChunk('eXIf', exifOrientation(6)));
    await expect(makePatiently(turned)).rejects.toMatchObject(refusal('The image takes too long to read'));
    expect(await makePatiently(await makeImage('png'))).toBeInstanceOf(Uint8Array);
  });

  it('more pictures at once than are kept waiting', async () => {
    const makeAvatar = avatarsOf(createImages({ ...LIMITS, uploads: 3 }));
    const image = await makeImage('png');
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => makeAvatar(image)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array(3).fill('fulfilled'),
      ...Array(2).fill('rejected'),
    ]);
    expect(outcomes[4]).toMatchObject({ reason: { code: 'unavailable', headers: { 'retry-after': '1' } } });
    expect(await makeAvatar(image)).toBeInstanceOf(Uint8Array);
  });
});

describe('whatever is sent, it is refused or becomes an avatar:', () => {
  async function expectOutcome(bytes: Uint8Array): Promise<void> {
    const outcome: unknown = await makeAvatar(bytes).catch((error: unknown) => error);
    if (outcome instanceof AppError) {
      expect(outcome).toMatchObject({ code: 'invalid_payload' });
      return;
    }
    if (!(outcome instanceof Uint8Array)) throw outcome;
    const { format, width, height } = await sharp(outcome).metadata();
    expect(format).toBe('webp');
    expect(Math.max(width, height)).toBeLessThanOrEqual(512);
  }

  const beginnings = ['', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\x40\0\0\0WEBPVP8 '].map(
    latin1,
  );

  it('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 400 }), (beginning, rest) =>
        expectOutcome(Buffer.concat([beginning, rest])),
      ),
      { numRuns: 400 },
    );
  });

  it('an image with bytes changed, left out or repeated', async () => {
    const images = await Promise.all([
      ...FORMATS.map((format) => makeImage(format, 60, 50)),
      quarters(60, 50).jpeg({ progressive: true }).toBuffer(),
      quarters(60, 50).webp({ lossless: true }).toBuffer(),
      quarters(60, 50).png({ progressive: true, palette: true }).toBuffer(),
    ]);
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat({ max: 20 }),
      insert: fc.uint8Array({ maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...images),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (image, changes) => {
          const damaged = changes.reduce((bytes, { at, remove, insert }) => {
            const offset = Math.floor(at * bytes.length);
            return Buffer.concat([bytes.subarray(0, offset), insert, bytes.subarray(offset + remove)]);
          }, image);
          await expectOutcome(damaged);
        },
      ),
      { numRuns: 600 },
    );
  });
});
