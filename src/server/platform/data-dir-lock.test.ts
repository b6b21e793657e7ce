import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataDir } from './data-dir-lock.ts';

/** Takes the lock, says how that went, and lives until its input ends. */
const HOLDER = `
import { lockDataDir } from ${JSON.stringify(new URL('./data-dir-lock.ts', import.meta.url).href)};
process.stdin.on('end', () => process.exit(0)).resume();
lockDataDir(process.argv[1]).then(() => console.log('taken'), (error) => console.log(error.message));
`;

let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'soiree-lock-')), 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(join(dataDir, '..'), { recursive: true });
});

async function holdElsewhere() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [answer]: string[] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, answer };
}

const refusal = (pid: number | undefined) =>
  `Another Soiree (process ${pid}) is already using ${dataDir}. Stop it first, or set DATA_DIR to another directory.`;

it('refuses a second holder until the first gives up, and names the holder', async () => {
  const lock = await lockDataDir(dataDir);
  await expect(lockDataDir(dataDir)).rejects.toThrow(refusal(process.pid));
  expect((await holdElsewhere()).answer).toBe(refusal(process.pid));

  await lock.release();
  await lock.release();
  expect(existsSync(join(dataDir, 'soiree.pid'))).toBe(false);
  const { child, answer } = await holdElsewhere();
  expect(answer).toBe('taken');
  expect(Number(await readFile(join(dataDir, 'soiree.pid'), 'utf8'))).toBe(child.pid);
});

it('is free again at once when its holder is killed', async () => {
  const { child, answer } = await holdElsewhere();
  expect(answer).toBe('taken');
  await expect(lockDataDir(dataDir)).rejects.toThrow(refusal(child.pid));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await lockDataDir(dataDir)).release();
});

it('is free again when its holder ends by itself', async () => {
  const { child } = await holdElsewhere();
  child.stdin.end();
  await once(child, 'exit');
  expect(existsSync(join(dataDir, 'soiree.pid'))).toBe(false);
  await (await lockDataDir(dataDir)).release();
});

it('goes to exactly one of several that start at once', async () => {
  const answers = (await Promise.all([1, 2, 3, 4].map(holdElsewhere))).map(({ answer }) => answer);
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
  expect(answers.filter((answer) => answer?.startsWith('Another Soiree'))).toHaveLength(3);
});

it('says what to do about a DATA_DIR that can not be used', async () => {
  await writeFile(dataDir, '');
  await expect(lockDataDir(dataDir)).rejects.toThrow(
    /DATA_DIR can't be used: EEXIST.*set DATA_DIR to another/,
  );
});
