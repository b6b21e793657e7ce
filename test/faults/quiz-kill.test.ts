import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { register } from '../setup/accounts.ts';
import { callNode } from '../setup/call-node.ts';
import { createTestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { connectQuiz, makeQuiz, question } from '../setup/quiz.ts';
import { createRoamingPlayer, type RoamingPlayer } from '../setup/quiz-players.ts';
import { startRedis } from '../setup/redis.ts';

const PLAYERS = 500;

let dataDir: string;
const players: RoamingPlayer[] = [];
const endings: (() => unknown)[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-quiz-'));
});
afterEach(async () => {
  for (const player of players.splice(0)) player.close();
  for (const end of endings.splice(0).reverse()) await end();
  await rm(dataDir, { recursive: true, force: true });
});

/** A room with a question for long, on a node, and its host. */
async function openRoom(node: NodeProcess, seconds = 120) {
  const app = callNode(node.url);
  const host = await register(app);
  const quiz = await makeQuiz(app, host.token, {
    questions: [question('One?', { answering_time: seconds }), question('Two?')],
  });
  const connect = async (url = node.url) => {
    const socket = await connectQuiz(url, { token: host.token });
    endings.push(socket.close);
    return socket;
  };
  const screen = await connect();
  const room = await screen.ask('game:host:create', {
    hostId: host.id,
    title: 'Kill me',
    settings: { quizId: quiz.id, max_players: 1_000 },
  });
  return { app, host, quiz, screen, connect, roomId: room.roomId, code: room.code };
}

async function seat(urls: readonly string[], code: string, count: number): Promise<RoamingPlayer[]> {
  for (let index = 0; index < count; index++) {
    // Half of them begin at each node.
    const order = index % 2 ? urls.toReversed() : urls;
    players.push(createRoamingPlayer(order, code, `player ${index}`));
  }
  await all(players, (player) => player.isSeated());
  return players;
}

const all = (those: readonly RoamingPlayer[], is: (player: RoamingPlayer) => boolean) =>
  vi.waitFor(() => expect(those.filter((player) => !is(player)).length).toBe(0), {
    timeout: 60_000,
    interval: 50,
  });

const hasHeard = (event: string) => (player: RoamingPlayer) =>
  player.heard.some((message) => message.event === event);

describe('a quiz', () => {
  it(`[Q13] goes on after kill -9 in mid-question, and none of ${PLAYERS} answers is lost`, {
    timeout: 180_000,
  }, async () => {
    const node = await startNode({ DATA_DIR: dataDir });
    endings.push(node.stop);
    const { app, host, quiz, screen, connect, roomId, code } = await openRoom(node);
    const [first] = quiz.questions;
    await seat([node.url], code, PLAYERS);
    await screen.ask('game:flow:start', { roomId, questionId: first.id });
    const half = players.slice(0, PLAYERS / 2);
    for (const [index, player] of half.entries()) player.answer(first.id, first.answers[index % 4].id);
    await vi.waitFor(() => expect(half.some((player) => player.hasAnswered())).toBe(true));
    await node.kill();
    await node.start();
    for (const [index, player] of players.slice(PLAYERS / 2).entries())
      player.answer(first.id, first.answers[index % 4].id);
    await all(players, (player) => player.hasAnswered());

    const back = await connect();
    expect(await back.ask('game:host:join', { roomId })).toMatchObject({ phase: 'open' });
    await back.ask('game:flow:end', { roomId });
    await all(players, hasHeard('game:player:result'));
    const report = await app.call('GET', `/game-flows/${roomId}/report`, undefined, { token: host.token });
    const counts = report.body.questions[0].answers.map(({ count }: { count: number }) => count);
    expect(report.body.questions[0]).toMatchObject({ answered: PLAYERS, correct: 126 });
    expect(counts).toEqual([126, 126, 124, 124]);
    // The next question goes as ever.
    await back.ask('game:flow:start', { roomId });
    await all(
      players,
      (player) => player.heard.filter(({ event }) => event === 'game:question:started').length > 1,
    );
  });

  it('[Q13] ends a question whose time was over while the server was down', { timeout: 60_000 }, async () => {
    const node = await startNode({ DATA_DIR: dataDir });
    endings.push(node.stop);
    const { quiz, screen, roomId, code } = await openRoom(node);
    const [player] = await seat([node.url], code, 1);
    await screen.ask('game:flow:start', {
      roomId,
      questionId: quiz.questions[0].id,
      startsAt: 0,
      endsAt: 1_000,
    });
    const { endsAt } = await screen.next('game:question:started');
    await node.kill();
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(endsAt), { timeout: 5_000 });
    await node.start();
    if (player) await all([player], hasHeard('game:question:ended'));
  });

  it('[Q13] goes on at the other node when one is killed, wherever its players were', {
    timeout: 120_000,
  }, async () => {
    const database = await createTestDatabase();
    endings.push(database.drop);
    const redis = await startRedis();
    endings.push(redis.stop);
    const env = {
      DATA_DIR: dataDir,
      DATABASE_URL: toDatabaseUrl(database.connection),
      REDIS_URL: redis.url,
    };
    const [one, other] = await Promise.all([startNode(env), startNode(env)]);
    endings.push(one.stop, other.stop);
    const { app, host, quiz, screen, roomId, code } = await openRoom(one);
    const [first] = quiz.questions;
    await seat([one.url, other.url], code, 100);
    await screen.ask('game:flow:start', { roomId, questionId: first.id });
    await all(players, hasHeard('game:question:started'));
    for (const [index, player] of players.entries()) {
      player.answer(first.id, first.answers[index % 2].id);
      if (index === 50) await other.kill();
    }
    await all(players, (player) => player.hasAnswered());
    await screen.ask('game:flow:end', { roomId });
    await all(players, hasHeard('game:player:result'));
    const report = await app.call('GET', `/game-flows/${roomId}/report`, undefined, { token: host.token });
    expect(report.body.questions[0]).toMatchObject({ answered: 100, correct: 50 });
  });
});
