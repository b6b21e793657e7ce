import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { connectQuiz, makeQuiz } from '../setup/quiz.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';

let redis: TestRedis;
let app: TestApp;
let host: Person;
beforeAll(async () => {
  redis = await startRedis();
  app = await startTestApp({ env: { REDIS_URL: redis.url } });
  host = await register(app);
});
afterAll(async () => {
  await app?.close();
  await redis?.stop();
});

it('[Q13] after the bus was away everybody is told where the room is, with what the question gave them', async () => {
  const quiz = await makeQuiz(app, host.token);
  const screen = await connectQuiz(app.url, { token: host.token });
  const ada = await connectQuiz(app.url);
  const settings = { quizId: quiz.id };
  const { roomId, code } = await screen.ask('game:host:create', { hostId: host.id, title: 'Gap', settings });
  await ada.ask('game:room:join', { roomCode: code, playerId: 'ada', displayName: 'Ada' });
  await screen.ask('game:flow:start', { roomId });
  await ada.ask('game:answer:submit', {
    roomId,
    playerId: 'ada',
    questionId: quiz.questions[0].id,
    answer: 0,
  });
  await screen.ask('game:flow:end', { roomId });
  const ended = await ada.next('game:question:ended');
  const result = await ada.next('game:player:result');
  await screen.next('game:question:ended');

  await redis.kill();
  await redis.restart();
  expect(await ada.next('game:room:resync')).toEqual({ roomId });
  expect(await ada.next('game:question:ended')).toEqual(ended);
  expect(await ada.next('game:player:result')).toEqual(result);
  expect(await screen.next('game:question:ended')).toMatchObject({ roomId });
  ada.close();
  screen.close();
});
