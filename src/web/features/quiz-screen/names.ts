import type { PlayerSummary } from '#protocol/quiz-live-fields.ts';

/** What the lobby has room for, in ems of the screen, less what is lost at the ends of lines: in windows of 16:9 and of 4:3. */
const ROOM = 52 * 30 * 0.88;
/** Of the names' type, in the screen's em: few names are large, hundreds can still be read. */
const SIZES = [2.2, 1.8, 1.5, 1.25, 1, 0.85, 0.75] as const;
const SMALLEST = 0.75;
/** A name that comes pushes this many out at once, so that the others stay where they are meanwhile. */
const CHUNK = 40;
/** The longest is cut at this many ems. */
const MAX_WIDTH = 11;
/** The height of a line, with what is between it and the next. */
const LINE = 1.95;

/** Its area in ems of its own type: letters, the space around them and between lines. */
function areaOf(name: string): number {
  let width = 0;
  for (const letter of name) width += (letter.codePointAt(0) ?? 0) < 0x2e80 ? 0.56 : 1;
  return (Math.min(width, MAX_WIDTH) + 1.6) * LINE;
}

/** As large as they all fit; where even the smallest are too many, the newest of them. */
export function fitNames(players: readonly PlayerSummary[]): {
  size: number;
  shown: readonly PlayerSummary[];
} {
  const areas = players.map(({ displayName }) => areaOf(displayName));
  const total = areas.reduce((sum, area) => sum + area, 0);
  const size = SIZES.find((size) => total * size ** 2 <= ROOM);
  if (size) return { size, shown: players };
  let first = 0;
  let left = total;
  while (left * SMALLEST ** 2 > ROOM) {
    for (const area of areas.slice(first, first + CHUNK)) left -= area;
    first += CHUNK;
  }
  return { size: SMALLEST, shown: players.slice(first) };
}
