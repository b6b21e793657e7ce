import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock } from '../setup/nights.ts';
import { createQuizClient } from '../setup/quizzes.ts';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let ada: Person;
let grace: Person;
const clock = createTestClock();

type Listed = { title: string };
const titles = ({ body }: { body: { quizzes: Listed[] } }) => body.quizzes.map(({ title }) => title);

beforeAll(async () => {
  app = await startTestApp({ clock });
  client = createQuizClient(app);
  ada = await register(app);
  grace = await register(app);
  for (let number = 1; number <= 12; number++) {
    clock.advance(1_000);
    const quiz = await client.makeWholeQuiz(ada, { title: `Quiz ${number}`, is_public: number % 2 === 0 });
    if (number > 6) await client.publish(ada, quiz.id);
  }
  for (const fields of [
    { title: 'Rivers', description: 'Long and wide', category: 'Water', tags: ['100%', 'a_b'] },
    { title: 'Lakes', description: 'Rivers come and go', category: 'water', tags: [] },
    { title: 'Seas', category: 'Salt', tags: ['tide', 'wide rivers'] },
  ]) {
    clock.advance(1_000);
    const quiz = await client.makeWholeQuiz(grace, { is_public: true, ...fields });
    await client.publish(grace, quiz.id);
  }
});
afterAll(() => app.close());

describe('[Q1] GET /quiz', () => {
  it('lists one’s own, the newest first, ten to a page', async () => {
    const first = await app.get('/quiz', { token: ada.token });
    expect(first).toMatchObject({ status: 200, body: { total: 12, page: 1, totalPages: 2 } });
    expect(titles(first)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((number) => `Quiz ${number}`));
    expect(titles(await app.get('/quiz?page=2', { token: ada.token }))).toEqual(['Quiz 2', 'Quiz 1']);
    expect(titles(await app.get('/quiz?page=3', { token: ada.token }))).toEqual([]);
  });

  it('narrows by status', async () => {
    const drafts = await app.get('/quiz?status=draft&limit=4', { token: ada.token });
    expect(drafts.body).toMatchObject({ total: 6, totalPages: 2 });
    expect(titles(drafts)).toEqual(['Quiz 6', 'Quiz 5', 'Quiz 4', 'Quiz 3']);
    expect((await app.get('/quiz?status=archived', { token: ada.token })).body).toEqual({
      quizzes: [],
      total: 0,
      page: 1,
      totalPages: 0,
    });
  });

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=x',
    'limit=0',
    'limit=101',
    'limit=ten',
    'status=gone',
    'status=',
  ])('refuses %s', async (query) => {
    expect(await app.get(`/quiz?${query}`, { token: ada.token })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
  });

  it('takes a limit of 100', async () => {
    expect((await app.get('/quiz?limit=100', { token: ada.token })).body.quizzes).toHaveLength(12);
  });
});

describe('[Q4] [X85] GET /quiz/public', () => {
  it('lists what is public and published, the latest published first, for anybody', async () => {
    const { status, body } = await app.get('/quiz/public');
    expect({ status, body }).toMatchObject({ status: 200, body: { total: 6, page: 1, totalPages: 1 } });
    expect(titles({ body })).toEqual(['Seas', 'Lakes', 'Rivers', 'Quiz 12', 'Quiz 10', 'Quiz 8']);
    expect(body.quizzes[0].author).toEqual({
      username: grace.username,
      display_name: grace.displayName,
      avatar_url: null,
    });
  });

  it.each([
    ['search=rivers', ['Seas', 'Lakes', 'Rivers']],
    ['search=RIVER&category=water', ['Lakes', 'Rivers']],
    ['category=WATER', ['Lakes', 'Rivers']],
    ['category=wat', []],
    ['search=%25', ['Rivers']],
    ['search=a_', ['Rivers']],
    ['search=\\', []],
    ['search=', ['Seas', 'Lakes', 'Rivers', 'Quiz 12', 'Quiz 10', 'Quiz 8']],
    ['limit=2&page=2', ['Rivers', 'Quiz 12']],
  ])('finds by %s', async (query, expected) => {
    expect(titles(await app.get(`/quiz/public?${query}`))).toEqual(expected);
  });

  it.each(['page=0', 'limit=101', 'search=%00'])('refuses %s', async (query) => {
    expect(await app.get(`/quiz/public?${query}`)).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it('leaves out what was unpublished', async () => {
    const quiz = await client.makeWholeQuiz(ada, { title: 'Gone soon', is_public: true });
    await client.publish(ada, quiz.id);
    expect(titles(await app.get('/quiz/public'))).toContain('Gone soon');
    await client.act(ada, 'POST', `/quiz/${quiz.id}/unpublish`);
    expect(titles(await app.get('/quiz/public'))).not.toContain('Gone soon');
  });
});
