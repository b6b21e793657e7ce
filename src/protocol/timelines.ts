import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';
import { Description, Name, Paged, pageFields, Single } from './schedule-fields.ts';

export const TIMELINE_ROLES = ['owner', 'editor', 'viewer'] as const;
export type TimelineRole = (typeof TIMELINE_ROLES)[number];

const example = {
  id: '2f1d8c4a-77b0-4c0e-9d37-0d6a1f5c2e10',
  name: 'Friday club',
  description: 'Game nights of the club.',
  allowOverlap: false,
  ownerId: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
  role: 'owner',
  createdAt: '2026-03-01T12:00:00.000Z',
  updatedAt: '2026-03-01T12:00:00.000Z',
  removedAt: null,
};

/** A calendar that is shared. */
export const Timeline = Type.Object(
  {
    id: Uuid(),
    name: Type.String(),
    description: Nullable(Type.String()),
    allowOverlap: Type.Boolean({
      description: 'Its sessions may take place at the same time, and keep no time of their hosts.',
    }),
    ownerId: Uuid(),
    role: Nullable(
      Type.Enum([...TIMELINE_ROLES], { description: 'Yours; null for an administrator who is no member.' }),
    ),
    createdAt: Instant(),
    updatedAt: Instant(),
    removedAt: Nullable(Instant('When it was deleted.')),
  },
  { examples: [example] },
);
export type Timeline = Static<typeof Timeline>;

const AllowOverlap = Type.Boolean({ description: 'False by default.' });

export const NewTimeline = Type.Object(
  {
    name: Name,
    description: Type.Optional(Nullable(Description)),
    allowOverlap: Type.Optional(AllowOverlap),
  },
  { additionalProperties: false, examples: [{ name: 'Friday club', allowOverlap: false }] },
);

export const TimelineChange = Type.Partial(NewTimeline, {
  additionalProperties: false,
  description: 'What is absent stays; a null description clears it.',
  examples: [{ name: 'Saturday club' }],
});

export const TimelineQuery = Type.Object(pageFields({ default: 10, maximum: 100 }), {
  additionalProperties: false,
});

export const TimelineAnswer = Single(Timeline, example);
export const TimelineList = Paged(Timeline, example);

const member = {
  userId: '9d1c5a7e-2b64-4f0e-8a11-6f6d0e3c9b44',
  username: 'ada',
  displayName: 'Ada',
  avatarUrl: null,
  role: 'editor',
};

export const TimelineMember = Type.Object(
  {
    userId: Uuid(),
    username: Type.String(),
    displayName: Type.String(),
    avatarUrl: Nullable(Type.String()),
    role: Type.Enum([...TIMELINE_ROLES]),
  },
  { examples: [member] },
);
export type TimelineMember = Static<typeof TimelineMember>;

const Role = Type.Enum(['editor', 'viewer'], { description: 'A timeline has one owner, its maker.' });

/** Exactly one of `userId` and `username`. */
export const MemberChange = Type.Object(
  {
    userId: Type.Optional(Uuid()),
    username: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    role: Role,
  },
  {
    additionalProperties: false,
    description: 'Who, by userId or by username, is a member in which role.',
    examples: [{ username: 'ada', role: 'editor' }],
  },
);

export const MemberAnswer = Single(TimelineMember, member);
export const MemberList = Paged(TimelineMember, member);
export const MemberQuery = Type.Object(pageFields({ default: 100, maximum: 500 }), {
  additionalProperties: false,
});

const token = {
  token: 'cal_4k9…',
  url: 'https://soiree.example/timelines/2f1d8c4a-77b0-4c0e-9d37-0d6a1f5c2e10/calendar.ics?token=cal_4k9…',
};
export const CalendarToken = Type.Object(
  { token: Type.String(), url: Type.String({ description: 'For calendar programs to subscribe to.' }) },
  { examples: [token] },
);
export const CalendarTokenAnswer = Single(CalendarToken, token);

export const OwnCalendarTokenAnswer = Single(CalendarToken, {
  ...token,
  url: 'https://soiree.example/timelines/calendar.ics?token=cal_4k9…',
});

const revoked = { revoked: true };
export const CalendarTokenRevoked = Single(Type.Object({ revoked: Type.Literal(true) }), revoked);

const imported = {
  created: 3,
  updated: 1,
  skipped: [{ uid: 'a@example.org', reason: 'It has more than one RRULE' }],
};
export const ImportReport = Type.Object(
  {
    created: Type.Integer(),
    updated: Type.Integer(),
    skipped: Type.Array(Type.Object({ uid: Type.String(), reason: Type.String() })),
  },
  { examples: [imported] },
);
export const ImportAnswer = Single(ImportReport, imported);
