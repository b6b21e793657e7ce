import type { Caller } from '#server/platform/auth.ts';
import type { Executor } from '#server/platform/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { type Claim, claimedUntil, claimsOf, compareClaims } from './claims.ts';
import {
  type Claimant,
  type Clash,
  deleteClaims,
  findClash,
  insertClaims,
  listClaims,
  lockHosts,
} from './claims-repository.ts';
import { formatInstant } from './instants.ts';
import type { Change } from './occurrences.ts';
import { endOf, type Series } from './recurrence.ts';
import type { Derived } from './sessions-repository.ts';
import { mayRead } from './timeline-rights.ts';
import { findTimeline } from './timelines-repository.ts';

/** What is kept of a session so that it is found, and until when it is to be claimed. */
export function derive(
  series: Series | undefined,
  changes: readonly Change[],
  { nowMs, allowOverlap }: { nowMs: number; allowOverlap: boolean },
): Derived {
  if (!series) return { firstStartMs: null, lastEndMs: null, claimedUntilMs: null };
  const moved = changes.flatMap((change) => (change.isCancelled ? [] : [change]));
  const endMs = endOf(series);
  return {
    firstStartMs: Math.min(series.startMs, ...moved.map(({ startMs }) => startMs)),
    lastEndMs: endMs === undefined ? null : Math.max(endMs, ...moved.map((change) => change.endMs)),
    claimedUntilMs: allowOverlap ? null : claimedUntil(series, nowMs),
  };
}

/**
 * Brings the claims of a session to what its series now says, in the transaction of the change and behind the lock
 * of its timeline.
 * @param options.hasMoved to another timeline, for which all claims are new
 * @param options.listFormer what it claimed before the change, or would have: a clash among these is no fault of it
 * @returns the first such clash
 * @throws AppError `conflict` where another session is there first, `invalid_payload` where its own occurrences overlap
 */
export async function replaceClaims(
  tx: Executor,
  claimant: Claimant,
  series: Series | undefined,
  changes: readonly Change[],
  options: {
    nowMs: number;
    allowOverlap: boolean;
    hasMoved?: boolean;
    listFormer?: () => Promise<readonly Claim[]>;
    caller: Caller;
  },
): Promise<Claim | null> {
  const own = series ? claimsOf(series, changes, options.nowMs) : [];
  const wanted = options.allowOverlap ? [] : own;
  const held = await listClaims(tx, claimant.sessionId);
  const { added, removed } = options.hasMoved
    ? { added: wanted, removed: held }
    : compareClaims(held, wanted);
  if (added.length === 0 && removed.length === 0) return null;
  // First, as a claim of the host's that is half gone has their other changes wait.
  await lockHosts(tx, [claimant.hostId]);
  await deleteClaims(tx, claimant.sessionId, removed);
  const made = await insertClaims(tx, claimant, added);
  const refused = added.filter(({ originalStartMs }) => !made.has(originalStartMs));
  if (refused.length === 0) return null;
  const former = options.hasMoved ? [] : ((await options.listFormer?.()) ?? []);
  const { added: clashing } = compareClaims(former, refused);
  const [first] = clashing;
  // What is first in the way of any is in the way of the first.
  if (first) throw await toConflict(tx, await findClash(tx, claimant, first), options.caller);
  return refused[0] ?? null;
}

/** The session that is in the way is named to those who may read it. */
async function toConflict(tx: Executor, clash: Clash | undefined, caller: Caller): Promise<AppError> {
  const message = 'Another session takes place at that time';
  // It has just gone.
  if (!clash) return new AppError('conflict', message);
  const timeline = await findTimeline(tx, clash.timelineId, caller.accountId);
  const isReadable = timeline !== undefined && mayRead(timeline, caller);
  return new AppError('conflict', message, {
    details: {
      conflict: {
        ...(isReadable ? { session: { id: clash.sessionId, name: clash.name } } : {}),
        occurrence: {
          startDateTime: formatInstant(clash.startMs),
          endDateTime: formatInstant(clash.endMs),
        },
      },
    },
  });
}
