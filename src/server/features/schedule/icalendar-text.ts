import { HOUR_MS, MINUTE_MS } from './wall-clock.ts';

/** What a line may hold in octets without its end (RFC 5545, 3.1). */
const MAX_OCTETS = 75;

/** One content line, folded where it is long; characters stay whole. */
export function foldLine(line: string): string {
  if (line.length * 3 <= MAX_OCTETS || Buffer.byteLength(line) <= MAX_OCTETS) return `${line}\r\n`;
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return `${folded}\r\n`;
}

/** A value of type TEXT (3.3.11), without control characters, which it can't have. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replace(/[\\;,]/g, '\\$&')
      .replace(/\n/g, '\\n')
  );
}

/** A clock's reading, to the second: `20240105T190000`. */
export const formatLocal = (wallMs: number): string =>
  new Date(wallMs).toISOString().slice(0, 19).replace(/[-:]/g, '');

export const formatUtc = (instantMs: number): string => `${formatLocal(instantMs)}Z`;

/** `+0100`, or `-001030` where it has seconds. */
export function formatOffset(offsetMs: number): string {
  const sign = offsetMs < 0 ? '-' : '+';
  const ms = Math.abs(offsetMs);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = (ms % MINUTE_MS) / 1_000;
  return `${sign}${two(ms / HOUR_MS)}${two((ms % HOUR_MS) / MINUTE_MS)}${seconds > 0 ? two(seconds) : ''}`;
}
