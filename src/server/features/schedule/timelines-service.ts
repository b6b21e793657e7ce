import type { TimelineRole } from '#protocol/timelines.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { listChanges } from './changes-repository.ts';
import { replaceClaims } from './claiming.ts';
import { claimedUntil } from './claims.ts';
import { deleteClaimsOfTimeline, lockHosts } from './claims-repository.ts';
import * as members from './members-repository.ts';
import { planSession } from './session-fields.ts';
import { listSessions, setClaimed } from './sessions-repository.ts';
import { requireOwner, requireReadable } from './timeline-rights.ts';
import * as timelines from './timelines-repository.ts';

export type TimelineService = ReturnType<typeof createTimelineService>;

/** How an account appears to others. */
type Profile = { username: string; displayName: string; avatarUrl: string | null };
export type FindProfiles = (accountIds: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
export type FindAccountId = (username: string) => Promise<string | undefined>;

type Dependencies = {
  database: Database;
  clock: Clock;
  findProfiles: FindProfiles;
  findAccountId: FindAccountId;
};

export type Member = Profile & members.MemberRow;
type Page = { skip: number; take: number };

const MAX_TIMELINES = 500;
const MAX_MEMBERS = 500;

/** Calendars, and whom they are shared with. */
export function createTimelineService({ database, clock, findProfiles, findAccountId }: Dependencies) {
  const { db } = database;
  const now = () => new Date(clock.now());

  const requireFound = async (on: Executor, caller: Caller, id: string) =>
    requireReadable(await timelines.findTimeline(on, id, caller.accountId), caller);

  /** Does something that only the owner may, under the timeline's lock. */
  const asOwner = <Result>(
    caller: Caller,
    id: string,
    work: (tx: Executor, timeline: timelines.TimelineRow) => Promise<Result>,
  ): Promise<Result> =>
    database.transaction(async (tx) =>
      work(tx, requireOwner(await timelines.lockTimeline(tx, id, caller.accountId), caller)),
    );

  /** Where overlaps are allowed from now on nothing is claimed; where they no longer are, everything. */
  async function changeOverlap(
    tx: Executor,
    caller: Caller,
    timeline: timelines.TimelineRow,
    allowOverlap: boolean,
  ): Promise<void> {
    const rows = await listSessions(tx, [timeline.id], { order: 'asc' });
    if (allowOverlap) {
      await deleteClaimsOfTimeline(tx, timeline.id);
      for (const { id } of rows) await setClaimed(tx, id, null, null);
      return;
    }
    const nowMs = clock.now();
    const changes = await listChanges(
      tx,
      rows.map(({ id }) => id),
    );
    await lockHosts(
      tx,
      rows.map(({ hostId }) => hostId),
    );
    for (const { id, hostId, fields } of rows) {
      const { series } = planSession(fields);
      const claimant = { sessionId: id, timelineId: timeline.id, hostId };
      await replaceClaims(tx, claimant, series, changes.get(id) ?? [], { nowMs, allowOverlap, caller });
      await setClaimed(tx, id, series ? claimedUntil(series, nowMs) : null, null);
    }
  }

  async function addProfiles(rows: readonly members.MemberRow[]): Promise<Member[]> {
    const profiles = await findProfiles(rows.map(({ accountId }) => accountId));
    return rows.flatMap((row) => {
      const profile = profiles.get(row.accountId);
      return profile ? [{ ...row, ...profile }] : [];
    });
  }

  async function addProfile(row: members.MemberRow): Promise<Member> {
    const [member] = await addProfiles([row]);
    if (!member) throw notFound('Account not found');
    return member;
  }

  return {
    /** Those of which the caller is a member. */
    async list(caller: Caller, page: Page): Promise<{ rows: timelines.TimelineRow[]; count: number }> {
      const [rows, ids] = await Promise.all([
        timelines.listTimelines(db, caller.accountId, page),
        timelines.listTimelineIds(db, caller.accountId),
      ]);
      return { rows, count: ids.length };
    },

    find: (caller: Caller, id: string) => requireFound(db, caller, id),

    create: (caller: Caller, fields: timelines.TimelineFields): Promise<timelines.TimelineRow> =>
      database.transaction(async (tx) => {
        if ((await timelines.countOwned(tx, caller.accountId)) >= MAX_TIMELINES)
          throw new AppError('conflict', `An account has at most ${MAX_TIMELINES} timelines`);
        const id = await timelines.insertTimeline(tx, caller.accountId, fields, now());
        return requireFound(tx, caller, id);
      }),

    change: (
      caller: Caller,
      id: string,
      changes: timelines.TimelineChanges,
    ): Promise<timelines.TimelineRow> =>
      asOwner(caller, id, async (tx, timeline) => {
        await timelines.updateTimeline(tx, id, changes, now());
        const { allowOverlap = timeline.allowOverlap } = changes;
        if (allowOverlap !== timeline.allowOverlap) await changeOverlap(tx, caller, timeline, allowOverlap);
        return requireFound(tx, caller, id);
      }),

    /** It stays in the store with its sessions, which are gone from everywhere. */
    remove: (caller: Caller, id: string): Promise<timelines.TimelineRow> =>
      asOwner(caller, id, async (tx, timeline) => {
        const removedAt = now();
        await timelines.markTimelineRemoved(tx, id, removedAt);
        await deleteClaimsOfTimeline(tx, id);
        return { ...timeline, removedAt, updatedAt: removedAt };
      }),

    async listMembers(caller: Caller, id: string, page: Page): Promise<{ rows: Member[]; count: number }> {
      await requireFound(db, caller, id);
      const [rows, count] = await Promise.all([
        members.listMembers(db, id, page),
        members.countMembers(db, id),
      ]);
      return { rows: await addProfiles(rows), count };
    },

    /** @param who by exactly one of the two */
    async putMember(
      caller: Caller,
      id: string,
      who: { accountId?: string | undefined; username?: string | undefined },
      role: Exclude<TimelineRole, 'owner'>,
    ): Promise<Member> {
      if ((who.accountId === undefined) === (who.username === undefined))
        throw invalid('Say who by either userId or username');
      const accountId = who.accountId ?? (await findAccountId(who.username ?? ''));
      return asOwner(caller, id, async (tx, { ownerId }) => {
        if (accountId === undefined) throw notFound('Account not found');
        if (accountId === ownerId) throw new AppError('conflict', 'The owner stays the owner');
        const member = await addProfile({ accountId, role });
        const present = await members.findMember(tx, id, accountId);
        if (!present && (await members.countMembers(tx, id)) >= MAX_MEMBERS)
          throw new AppError('conflict', `A timeline has at most ${MAX_MEMBERS} members`);
        await members.putMember(tx, id, { accountId, role }, now());
        return member;
      });
    },

    removeMember: (caller: Caller, id: string, accountId: string): Promise<Member> =>
      asOwner(caller, id, async (tx) => {
        const member = await members.findMember(tx, id, accountId);
        if (!member) throw notFound('Member not found');
        if (member.role === 'owner') throw new AppError('conflict', 'The owner stays the owner');
        await members.deleteMember(tx, id, accountId);
        return addProfile(member);
      }),
  };
}
