import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { createGroupCommit } from '#server/platform/group-commit.ts';
import { noteKeysUsed } from './api-keys-repository.ts';
import { noteLoginsUsed } from './logins-repository.ts';
import { noteActive } from './profile-repository.ts';

const ONCE_IN_MS = 60_000;
const MAX_REMEMBERED = 20_000;

type Use = { accountId?: string; loginId?: string; keyId?: string };

type Dependencies = { database: Database; clock: Clock; logger: Logger; registry: Registry };

/** Notes who is there: of an account, a login or a key once a minute, whatever it asks for. */
export function createActivity({ database, clock, logger, registry }: Dependencies) {
  const notedAtMs = new Map<string, number>();
  const uses = createGroupCommit<Use, void>({
    name: 'activity',
    run: async (batch) => {
      await writeUses(batch);
      return batch.map(() => ({ ok: true, value: undefined }));
    },
    maxBatch: 500,
    maxQueued: 5_000,
    registry,
  });

  async function writeUses(batch: readonly Use[]): Promise<void> {
    const at = new Date(clock.now());
    // Sorted, so that two nodes that note the same people seldom wait for each other in a circle.
    const ids = (kind: keyof Use) => [...new Set(batch.flatMap((use) => use[kind] ?? []))].sort();
    await database.transaction(async (tx) => {
      await noteActive(tx, ids('accountId'));
      await noteLoginsUsed(tx, ids('loginId'), at);
      await noteKeysUsed(tx, ids('keyId'), at);
    });
  }

  /** True once a minute for each account, login and key. */
  function isDue(id: string): boolean {
    const now = clock.now();
    if (now - (notedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < ONCE_IN_MS) return false;
    if (notedAtMs.size >= MAX_REMEMBERED) notedAtMs.clear();
    notedAtMs.set(id, now);
    return true;
  }

  return {
    /** Returns at once: nobody waits for it, and nothing fails for want of it. */
    note(caller: Caller): void {
      if (caller.kind === 'adminKey') return;
      const use: Use = {};
      if (isDue(caller.accountId)) use.accountId = caller.accountId;
      if (caller.kind === 'login' && isDue(caller.loginId)) use.loginId = caller.loginId;
      if (caller.kind === 'apiKey' && isDue(caller.keyId)) use.keyId = caller.keyId;
      if (Object.keys(use).length === 0) return;
      uses.submit(use).catch((error: unknown) => logger.debug({ err: error }, 'activity could not be noted'));
    },

    close: () => uses.close(),
  };
}

export type Activity = ReturnType<typeof createActivity>;
