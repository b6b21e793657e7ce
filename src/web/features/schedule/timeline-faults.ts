import { ApiError } from '#web/lib/api-error.ts';
import { explain } from '#web/lib/explain.ts';
import type { MessageId, Texts } from '#web/lib/i18n.tsx';

type Words = readonly (readonly [said: RegExp, id: MessageId])[];

/** The server's words for what it refuses of calendars, which have no codes; a number in them is `count`. */
const REFUSALS: Words = [
  [/^An account has at most (\d+) timelines/, 'timelines.wrong.timelines'],
  [/^A timeline has at most (\d+) members/, 'timelines.wrong.members'],
  [/^Account not found/, 'timelines.wrong.account'],
  [/^The owner stays the owner/, 'timelines.wrong.owner'],
  [/^Member not found/, 'timelines.wrong.member'],
  [/^Timeline not found/, 'timelines.wrong.gone'],
  [/^Only the owner can do this/, 'timelines.wrong.rights'],
  [/^Viewers can not change/, 'timelines.wrong.rights'],
  [/^The session's own occurrences overlap/, 'timelines.wrong.own'],
  [/^The file is not an iCalendar file/, 'timelines.wrong.file'],
];

/** Why an event of a file wasn't taken; what they name is `one`. */
const SKIPS: Words = [
  [/^Another session takes place at that time/, 'timelines.skip.clash'],
  [/^It is a VTODO/, 'timelines.skip.task'],
  [/^It is a VJOURNAL/, 'timelines.skip.journal'],
  [/^It has no UID/, 'timelines.skip.uid'],
  [/^It was called off/, 'timelines.skip.calledOff'],
  [/RDATE|EXRULE|more than one RRULE/, 'timelines.skip.repeats'],
  [/^It changes all that follow/, 'timelines.skip.following'],
  [/^It changes an occurrence of/, 'timelines.skip.stray'],
  [/^Its time zone "?(.*?)"? is unknown/, 'timelines.skip.zone'],
  [/ends as it starts|^endDateTime must be after/, 'timelines.skip.length'],
  [/own occurrences overlap/, 'timelines.skip.own'],
  [/has no occurrence$|ends before its first/, 'timelines.skip.never'],
  [/from 1900 to 2199/, 'timelines.skip.year'],
  [/^A timeline has at most/, 'timelines.skip.full'],
  [/more than \d+ (?:changed )?occurrences|at most [\d,]+ (?:changed )?occurrences/, 'timelines.skip.many'],
  [/^rrule|^occurrenceCount/, 'timelines.skip.rule'],
  [/can't be read|^It has no DTSTART|^It has no RECURRENCE-ID/, 'timelines.skip.unreadable'],
];

function find(words: Words, message: string): { id: MessageId; one: string } | undefined {
  for (const [said, id] of words) {
    const found = said.exec(message);
    if (found) return { id, one: found[1] ?? '' };
  }
  return undefined;
}

/** What was refused of a calendar, in words for whoever met it. */
export function explainRefusal(error: unknown, t: Texts['t']): string {
  const found = error instanceof ApiError ? find(REFUSALS, error.message) : undefined;
  return found ? t(found.id, { count: Number(found.one) }) : explain(error, t);
}

/** Why something of a file was left out; what has no words of its own is told as the server put it. */
export function explainSkip(reason: string, t: Texts['t']): string {
  const found = find(SKIPS, reason);
  return found ? t(found.id, { one: found.one }) : reason;
}
