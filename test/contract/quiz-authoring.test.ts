import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register, UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { INSTANT } from '../setup/nights.ts';
import { createQuizClient, NOBODYS_ID, newQuiz } from '../setup/quizzes.ts';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let admin: Person;
let ada: Person;
let grace: Person;

beforeAll(async () => {
  app = await startTestApp();
  client = createQuizClient(app);
  admin = await register(app);
  ada = await register(app);
  grace = await register(app);
});
afterAll(() => app.close());

const DEFAULT_SETTINGS = {
  show_question_only: false,
  show_explanation: true,
  time_bonus: false,
  streak_bonus: false,
  show_correct_answer: true,
  max_players: 400,
  show_live_counts: false,
  auto_advance: false,
};

describe('POST /quiz', () => {
  it('[Q1] [X80] answers with the quiz, a draft, the settings filled in', async () => {
    const { status, body } = await client.call(
      ada,
      'POST',
      '/quiz',
      newQuiz({ play_settings: { time_bonus: true } }),
    );
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        ...newQuiz(),
        id: expect.stringMatching(UUID),
        user_id: ada.id,
        author: { username: ada.username, display_name: ada.displayName, avatar_url: null },
        status: 'draft',
        play_settings: { ...DEFAULT_SETTINGS, time_bonus: true },
        code: null,
        total_questions: 0,
        times_played: 0,
        created_at: expect.stringMatching(INSTANT),
        updated_at: body.created_at,
        published_at: null,
      },
    });
    expect((await client.call(ada, 'GET', `/quiz/${body.id}`)).body).toEqual(body);
  });

  it('[X80] needs no more than a title', async () => {
    expect(await client.act(ada, 'POST', '/quiz', { title: 'Untitled' })).toMatchObject({
      title: 'Untitled',
      description: null,
      category: null,
      difficulty_level: 'easy',
      is_public: false,
      tags: [],
      play_settings: DEFAULT_SETTINGS,
    });
  });

  it('[X81] ignores fields that it does not know, but not settings', async () => {
    const quiz = await client.makeQuiz(ada, { id: NOBODYS_ID, user_id: grace.id, status: 'published', x: 1 });
    expect(quiz).toMatchObject({ user_id: ada.id, status: 'draft' });
    expect(quiz).not.toHaveProperty('x');
    expect(
      await client.call(ada, 'POST', '/quiz', newQuiz({ play_settings: { time_bonsu: true } })),
    ).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_payload',
        details: { errors: [{ path: 'play_settings.time_bonsu', message: 'is not known here' }] },
      },
    });
  });

  it('[X82] names every field that is wrong', async () => {
    const { status, body } = await client.call(ada, 'POST', '/quiz', { description: '', tags: ['a', 1] });
    expect(status).toBe(400);
    expect(body.details.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      'description',
      'tags.1',
      'title',
    ]);
  });
});

describe('PUT /quiz/:id', () => {
  it('changes what it is given, the settings one by one', async () => {
    const quiz = await client.makeQuiz(ada, { play_settings: { max_players: 30 } });
    const changes = { title: 'Rivers', category: null, tags: [], play_settings: { auto_advance: true } };
    const { status, body } = await client.call(ada, 'PUT', `/quiz/${quiz.id}`, changes);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...quiz,
        ...changes,
        play_settings: { ...DEFAULT_SETTINGS, max_players: 30, auto_advance: true },
        updated_at: expect.stringMatching(INSTANT),
      },
    });
  });

  it('[X81] takes back what it gave', async () => {
    const quiz = await client.makeQuiz(ada);
    const { status, body } = await client.call(ada, 'PUT', `/quiz/${quiz.id}`, quiz);
    expect({ status, body }).toEqual({ status: 200, body: { ...quiz, updated_at: body.updated_at } });
  });

  it('[X83] puts a quiz aside and takes it up again, and publishes none', async () => {
    const quiz = await client.makeWholeQuiz(ada);
    for (const status of ['archived', 'draft', 'archived'])
      expect(await client.act(ada, 'PUT', `/quiz/${quiz.id}`, { status })).toMatchObject({ status });
    expect(await client.call(ada, 'PUT', `/quiz/${quiz.id}`, { status: 'published' })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
    expect(await client.publish(ada, quiz.id)).toMatchObject({ status: 'published' });
  });
});

describe('[Q4] DELETE /quiz/:id', () => {
  it('is gone for everybody, and stays in the store', async () => {
    const quiz = await client.makeWholeQuiz(ada, { is_public: true });
    await client.publish(ada, quiz.id);
    expect(await client.call(ada, 'DELETE', `/quiz/${quiz.id}`)).toMatchObject({
      status: 200,
      body: { success: true },
    });
    for (const who of [ada, grace, admin])
      for (const [method, path] of [
        ['GET', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['GET', '/questions'],
        ['POST', '/publish'],
        ['POST', '/clone'],
        ['GET', '/export'],
      ] as const)
        expect(
          await client.call(who, method, `/quiz/${quiz.id}${path}`, method === 'PUT' ? {} : undefined),
        ).toMatchObject(refusal(404, 'not_found'));
    const { body } = await app.get('/quiz/public');
    expect(body.quizzes.map(({ id }: { id: string }) => id)).not.toContain(quiz.id);
  });
});

describe('[Q2] [C9] [X84] whose a quiz is', () => {
  const changes: [method: string, path: string, body?: unknown][] = [
    ['PUT', '', { title: 'Mine' }],
    ['DELETE', ''],
    ['GET', '/questions'],
    ['POST', '/questions', { question_text: 'Why?', question_type: 'true_false' }],
    ['PUT', '/questions/reorder', { question_ids: [] }],
    ['POST', '/publish'],
    ['POST', '/unpublish'],
    ['GET', '/validate'],
    ['POST', '/generate-code'],
    ['PUT', '/code', { code: 123_456 }],
    ['GET', '/code'],
    ['DELETE', '/code'],
    ['GET', '/export'],
  ];

  it.each(changes)(
    '%s /quiz/:id%s: 404 for others where it is private, 403 where it is public',
    async (method, path, body) => {
      const [hidden, open] = [await client.makeQuiz(ada), await client.makeQuiz(ada, { is_public: true })];
      const ask = (id: string) => client.call(grace, method, `/quiz/${id}${path}`, body);
      expect(await ask(hidden.id)).toMatchObject(refusal(404, 'not_found'));
      expect(await ask(open.id)).toMatchObject(refusal(403, 'forbidden'));
      expect(await ask(NOBODYS_ID)).toMatchObject(refusal(404, 'not_found'));
      expect(await client.act(ada, 'GET', `/quiz/${open.id}`)).toEqual(open);
    },
  );

  it('others see a public one, and not a private one', async () => {
    const [hidden, open] = [await client.makeQuiz(ada), await client.makeQuiz(ada, { is_public: true })];
    expect((await client.call(grace, 'GET', `/quiz/${open.id}`)).body).toEqual(open);
    expect(await client.call(grace, 'GET', `/quiz/${hidden.id}`)).toMatchObject(refusal(404, 'not_found'));
  });

  it('administrators see and change all, and it stays its author’s', async () => {
    const quiz = await client.makeWholeQuiz(ada);
    expect(await client.act(admin, 'PUT', `/quiz/${quiz.id}`, { title: 'Mended' })).toMatchObject({
      title: 'Mended',
      user_id: ada.id,
    });
    expect(await client.listQuestions(admin, quiz.id)).toHaveLength(1);
  });

  it('the form of a payload is looked at before existence', async () => {
    for (const id of [NOBODYS_ID, (await client.makeQuiz(ada)).id])
      for (const [method, path, body] of [
        ['PUT', '', { title: '' }],
        ['POST', '/questions', {}],
        ['PUT', '/questions/reorder', {}],
        ['PUT', '/code', { code: 1 }],
      ] as const)
        expect(await client.call(grace, method, `/quiz/${id}${path}`, body)).toMatchObject(
          refusal(400, 'invalid_payload'),
        );
    expect(await client.call(grace, 'GET', '/quiz/not-an-id')).toMatchObject(refusal(400, 'invalid_payload'));
  });
});
