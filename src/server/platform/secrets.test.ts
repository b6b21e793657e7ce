import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets } from './secrets.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-secrets-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const load = (set: { adminKey?: string; jwtSecret?: string } = {}) =>
  loadSecrets({ dataDir, adminKey: set.adminKey, jwtSecret: set.jwtSecret });

describe('[K] secrets', () => {
  it('are made at the first start, readable by their owner alone, and kept', async () => {
    const made = await load();
    expect(made.adminKeyIsNew).toBe(true);
    expect(made.adminKey.length).toBeGreaterThanOrEqual(32);
    expect(made.jwtSecret.length).toBeGreaterThanOrEqual(32);
    expect(made.jwtSecret).not.toBe(made.adminKey);
    expect(await load()).toEqual({ ...made, adminKeyIsNew: false });
    for (const name of ['admin-key', 'jwt-secret'])
      expect((await stat(join(dataDir, 'keys', name))).mode & 0o777).toBe(0o600);
  });

  it('are taken from the configuration where set, and then not written', async () => {
    const set = { adminKey: 'a'.repeat(32), jwtSecret: 'b'.repeat(32) };
    expect(await load(set)).toEqual({ ...set, adminKeyIsNew: false });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('are not taken from a file that lost its content', async () => {
    await load();
    await writeFile(join(dataDir, 'keys', 'admin-key'), '');
    await expect(load()).rejects.toThrow(/keys\/admin-key must hold at least 32 characters/);
  });

  it('are the same for nodes that start at once on one directory', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => load()));
    expect(new Set(all.map(({ adminKey }) => adminKey)).size).toBe(1);
    expect(new Set(all.map(({ jwtSecret }) => jwtSecret)).size).toBe(1);
    expect(all.filter(({ adminKeyIsNew }) => adminKeyIsNew)).toHaveLength(1);
    expect((await readdir(join(dataDir, 'keys'))).sort()).toEqual(['admin-key', 'jwt-secret']);
  });
});
