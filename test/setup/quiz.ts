import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { Value } from 'typebox/value';
import { expect } from 'vitest';
import { serverEvents } from '#protocol/quiz-live-messages.ts';
import type { TestApp } from './app.ts';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;

export type QuizSocket = {
  socket: Socket;
  /** All events that came, in order. */
  received: { event: string; payload: Parsed }[];
  /** Sends an event; resolves to its acknowledgement, an error too. */
  ask: (event: string, payload?: unknown) => Promise<Parsed>;
  /** The next event of that name, from those that came already if none was taken from them before. */
  next: (event: string) => Promise<Parsed>;
  close: () => void;
};

type Options = {
  token?: string;
  deviceId?: string;
  playerToken?: string;
  transports?: ('websocket' | 'polling')[];
};

const WITHIN_MS = 10_000;

/** The event that an acknowledgement is the payload of, where the contract names one. */
const REPLIES = new Map([
  ['game:host:create', 'game:room:created'],
  ['game:host:join', 'game:host:joined'],
  ['game:room:join', 'game:room:joined'],
  ['game:answer:submit', 'game:answer:accepted'],
  ['game:leaderboard:request', 'game:leaderboard:update'],
  ['connection:heartbeat', 'connection:heartbeat:ack'],
]);

const schemas = new Map(Object.entries(serverEvents));

/** Whatever any test is sent has the shape that is published. */
function expectDocumented(event: string, payload: unknown): void {
  const schema = schemas.get(event);
  expect(schema, `${event} is documented`).toBeDefined();
  if (schema) expect([...Value.Errors(schema, payload)], `${event} has its shape`).toEqual([]);
}

/** A real Socket.IO client, connected. */
export async function connectQuiz(
  url: string,
  { transports = ['websocket'], ...auth }: Options = {},
): Promise<QuizSocket> {
  const options: Partial<ManagerOptions & SocketOptions> = {
    auth,
    transports,
    forceNew: true,
    reconnection: false,
  };
  const socket = io(url, options);
  const received: QuizSocket['received'] = [];
  const unread = new Map<string, Parsed[]>();
  const waiting = new Map<string, ((payload: Parsed) => void)[]>();
  socket.onAny((event: string, payload: Parsed) => {
    received.push({ event, payload });
    expectDocumented(event, payload);
    const waiter = waiting.get(event)?.shift();
    if (waiter) waiter(payload);
    else unread.set(event, [...(unread.get(event) ?? []), payload]);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });
  return {
    socket,
    received,
    async ask(event, payload = {}) {
      const reply: Parsed = await socket.timeout(WITHIN_MS).emitWithAck(event, payload);
      const replied = REPLIES.get(event);
      if (replied && !reply.error) expectDocumented(replied, reply);
      return reply;
    },
    next(event) {
      const [first, ...rest] = unread.get(event) ?? [];
      if (first !== undefined) {
        unread.set(event, rest);
        return Promise.resolve(first);
      }
      const { promise, resolve, reject } = Promise.withResolvers<Parsed>();
      const timer = setTimeout(() => reject(new Error(`no ${event} came`)), WITHIN_MS);
      waiting.set(event, [
        ...(waiting.get(event) ?? []),
        (payload) => {
          clearTimeout(timer);
          resolve(payload);
        },
      ]);
      return promise;
    },
    close: () => void socket.close(),
  };
}

export const question = (text: string, fields: Record<string, unknown> = {}) => ({
  question_text: text,
  question_type: 'multiple_choice',
  show_question_time: 1,
  answering_time: 30,
  points: 100,
  difficulty: 'easy',
  show_explanation_time: 5,
  explanation_title: 'Why',
  explanation_text: `Because of ${text}`,
  answers: ['right', 'wrong', 'worse', 'worst'].map((answer, index) => ({
    answer_text: answer,
    is_correct: index === 0,
    order_index: index,
  })),
  ...fields,
});

/** A quiz that can be played, by REST; gives its id and its questions with their answers. */
export async function makeQuiz(
  app: Pick<TestApp, 'call'>,
  token: string,
  { questions = [question('One?'), question('Two?')], ...fields }: Record<string, Parsed> = {},
): Promise<{ id: string; questions: Parsed[] }> {
  const quiz = await app.call(
    'POST',
    '/quiz',
    { title: 'Capitals', description: 'Of the world', category: 'Geography', ...fields },
    { token },
  );
  if (quiz.status !== 201) throw new Error(`no quiz: ${quiz.text}`);
  const made: Parsed[] = [];
  for (const entry of questions) {
    const answer = await app.call('POST', `/quiz/${quiz.body.id}/questions`, entry, { token });
    if (answer.status !== 201) throw new Error(`no question: ${answer.text}`);
    made.push(answer.body);
  }
  return { id: quiz.body.id, questions: made };
}
