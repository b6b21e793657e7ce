import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCalendar } from './calendar.ts';
import { benchFanout } from './fanout.ts';
import { benchHistory } from './history.ts';
import { benchIdle } from './idle.ts';
import { benchImport } from './import.ts';
import { benchLogin } from './login.ts';
import { benchPages } from './pages.ts';
import { benchQuiz } from './quiz.ts';
import { type BenchOptions, describeRun, type Findings, printTable } from './report.ts';
import { benchSignalling } from './signalling.ts';
import { benchStart } from './start.ts';
import { benchSync } from './sync.ts';
import { benchVotes } from './votes.ts';

const benches = new Map<string, (options: BenchOptions) => Promise<Findings>>([
  ['votes', benchVotes],
  ['fanout', benchFanout],
  ['history', benchHistory],
  ['import', benchImport],
  ['start', benchStart],
  ['idle', benchIdle],
  ['login', benchLogin],
  ['pages', benchPages],
  ['quiz', benchQuiz],
  ['calendar', benchCalendar],
  ['signalling', benchSignalling],
  ['sync', benchSync],
]);

/** Exit codes: 0 all budgets met, 1 one missed, 2 it couldn't be measured. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  });
  const [name = ''] = positionals;
  const bench = benches.get(name);
  if (!bench) {
    console.error(`Usage: npm run bench NAME [-- --quick]; NAME is one of ${[...benches.keys()].join(', ')}`);
    return 2;
  }
  const directory = await mkdtemp(join(tmpdir(), 'soiree-bench-'));
  try {
    const options = { quick: values.quick, directory };
    const run = await describeRun(name, options);
    const { cpu, cores, system } = run.machine;
    console.log(`${name}: Node ${run.node}, PostgreSQL ${run.postgres}, ${cores} × ${cpu}, ${system}`);
    const findings = await bench(options);
    printTable(findings);
    console.log(`\n${JSON.stringify({ ...run, ...findings })}`);
    return findings.budgets.every(({ met }) => met) ? 0 : 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

// With the exit, the processes that a bench started go too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
