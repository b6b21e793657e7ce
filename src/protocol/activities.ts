import { type Static, Type } from 'typebox';
import { Uuid } from './common.ts';
import { GivenInstant, Single } from './schedule-fields.ts';
import { PartyCreated } from './watch.ts';

export const ACTIVITY_KINDS = ['night', 'quiz', 'watch'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

const exact = { additionalProperties: false };

/** What a session is for, and what opening it starts. */
export const SessionActivity = Type.Union(
  [
    Type.Object({ kind: Type.Literal('night') }, exact),
    Type.Object({ kind: Type.Literal('quiz'), quizId: Uuid('One of yours, or a public one.') }, exact),
    Type.Object({ kind: Type.Literal('watch') }, exact),
  ],
  {
    description: 'What opening it starts: a game night, a room for that quiz, a watch party.',
    examples: [{ kind: 'night' }],
  },
);
export type SessionActivity = Static<typeof SessionActivity>;

export const OpenSession = Type.Object(
  {
    originalStart: Type.Optional(
      GivenInstant('Of the occurrence; asked for of a series, and of a one-time session as well as absent.'),
    ),
  },
  { additionalProperties: false, examples: [{ originalStart: '2026-03-13T19:00:00.000Z' }] },
);

const opening = {
  kind: 'night',
  hostId: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
  isHost: true,
  url: 'https://soiree.example/host',
  guestUrl: 'https://soiree.example/join/ada',
} as const;

export const SessionOpening = Type.Object(
  {
    kind: Type.Enum([...ACTIVITY_KINDS]),
    hostId: Uuid('Who opened it first, and leads it.'),
    isHost: Type.Boolean({ description: 'Whether that is you.' }),
    url: Type.String({ description: 'Where you go: as its host to lead it, else as a guest.' }),
    guestUrl: Type.String({ description: 'For everybody else.' }),
    code: Type.Optional(Type.String({ description: 'Of a quiz: what players type to join.' })),
    password: Type.Optional(Type.String({ description: 'Of a watch party: what guests are asked for.' })),
    membership: Type.Optional(
      Type.Object(PartyCreated.properties, {
        description:
          'Of a watch party, for its host: who one is there, as `POST /api/sessions/create` tells it.',
      }),
    ),
  },
  { examples: [opening] },
);
export type SessionOpening = Static<typeof SessionOpening>;

export const OpeningAnswer = Single(SessionOpening, opening);
