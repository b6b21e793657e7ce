import { describe, expect, it, vi } from 'vitest';
import type { ClientEvent, ClientEventName } from '#protocol/quiz-live.ts';
import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import type { ServerEvent, ServerEventName } from '#protocol/quiz-live-messages.ts';
import { QuizError } from '#web/lib/quiz-error.ts';
import type { QuizSocket, QuizSocketState } from '#web/lib/quiz-socket.ts';
import type { Stored } from '#web/lib/stored.ts';
import { createGame } from './game.ts';
import type { Seat } from './seat.ts';

type Asked = { event: ClientEventName; payload: unknown };
/** As loose as what a server sends. */
type Parsed = ReturnType<typeof JSON.parse>;

const ROOM = 'room';
const question: ShownQuestion = {
  id: 'question-0',
  question_text: 'Which?',
  question_type: 'multiple_choice',
  allow_multiple: false,
  image_url: null,
  show_question_time: 3,
  answering_time: 20,
  points: 100,
  order_index: 0,
  answers: [],
};
const started: ServerEvent<'game:question:started'> = {
  roomId: ROOM,
  question,
  index: 0,
  total: 3,
  startsAt: 0,
  endsAt: 20_000,
  serverTime: 0,
};

/** A server of one room, whose answers a test may change. */
function startServer() {
  const asked: Asked[] = [];
  const listeners = new Map<string, (payload: Parsed) => void>();
  let tellState: () => void = () => undefined;
  let state: QuizSocketState = 'connecting';
  const answers: Partial<Record<ClientEventName, (payload: Parsed) => Parsed>> = {
    'game:room:join': ({ playerId, displayName }) => ({
      roomId: ROOM,
      player: { playerId, displayName, connected: true },
      playerToken: 'token',
      title: 'Friday quiz',
      phase: 'lobby',
      gameNumber: 1,
      index: -1,
      total: 3,
      answerIds: null,
      serverTime: 0,
    }),
    'game:leaderboard:request': () => ({ roomId: ROOM, rankings: [] }),
  };
  const socket: QuizSocket = {
    async ask<Name extends ClientEventName>(event: Name, payload: ClientEvent<Name>) {
      if (state !== 'open') throw new QuizError('offline', 'Not connected');
      asked.push({ event, payload });
      return (await answers[event]?.(payload)) ?? {};
    },
    on(event, listener) {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
    state: () => state,
    subscribe(listener) {
      tellState = listener;
      return () => undefined;
    },
    now: () => 1_000,
    close: () => undefined,
  };
  return {
    asked,
    answers,
    socket,
    become(next: QuizSocketState) {
      state = next;
      tellState();
    },
    say<Name extends ServerEventName>(event: Name, payload: ServerEvent<Name>) {
      listeners.get(event)?.(payload);
    },
    answersOf: () => asked.filter(({ event }) => event === 'game:answer:submit'),
  };
}

function keepSeat(seat?: Seat): Stored<Seat> {
  let kept = seat;
  return {
    get: () => kept,
    set: (next) => {
      kept = next;
    },
    subscribe: () => () => undefined,
  };
}

const SEAT: Seat = { playerId: 'me', displayName: 'Ada', roomId: ROOM, playerToken: 'token' };

/** Somebody who was there before, and is in again. */
async function startInside() {
  const server = startServer();
  const seat = keepSeat(SEAT);
  const game = createGame({ code: '123456', socket: server.socket, seat });
  server.become('open');
  await vi.waitFor(() => expect(game.state().at).toBe('room'));
  return { server, seat, game };
}

describe('a player', () => {
  it('joins once there is a connection, and keeps the seat', async () => {
    const server = startServer();
    const seat = keepSeat();
    const game = createGame({ code: '123456', socket: server.socket, seat });
    game.join('Ada');
    expect(game.state()).toMatchObject({ at: 'door', isJoining: true });
    server.become('open');
    await vi.waitFor(() => expect(game.state()).toMatchObject({ at: 'room', displayName: 'Ada' }));
    expect(seat.get()).toMatchObject({ displayName: 'Ada', roomId: ROOM, playerToken: 'token' });
    game.close();
  });

  it('hears what was said while the door opened', async () => {
    const server = startServer();
    const game = createGame({ code: '123456', socket: server.socket, seat: keepSeat() });
    const join = server.answers['game:room:join'];
    server.answers['game:room:join'] = (payload) => {
      server.say('game:question:started', started);
      return join?.(payload);
    };
    server.become('open');
    game.join('Ada');
    await vi.waitFor(() => expect(game.state()).toMatchObject({ at: 'room', phase: 'open' }));
    game.close();
  });

  it('is told why not, and may try again', async () => {
    const server = startServer();
    const seat = keepSeat();
    const game = createGame({ code: '123456', socket: server.socket, seat });
    server.become('open');
    server.answers['game:room:join'] = () => {
      throw new QuizError('name_taken', 'Taken');
    };
    game.join('Ada');
    await vi.waitFor(() => expect(game.state()).toMatchObject({ isJoining: false, problem: 'name_taken' }));
    expect(seat.get()).toBeUndefined();
    game.close();
  });

  it('does not play in another room that has the code by now', async () => {
    const server = startServer();
    const seat = keepSeat({ ...SEAT, roomId: 'an older room' });
    const game = createGame({ code: '123456', socket: server.socket, seat });
    server.become('open');
    await vi.waitFor(() => expect(server.asked.at(-1)?.event).toBe('game:room:leave'));
    expect(game.state()).toMatchObject({ at: 'door', isJoining: false });
    expect(seat.get()).toBeUndefined();
    game.close();
  });
});

describe('an answer', () => {
  it('is sent once, however much is heard meanwhile', async () => {
    const { server, game } = await startInside();
    const gate = Promise.withResolvers<Parsed>();
    server.answers['game:answer:submit'] = () => gate.promise;
    server.say('game:question:started', started);
    game.answer(['a']);
    expect(game.state()).toMatchObject({ answer: { status: 'sent' } });
    server.say('game:question:started', started);
    gate.resolve({});
    await vi.waitFor(() => expect(game.state()).toMatchObject({ answer: { status: 'accepted' } }));
    expect(server.answersOf()).toEqual([
      {
        event: 'game:answer:submit',
        payload: { roomId: ROOM, playerId: 'me', questionId: 'question-0', answer: 'a' },
      },
    ]);
    game.close();
  });

  it('that was tapped without a connection is sent by the same player when there is one', async () => {
    const { server, game } = await startInside();
    server.say('game:question:started', started);
    server.become('lost');
    game.answer(['a']);
    expect(game.state()).toMatchObject({ answer: { status: 'unsent' } });
    expect(server.answersOf()).toEqual([]);
    const join = server.answers['game:room:join'];
    server.answers['game:room:join'] = (payload) => ({ ...join?.(payload), phase: 'open', index: 0 });
    server.become('open');
    await vi.waitFor(() => expect(game.state()).toMatchObject({ answer: { status: 'accepted' } }));
    expect(server.asked.filter(({ event }) => event === 'game:room:join')).toMatchObject([
      { payload: { playerId: 'me' } },
      { payload: { playerId: 'me' } },
    ]);
    game.close();
  });

  it('whose acknowledgement was lost is sent again', async () => {
    const { server, game } = await startInside();
    server.say('game:question:started', started);
    server.answers['game:answer:submit'] = () => {
      throw new QuizError('offline', 'No answer came');
    };
    game.answer(['a']);
    await vi.waitFor(() => expect(server.answersOf()).toHaveLength(1));
    server.become('lost');
    server.answers['game:answer:submit'] = () => {
      throw new QuizError('already_answered', 'Already');
    };
    const join = server.answers['game:room:join'];
    server.answers['game:room:join'] = (payload) => ({ ...join?.(payload), phase: 'open', index: 0 });
    server.become('open');
    await vi.waitFor(() => expect(game.state()).toMatchObject({ answer: { status: 'accepted' } }));
    game.close();
  });

  it('waits for the end of a pause', async () => {
    const { server, game } = await startInside();
    server.say('game:question:started', started);
    server.become('lost');
    game.answer(['a']);
    const join = server.answers['game:room:join'];
    server.answers['game:room:join'] = (payload) => {
      setTimeout(() => {
        server.say('game:question:started', started);
        server.say('game:question:paused', { roomId: ROOM, questionId: question.id, remainingMs: 5_000 });
      });
      return { ...join?.(payload), phase: 'paused', index: 0 };
    };
    server.become('open');
    await vi.waitFor(() => expect(game.state()).toMatchObject({ phase: 'paused' }));
    expect(server.answersOf()).toEqual([]);
    server.say('game:question:resumed', {
      roomId: ROOM,
      questionId: question.id,
      startsAt: 0,
      endsAt: 40_000,
      serverTime: 0,
    });
    await vi.waitFor(() => expect(game.state()).toMatchObject({ answer: { status: 'accepted' } }));
    game.close();
  });
});
