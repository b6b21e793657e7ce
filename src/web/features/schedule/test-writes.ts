import type { NamedOccurrence, Session, Writes } from './calendar-data.ts';

export type Call = [name: keyof Writes, ...args: unknown[]];

/** What a series says of itself where a test doesn't. */
export function createSession(said: Partial<Session> = {}): Session {
  return {
    id: 'c6a5e0b1-1c7b-4a52-9f7e-3b0f5b9d8a21',
    type: 'RECURRING',
    timelineId: '2f1d8c4a-77b0-4c0e-9d37-0d6a1f5c2e10',
    name: 'Game night',
    startDateTime: '2026-03-06T18:00:00.000Z',
    endDateTime: '2026-03-06T20:00:00.000Z',
    repeatCycleType: 'WEEKLY',
    recurringDayOfWeek: 'FRIDAY',
    description: 'Bring snacks.',
    rrule: null,
    timeZone: 'Europe/Berlin',
    sessionEndType: 'NEVER',
    recurrenceEndDateTime: null,
    occurrenceCount: null,
    exDates: [],
    activity: null,
    hostId: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
    conflictCheckedUntil: null,
    conflictingOccurrence: null,
    createdAt: '2026-03-01T12:00:00.000Z',
    updatedAt: '2026-03-01T12:00:00.000Z',
    removedAt: null,
    ...said,
  };
}

/** One of a session's, two hours long. */
export function createOccurrence(
  session: Session,
  originalStart: string,
  said: Partial<NamedOccurrence> = {},
): NamedOccurrence {
  return {
    sessionId: session.id,
    timelineId: session.timelineId,
    name: session.name,
    type: session.type,
    timeZone: session.timeZone,
    hostId: session.hostId,
    originalStart,
    startDateTime: originalStart,
    endDateTime: new Date(Date.parse(originalStart) + 2 * 60 * 60 * 1000).toISOString(),
    ...said,
  };
}

/** A server that takes everything, and what it was told. */
export function createWrites(session: Session): { writes: Writes; calls: Call[] } {
  const calls: Call[] = [];
  const note = <Answer>(answer: Answer, ...call: Call): Promise<Answer> => {
    calls.push(call);
    return Promise.resolve(answer);
  };
  const occurrence = createOccurrence(session, session.startDateTime ?? '');
  return {
    calls,
    writes: {
      create: (body) => note(session, 'create', body),
      change: (id, changes) => note(session, 'change', id, changes),
      split: (id, start, changes) => note({ ...session, id: 'the other' }, 'split', id, start, changes),
      remove: (id) => note(session, 'remove', id),
      changeOccurrence: (id, start, changes) => note(occurrence, 'changeOccurrence', id, start, changes),
      cancelOccurrence: (id, start) => note(occurrence, 'cancelOccurrence', id, start),
    },
  };
}
