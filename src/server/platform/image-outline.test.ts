import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { outlineImage } from './image-outline.ts';
import { FORMATS, jpegSegment, makeImage, quarters, withSegments } from './test-images.ts';

const behind = [
  Buffer.of(0),
  Buffer.from('\xff\xd9\x3bIEND', 'latin1'),
  Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
  randomBytes(100_000),
];

/** As the formats have it, beside the plain ones. */
const variants = {
  'a progressive JPEG': () => quarters(300, 200).jpeg({ progressive: true }).toBuffer(),
  'a JPEG with a thumbnail inside': async () =>
    withSegments(await makeImage('jpeg'), jpegSegment(0xe1, await makeImage('jpeg'))),
  'an interlaced PNG': () => quarters(300, 200).png({ progressive: true }).toBuffer(),
  'a PNG with a palette': () => quarters(300, 200).png({ palette: true }).toBuffer(),
  'a lossless WebP': () => quarters(31, 17).webp({ lossless: true }).toBuffer(),
  'a WebP with EXIF': () =>
    quarters(31, 17)
      .withExif({ IFD0: { Artist: 'Ada' } })
      .webp()
      .toBuffer(),
  'an animated GIF': () =>
    animation()
      .gif({ delay: [100, 100] })
      .toBuffer(),
  'an animated WebP': () =>
    animation()
      .webp({ delay: [100, 100] })
      .toBuffer(),
};

function animation() {
  const pixels = Buffer.concat([Buffer.alloc(40 * 30 * 3, 0x20), Buffer.alloc(40 * 30 * 3, 0xd0)]);
  return sharp(pixels, { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } });
}

describe.each([
  ...FORMATS.map((format) => [`a ${format}`, () => makeImage(format)] as const),
  ...Object.entries(variants),
])('%s', (_name, make) => {
  it('ends at its last byte, whatever is behind it', async () => {
    const image = await make();
    expect(outlineImage(image)?.end).toBe(image.length);
    for (const more of behind) expect(outlineImage(Buffer.concat([image, more]))?.end).toBe(image.length);
  });

  it('does not end where a byte of it is missing', async () => {
    const image = await make();
    for (let length = 0; length < image.length; length++)
      expect(outlineImage(image.subarray(0, length))?.end).toBeUndefined();
  });
});

it('tells the formats apart', async () => {
  for (const format of FORMATS) expect(outlineImage(await makeImage(format))?.format).toBe(format);
});

it.each([
  '',
  '\xff\xd8',
  'BM',
  'GIF88a',
  'RIFF\x10\0\0\0WAVEfmt ',
  '\x89PNG\n\x1a\n\0',
  'II*\0',
  '\0\0\0\x1cftypavif',
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
])('takes %j for no image', (text) => {
  expect(outlineImage(Buffer.from(text, 'latin1'))).toBeUndefined();
});

it('counts the scans of a JPEG', async () => {
  expect(outlineImage(await makeImage('jpeg'))?.scans).toBe(1);
  const progressive = await quarters(300, 200).jpeg({ progressive: true }).toBuffer();
  expect(outlineImage(progressive)?.scans).toBeGreaterThan(5);
  // Not those of what is inside of its metadata.
  const nested = withSegments(await makeImage('jpeg'), jpegSegment(0xe1, progressive));
  expect(outlineImage(nested)?.scans).toBe(1);
});
