import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));

const Report = Type.Object({
  bench: Type.String(),
  command: Type.String(),
  quick: Type.Literal(true),
  machine: Type.Object({ cpu: Type.String(), cores: Type.Integer() }),
  node: Type.Literal(process.version),
  postgres: Type.String({ pattern: '^[0-9]+\\.' }),
  figures: Type.Array(
    Type.Object({
      name: Type.String(),
      unit: Type.String(),
      median: Type.Number(),
      samples: Type.Array(Type.Number(), { minItems: 1 }),
    }),
    { minItems: 1 },
  ),
  budgets: Type.Array(
    Type.Object({ name: Type.String(), value: Type.Number(), limit: Type.String(), met: Type.Boolean() }),
  ),
});

/** The bench keeps its files in a directory of its own, so that what it leaves there shows. */
async function run(...args: string[]) {
  const directory = await mkdtemp(join(tmpdir(), 'soiree-load-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { status, stdout, stderr, leftovers: await readdir(directory) };
}

describe('a bench', () => {
  it.each([
    'votes',
    'fanout',
    'history',
    'import',
    'start',
    'idle',
    'login',
    'pages',
    'quiz',
    'signalling',
    'sync',
    'calendar',
  ])(
    '%s runs to its end, prints every figure as JSON and leaves nothing behind',
    async (name) => {
      const { status, stdout, stderr, leftovers } = await run(name, '--quick');
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      expect(last, stderr).toMatch(/^\{/);
      const report: unknown = JSON.parse(last);
      Value.Assert(Report, report);
      expect(report.bench).toBe(name);
      // So short a run measures nothing: whether a budget is met must only be told rightly.
      expect(status).toBe(report.budgets.every(({ met }) => met) ? 0 : 1);
      expect(leftovers).toEqual([]);
    },
    120_000,
  );

  it('that is unknown is refused, with the names of the others', async () => {
    const { status, stderr } = await run('speed');
    expect(status).toBe(2);
    expect(stderr).toContain(
      'votes, fanout, history, import, start, idle, login, pages, quiz, calendar, signalling, sync',
    );
  });
});
