import { lchown, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The user that PostgreSQL runs as where Soiree itself runs as root: PostgreSQL refuses to. */
export type Account = { name: string; uid: number; gid: number };

const CANDIDATES = ['soiree', 'postgres', '_postgres', 'nobody'];

/**
 * Chooses the unprivileged user: whoever owns the data directory already, else the first candidate that the
 * machine has. None is created, and none is needed unless this process is root.
 */
export async function chooseAccount(postgresDir: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  const owner = await stat(postgresDir).catch(() => undefined);
  if (owner && owner.uid !== 0) {
    const known = accounts.find((account) => account.uid === owner.uid);
    return known ?? { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  for (const name of CANDIDATES) {
    const account = accounts.find((candidate) => candidate.name === name);
    if (account) return account;
  }
  throw new Error(
    `PostgreSQL can't run as root, and this machine has none of the users ${CANDIDATES.join(', ')}. Add one (useradd --system soiree), or start Soiree as an ordinary user.`,
  );
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** The options of `spawn` that run a program as the account. */
export const runAs = (account: Account | undefined) =>
  account ? { uid: account.uid, gid: account.gid } : {};

/**
 * How PostgreSQL, running in the directory, is to name it. An account other than ours may be kept out by a
 * parent of it, as by /root for a clone there. Such a process still reaches the directory that it runs in,
 * on Linux, by the name /proc/self/cwd.
 */
export function pathFor(directory: string, account: Account | undefined): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : directory;
}

/** True when the output of a program of PostgreSQL tells of a file that it may not use. */
export const isForbidden = (said: string) => said.includes('Permission denied');

/** Gives a directory with all that is in it to the account; does nothing without one. */
export async function giveTo(path: string, account: Account | undefined): Promise<void> {
  if (!account) return;
  const inside = await readdir(path, { recursive: true });
  try {
    for (const each of [path, ...inside.map((name) => join(path, name))])
      await lchown(each, account.uid, account.gid);
  } catch (cause) {
    throw new Error(await explainUnreachable(path, account), { cause });
  }
}

/** What to do when the account can't reach a path, naming the directories that keep it out. */
export async function explainUnreachable(path: string, account: Account): Promise<string> {
  const closed: string[] = [];
  for (let parent = dirname(path); parent !== dirname(parent); parent = dirname(parent)) {
    const entry = await stat(parent).catch(() => undefined);
    if (entry && !maySearch(entry, account)) closed.unshift(parent);
  }
  const open = closed.length > 0 ? `let that user pass (chmod o+x ${closed.join(' ')}), or ` : '';
  return `PostgreSQL can't run as root, so it runs as the user ${account.name}, who can't reach ${path}. To solve it, ${open}set DATA_DIR to a directory on a local disk that every user can reach, such as /var/lib/soiree, or start Soiree as an ordinary user.`;
}

function maySearch(entry: { mode: number; uid: number; gid: number }, account: Account): boolean {
  if (entry.uid === account.uid) return (entry.mode & 0o100) !== 0;
  if (entry.gid === account.gid) return (entry.mode & 0o010) !== 0;
  return (entry.mode & 0o001) !== 0;
}
