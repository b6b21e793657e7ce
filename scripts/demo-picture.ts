import sharp from 'sharp';

const SIZE = 256;
/** Of the die: from its middle to a side, how round its corners are, the size and distance of its pips. */
const [HALF, ROUND, PIP, STEP] = [70, 22, 15, 38];
const PIPS: Record<3 | 5, readonly (readonly [x: number, y: number])[]> = {
  3: [
    [-1, 1],
    [0, 0],
    [1, -1],
  ],
  5: [
    [-1, -1],
    [-1, 1],
    [0, 0],
    [1, -1],
    [1, 1],
  ],
};

export type Picture = { colours: readonly [from: string, to: string]; pips: 3 | 5 };

/**
 * A host's picture, as PNG: a die on two colours. Pixel by pixel, as the server allows its process no SVG.
 */
export async function drawPicture({ colours, pips }: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const [from, to] = colours.map(parseColour);
  const pixels = new Uint8Array(SIZE * SIZE * 3);
  for (let index = 0; index < SIZE * SIZE; index++) {
    const [x, y] = [(index % SIZE) - SIZE / 2, Math.floor(index / SIZE) - SIZE / 2];
    const [across, down] = turn(x, y);
    const die = cover(distanceToDie(across, down));
    const dot = Math.max(
      ...PIPS[pips].map(([px, py]) => cover(Math.hypot(across - px * STEP, down - py * STEP) - PIP)),
    );
    const share = (x + y) / (2 * SIZE) + 0.5;
    for (let channel = 0; channel < 3; channel++) {
      const ground = (from?.[channel] ?? 0) * (1 - share) + (to?.[channel] ?? 0) * share;
      pixels[3 * index + channel] = (ground * (1 - die) + 255 * die) * (1 - dot) + ground * dot;
    }
  }
  const raw = { width: SIZE, height: SIZE, channels: 3 } as const;
  return new Uint8Array(await sharp(pixels, { raw }).png().toBuffer());
}

const parseColour = (hex: string): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));

/** Thrown, it lies a little askew. */
function turn(x: number, y: number): [number, number] {
  const [cos, sin] = [Math.cos(0.25), Math.sin(0.25)];
  return [x * cos + y * sin, y * cos - x * sin];
}

/** Negative inside. */
function distanceToDie(x: number, y: number): number {
  const [dx, dy] = [Math.abs(x) - HALF + ROUND, Math.abs(y) - HALF + ROUND];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - ROUND;
}

/** How much of a pixel is inside, by its middle's distance to the edge. */
const cover = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance));
