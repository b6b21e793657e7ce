import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';

/** Each breaks the rule of the house in its own way; the check must see every one. */
const violations = [
  ['src/server/features/nights', "import { createAccounts } from '#server/features/accounts/index.ts';"],
  ['src/server/features/nights', "import { createAccounts } from '../accounts/index.ts';"],
  ['src/server/features/nights', "import { createApp } from '#server/app.ts';"],
  ['src/server/platform', "import { createHub } from '#server/realtime/hub.ts';"],
  ['src/server/platform', "import { createAccounts } from '#server/features/accounts/index.ts';"],
  ['src/server/realtime', "import { createNights } from '../features/nights/index.ts';"],
  ['src/server', "import { createNights } from './features/nights/index.ts';"],
  ['src/protocol', "import { systemClock } from '#server/platform/clock.ts';"],
] as const;

/** What each of them may import. */
const allowed = [
  ['src/server/features/nights', "import { systemClock } from '#server/platform/clock.ts';"],
  ['src/server/features/nights', "import { parseId } from './wire.ts';"],
  ['src/server/realtime', "import { systemClock } from '#server/platform/clock.ts';"],
] as const;

const planted: string[] = [];

function lint(folder: string, statement: string) {
  const file = `${folder}/planted-${process.pid}-${planted.length}.ts`;
  planted.push(file);
  const name = /\{ (\w+) \}/.exec(statement)?.[1];
  writeFileSync(file, `${statement}\n\nexport const planted = ${name};\n`);
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/biome',
    ['lint', '--vcs-use-ignore-file=false', file],
    {
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true });
});

describe('the rule of the house', () => {
  it.each(violations)('refuses in %s: %s', (folder, statement) => {
    const { status, output } = lint(folder, statement);
    expect(output).toContain('noRestrictedImports');
    expect(status).toBe(1);
  });

  it.each(allowed)('allows in %s: %s', (folder, statement) => {
    expect(lint(folder, statement)).toMatchObject({ status: 0 });
  });
});
