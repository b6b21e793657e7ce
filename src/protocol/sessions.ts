import { type Static, Type } from 'typebox';
import { SessionActivity } from './activities.ts';
import { Instant, Nullable, Uuid } from './common.ts';
import {
  Description,
  GivenInstant,
  Name,
  Paged,
  pageFields,
  ScheduleError,
  Single,
} from './schedule-fields.ts';

export const SESSION_TYPES = ['ONE_TIME', 'RECURRING'] as const;
export const REPEAT_CYCLES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export const DAYS_OF_WEEK = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;
export const SESSION_END_TYPES = ['NEVER', 'ON_DATE', 'AFTER_OCCURRENCES'] as const;

export const MAX_OCCURRENCES = 10_000;
const MAX_EX_DATES = 1_000;

const SESSION_ID = 'c6a5e0b1-1c7b-4a52-9f7e-3b0f5b9d8a21';
const TIMELINE_ID = '2f1d8c4a-77b0-4c0e-9d37-0d6a1f5c2e10';

const example = {
  id: SESSION_ID,
  type: 'RECURRING',
  timelineId: TIMELINE_ID,
  name: 'Weekly Yoga Class',
  startDateTime: '2026-03-06T19:00:00.000Z',
  endDateTime: '2026-03-06T20:00:00.000Z',
  repeatCycleType: 'WEEKLY',
  recurringDayOfWeek: 'FRIDAY',
  description: 'Weekly yoga session for intermediate level',
  rrule: null,
  timeZone: 'Europe/Berlin',
  sessionEndType: 'NEVER',
  recurrenceEndDateTime: null,
  occurrenceCount: null,
  exDates: [],
  activity: null,
  hostId: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
  conflictCheckedUntil: '2028-03-06T19:00:00.000Z',
  conflictingOccurrence: null,
  createdAt: '2026-03-01T12:00:00.000Z',
  updatedAt: '2026-03-01T12:00:00.000Z',
  removedAt: null,
};

const Range = Type.Object({ startDateTime: Instant(), endDateTime: Instant() });

export const Session = Type.Object(
  {
    id: Uuid(),
    type: Type.Enum([...SESSION_TYPES]),
    timelineId: Uuid(),
    name: Type.String(),
    startDateTime: Nullable(Instant('Of the first occurrence; null where it has no date yet.')),
    endDateTime: Nullable(Instant()),
    repeatCycleType: Nullable(Type.Enum([...REPEAT_CYCLES])),
    recurringDayOfWeek: Nullable(Type.Enum([...DAYS_OF_WEEK])),
    description: Nullable(Type.String()),
    rrule: Nullable(Type.String()),
    timeZone: Type.String({ description: 'An IANA time zone, in whose time the recurrence counts.' }),
    sessionEndType: Nullable(Type.Enum([...SESSION_END_TYPES])),
    recurrenceEndDateTime: Nullable(Instant()),
    occurrenceCount: Nullable(Type.Integer()),
    exDates: Type.Array(Instant()),
    activity: Nullable(SessionActivity),
    hostId: Uuid('Who created it, and whose time it takes.'),
    conflictCheckedUntil: Nullable(
      Instant('Until when no other session takes place at its times; null where overlaps are allowed.'),
    ),
    conflictingOccurrence: Type.Union([Range, Type.Null()], {
      description: 'The next occurrence that, as time went on, turned out to clash with another session.',
    }),
    createdAt: Instant(),
    updatedAt: Instant(),
    removedAt: Nullable(Instant('When it was deleted.')),
  },
  { examples: [example] },
);
export type Session = Static<typeof Session>;

const optionalFields = {
  startDateTime: Type.Optional(Nullable(GivenInstant())),
  endDateTime: Type.Optional(Nullable(GivenInstant())),
  repeatCycleType: Type.Optional(Nullable(Type.Enum([...REPEAT_CYCLES]))),
  recurringDayOfWeek: Type.Optional(
    Nullable(Type.Enum([...DAYS_OF_WEEK], { description: 'Of a weekly session; its start’s by default.' })),
  ),
  description: Type.Optional(Nullable(Description)),
  rrule: Type.Optional(
    Nullable(
      Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: 'A rule of RFC 5545, which leads over the other fields.',
      }),
    ),
  ),
  timeZone: Type.Optional(
    Nullable(Type.String({ minLength: 1, maxLength: 100, description: 'UTC by default.' })),
  ),
  sessionEndType: Type.Optional(Nullable(Type.Enum([...SESSION_END_TYPES]))),
  recurrenceEndDateTime: Type.Optional(
    Nullable(GivenInstant('The last instant at which an occurrence may start.')),
  ),
  occurrenceCount: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: MAX_OCCURRENCES }))),
  exDates: Type.Optional(
    Nullable(
      Type.Array(GivenInstant(), { maxItems: MAX_EX_DATES, description: 'Starts that are left out.' }),
    ),
  ),
  activity: Type.Optional(Nullable(SessionActivity)),
};

const requiredFields = {
  type: Type.Enum([...SESSION_TYPES]),
  timelineId: Uuid(),
  name: Name,
};

export const NewSession = Type.Object(
  { ...requiredFields, ...optionalFields },
  {
    additionalProperties: false,
    examples: [
      {
        type: 'RECURRING',
        timelineId: TIMELINE_ID,
        name: 'Weekly Yoga Class',
        startDateTime: '2026-03-06T19:00:00Z',
        endDateTime: '2026-03-06T20:00:00Z',
        repeatCycleType: 'WEEKLY',
        recurringDayOfWeek: 'FRIDAY',
        timeZone: 'Europe/Berlin',
      },
    ],
  },
);
export type NewSession = Static<typeof NewSession>;

export const SessionChange = Type.Partial(NewSession, {
  additionalProperties: false,
  description: 'What is absent stays; null clears an optional field.',
  examples: [{ startDateTime: '2026-03-06T19:30:00Z', endDateTime: '2026-03-06T20:30:00Z' }],
});
export type SessionChange = Static<typeof SessionChange>;

export const SessionSplit = Type.Object(
  {
    originalStart: GivenInstant('Of the first occurrence that is otherwise.'),
    changes: Type.Optional(
      Type.Omit(SessionChange, ['timelineId'], {
        additionalProperties: false,
        description: 'What is absent stays.',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ originalStart: '2026-03-13T19:00:00.000Z', changes: { name: 'Yoga for all' } }],
  },
);

/** What is no timeline's has nothing. */
const OneTimeline = Type.String({
  maxLength: 100,
  description: 'Of this timeline only.',
  examples: [TIMELINE_ID],
});

export const SessionQuery = Type.Object(
  {
    timelineId: Type.Optional(OneTimeline),
    startDateTimeSortOrder: Type.Optional(
      Type.String({
        pattern: '^([Aa][Ss][Cc]|[Dd][Ee][Ss][Cc])$',
        description: 'ASC or DESC, which is the default; those without a date come last.',
        examples: ['ASC'],
      }),
    ),
    startDateTimeFrom: Type.Optional(GivenInstant('With an occurrence that ends after this.')),
    startDateTimeTo: Type.Optional(GivenInstant('With an occurrence that starts before this.')),
    ...pageFields({ default: 10, maximum: 100 }),
  },
  { additionalProperties: false },
);

export const SessionAnswer = Single(Session, example);
export const SessionList = Paged(Session, example);

const occurrence = {
  sessionId: SESSION_ID,
  originalStart: '2026-03-13T19:00:00.000Z',
  startDateTime: '2026-03-13T19:30:00.000Z',
  endDateTime: '2026-03-13T20:30:00.000Z',
};

const occurrenceFields = {
  sessionId: Uuid(),
  originalStart: Instant('What it is called by, wherever it was moved to.'),
  startDateTime: Instant(),
  endDateTime: Instant(),
};

export const Occurrence = Type.Object(
  {
    ...occurrenceFields,
    name: Type.Optional(Type.String({ description: 'Where it differs from the session’s.' })),
    description: Type.Optional(Type.String({ description: 'Where it differs from the session’s.' })),
  },
  { examples: [occurrence] },
);
export type Occurrence = Static<typeof Occurrence>;

const named = {
  ...occurrence,
  timelineId: TIMELINE_ID,
  name: 'Weekly Yoga Class',
  type: 'RECURRING',
  timeZone: 'Europe/Berlin',
  hostId: example.hostId,
} as const;

export const NamedOccurrence = Type.Object(
  {
    ...occurrenceFields,
    timelineId: Uuid(),
    name: Type.String(),
    description: Type.Optional(Type.String({ description: 'Where it differs from the session’s.' })),
    type: Type.Enum([...SESSION_TYPES]),
    timeZone: Type.String({ description: 'Of the session.' }),
    hostId: Uuid('Whose time it takes.'),
    activity: Type.Optional(SessionActivity),
  },
  { examples: [named] },
);
export type NamedOccurrence = Static<typeof NamedOccurrence>;

const windowFields = {
  from: GivenInstant('What ends after this.'),
  to: GivenInstant('What starts before this.'),
  ...pageFields({ default: 1_000, maximum: 1_000 }),
};
export const SessionOccurrenceQuery = Type.Object(windowFields, { additionalProperties: false });
export const OccurrenceQuery = Type.Object(
  { ...windowFields, timelineId: Type.Optional(OneTimeline) },
  { additionalProperties: false },
);

export const OccurrenceChange = Type.Object(
  {
    startDateTime: Type.Optional(GivenInstant('Without an end it is as long as before.')),
    endDateTime: Type.Optional(GivenInstant()),
    name: Type.Optional(Type.Union([Name, Type.Null()], { description: 'Null: as the session is called.' })),
    description: Type.Optional(
      Type.Union([Description, Type.Null()], { description: 'Null: as the session’s.' }),
    ),
  },
  {
    additionalProperties: false,
    description: 'What is absent stays.',
    examples: [{ startDateTime: '2026-03-13T19:30:00Z', endDateTime: '2026-03-13T20:30:00Z' }],
  },
);

export const OccurrenceAnswer = Single(Occurrence, occurrence);
export const OccurrenceList = Paged(Occurrence, occurrence);
export const NamedOccurrenceList = Paged(NamedOccurrence, named);

export const SessionConflict = Type.Object(
  {
    ...ScheduleError.properties,
    conflict: Type.Optional(
      Type.Object(
        {
          session: Type.Optional(Type.Object({ id: Uuid(), name: Type.String() })),
          occurrence: Range,
        },
        { description: 'What is there already; the session only where you may read it.' },
      ),
    ),
  },
  {
    description: 'Another session takes place at that time, of the same timeline or host.',
    examples: [
      {
        statusCode: 409,
        error: 'conflict',
        message: 'Another session takes place at that time',
        conflict: {
          session: { id: SESSION_ID, name: 'Weekly Yoga Class' },
          occurrence: { startDateTime: '2026-03-13T19:00:00.000Z', endDateTime: '2026-03-13T20:00:00.000Z' },
        },
      },
    ],
  },
);
