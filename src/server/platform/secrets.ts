import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MIN_SECRET_LENGTH } from './config.ts';

export type Secrets = {
  adminKey: string;
  jwtSecret: string;
  /** True when the admin key was made by this start: it is to be shown, once. */
  adminKeyIsNew: boolean;
};

type Options = { dataDir: string; adminKey: string | undefined; jwtSecret: string | undefined };

/** The secrets of the configuration; those unset are made at first start and kept in the data directory. */
export async function loadSecrets({ dataDir, adminKey, jwtSecret }: Options): Promise<Secrets> {
  const directory = join(dataDir, 'keys');
  const keptAdminKey = adminKey
    ? { value: adminKey, isNew: false }
    : await readOrMake(directory, 'admin-key');
  const keptJwtSecret = jwtSecret ? { value: jwtSecret } : await readOrMake(directory, 'jwt-secret');
  return { adminKey: keptAdminKey.value, jwtSecret: keptJwtSecret.value, adminKeyIsNew: keptAdminKey.isNew };
}

async function readOrMake(directory: string, name: string): Promise<{ value: string; isNew: boolean }> {
  const file = join(directory, name);
  const kept = await readIfThere(file);
  if (kept) return { value: kept, isNew: false };
  const value = randomBytes(32).toString('base64url');
  const draft = `${file}.${randomUUID()}`;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(draft, `${value}\n`, { mode: 0o600 });
  try {
    // Nodes that share a data directory may start at once: linking lets one of them win, with a whole file.
    await link(draft, file);
    return { value, isNew: true };
  } catch (error) {
    const winner = await readIfThere(file);
    if (!winner) throw error;
    return { value: winner, isNew: false };
  } finally {
    await unlink(draft);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    const value = (await readFile(file, 'utf8')).trim();
    if (value.length < MIN_SECRET_LENGTH)
      throw new Error(
        `${file} must hold at least ${MIN_SECRET_LENGTH} characters; delete it to have a new one made`,
      );
    return value;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
