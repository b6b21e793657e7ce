import { type Static, Type } from 'typebox';
import { Uuid } from './common.ts';

/** What players and hosts send in live rooms. Further fields are allowed: older clients send more. */

const EXAMPLE_ROOM = '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22';
const EXAMPLE_QUESTION = '9c1e6f1f-4b66-4d2c-9e1f-3a7a1d4a0c33';
const EXAMPLE_ANSWER = '1d2f7a2a-5c77-4e3d-8f2a-4b8b2e5b1d44';

const Instant = (description: string) =>
  Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: `${description} Epoch milliseconds.`,
  });

const SocketId = Type.String({ minLength: 1, maxLength: 128 });

/** Chosen by the client, and kept by it. */
export const PlayerId = Type.String({
  pattern: '^[^\\p{Cc}\\p{Cs}]{1,64}$',
  description: 'Chosen by the client: 1 to 64 characters.',
});

/** The spaces around it don't count. */
const line = (maxLength: number) =>
  Type.String({
    maxLength: 4 * maxLength,
    pattern: `^\\s*[^\\s\\p{Cc}\\p{Cs}](?:[^\\p{Cc}\\p{Cs}]{0,${maxLength - 2}}[^\\s\\p{Cc}\\p{Cs}])?\\s*$`,
    description: `1 to ${maxLength} characters, less the spaces around them.`,
  });

const RoomCode = Type.Union([
  Type.String({ pattern: '^[0-9]{6}$' }),
  Type.Integer({ minimum: 100_000, maximum: 999_999 }),
]);

const room = { roomId: Uuid() };
const roomExample = { roomId: EXAMPLE_ROOM };
const player = { ...room, playerId: PlayerId };
const playerExample = { ...roomExample, playerId: 'phone-1' };

const OfRoom = Type.Object(room, { examples: [roomExample] });
const OfPlayer = Type.Object(player, { examples: [playerExample] });

/** The payload of each client event. An event without a payload counts as one with `{}`. */
export const clientEvents = {
  'client:hello': Type.Object({}, { examples: [{}] }),
  'game:host:create': Type.Object(
    {
      hostId: Uuid('The account of the token.'),
      title: line(100),
      settings: Type.Object(
        { quizId: Uuid() },
        { description: 'Other keys override those of the quiz’s `play_settings`.' },
      ),
    },
    {
      examples: [
        {
          hostId: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
          title: 'Friday quiz',
          settings: { quizId: '2e3f8b3b-6d88-4f4e-9a3b-5c9c3f6c2e55', time_bonus: true },
        },
      ],
    },
  ),
  'game:host:join': OfRoom,
  'game:room:join': Type.Object(
    { roomCode: RoomCode, playerId: PlayerId, displayName: line(50) },
    { examples: [{ roomCode: '123456', playerId: 'phone-1', displayName: 'Ada' }] },
  ),
  'game:room:leave': OfPlayer,
  'game:room:lock': Type.Object(
    { ...room, locked: Type.Boolean({ description: 'Whether nobody new may join.' }) },
    { examples: [{ ...roomExample, locked: true }] },
  ),
  'game:room:close': OfRoom,
  'game:player:kick': OfPlayer,
  'game:flow:start': Type.Object(
    {
      ...room,
      questionId: Type.Optional(Uuid('Without it the question that is shown, else the next.')),
      startsAt: Type.Optional(Instant('Taken as now: only its distance from `endsAt` counts.')),
      endsAt: Type.Optional(Instant('At most 310 s after `startsAt`.')),
    },
    {
      description: 'Opens a question for answers; without times for as long as the quiz says.',
      examples: [
        {
          ...roomExample,
          questionId: EXAMPLE_QUESTION,
          startsAt: 1_773_604_800_000,
          endsAt: 1_773_604_830_000,
        },
      ],
    },
  ),
  'game:flow:next': Type.Object(
    { ...room, nextQuestionId: Type.Optional(Uuid('Without it the next in order.')) },
    {
      description: 'Shows a question; one that is open ends.',
      examples: [{ ...roomExample, nextQuestionId: EXAMPLE_QUESTION }],
    },
  ),
  'game:flow:end': OfRoom,
  'game:flow:pause': OfRoom,
  'game:flow:resume': OfRoom,
  'game:flow:extend': Type.Object(
    {
      ...room,
      seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, description: '10 by default.' })),
    },
    {
      description: 'A question is open for 310 s at most in all.',
      examples: [{ ...roomExample, seconds: 10 }],
    },
  ),
  'game:flow:finish': OfRoom,
  'game:flow:restart': Type.Object(room, {
    description: 'The same people play again, from 0.',
    examples: [roomExample],
  }),
  'game:answer:submit': Type.Object(
    {
      ...player,
      questionId: Uuid(),
      answer: Type.Union(
        [
          Uuid(),
          Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
          Type.Array(Uuid(), { minItems: 1, maxItems: 8 }),
        ],
        {
          description: 'An answer’s id or its `order_index`; a list of ids where several are allowed.',
        },
      ),
    },
    { examples: [{ ...playerExample, questionId: EXAMPLE_QUESTION, answer: EXAMPLE_ANSWER }] },
  ),
  'game:leaderboard:request': OfRoom,
  'connection:heartbeat': Type.Object(
    { socketId: SocketId, roomId: Type.Optional(Uuid()) },
    { examples: [{ socketId: 'b3pZp5oPo6cWzhFzAAAB', ...roomExample }] },
  ),
  'connection:reconnect': Type.Object(
    {
      previousSocketId: SocketId,
      newSocketId: SocketId,
      roomId: Type.Optional(Uuid()),
      playerId: Type.Optional(PlayerId),
    },
    {
      examples: [
        {
          previousSocketId: 'b3pZp5oPo6cWzhFzAAAB',
          newSocketId: 'q9tXk2mNn8dYyiGyAAAD',
          ...playerExample,
        },
      ],
    },
  ),
};

export type ClientEventName = keyof typeof clientEvents;
export type ClientEvent<Name extends ClientEventName> = Static<(typeof clientEvents)[Name]>;
