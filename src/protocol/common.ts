import { Type } from 'typebox';

/** An instant on the wire: ISO 8601, UTC, milliseconds, `Z`. */
export const Instant = (description?: string) =>
  Type.String({
    format: 'date-time',
    examples: ['2026-03-15T19:00:00.000Z'],
    ...(description ? { description } : {}),
  });

/** An id. The length leaves out the form `urn:uuid:…`, which is a UUID too, but not to the store. */
export const Uuid = (description?: string) =>
  Type.String({
    format: 'uuid',
    maxLength: 36,
    examples: ['4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11'],
    ...(description ? { description } : {}),
  });

export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A yes or no of the nights' REST form, where the wire has 1 and 0. */
export const Bit = Type.Enum([0, 1]);

/** The error of accounts, quizzes and whatever belongs to no system. */
export const GeneralError = Type.Object(
  { error: Type.String({ description: 'A code.' }), message: Type.String(), requestId: Type.String() },
  {
    description: 'What was wrong, as a code and in words.',
    examples: [
      {
        error: 'not_found',
        message: 'Not found',
        requestId: '0197a0c2-7d5e-7c53-9c39-4f0f6f1f2b11',
      },
    ],
  },
);

/** The error of game nights, and of everything else under `/api`. */
export const NightError = Type.Object(
  { error: Type.String() },
  {
    description: 'What was wrong, in words.',
    additionalProperties: true,
    examples: [{ error: 'Session not found' }],
  },
);
