export type ImageOutline = {
  format: 'jpeg' | 'png' | 'webp' | 'gif';
  /** Where the image ends: what follows isn't part of it. Undefined where the bytes end before it does. */
  end: number | undefined;
  /** Of a JPEG: each is a pass over all of its pixels, however few bytes it has. */
  scans: number;
};

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/**
 * Which image the bytes are and how far it goes, by the markers and lengths that the formats have between their
 * pixels. Decoders take pictures for whole that miss their last bytes, and don't say where they stopped.
 * @returns undefined for what is none of the four formats
 */
export function outlineImage(bytes: Buffer): ImageOutline | undefined {
  const isAt = (offset: number, text: string) =>
    bytes.toString('latin1', offset, offset + text.length) === text;
  if (isAt(0, '\xff\xd8\xff')) return { format: 'jpeg', ...outlineJpeg(bytes) };
  if (isAt(0, PNG_SIGNATURE)) return { format: 'png', end: findPngEnd(bytes), scans: 1 };
  if (isAt(0, 'GIF87a') || isAt(0, 'GIF89a')) return { format: 'gif', end: findGifEnd(bytes), scans: 1 };
  if (isAt(0, 'RIFF') && isAt(8, 'WEBP')) return { format: 'webp', end: findWebpEnd(bytes), scans: 1 };
  return undefined;
}

const JPEG_END = 0xd9;
const JPEG_SCAN = 0xda;
/** Stuffing inside of the pixels, TEM, the restart markers and SOI: nothing belongs to them. */
const isLoneMarker = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

function outlineJpeg(bytes: Buffer): Pick<ImageOutline, 'end' | 'scans'> {
  let scans = 0;
  let at = 2;
  for (;;) {
    // From the header of a scan over its pixels to the next marker, or over stray bytes as decoders do.
    while (at < bytes.length && bytes[at] !== 0xff) at++;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === JPEG_END) return { end: at, scans };
    if (marker !== undefined && isLoneMarker(marker)) continue;
    if (marker === JPEG_SCAN) scans++;
    if (at + 2 > bytes.length) break;
    at += bytes.readUInt16BE(at);
  }
  return { end: undefined, scans };
}

/** A length, a type, as many bytes, and a checksum; the last one is of type IEND. */
function findPngEnd(bytes: Buffer): number | undefined {
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return end;
    at = end;
  }
  return undefined;
}

function findWebpEnd(bytes: Buffer): number | undefined {
  const end = 8 + bytes.readUInt32LE(4);
  return end <= bytes.length ? end : undefined;
}

const GIF_EXTENSION = 0x21;
const GIF_FRAME = 0x2c;
const GIF_END = 0x3b;

function findGifEnd(bytes: Buffer): number | undefined {
  const colourTableSize = (flags: number | undefined) =>
    flags && flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
  let at = 13 + colourTableSize(bytes[10]);
  for (;;) {
    const block = bytes[at++];
    if (block === GIF_END) return at;
    if (block === GIF_EXTENSION) at += 1;
    else if (block === GIF_FRAME) at += 10 + colourTableSize(bytes[at + 8]);
    else return undefined;
    // A length and as many bytes, until a length of 0.
    for (let length = bytes[at++]; length !== 0; length = bytes[at++]) {
      if (length === undefined) return undefined;
      at += length;
    }
  }
}
