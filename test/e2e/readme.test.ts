import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import packageJson from '#package.json' with { type: 'json' };
import { type NodeProcess, startNode } from '../setup/node-process.ts';

const run = promisify(execFile);

let folder: string;
let server: NodeProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soiree-readme-'));
  // As after `npm start` in this folder: no setting, so the admin key is made and kept in data/.
  server = await startNode({
    DATA_DIR: join(folder, 'data'),
    ADMIN_KEY: '',
    JACKBOX_API: 'http://127.0.0.1:9',
  });
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

it('the first night by API works, line by line', async () => {
  const guide = await readFile('docs/api.md', 'utf8');
  const script = /```bash\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const { host } = new URL(server.url);
  // Every command must succeed, in a pipe too, and so must every request: curl -f fails on an error status.
  expect(script.match(/curl -sf /g)?.length).toBe(script.match(/curl /g)?.length);
  const { stdout } = await run(
    'bash',
    ['-euo', 'pipefail', '-c', script.replaceAll('localhost:8080', host)],
    {
      cwd: folder,
    },
  );
  expect(stdout).toContain('"message":"Vote recorded successfully"');
  expect(stdout).toContain('"votesProcessed":1');
  expect(stdout).toContain('"is_active":0');
  const exported = await readFile(join(folder, 'session-1.txt'), 'utf8');
  expect(exported).toContain('Our first night');
  expect(exported).toContain('viewer2: thisgame++ [upvote]');
});

it('the admin key is shown once, at the first start', async () => {
  const key = (await readFile(join(folder, 'data', 'keys', 'admin-key'), 'utf8')).trim();
  expect(server.output().split(key)).toHaveLength(2);
  await server.stop();
  await server.start();
  expect(server.output().split(key)).toHaveLength(2);
});

it('before a command nothing but the installation runs, as a shell goes on with the node that it found first', () => {
  const before = Object.entries(packageJson.scripts).filter(([name]) => name.startsWith('pre'));
  expect(before.map(([name]) => name)).toContain('prestart');
  for (const [name, command] of before) expect(command, name).toBe('node scripts/install.mjs');
});
