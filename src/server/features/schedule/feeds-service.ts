import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { listChanges } from './changes-repository.ts';
import { type FeedSource, listSources } from './feeds-repository.ts';
import { type CalendarEvent, listParts } from './icalendar-write.ts';
import { planSession } from './session-fields.ts';
import { listSessions, type SessionRow } from './sessions-repository.ts';
import { findTimeline, listTimelineIds, lockTimeline } from './timelines-repository.ts';
import * as tokens from './tokens-repository.ts';
import { createTurns } from './turns.ts';

export type FeedService = ReturnType<typeof createFeedService>;

/** Whether an account may be acted for. */
export type IsEnabled = (accountId: string) => Promise<boolean>;

/** A calendar to subscribe to: what tells whether it is another than before, and what it says. */
export type Feed = { etag: string; write: () => Promise<string> };

type Dependencies = { database: Database; isEnabled: IsEnabled; clock: Clock; publicUrl: string };

/** What is told of a calendar that isn't its events'. */
type Head = { name: string; description: string | null; hasCategories: boolean };

/** Nobody guesses it, so a fast hash of it is enough to keep. */
const TOKEN_BYTES = 32;
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
const makeToken = () => `cal_${randomBytes(TOKEN_BYTES).toString('base64url')}`;

/** Of all the timelines of an account: the ones that start last. A timeline has fewer. */
const MAX_SESSIONS = 10_000;
/** To be raised whenever the same sessions are written otherwise. */
const FORM = 1;

const missing = () => notFound('Calendar not found');

/** Feeds that calendar programs subscribe to, by a token in the address, as they can't sign in. */
export function createFeedService({ database, isEnabled, clock, publicUrl }: Dependencies) {
  const { db } = database;
  const uidHost = new URL(publicUrl).hostname;

  async function requireHolder(accountId: string | undefined): Promise<string> {
    if (accountId === undefined || !(await isEnabled(accountId))) throw missing();
    return accountId;
  }

  async function feedOf(timelineIds: readonly string[], head: Head): Promise<Feed> {
    const sources = await listSources(db, timelineIds);
    return {
      etag: etagOf(sources, head, clock.now()),
      write: async () => {
        const events = await listEvents(sources, head);
        const { name, description } = head;
        const takeTurns = createTurns();
        let text = '';
        for (const part of listParts({ name, description, events, nowMs: clock.now() })) {
          text += part;
          await takeTurns();
        }
        return text;
      },
    };
  }

  async function listEvents(
    sources: readonly FeedSource[],
    { hasCategories }: Head,
  ): Promise<CalendarEvent[]> {
    const names = new Map(sources.map(({ id, name }) => [id, name]));
    const rows = await listSessions(db, [...names.keys()], { order: 'desc', take: MAX_SESSIONS });
    const changes = await listChanges(
      db,
      rows.map(({ id }) => id),
    );
    const uids = findUids(rows);
    const events: CalendarEvent[] = [];
    const takeTurns = createTurns();
    for (const { id, timelineId, fields, ...row } of rows) {
      const { series } = planSession(fields);
      const category = hasCategories ? names.get(timelineId) : undefined;
      if (series)
        events.push({
          uid: uids.get(id) ?? row.icalUid,
          sequence: row.sequence,
          name: fields.name,
          description: fields.description,
          createdMs: row.createdAt.getTime(),
          updatedMs: row.updatedAt.getTime(),
          series,
          changes: changes.get(id) ?? [],
          ...(category === undefined ? {} : { category }),
        });
      await takeTurns();
    }
    return events.reverse();
  }

  /** One that was imported may be on several timelines: in one calendar only the oldest has the UID that it came with. */
  function findUids(rows: readonly SessionRow[]): Map<string, string> {
    const oldestFirst = rows.toSorted(
      (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
    );
    const taken = new Set<string>();
    const uids = new Map<string, string>();
    for (const { id, icalUid } of oldestFirst) {
      uids.set(id, taken.has(icalUid) ? `${id}@${uidHost}` : icalUid);
      taken.add(icalUid);
    }
    return uids;
  }

  return {
    /** For members alone: an administrator who is none has nothing to subscribe to. */
    makeToken: (caller: Caller, timelineId: string): Promise<{ token: string; url: string }> =>
      database.transaction(async (tx) => {
        const timeline = await lockTimeline(tx, timelineId, caller.accountId);
        if (!timeline?.role) throw notFound('Timeline not found');
        const token = makeToken();
        const member = { timelineId, accountId: caller.accountId };
        await tokens.putToken(tx, member, hashToken(token), new Date(clock.now()));
        return { token, url: `${publicUrl}/timelines/${timelineId}/calendar.ics?token=${token}` };
      }),

    async revokeToken(caller: Caller, timelineId: string): Promise<void> {
      const timeline = await findTimeline(db, timelineId, caller.accountId);
      if (!timeline?.role) throw notFound('Timeline not found');
      if (!(await tokens.deleteToken(db, { timelineId, accountId: caller.accountId })))
        throw notFound('There is no calendar token');
    },

    /** Of a timeline. @throws 404 for a token that isn't one of it */
    async find(timelineId: string, token: string): Promise<Feed> {
      const accountId = await requireHolder(await tokens.findTokenHolder(db, timelineId, hashToken(token)));
      const timeline = await findTimeline(db, timelineId, accountId);
      if (!timeline?.role) throw missing();
      const { name, description } = timeline;
      return feedOf([timelineId], { name, description, hasCategories: false });
    },

    async makeOwnToken({ accountId }: Caller): Promise<{ token: string; url: string }> {
      const token = makeToken();
      await tokens.putAccountToken(db, accountId, hashToken(token), new Date(clock.now()));
      return { token, url: `${publicUrl}/timelines/calendar.ics?token=${token}` };
    },

    async revokeOwnToken({ accountId }: Caller): Promise<void> {
      if (!(await tokens.deleteAccountToken(db, accountId))) throw notFound('There is no calendar token');
    },

    /** Of all timelines of which the token's account is a member now. @throws 404 for a token that is none */
    async findOwn(token: string): Promise<Feed> {
      const accountId = await requireHolder(await tokens.findAccountTokenHolder(db, hashToken(token)));
      const head = { name: 'Soiree', description: null, hasCategories: true };
      return feedOf(await listTimelineIds(db, accountId), head);
    },
  };
}

/** From what grows with every change, so that a feed needn't be written to know that it is the same. */
function etagOf(sources: readonly FeedSource[], head: Head, nowMs: number): string {
  // How far zones are described goes on with the months.
  const month = new Date(nowMs).toISOString().slice(0, 7);
  const said = JSON.stringify([FORM, month, head, sources]);
  return `W/"${createHash('sha256').update(said).digest('base64url').slice(0, 27)}"`;
}
