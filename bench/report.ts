import { cpus, loadavg, release, totalmem } from 'node:os';
import { chooseAccount } from '#server/platform/embedded-postgres-account.ts';
import { findInstalledBinaries, prepareBinaries } from '#server/platform/embedded-postgres-binaries.ts';

export type BenchOptions = {
  /** A short run, which proves that the bench works and measures nothing. */
  quick: boolean;
  /** Empty, and removed afterwards. */
  directory: string;
};

/** One quantity, measured once a round. */
export type Figure = { name: string; unit: string; median: number; samples: readonly number[] };

/** One of the budgets of docs/performance.md. */
export type Budget = { name: string; value: number; limit: string; met: boolean };

export type Findings = { figures: Figure[]; budgets: Budget[] };

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half];
  const lower = sorted[sorted.length % 2 === 0 ? half - 1 : half];
  if (upper === undefined || lower === undefined) throw new Error('nothing was measured');
  return (lower + upper) / 2;
}

export const figure = (name: string, unit: string, samples: readonly number[]): Figure => ({
  name,
  unit,
  median: round(median(samples)),
  samples: samples.map(round),
});

/** More digits are noise. */
const round = (value: number): number => Number(value.toPrecision(5));

/** Round by round, as the machine's other work weighs on both sides of a round alike. */
export const ratios = (above: readonly number[], below: readonly number[]): number[] =>
  above.map((value, round) => value / (below[round] ?? Number.NaN));

export const atLeast = ({ name, median: value }: Figure, limit: number): Budget => ({
  name,
  value,
  limit: `>= ${limit}`,
  met: value >= limit,
});

export const atMost = ({ name, median: value }: Figure, limit: number): Budget => ({
  name,
  value,
  limit: `<= ${limit}`,
  met: value <= limit,
});

/** Where and how the figures come about. */
export async function describeRun(bench: string, { quick, directory }: BenchOptions) {
  const { version } = await prepareBinaries(findInstalledBinaries(), await chooseAccount(directory));
  return {
    bench,
    command: `npm run bench ${bench}${quick ? ' -- --quick' : ''}`,
    quick,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryBytes: totalmem(),
      system: `${process.platform} ${release()} ${process.arch}`,
      // Of the minute before: what else the machine was doing.
      loadAverage: loadavg()[0] ?? 0,
    },
    node: process.version,
    postgres: version,
  };
}

export function printTable({ figures, budgets }: Findings): void {
  const rows = figures.map(({ name, unit, median, samples }) => [
    name,
    format(median),
    unit,
    samples.length > 1 ? `${format(Math.min(...samples))} – ${format(Math.max(...samples))}` : '',
  ]);
  print([['', 'median', '', 'least – most'], ...rows]);
  if (budgets.length === 0) return;
  print([
    ['budget', '', '', ''],
    ...budgets.map(({ name, value, limit, met }) => [name, format(value), limit, met ? 'met' : 'MISSED']),
  ]);
}

function print(rows: readonly string[][]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  console.log(`\n${lines.join('\n')}`);
}

const format = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString();
