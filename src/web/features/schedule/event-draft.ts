import { type ActivityDraft, draftActivity, readActivity } from './activity-draft.ts';
import type { NamedOccurrence, NewSession, Session } from './calendar-data.ts';
import { draftTimes, readStart, readTimes, type Span, type TimesDraft } from './event-times.ts';
import type { EventChange } from './occurrence-writes.ts';
import { draftOf, followStart, type RecurrenceDraft, ruleOfDraft } from './recurrence-draft.ts';
import { fieldsOf, ruleOf } from './recurrence-rule.ts';

/** An event while it is written, as its form has it. */
export type EventDraft = {
  name: string;
  timelineId: string;
  description: string;
  times: TimesDraft;
  recurrence: RecurrenceDraft;
  activity: ActivityDraft;
};

export function draftNew({
  timelineId,
  span,
  zone,
}: {
  timelineId: string;
  span: Span;
  zone: string;
}): EventDraft {
  const times = draftTimes(span, zone);
  const start = span.start.toZonedDateTimeISO(zone).toPlainDateTime();
  return {
    name: '',
    timelineId,
    description: '',
    times,
    recurrence: draftOf(undefined, start, zone),
    activity: draftActivity(null),
  };
}

/** An event of a session, as it is. */
export function draftPresent(session: Session, occurrence: NamedOccurrence): EventDraft {
  const { timeZone } = session;
  const instant = (text: string) => Temporal.Instant.from(text);
  const wall = (text: string) => instant(text).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const { startDateTime: start, endDateTime: end } = occurrence;
  return {
    name: occurrence.name,
    timelineId: session.timelineId,
    description: occurrence.description ?? session.description ?? '',
    times: draftTimes({ start: instant(start), end: instant(end) }, timeZone),
    recurrence: draftOf(ruleOf(session), wall(session.startDateTime ?? start), timeZone),
    activity: draftActivity(session.activity),
  };
}

/** The days that the recurrence names go along with the start. */
export function changeTimes(draft: EventDraft, times: TimesDraft): EventDraft {
  const [from, to] = [readStart(draft.times), readStart(times)];
  if (!from || !to) return { ...draft, times };
  const recurrence = followStart(draft.recurrence, from.toPlainDate(), to.toPlainDate());
  return { ...draft, times, recurrence };
}

const write = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' });

/** @returns undefined while the draft isn't complete */
export function readNew(draft: EventDraft): NewSession | undefined {
  const span = readTimes(draft.times);
  const start = readStart(draft.times);
  const rule = ruleOfDraft(draft.recurrence);
  if (!span || !start || rule === undefined) return undefined;
  const { zone } = draft.times;
  const description = draft.description.trim();
  const activity = readActivity(draft.activity);
  return {
    timelineId: draft.timelineId,
    name: draft.name.trim(),
    startDateTime: write(span.start),
    endDateTime: write(span.end),
    timeZone: zone,
    ...(description && { description }),
    ...(activity && { activity }),
    ...(rule ? fieldsOf(rule, start, zone) : { type: 'ONE_TIME' }),
  };
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * What is otherwise in a draft than it was.
 * @returns undefined while the draft isn't complete
 */
export function readChange(before: EventDraft, draft: EventDraft): EventChange | undefined {
  const span = readTimes(draft.times);
  const rule = ruleOfDraft(draft.recurrence);
  if (!span || rule === undefined) return undefined;
  const { times } = draft;
  const isStartMoved =
    times.zone !== before.times.zone ||
    times.startDate !== before.times.startDate ||
    times.startTime !== before.times.startTime;
  const isEndMoved = times.endDate !== before.times.endDate || times.endTime !== before.times.endTime;
  // As the recurrence would be if it had but gone along with the start.
  const expected = changeTimes(before, times).recurrence;
  const name = draft.name.trim();
  const description = draft.description.trim();
  const activity = readActivity(draft.activity);
  return {
    ...(name !== before.name && { name }),
    ...(description !== before.description.trim() && { description: description || null }),
    ...(draft.timelineId !== before.timelineId && { timelineId: draft.timelineId }),
    ...(times.zone !== before.times.zone && { timeZone: times.zone }),
    ...(isStartMoved && { startDateTime: write(span.start) }),
    ...((isStartMoved || isEndMoved) && { endDateTime: write(span.end) }),
    ...(!isSame(activity, readActivity(before.activity)) && { activity }),
    ...(!isSame(ruleText(draft.recurrence), ruleText(expected)) && { recurrence: rule }),
  };
}

/** What a draft comes to, whatever else was typed on the way. */
function ruleText(draft: RecurrenceDraft): unknown {
  const rule = ruleOfDraft(draft);
  return rule && { ...rule, until: rule.until?.toString() };
}

export const isUnchanged = (change: EventChange): boolean => Object.keys(change).length === 0;
