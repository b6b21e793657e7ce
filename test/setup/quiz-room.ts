import { afterAll, beforeAll, expect } from 'vitest';
import { type Person, register } from './accounts.ts';
import { startTestApp, type TestApp } from './app.ts';
import { connectQuiz, makeQuiz, type QuizSocket } from './quiz.ts';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;
type Quiz = { id: string; questions: Parsed[] };
type Room = { roomId: string; code: string };
type Options = NonNullable<Parameters<typeof connectQuiz>[1]>;

export type Player = QuizSocket & { playerId: string; joined: Parsed };

/** A server for a file of tests, with a host who is no administrator, another account, and a quiz. */
export function prepareQuizServer() {
  let app: TestApp;
  let host: Person;
  let other: Person;
  let quiz: Quiz;
  let hostSocket: QuizSocket;
  const sockets: QuizSocket[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    await register(app);
    host = await register(app);
    other = await register(app);
    quiz = await makeQuiz(app, host.token);
    hostSocket = await connect({ token: host.token });
  });
  afterAll(async () => {
    for (const { close } of sockets) close();
    await app?.close();
  });

  async function connect(options: Options = {}): Promise<QuizSocket> {
    const socket = await connectQuiz(app.url, options);
    sockets.push(socket);
    return socket;
  }

  /** Joins on a socket that is there. */
  const join = (
    socket: QuizSocket,
    room: Pick<Room, 'code'>,
    displayName: string,
    playerId = `id-${displayName}`,
  ) => socket.ask('game:room:join', { roomCode: room.code, playerId, displayName });

  return {
    app: () => app,
    host: () => host,
    other: () => other,
    quiz: () => quiz,
    hostSocket: () => hostSocket,
    connect,
    join,

    openRoom: (settings: Record<string, unknown> = {}, of: Quiz = quiz, from = hostSocket): Promise<Parsed> =>
      from.ask('game:host:create', {
        hostId: host.id,
        title: 'Tonight',
        settings: { quizId: of.id, ...settings },
      }),

    async joinRoom(room: Room, displayName: string, options: Options = {}): Promise<Player> {
      const socket = await connect(options);
      return Object.assign(socket, {
        joined: await join(socket, room, displayName),
        playerId: `id-${displayName}`,
      });
    },

    /** People who have joined and gone away, all of one socket's. */
    async fill(room: Room, count: number): Promise<void> {
      const socket = await connect();
      for (let index = 0; index < count; index++)
        expect(await join(socket, room, `Filler ${index}`, `filler-${index}`)).toHaveProperty('player');
      socket.close();
    },

    submit: (player: Player, room: Room, answer: unknown, questionId = quiz.questions[0].id) =>
      player.ask('game:answer:submit', {
        roomId: room.roomId,
        playerId: player.playerId,
        questionId,
        answer,
      }),
  };
}

/** An error of an event, in full. */
export const refusal = (error: string, event: string) => ({
  error,
  event,
  message: expect.any(String),
  requestId: expect.any(String),
});

/** The payloads of all events of a name that came so far. */
export const heard = ({ received }: QuizSocket, name: string): Parsed[] =>
  received.filter(({ event }) => event === name).map(({ payload }) => payload);
