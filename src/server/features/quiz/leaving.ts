import type { Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { createGroupCommit, type Outcome } from '#server/platform/group-commit.ts';
import { markLeft, type PlayerKey } from './player-repository.ts';
import { addPlayers, lockStates } from './room-repository.ts';

type Dependencies = { database: Database; clock: Clock; registry: Registry };

const MAX_BATCH = 1_000;
const MAX_QUEUED = 20_000;

/** Players who leave, by group commit: when a game is over, hundreds do. */
export function createLeaving({ database, clock, registry }: Dependencies) {
  const batch = createGroupCommit<PlayerKey, undefined>({
    name: 'quiz-leaves',
    maxBatch: MAX_BATCH,
    maxQueued: MAX_QUEUED,
    registry,
    run: (keys) => database.transaction((tx) => leave(tx, keys)),
  });

  async function leave(tx: Executor, keys: readonly PlayerKey[]): Promise<Outcome<undefined>[]> {
    await lockStates(tx, [...new Set(keys.map(({ roomId }) => roomId))]);
    const left = await markLeft(tx, keys, new Date(clock.now()));
    for (const [roomId, those] of Map.groupBy(left, (id) => id)) await addPlayers(tx, roomId, -those.length);
    return keys.map(() => ({ ok: true, value: undefined }));
  }

  return {
    /** Resolves once it is committed. Who has left already has left. */
    leave: (key: PlayerKey): Promise<undefined> => batch.submit(key),
    close: () => batch.close(),
  };
}
