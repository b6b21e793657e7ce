import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreeCode } from '#server/features/quiz/codes-repository.ts';
import { createDatabase } from '#server/platform/database.ts';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createQuizClient } from '../setup/quizzes.ts';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let ada: Person;
let grace: Person;

beforeAll(async () => {
  app = await startTestApp();
  client = createQuizClient(app);
  ada = await register(app);
  grace = await register(app);
});
afterAll(() => app.close());

const isAvailable = async (code: number) => (await app.get(`/quiz/code/check/${code}`)).body;

describe('[Q1] [Q4] the code of a quiz', () => {
  it('is generated, read, and taken away', async () => {
    const { id } = await client.makeQuiz(ada);
    const path = `/quiz/${id}/code`;
    expect(await client.call(ada, 'GET', path)).toMatchObject(refusal(404, 'not_found'));
    const { status, body } = await client.call(ada, 'POST', `/quiz/${id}/generate-code`);
    expect({ status, body }).toEqual({ status: 200, body: { code: expect.any(Number) } });
    expect(body.code).toBeGreaterThanOrEqual(100_000);
    expect(body.code).toBeLessThanOrEqual(999_999);
    expect(await client.act(ada, 'GET', path)).toEqual({ code: body.code });
    expect(await isAvailable(body.code)).toEqual({ available: false });
    expect((await client.act(ada, 'POST', `/quiz/${id}/generate-code`)).code).not.toBe(body.code);
    for (let time = 0; time < 2; time++)
      expect(await client.act(ada, 'DELETE', path)).toEqual({ success: true });
    expect(await client.call(ada, 'GET', path)).toMatchObject(refusal(404, 'not_found'));
    expect(await isAvailable(body.code)).toEqual({ available: true });
  });

  it('may be chosen, from 100000 to 999999', async () => {
    const { id } = await client.makeQuiz(ada);
    for (const code of [100_000, 999_999, 999_999])
      expect(await client.call(ada, 'PUT', `/quiz/${id}/code`, { code })).toMatchObject({
        status: 200,
        body: { code, success: true },
      });
    for (const code of [99_999, 1_000_000, '123456', 123_456.5, null, undefined, -123_456])
      expect(await client.call(ada, 'PUT', `/quiz/${id}/code`, { code })).toMatchObject(
        refusal(400, 'invalid_payload'),
      );
    await client.act(ada, 'DELETE', `/quiz/${id}`);
  });

  it('is no other’s, until that is deleted', async () => {
    const [first, second] = [await client.makeQuiz(ada), await client.makeQuiz(grace)];
    const code = 424_242;
    await client.act(ada, 'PUT', `/quiz/${first.id}/code`, { code });
    expect(await client.call(grace, 'PUT', `/quiz/${second.id}/code`, { code })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
    await client.act(ada, 'DELETE', `/quiz/${first.id}`);
    expect(await isAvailable(code)).toEqual({ available: true });
    expect(await client.act(grace, 'PUT', `/quiz/${second.id}/code`, { code })).toEqual({
      code,
      success: true,
    });
  });

  it('goes to one of those who ask for it at once', async () => {
    const quizzes = await Promise.all(Array.from({ length: 6 }, () => client.makeQuiz(ada)));
    const answers = await Promise.all(
      quizzes.map(({ id }) => client.call(ada, 'PUT', `/quiz/${id}/code`, { code: 515_151 })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400, 400, 400]);
  });

  it('is generated among those that are free', async () => {
    const database = createDatabase({ connection: app.connection, logger: pino({ level: 'silent' }) });
    const taken = [616_161, 626_262];
    for (const code of taken)
      await client.act(ada, 'PUT', `/quiz/${(await client.makeQuiz(ada)).id}/code`, { code });
    expect(await findFreeCode(database.db, [...taken, 646_464, 636_363])).toBe(646_464);
    expect(await findFreeCode(database.db, taken)).toBeUndefined();
    await database.close();
  });
});

describe('GET /quiz/code/check and validate', () => {
  it('need no token', async () => {
    expect(await app.get('/quiz/code/check/777777')).toMatchObject({
      status: 200,
      body: { available: true },
    });
    expect(await app.get('/quiz/code/validate/777777')).toMatchObject({
      status: 200,
      body: { valid: true, message: 'Code format is valid' },
    });
  });

  it.each(['99999', '1000000', '012345', 'abcdef', '1e5', '12345.', '+12345', '%20123456', '１２３４５６'])(
    '[Q1] %s is no code',
    async (code) => {
      for (const what of ['check', 'validate'])
        expect(await app.get(`/quiz/code/${what}/${code}`)).toMatchObject(refusal(400, 'invalid_payload'));
    },
  );
});
