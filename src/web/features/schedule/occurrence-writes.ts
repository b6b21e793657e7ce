import type { OccurrenceChange, Session, Writes } from './calendar-data.ts';
import { endFields, formatRule, ruleOf } from './recurrence-rule.ts';
import {
  canMove,
  type EventChange,
  type Said,
  sameInstant,
  timesFrom,
  timesOfAll,
  type Written,
} from './series-times.ts';

export type { EventChange };

/** This event alone, it and those that follow, or all of its series. */
export type Scope = 'this' | 'following' | 'all';

const isFirst = (session: Session, occurrence: Written): boolean =>
  session.startDateTime !== null && sameInstant(session.startDateTime, occurrence.originalStart);

/**
 * For how many events a change can be made; without a change, for how many they can be deleted. The first event and
 * those that follow are all; what belongs to the series as a whole is not of one event.
 */
export function scopesOf(session: Session, occurrence: Written, given?: EventChange): Scope[] {
  const change = given && withoutSame(occurrence, given);
  if (session.type === 'ONE_TIME' || change?.timelineId !== undefined) return ['all'];
  const isOfSeries =
    change?.recurrence !== undefined || change?.timeZone !== undefined || change?.activity !== undefined;
  const one: Scope[] = isOfSeries ? [] : ['this'];
  if (change && !canMove(session, occurrence, change)) return one;
  return [...one, ...(isFirst(session, occurrence) ? [] : (['following'] as const)), 'all'];
}

/** A start that stays where it is moves nothing. */
function withoutSame(occurrence: Written, change: EventChange): EventChange {
  const { startDateTime, ...others } = change;
  const isSame = startDateTime !== undefined && sameInstant(startDateTime, occurrence.startDateTime);
  return isSame && change.timeZone === undefined ? others : change;
}

/** Makes a change for as many events of a series as meant; of a one-time event for that one. */
export async function applyChange(
  writes: Writes,
  session: Session,
  occurrence: Written,
  given: EventChange,
  scope: Scope,
): Promise<void> {
  const change = withoutSame(occurrence, given);
  if (Object.values(change).every((value) => value === undefined)) return;
  const { id } = session;
  const { originalStart } = occurrence;
  if (session.type === 'RECURRING' && scope === 'this') {
    await writes.changeOccurrence(id, originalStart, changeOfOne(session, change));
    return;
  }
  const isSplit = session.type === 'RECURRING' && scope === 'following' && !isFirst(session, occurrence);
  const { timelineId } = change;
  const written = isSplit
    ? await writes.split(id, originalStart, { ...saidOf(change), ...timesFrom(session, occurrence, change) })
    : await writes.change(id, {
        ...saidOf(change),
        ...timesOfAll(session, occurrence, change),
        ...(timelineId !== undefined && { timelineId }),
      });
  const own = ownChange(session, occurrence, change);
  if (own) await writes.changeOccurrence(written.id, originalStart, own);
}

/**
 * What the event that was looked at has of its own would hide the change of its series. Its times don't: where they
 * change, it has no others any more.
 */
function ownChange(session: Session, occurrence: Written, change: EventChange): OccurrenceChange | undefined {
  if (change.startDateTime !== undefined || change.timeZone !== undefined || change.recurrence !== undefined)
    return undefined;
  const { originalStart, startDateTime, endDateTime, name, description } = occurrence;
  const lengthOf = (start: string, end: string) => Date.parse(end) - Date.parse(start);
  const { startDateTime: firstStart, endDateTime: firstEnd } = session;
  const isOwnTime =
    !sameInstant(originalStart, startDateTime) ||
    (firstStart !== null &&
      firstEnd !== null &&
      lengthOf(firstStart, firstEnd) !== lengthOf(startDateTime, endDateTime));
  const own: OccurrenceChange = {
    ...(change.name !== undefined && name !== session.name && { name: null }),
    ...(change.description !== undefined && description !== undefined && { description: null }),
    ...(change.endDateTime !== undefined && isOwnTime && { endDateTime: change.endDateTime }),
  };
  return Object.keys(own).length > 0 ? own : undefined;
}

/** Deletes as many events of a series as meant. Where one is the first, those that follow are all. */
export async function applyRemoval(
  writes: Writes,
  session: Session,
  occurrence: Written,
  scope: Scope,
): Promise<void> {
  const { originalStart } = occurrence;
  if (session.type === 'RECURRING' && scope === 'this')
    await writes.cancelOccurrence(session.id, originalStart);
  else if (session.type === 'RECURRING' && scope === 'following' && !isFirst(session, occurrence))
    await writes.change(session.id, endBefore(session, originalStart));
  else await writes.remove(session.id);
}

/** As the server ends a series that it splits. An end within the rule would lead, and goes. */
function endBefore(session: Session, originalStart: string): Said {
  const rule = session.rrule === null ? undefined : ruleOf(session);
  return {
    ...(rule && { rrule: formatRule(rule) }),
    ...endFields({ until: Temporal.Instant.from(originalStart).subtract({ seconds: 1 }) }, session.timeZone),
  };
}

/** Of one event, null is as the series has it; a description that was taken away is an empty one. */
function changeOfOne(session: Session, change: EventChange): OccurrenceChange {
  const { startDateTime, endDateTime, name, description } = change;
  return {
    ...(startDateTime !== undefined && { startDateTime }),
    ...(endDateTime !== undefined && { endDateTime }),
    ...(name !== undefined && { name: name === session.name ? null : name }),
    ...(description !== undefined && {
      description: (description ?? '') === (session.description ?? '') ? null : (description ?? ''),
    }),
  };
}

const saidOf = ({ name, description, activity, timeZone }: EventChange): Said => ({
  ...(name !== undefined && { name }),
  ...(description !== undefined && { description }),
  ...(activity !== undefined && { activity }),
  ...(timeZone !== undefined && { timeZone }),
});
