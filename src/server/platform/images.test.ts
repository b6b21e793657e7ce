import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImages } from './images.ts';
import {
  exifOrientation,
  FORMATS,
  jpegSegment,
  makeImage,
  pngChunk,
  quarters,
  readQuarters,
  withChunks,
  withSegments,
} from './test-images.ts';

const images = createImages();
const makeAvatar = (uploaded: Uint8Array) => images.toWebp(uploaded, 512);

async function readSize(image: Uint8Array): Promise<string> {
  const { format, width, height } = await sharp(image).metadata();
  return `${format} ${width} × ${height}`;
}

async function readColour(image: Uint8Array): Promise<number[]> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  const middle = Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2);
  return [...data.subarray(middle * info.channels, (middle + 1) * info.channels)];
}

function expectColour(colour: number[], expected: number[], tolerance = 6): void {
  expect(colour).toHaveLength(expected.length);
  colour.forEach((value, index) => {
    expect(Math.abs(value - (expected[index] ?? 0)), `${colour} for ${expected}`).toBeLessThanOrEqual(
      tolerance,
    );
  });
}

const plain = (red: number, green: number, blue: number, alpha = 1) =>
  sharp({
    create: {
      width: 64,
      height: 64,
      channels: alpha === 1 ? 3 : 4,
      background: { r: red, g: green, b: blue, alpha },
    },
  });

describe('[A6] an avatar', () => {
  it.each(FORMATS)('is made of a %s', async (format) => {
    const avatar = await makeAvatar(await makeImage(format));
    expect(await readSize(avatar)).toBe('webp 40 × 30');
    expect(await readQuarters(avatar)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    [2000, 1000, '512 × 256'],
    [1000, 2000, '256 × 512'],
    [513, 513, '512 × 512'],
    [512, 100, '512 × 100'],
    [7, 5, '7 × 5'],
    [1, 1, '1 × 1'],
    [20_000, 3, '512 × 1'],
    [3, 20_000, '1 × 512'],
  ])('of a picture of %d × %d is no larger than it and fits into 512 × 512', async (width, height, size) => {
    expect(await readSize(await makeAvatar(await makeImage('png', width, height)))).toBe(`webp ${size}`);
  });

  // Where the quarters of the picture as it lies in the file are to be seen, for each of the eight ways of EXIF.
  it.each([
    [1, [0, 1, 2, 3]],
    [2, [1, 0, 3, 2]],
    [3, [3, 2, 1, 0]],
    [4, [2, 3, 0, 1]],
    [5, [0, 2, 1, 3]],
    [6, [2, 0, 3, 1]],
    [7, [3, 1, 2, 0]],
    [8, [1, 3, 0, 2]],
  ])('stands upright where the orientation is %d', async (orientation, expected) => {
    const exif = exifOrientation(orientation);
    const jpeg = withSegments(
      await makeImage('jpeg', 800, 600),
      jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])),
    );
    const png = withChunks(await makeImage('png', 800, 600), pngChunk('eXIf', exif));
    for (const image of [jpeg, png]) {
      const avatar = await makeAvatar(image);
      expect(await readQuarters(avatar)).toEqual(expected);
      expect(await readSize(avatar)).toBe(orientation < 5 ? 'webp 512 × 384' : 'webp 384 × 512');
      expect((await sharp(avatar).metadata()).orientation).toBeUndefined();
    }
  });

  it('says nothing of where, when and by whom the picture was taken', async () => {
    const tell = (picture: Sharp) =>
      picture
        .withExif({
          IFD0: { Artist: 'Ada Lovelace', Software: 'Camera' },
          IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W' },
        })
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- Ada Lovelace --></x:xmpmeta>')
        .withIccProfile('p3');
    const comments = withChunks(await makeImage('png'), pngChunk('tEXt', 'Author\0Ada Lovelace'));
    const pictures = [
      await tell(quarters(600, 400)).jpeg().toBuffer(),
      await tell(quarters(600, 400)).webp().toBuffer(),
      await tell(quarters(600, 400)).png().toBuffer(),
      withSegments(await makeImage('jpeg'), jpegSegment(0xfe, 'Ada Lovelace'), jpegSegment(0xed, 'Ada')),
      comments,
    ];
    expect(await sharp(pictures[0]).metadata()).toMatchObject({
      exif: expect.anything(),
      xmp: expect.anything(),
    });
    for (const picture of pictures) {
      const avatar = Buffer.from(await makeAvatar(picture));
      const { exif, xmp, icc, iptc, comments } = await sharp(avatar).metadata();
      expect([exif, xmp, icc, iptc, comments]).toEqual(Array(5).fill(undefined));
      expect(avatar.toString('latin1')).not.toMatch(/Ada|EXIF|XMP|ICCP/);
    }
  });

  it('is in the colours of the web, whichever the picture is in', async () => {
    const wide = await plain(180, 100, 60).withIccProfile('p3').png().toBuffer();
    expectColour(await readColour(await makeAvatar(wide)), [180, 100, 60]);
    const print = await plain(180, 100, 60).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(print).metadata()).space).toBe('cmyk');
    expectColour(await readColour(await makeAvatar(print)), [180, 100, 60], 25);
  });

  it.each<[string, () => Sharp, number[]]>([
    ['a PNG of 16 bits', () => plain(180, 100, 60).toColourspace('rgb16').png(), [180, 100, 60]],
    ['a PNG with alpha', () => plain(180, 100, 60, 0.5).png(), [180, 100, 60, 128]],
    ['a WebP with alpha', () => plain(180, 100, 60, 0.5).webp(), [180, 100, 60, 128]],
    ['a transparent GIF', () => plain(0, 0, 0, 0).gif(), [0, 0, 0, 0]],
    ['a grey JPEG', () => plain(120, 120, 120).toColourspace('b-w').jpeg(), [120, 120, 120]],
    ['a grey PNG with alpha', () => plain(99, 99, 99, 0.5).toColourspace('b-w').png(), [99, 99, 99, 128]],
    ['a PNG with a palette', () => plain(180, 100, 60).png({ palette: true }), [180, 100, 60]],
    ['an interlaced PNG', () => plain(180, 100, 60).png({ progressive: true }), [180, 100, 60]],
    ['a progressive JPEG', () => plain(180, 100, 60).jpeg({ progressive: true }), [180, 100, 60]],
    ['a lossless WebP', () => plain(180, 100, 60).webp({ lossless: true }), [180, 100, 60]],
  ])('is made of %s', async (_name, make, expected) => {
    expectColour(await readColour(await makeAvatar(await make().toBuffer())), expected);
  });

  it.each(['gif', 'webp'] as const)('of an animated %s is its first frame', async (format) => {
    const frames = Buffer.concat([Buffer.alloc(40 * 30 * 3, 0x20), Buffer.alloc(40 * 30 * 3, 0xd0)]);
    const animated = await sharp(frames, { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } })
      .toFormat(format, { delay: [100, 100] })
      .toBuffer();
    expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2);
    const avatar = await makeAvatar(animated);
    expect(await readSize(avatar)).toBe('webp 40 × 30');
    expect((await sharp(avatar).metadata()).pages).toBeUndefined();
    expectColour(await readColour(avatar), [0x20, 0x20, 0x20]);
  });

  it('is made of a photo that a phone has put a film or more pictures behind', async () => {
    const photo = await makeImage('jpeg');
    const film = Buffer.from(
      '\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x10mdat\xff\xd8\xff\xd9SEFT',
      'latin1',
    );
    const expected = Buffer.from(await makeAvatar(photo));
    for (const more of [film, await makeImage('jpeg', 400, 300), Buffer.of(0)])
      expect(expected.equals(await makeAvatar(Buffer.concat([photo, more])))).toBe(true);
  });

  it('is made of a photo with the small faults that phones make', async () => {
    const photo = await makeImage('jpeg');
    // The end of the spectrum is 0 where it must be 63; a good number of phones write that.
    const scan = photo.indexOf('\xff\xda', 0, 'latin1');
    const odd = Buffer.from(photo);
    odd[scan + 2 + odd.readUInt16BE(scan + 2) - 2] = 0;
    const stray = Buffer.concat([photo.subarray(0, -2), Buffer.of(0, 0), photo.subarray(-2)]);
    for (const image of [odd, stray]) expect(await readSize(await makeAvatar(image))).toBe('webp 40 × 30');
  });
});
