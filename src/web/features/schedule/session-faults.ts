import { ApiError } from '#web/lib/api-error.ts';
import { explain } from '#web/lib/explain.ts';
import type { MessageId, Texts } from '#web/lib/i18n.tsx';
import type { Conflict } from './calendar-data.ts';
import type { Times } from './viewer-zone.ts';

/** Where in the form of an event something is said to be wrong; `form` is about all of it. */
export type FaultField =
  | 'name'
  | 'timeline'
  | 'start'
  | 'end'
  | 'zone'
  | 'description'
  | 'recurrence'
  | 'activity'
  | 'form';
export type SessionFaults = Partial<Record<FaultField, string>>;
export const NO_FAULTS: SessionFaults = {};

/** The server's words for what it refuses of events, which have no codes; the more exact ones come first. */
const REFUSALS: readonly (readonly [said: RegExp, field: FaultField, text: MessageId])[] = [
  [/^endDateTime must be after/, 'end', 'sessions.wrong.order'],
  [/own occurrences overlap/, 'recurrence', 'sessions.wrong.own'],
  [/^The recurrence has no occurrence/, 'recurrence', 'sessions.wrong.never'],
  [/^The recurrence ends before/, 'recurrence', 'sessions.wrong.endsEarly'],
  [/^A session can have at most .* occurrences/, 'recurrence', 'sessions.wrong.often'],
  [/^rrule|^occurrenceCount|^recurrenceEndDateTime/, 'recurrence', 'sessions.wrong.rule'],
  [/^startDateTime must be an instant/, 'start', 'sessions.wrong.year'],
  [/^endDateTime must be an instant/, 'end', 'sessions.wrong.year'],
  [/^timeZone/, 'zone', 'sessions.wrong.zone'],
  [/^timelineId|^Viewers can not/, 'timeline', 'sessions.wrong.timeline'],
  [/^A timeline has at most/, 'timeline', 'sessions.wrong.full'],
  [/^That timeline has this/, 'timeline', 'sessions.wrong.there'],
  [/^activity\.quizId/, 'activity', 'sessions.wrong.quiz'],
  [/^name/, 'name', 'sessions.wrong.name'],
  [/^description/, 'description', 'sessions.wrong.description'],
  [/changed occurrences$/, 'form', 'sessions.wrong.changes'],
  [/^(Session|Occurrence) not found/, 'form', 'sessions.wrong.gone'],
];

/**
 * What was refused of an event, at the fields that it is about.
 * @param conflict with what it would clash, if that is why
 */
export function readFaults(
  error: unknown,
  conflict: Conflict | undefined,
  t: Texts['t'],
  times: Pick<Times, 'when'>,
): SessionFaults {
  if (conflict) return { start: explainConflict(conflict, t, times) };
  if (!(error instanceof ApiError)) return { form: explain(error, t) };
  const faults: SessionFaults = {};
  for (const message of messagesOf(error)) {
    const [, field = 'form', text] = REFUSALS.find(([said]) => said.test(message)) ?? [];
    faults[field] ??= text ? t(text) : explain(error, t);
  }
  return faults;
}

/** Of a 400 there is a list of all that is wrong. */
function messagesOf({ message, details }: ApiError): string[] {
  const said: unknown = details.message;
  const list = Array.isArray(said) ? said.filter((one): one is string => typeof one === 'string') : [];
  return list.length > 0 ? list : [message];
}

/** What is there at that time already. */
function explainConflict(
  { session, occurrence }: Conflict,
  t: Texts['t'],
  times: Pick<Times, 'when'>,
): string {
  const when = times.when(occurrence.startDateTime, occurrence.endDateTime);
  return session
    ? t('sessions.wrong.clash', { name: session.name, when })
    : t('sessions.wrong.clashHidden', { when });
}

const NOT_OPENED: readonly (readonly [said: RegExp, text: MessageId])[] = [
  [/^The quiz cannot be played yet/, 'sessions.wrong.quizNotReady'],
  [/^The quiz must be/, 'sessions.wrong.quiz'],
  [/^This session has no activity/, 'sessions.wrong.noActivity'],
  [/^(Session|Occurrence) not found/, 'sessions.wrong.gone'],
];

/** Why what an event is for couldn't be started. */
export function explainNotOpened(error: unknown, t: Texts['t']): string {
  const [message = ''] = error instanceof ApiError ? messagesOf(error) : [];
  const text = NOT_OPENED.find(([said]) => said.test(message))?.[1];
  return text ? t(text) : explain(error, t);
}
