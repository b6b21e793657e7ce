import { Type } from 'typebox';

/** The error of the calendar. */
export const ScheduleError = Type.Object(
  {
    statusCode: Type.Integer(),
    error: Type.String({ description: 'A code.' }),
    message: Type.Union([Type.String(), Type.Array(Type.String())], {
      description: 'In words; of a 400 all that is wrong, one by one.',
    }),
  },
  {
    description: 'What was wrong, as a code and in words.',
    additionalProperties: true,
    examples: [{ statusCode: 404, error: 'not_found', message: 'Session not found' }],
  },
);

const MESSAGE = 'success';
const Message = Type.Literal(MESSAGE);

/** How the calendar answers with one thing. */
export const Single = <T extends Type.TSchema>(data: T, example: unknown) =>
  Type.Object(
    { data, meta: Type.Object({ message: Message }) },
    { examples: [{ data: example, meta: { message: MESSAGE } }] },
  );

/** How it answers with a page of a list. */
export const Paged = <T extends Type.TSchema>(element: T, example: unknown) =>
  Type.Object(
    {
      data: Type.Array(element),
      meta: Type.Object({
        message: Message,
        meta: Type.Object({
          skip: Type.Integer(),
          take: Type.Integer(),
          count: Type.Integer({ description: 'How many there are in all.' }),
        }),
      }),
    },
    { examples: [{ data: [example], meta: { message: MESSAGE, meta: { skip: 0, take: 10, count: 1 } } }] },
  );

/** With at most as many as the page says from where it says. */
export const pageFields = (take: { default: number; maximum: number }) => ({
  skip: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: '0 by default.', examples: [0] }),
  ),
  take: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: take.maximum,
      description: `${take.default} by default.`,
      examples: [take.default],
    }),
  ),
});

/** Something to see, and nothing that the store can't keep. */
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '^(?=\\s*\\S)[^\\0\\p{Cs}]*$' });
export const Description = Type.String({ maxLength: 5_000, pattern: '^[^\\0\\p{Cs}]*$' });

/** An instant as clients may write it: with any offset, and more or fewer digits. */
export const GivenInstant = (description?: string) =>
  Type.String({
    format: 'date-time',
    maxLength: 40,
    examples: ['2026-03-15T19:00:00.000Z'],
    ...(description ? { description } : {}),
  });
