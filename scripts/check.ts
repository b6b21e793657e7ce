import { spawnSync } from 'node:child_process';

/** The gate, one command for people and for CI: every step runs, so that one run shows all there is to mend. */
const steps: readonly [what: string, command: string, ...args: string[]][] = [
  ['format, lint and boundaries', 'biome', 'check', '--error-on-warnings'],
  ['types', 'tsc', '-b'],
  ['dead code', 'knip'],
  ['the pages are built', 'node', 'scripts/build-web.ts'],
  ['their first load is small', 'node', 'scripts/page-sizes.ts'],
  ['generated files are current', 'node', 'scripts/generate.ts', '--check'],
];

const failed = steps.filter(([what, command, ...args]) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(`${status === 0 ? '✓' : '✗'} ${what}`);
  return status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
