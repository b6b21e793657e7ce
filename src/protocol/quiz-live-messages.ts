import { type Static, Type } from 'typebox';
import { GeneralError, Nullable, Uuid } from './common.ts';
import { defaultPlaySettings, PlaySettings } from './quiz.ts';
import {
  ADA,
  ANSWER,
  Counts,
  EpochMs,
  Explanation,
  exampleQuestion,
  exampleRankings,
  OTHER_ANSWER,
  Phase,
  PlayerSummary,
  QUESTION,
  QUIZ,
  RankingEntry,
  ROOM,
  ShownQuestion,
} from './quiz-live-fields.ts';

/** What the server sends in live rooms, as the acknowledgement of an event or by itself. */

const room = { roomId: Uuid() };
const question = { ...room, questionId: Uuid() };
const roomExample = { roomId: ROOM };
const questionExample = { ...roomExample, questionId: QUESTION };

const place = {
  index: Type.Integer({ minimum: 0 }),
  total: Type.Integer({ description: 'How many questions the quiz has.' }),
  gameNumber: Type.Optional(Type.Integer({ minimum: 1, description: 'Which of the room’s games.' })),
};
const times = {
  startsAt: EpochMs('Before it answers are refused.'),
  endsAt: EpochMs('After it answers are refused.'),
  serverTime: EpochMs('Now, by the clock that decides.'),
};
const timesExample = {
  startsAt: 1_773_604_800_000,
  endsAt: 1_773_604_830_000,
  serverTime: 1_773_604_800_000,
};

/** Where a room is, for whoever comes in the middle of it. */
const standing = {
  title: Type.String(),
  phase: Phase,
  gameNumber: Type.Integer({ minimum: 1 }),
  index: Type.Integer({ minimum: -1, description: 'Of the present question; −1 before the first.' }),
  total: place.total,
  serverTime: times.serverTime,
};
const standingExample = {
  title: 'Friday quiz',
  phase: 'open' as const,
  gameNumber: 1,
  index: 0,
  total: 10,
  serverTime: 1_773_604_800_000,
};
const RoomCode = Type.String({ pattern: '^[0-9]{6}$' });
const JoinUrl = Type.String({ description: 'Where players join by a browser.' });

const MovedQuestion = Type.Object(
  { ...question, ...times },
  {
    examples: [{ ...questionExample, ...timesExample }],
  },
);
const OfRoom = Type.Object(room, { examples: [roomExample] });
const Rankings = Type.Array(RankingEntry, { description: 'The first 100, and the asker’s own.' });

/** Why an event of a client's may be refused. */
export const eventErrorCodes = [
  'invalid_payload',
  'unauthorized',
  'forbidden',
  'not_found',
  'room_full',
  'room_locked',
  'name_taken',
  'already_answered',
  'question_closed',
  'not_joined',
  'rate_limited',
  'server_error',
] as const;

/** The payload of each server event, by name. */
export const serverEvents = {
  'server:hello': Type.Object(
    { serverTime: EpochMs(), socketId: Type.String() },
    { examples: [{ serverTime: 1_773_604_800_000, socketId: 'b3pZp5oPo6cWzhFzAAAB' }] },
  ),
  'game:room:created': Type.Object(
    { ...room, code: RoomCode, joinUrl: JoinUrl },
    {
      examples: [{ ...roomExample, code: '123456', joinUrl: 'https://soiree.example.org/play/123456' }],
    },
  ),
  'game:room:joined': Type.Object(
    {
      ...room,
      player: PlayerSummary,
      playerToken: Type.String({ description: 'With it the same player comes back.' }),
      ...standing,
      answerIds: Nullable(
        Type.Array(Uuid(), { description: 'What this player has answered to the present question.' }),
      ),
    },
    {
      examples: [
        { ...roomExample, player: ADA, playerToken: 'v6H3…', ...standingExample, answerIds: [ANSWER] },
      ],
    },
  ),
  'game:host:joined': Type.Object(
    {
      ...room,
      code: RoomCode,
      joinUrl: JoinUrl,
      quizId: Uuid(),
      settings: PlaySettings,
      locked: Type.Boolean(),
      endedQuestionIds: Type.Array(Uuid(), { description: 'Of the present game.' }),
      questions: Type.Array(ShownQuestion),
      ...standing,
    },
    {
      examples: [
        {
          ...roomExample,
          code: '123456',
          joinUrl: 'https://soiree.example.org/play/123456',
          quizId: QUIZ,
          settings: defaultPlaySettings,
          locked: false,
          endedQuestionIds: [],
          questions: [exampleQuestion],
          ...standingExample,
        },
      ],
    },
  ),
  'game:room:participants:update': Type.Object(
    {
      ...room,
      participants: Type.Array(PlayerSummary, { description: 'Players get the first 100, the host all.' }),
      total: Type.Integer(),
    },
    { examples: [{ ...roomExample, participants: [ADA], total: 1 }] },
  ),
  'game:room:locked': Type.Object(
    { ...room, locked: Type.Boolean() },
    { examples: [{ ...roomExample, locked: true }] },
  ),
  'game:room:reset': Type.Object(
    { ...room, gameNumber: Type.Integer({ minimum: 1 }) },
    { description: 'The game begins anew.', examples: [{ ...roomExample, gameNumber: 2 }] },
  ),
  'game:room:closed': OfRoom,
  'game:room:resync': Type.Object(room, {
    description: 'Events may have been lost on their way here; what the room is now follows.',
    examples: [roomExample],
  }),
  'game:player:kicked': Type.Object(room, {
    description: 'To the player who was.',
    examples: [roomExample],
  }),
  'game:question:changed': Type.Object(
    { ...room, question: ShownQuestion, ...place },
    {
      description: 'A question is shown; it isn’t open for answers yet.',
      examples: [{ ...roomExample, question: exampleQuestion, index: 0, total: 10 }],
    },
  ),
  'game:question:started': Type.Object(
    { ...room, question: ShownQuestion, ...times, ...place },
    { examples: [{ ...roomExample, question: exampleQuestion, ...timesExample, index: 0, total: 10 }] },
  ),
  'game:question:paused': Type.Object(
    { ...question, remainingMs: Type.Integer({ minimum: 0 }) },
    { examples: [{ ...questionExample, remainingMs: 12_500 }] },
  ),
  'game:question:resumed': MovedQuestion,
  'game:question:extended': MovedQuestion,
  'game:question:ended': Type.Object(
    {
      ...question,
      correctAnswerIds: Type.Array(Uuid()),
      counts: Counts,
      explanation: Nullable(Explanation),
    },
    {
      examples: [
        {
          ...questionExample,
          correctAnswerIds: [ANSWER],
          counts: { [ANSWER]: 14, [OTHER_ANSWER]: 3 },
          explanation: {
            title: 'The Analytical Engine',
            text: 'Her notes of 1843 compute Bernoulli numbers.',
            image_url: null,
          },
        },
      ],
    },
  ),
  'game:answer:accepted': Type.Object(
    { ...question, playerId: Type.String(), submittedAt: EpochMs() },
    { examples: [{ ...questionExample, playerId: 'phone-1', submittedAt: 1_773_604_805_250 }] },
  ),
  'game:answer:stats:update': Type.Object(
    {
      ...question,
      counts: Counts,
      answered: Type.Integer({ minimum: 0, description: 'How many players have answered.' }),
    },
    { examples: [{ ...questionExample, counts: { [ANSWER]: 14, [OTHER_ANSWER]: 3 }, answered: 17 }] },
  ),
  'game:player:result': Type.Object(
    {
      ...question,
      isCorrect: Type.Boolean(),
      points: Type.Integer(),
      score: Type.Integer(),
      rank: Type.Integer({ minimum: 1 }),
      streak: Type.Integer(),
      answerIds: Type.Array(Uuid(), { description: 'What this player chose; none without an answer.' }),
      total: Type.Integer({ minimum: 1, description: 'How many are in the ranking.' }),
    },
    {
      description: 'To each player, what the question gave them.',
      examples: [
        {
          ...questionExample,
          isCorrect: true,
          points: 95,
          score: 190,
          rank: 1,
          streak: 2,
          answerIds: [ANSWER],
          total: 42,
        },
      ],
    },
  ),
  'game:leaderboard:update': Type.Object(
    { ...room, rankings: Rankings },
    { examples: [{ ...roomExample, rankings: exampleRankings }] },
  ),
  'game:finished': Type.Object(
    { ...room, gameNumber: Type.Integer({ minimum: 1 }), rankings: Rankings },
    { examples: [{ ...roomExample, gameNumber: 1, rankings: exampleRankings }] },
  ),
  'connection:heartbeat:ack': Type.Object(
    { timestamp: EpochMs() },
    { examples: [{ timestamp: 1_773_604_800_000 }] },
  ),
  error: Type.Object(
    {
      ...GeneralError.properties,
      error: Type.Enum([...eventErrorCodes]),
      event: Type.String({ description: 'The client event that failed.' }),
    },
    {
      examples: [
        {
          error: 'question_closed',
          message: 'The question is over',
          requestId: '0197a0c2-7d5e-7c53-9c39-4f0f6f1f2b11',
          event: 'game:answer:submit',
        },
      ],
    },
  ),
};

export type ServerEventName = keyof typeof serverEvents;
export type ServerEvent<Name extends ServerEventName> = Static<(typeof serverEvents)[Name]>;
