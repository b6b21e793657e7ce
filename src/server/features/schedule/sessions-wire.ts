import type { SessionActivity } from '#protocol/activities.ts';
import type { NewSession, Occurrence, Session, SessionChange } from '#protocol/sessions.ts';
import { formatInstant, readInstant } from './instants.ts';
import type { SessionOccurrence } from './occurrences-service.ts';
import { DEFAULT_ZONE, type SessionChanges, type SessionFields } from './session-fields.ts';
import type { SessionRow } from './sessions-repository.ts';

const toInstant = (ms: number | null) => (ms === null ? null : formatInstant(ms));

export const toRange = ({ startMs, endMs }: { startMs: number; endMs: number }) => ({
  startDateTime: formatInstant(startMs),
  endDateTime: formatInstant(endMs),
});

export const toSession = (row: SessionRow): Session => ({
  id: row.id,
  type: row.fields.type,
  timelineId: row.timelineId,
  name: row.fields.name,
  startDateTime: toInstant(row.fields.startMs),
  endDateTime: toInstant(row.fields.endMs),
  repeatCycleType: row.fields.repeatCycleType,
  recurringDayOfWeek: row.fields.recurringDayOfWeek,
  description: row.fields.description,
  rrule: row.fields.rrule,
  timeZone: row.fields.timeZone,
  sessionEndType: row.fields.sessionEndType,
  recurrenceEndDateTime: toInstant(row.fields.recurrenceEndMs),
  occurrenceCount: row.fields.occurrenceCount,
  exDates: row.fields.exDates.map(formatInstant),
  activity: row.fields.activity,
  hostId: row.hostId,
  conflictCheckedUntil: toInstant(row.claimedUntilMs),
  conflictingOccurrence: row.clash && toRange(row.clash),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  removedAt: row.removedAt?.toISOString() ?? null,
});

export const toOccurrence = ({ session, occurrence }: SessionOccurrence): Occurrence => {
  const { change } = occurrence;
  const told = change?.isCancelled === false ? change : undefined;
  return {
    sessionId: session.id,
    originalStart: formatInstant(occurrence.originalStartMs),
    ...toRange(occurrence),
    ...(told?.name === undefined ? {} : { name: told.name }),
    ...(told?.description === undefined ? {} : { description: told.description }),
  };
};

/** The store compares ids as they are. */
const toActivity = (activity: SessionActivity): SessionActivity =>
  activity.kind === 'quiz' ? { ...activity, quizId: activity.quizId.toLowerCase() } : activity;

const readOptional = (name: string, text: string | null | undefined) =>
  typeof text === 'string' ? readInstant(name, text) : text;

/** What a body says of a session, where null clears. */
export function toChanges(body: SessionChange): SessionChanges {
  const { type, name, description, repeatCycleType, recurringDayOfWeek, rrule, sessionEndType } = body;
  return {
    type,
    name,
    description,
    repeatCycleType,
    recurringDayOfWeek,
    rrule,
    sessionEndType,
    occurrenceCount: body.occurrenceCount,
    activity: body.activity && toActivity(body.activity),
    startMs: readOptional('startDateTime', body.startDateTime),
    endMs: readOptional('endDateTime', body.endDateTime),
    recurrenceEndMs: readOptional('recurrenceEndDateTime', body.recurrenceEndDateTime),
    timeZone: body.timeZone === null ? DEFAULT_ZONE : body.timeZone,
    exDates: body.exDates === null ? [] : body.exDates?.map((text) => readInstant('exDates', text)),
  };
}

export function toFields(body: NewSession): SessionFields {
  const given = toChanges(body);
  return {
    type: body.type,
    name: body.name,
    description: given.description ?? null,
    startMs: given.startMs ?? null,
    endMs: given.endMs ?? null,
    timeZone: given.timeZone ?? DEFAULT_ZONE,
    exDates: given.exDates ?? [],
    activity: given.activity ?? null,
    repeatCycleType: given.repeatCycleType ?? null,
    recurringDayOfWeek: given.recurringDayOfWeek ?? null,
    rrule: given.rrule ?? null,
    sessionEndType: given.sessionEndType ?? null,
    recurrenceEndMs: given.recurrenceEndMs ?? null,
    occurrenceCount: given.occurrenceCount ?? null,
  };
}
