import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { type ClientEventName, clientEvents } from '#protocol/quiz-live.ts';
import { serverEvents } from '#protocol/quiz-live-messages.ts';

const ROOM = '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22';
const QUESTION = '9c1e6f1f-4b66-4d2c-9e1f-3a7a1d4a0c33';

const isTaken = (event: ClientEventName, payload: unknown) => Value.Check(clientEvents[event], payload);

const examplesOf = (schema: unknown) =>
  Value.Parse(Type.Object({ examples: Type.Array(Type.Object({}), { minItems: 1 }) }), schema).examples;

const join = { roomCode: '123456', playerId: 'phone-1', displayName: 'Ada' };
const answer = { roomId: ROOM, playerId: 'phone-1', questionId: QUESTION, answer: 0 };

describe('the events of live rooms', () => {
  it.each(Object.entries({ ...clientEvents, ...serverEvents }))(
    '%s has examples that fit it',
    (_, schema) => {
      for (const example of examplesOf(schema)) expect([...Value.Errors(schema, example)]).toEqual([]);
    },
  );

  it.each(Object.entries(clientEvents))('%s may have further fields', (_, schema) => {
    for (const example of examplesOf(schema))
      expect(Value.Check(schema, Object.assign({ v: 2 }, example))).toBe(true);
  });

  it.each([
    ['game:host:create', { hostId: ROOM, title: 'Friday', settings: { quizId: ROOM, time_bonus: true } }],
    ['game:room:join', { ...join, roomCode: 123_456 }],
    ['game:room:join', { ...join, displayName: '  Ada Lovelace  ' }],
    ['game:room:join', { ...join, displayName: '🎉'.repeat(50), playerId: 'x'.repeat(64) }],
    ['game:flow:start', { roomId: ROOM, questionId: QUESTION, startsAt: 1, endsAt: 2 }],
    ['game:flow:next', { roomId: ROOM, nextQuestionId: QUESTION }],
    ['game:answer:submit', { ...answer, answer: QUESTION }],
    ['game:answer:submit', { ...answer, answer: [QUESTION, ROOM] }],
    ['connection:reconnect', { previousSocketId: 'a', newSocketId: 'b' }],
  ] as const)('[Q6] %s takes %j', (event, payload) => {
    expect(isTaken(event, payload)).toBe(true);
  });

  it.each([
    ['game:host:create', { hostId: ROOM, title: 'Friday' }],
    ['game:host:create', { hostId: ROOM, title: ' ', settings: { quizId: ROOM } }],
    ['game:host:create', { hostId: ROOM, title: 'x'.repeat(101), settings: { quizId: ROOM } }],
    ['game:room:join', { ...join, roomCode: '12345' }],
    ['game:room:join', { ...join, roomCode: 1_234_567 }],
    ['game:room:join', { ...join, playerId: '' }],
    ['game:room:join', { ...join, playerId: 'x'.repeat(65) }],
    ['game:room:join', { ...join, playerId: 'nul\0' }],
    ['game:room:join', { ...join, playerId: 'half\ud83c' }],
    ['game:room:join', { ...join, displayName: ' \t ' }],
    ['game:room:join', { ...join, displayName: 'x'.repeat(51) }],
    ['game:room:join', { ...join, displayName: 'two\nlines' }],
    ['game:room:join', { ...join, displayName: `Ada${' '.repeat(1_000)}` }],
    ['game:room:leave', { roomId: 'urn:uuid:7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22', playerId: 'phone-1' }],
    ['game:flow:start', { roomId: ROOM, startsAt: 0.5 }],
    ['game:flow:start', { roomId: ROOM, endsAt: 2 ** 53 }],
    ['game:flow:start', { roomId: ROOM, endsAt: -1 }],
    ['game:flow:extend', { roomId: ROOM, seconds: 61 }],
    ['game:flow:extend', { roomId: ROOM, seconds: 0 }],
    ['game:room:lock', { roomId: ROOM, locked: 1 }],
    ['game:answer:submit', { ...answer, answer: -1 }],
    ['game:answer:submit', { ...answer, answer: [] }],
    ['game:answer:submit', { ...answer, answer: Array(9).fill(QUESTION) }],
    ['game:answer:submit', { ...answer, answer: 'red' }],
    ['connection:heartbeat', { socketId: 'x'.repeat(129) }],
    ['game:flow:end', null],
    ['game:flow:end', [ROOM]],
    ['client:hello', 'hello'],
  ] as const)('[Q6] %s refuses %j', (event, payload) => {
    expect(isTaken(event, payload)).toBe(false);
  });
});
