import pLimit from 'p-limit';
import type { Metadata } from 'sharp';
import { AppError, invalid, unavailable } from './errors.ts';
import { outlineImage } from './image-outline.ts';
import { findPolyglot } from './polyglots.ts';

const QUALITY = 82;

export const LIMITS = {
  /** What the largest phone cameras give. Such a picture is decoded row by row, in 0.2 GB at most. */
  pixels: 64_000_000,
  /** Where the decoder holds the whole picture at once: animations, progressive and interlaced pictures. */
  pixelsHeld: 24_000_000,
  /** Of the uploaded picture, in pixels. */
  side: 32_767,
  /** Passes over all of a JPEG's pixels; encoders make some ten. */
  scans: 50,
  seconds: 10,
  /** Uploads in hand and waiting, each of up to 5 MB. */
  uploads: 32,
};

/** How a picture is to be turned, clockwise, and then mirrored, for EXIF's numbers of how it lies in the file. */
const ORIENTATIONS: Record<number, { turn?: number; isMirrored?: boolean }> = {
  2: { isMirrored: true },
  3: { turn: 180 },
  4: { turn: 180, isMirrored: true },
  5: { turn: 270, isMirrored: true },
  6: { turn: 90 },
  7: { turn: 90, isMirrored: true },
  8: { turn: 270 },
};

/** By name: everything that isn't named is refused, in whatever file it is found. */
const LOADERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer'].map(
  (name) => `VipsForeignLoad${name}`,
);

export type Images = ReturnType<typeof createImages>;

/**
 * Makes pictures that can be shown of what people upload, one at a time on one thread: they must not take the
 * processor from what can't wait.
 */
export function createImages(limits = LIMITS) {
  const inTurn = pLimit(1);

  return {
    /**
     * The picture as WebP, upright, in sRGB, its first frame and without any metadata, no side longer than so many
     * pixels; a smaller one stays as small as it is. The bytes decide what it is.
     * @throws {AppError} `invalid_payload` for anything but a whole JPEG, PNG, WebP or GIF that can be read with
     *   reasonable effort and is nothing else beside; `unavailable` where too many wait already
     */
    async toWebp(uploaded: Uint8Array, maxSide: number): Promise<Uint8Array> {
      if (inTurn.activeCount + inTurn.pendingCount >= limits.uploads)
        throw unavailable('Too many pictures are being uploaded, try again soon');
      return await inTurn(() => convert(uploaded, maxSide, limits));
    },
  };
}

async function convert(uploaded: Uint8Array, maxSide: number, limits: typeof LIMITS): Promise<Uint8Array> {
  const bytes = Buffer.from(uploaded.buffer, uploaded.byteOffset, uploaded.byteLength);
  const outline = outlineImage(bytes);
  if (!outline) throw invalid('The file is not a JPEG, PNG, WebP or GIF image');
  const polyglot = findPolyglot(bytes);
  if (polyglot) throw invalid(`The file is ${polyglot} as well as an image`);
  if (outline.end === undefined) throw damaged();
  if (outline.scans > limits.scans) throw invalid('The image is stored in too many passes');
  // Phones put films and more pictures behind a photo.
  const image = bytes.subarray(0, outline.end);

  const open = await loadDecoder();
  try {
    const about = await open(image, { limitInputPixels: false }).metadata();
    checkDimensions(about, limits);
    const { data, info } = await open(image, { limitInputPixels: limits.pixels, failOn: 'error' })
      .timeout({ seconds: limits.seconds })
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    // Turning comes second: in one go with decoding, the time limit wouldn't hold.
    const { turn = 0, isMirrored = false } = ORIENTATIONS[about.orientation ?? 1] ?? {};
    return await open(data, { raw: info })
      .rotate(turn)
      .flop(isMirrored)
      .webp({ quality: QUALITY, smartSubsample: true })
      .toBuffer();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const isSlow = error instanceof Error && error.message.startsWith('timeout');
    throw isSlow ? invalid('The image takes too long to read') : damaged();
  }
}

const damaged = () => invalid('The image is cut off or damaged');

function checkDimensions(about: Metadata, limits: typeof LIMITS): void {
  const { format, width, height, isProgressive, pages = 1 } = about;
  const isHeld = format === 'gif' || isProgressive || pages > 1;
  const isTooLarge = width * height > (isHeld ? limits.pixelsHeld : limits.pixels);
  if (isTooLarge || Math.max(width, height) > limits.side)
    throw invalid(`The image has too many pixels: ${width} × ${height}`);
}

/** Loaded at the first upload, as it takes time at the start. Its settings are the whole process's. */
async function loadDecoder() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  return sharp;
}
