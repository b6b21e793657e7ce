import { io, type Socket } from 'socket.io-client';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { startChild } from './child.ts';
import { atMost, type BenchOptions, type Findings, figure } from './report.ts';
import { type Server, startServer } from './servers.ts';
import { Usage } from './usage.ts';

const WAVE = 50;
const LOADS = 2;
const ANSWERS = 4;
const KILOBYTE = 1_000;

const Room = Type.Object({ roomId: Type.String(), code: Type.String() });
const Made = Type.Object({ id: Type.String() });
const Answered = Type.Object({
  latencies: Type.Array(Type.Number()),
  refusals: Type.Array(Type.String()),
});
const Received = Type.Object({ frames: Type.Number(), bytes: Type.Number() });

type Question = { p50: number; p99: number; frames: number; bytes: number };
type Run = { joinSeconds: number; questions: Question[]; memory: number };

/** One room with ever more players, all of whom answer each question at once. */
export async function benchQuiz({ quick, directory }: BenchOptions): Promise<Findings> {
  const sizes = quick ? [20, 60] : [100, 500, 2_000, 5_000];
  const rounds = quick ? 1 : 3;
  await using server = await startServer(directory, ['--expose-gc']);
  const host = await signUp(server);
  const quizId = await writeQuiz(server, host.token, rounds);
  const socket = io(server.url, { auth: { token: host.token }, transports: ['websocket'] });
  const figures: Findings['figures'] = [];
  const budgets: Findings['budgets'] = [];
  for (const size of sizes) {
    const { joinSeconds, questions, memory } = await play(server, socket, { hostId: host.id, quizId, size });
    const players = `${size.toLocaleString('en')} players`;
    const joined = figure(`${players}: all have joined`, 's', [joinSeconds]);
    const p99 = figure(
      `${players}: answer to acknowledgement, p99`,
      'ms',
      questions.map((q) => q.p99),
    );
    const frames = figure(
      `${players}: frames for a player and question`,
      '',
      questions.map((q) => q.frames),
    );
    figures.push(
      joined,
      figure(
        `${players}: answer to acknowledgement, p50`,
        'ms',
        questions.map((q) => q.p50),
      ),
      p99,
      frames,
      figure(
        `${players}: received by a player for a question`,
        'kB',
        questions.map((q) => q.bytes / KILOBYTE),
      ),
      figure(`${players}: resident memory for each`, 'kB', [memory]),
    );
    if (size === 500) budgets.push(atMost(p99, 150), atMost(frames, 10));
    if (size === 5_000) budgets.push(atMost(joined, 15), atMost(p99, 1_500));
  }
  socket.close();
  return { figures, budgets };
}

async function play(
  server: Server,
  host: Socket,
  { hostId, quizId, size }: { hostId: string; quizId: string; size: number },
): Promise<Run> {
  await using first = startChild('load-quiz.ts');
  await using second = startChild('load-quiz.ts');
  const loads = [first, second];
  const ask = async (event: string, payload: unknown): Promise<unknown> => {
    const reply: unknown = await host.timeout(30_000).emitWithAck(event, payload);
    if (Value.Check(Type.Object({ error: Type.String() }), reply))
      throw new Error(`${event}: ${reply.error}`);
    return reply;
  };
  const { roomId, code } = Value.Parse(
    Room,
    await ask('game:host:create', { hostId, title: 'Bench', settings: { quizId, max_players: 5_000 } }),
  );
  const before = await server.ask({ type: 'usage', collect: true }, Usage);
  const startedAt = performance.now();
  await Promise.all(
    loads.map((load, index) =>
      load.ask(
        {
          type: 'join',
          url: server.url,
          roomCode: code,
          prefix: `p${index}-`,
          count: size / LOADS,
          wave: WAVE,
        },
        Type.Array(Type.Number()),
      ),
    ),
  );
  const joinSeconds = (performance.now() - startedAt) / 1_000;
  const questions: Question[] = [];
  for (let n = 0; n < 3; n++) {
    await Promise.all(loads.map((load) => load.ask({ type: 'begin' }, Type.Null())));
    try {
      await ask('game:flow:start', { roomId });
    } catch (error) {
      if (n === 0) throw error;
      break;
    }
    const answered = await Promise.all(loads.map((load) => load.ask({ type: 'answered' }, Answered)));
    const latencies = answered.flatMap((load) => load.latencies).toSorted((a, b) => a - b);
    const refusals = answered.flatMap((load) => load.refusals);
    if (refusals.length > 0) throw new Error(`${refusals.length} answers were refused: ${refusals[0]}`);
    await ask('game:flow:end', { roomId });
    const received = await Promise.all(loads.map((load) => load.ask({ type: 'ended' }, Received)));
    questions.push({
      p50: at(latencies, 0.5),
      p99: at(latencies, 0.99),
      frames: received.reduce((sum, { frames }) => sum + frames, 0) / LOADS,
      bytes: received.reduce((sum, { bytes }) => sum + bytes, 0) / LOADS,
    });
  }
  const after = await server.ask({ type: 'usage', collect: true }, Usage);
  await ask('game:room:close', { roomId });
  return { joinSeconds, questions, memory: (after.rss - before.rss) / size / KILOBYTE };
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

async function post(server: Server, path: string, body: unknown, token?: string): Promise<unknown> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

async function signUp(server: Server): Promise<{ id: string; token: string }> {
  const { user, session } = Value.Parse(
    Type.Object({ user: Made, session: Type.Object({ access_token: Type.String() }) }),
    await post(server, '/auth/register', {
      email: 'host@example.org',
      password: 'a password for the bench',
      username: 'bench_host',
      displayName: 'Host',
    }),
  );
  return { id: user.id, token: session.access_token };
}

async function writeQuiz(server: Server, token: string, questions: number): Promise<string> {
  const { id } = Value.Parse(
    Made,
    await post(server, '/quiz', { title: 'Bench', description: 'For the bench', category: 'Bench' }, token),
  );
  for (let n = 0; n < questions; n++)
    await post(
      server,
      `/quiz/${id}/questions`,
      {
        question_text: `Which of these is number ${n}?`,
        question_type: 'multiple_choice',
        show_question_time: 1,
        answering_time: 120,
        points: 100,
        difficulty: 'easy',
        show_explanation_time: 5,
        answers: Array.from({ length: ANSWERS }, (_, index) => ({
          answer_text: `Answer number ${index}`,
          is_correct: index === 0,
          order_index: index,
        })),
      },
      token,
    );
  return id;
}
