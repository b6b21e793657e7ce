import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { INSTANT } from '../setup/nights.ts';
import { createQuizClient, newAnswers, newQuestion } from '../setup/quizzes.ts';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp();
  client = createQuizClient(app);
  ada = await register(app);
});
afterAll(() => app.close());

const validate = (quizId: string) => client.act(ada, 'GET', `/quiz/${quizId}/validate`);

describe('[Q3] validate and publish', () => {
  it('a whole quiz is valid, and published', async () => {
    const { question: _question, ...quiz } = await client.makeWholeQuiz(ada);
    expect(await validate(quiz.id)).toEqual({ valid: true, errors: [] });
    const { status, body } = await client.call(ada, 'POST', `/quiz/${quiz.id}/publish`);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...quiz,
        status: 'published',
        total_questions: 1,
        updated_at: expect.stringMatching(INSTANT),
        published_at: expect.stringMatching(INSTANT),
      },
    });
    expect(await client.publish(ada, quiz.id)).toEqual(body);
    expect(await client.act(ada, 'POST', `/quiz/${quiz.id}/unpublish`)).toMatchObject({
      status: 'draft',
      published_at: null,
    });
    expect(await client.act(ada, 'POST', `/quiz/${quiz.id}/unpublish`)).toMatchObject({ status: 'draft' });
  });

  const blank = { title: ' ', description: ' \t', category: null };
  it.each<[string, quiz: object, questions: object[], errors: string[]]>([
    [
      'blank texts and no question',
      blank,
      [],
      [
        'The title must not be blank',
        'The description must not be blank',
        'The category must not be blank',
        'The quiz must have at least one question',
      ],
    ],
    [
      'no answers',
      {},
      [newQuestion(), newQuestion({ answers: undefined })],
      ['Question 2 must have at least 2 answers', 'Question 2 must have exactly one correct answer'],
    ],
    [
      'no correct answer',
      {},
      [newQuestion({ answers: newAnswers(false, false) })],
      ['Question 1 must have exactly one correct answer'],
    ],
    [
      'two correct ones',
      {},
      [newQuestion({ answers: newAnswers(true, true) })],
      ['Question 1 must have exactly one correct answer'],
    ],
    [
      'two correct ones of a true_false',
      {},
      [newQuestion({ question_type: 'true_false', allow_multiple: true, answers: newAnswers(true, true) })],
      ['Question 1 must have exactly one correct answer'],
    ],
    [
      'a true_false without answers',
      {},
      [newQuestion({ question_type: 'true_false', answers: undefined })],
      ['Question 1 must have exactly 2 answers', 'Question 1 must have exactly one correct answer'],
    ],
    [
      'none correct where several may be',
      {},
      [newQuestion({ allow_multiple: true, answers: newAnswers(false, false) })],
      ['Question 1 must have at least one correct answer'],
    ],
  ])('a quiz is not valid with %s', async (_name, fields, questions, errors) => {
    const quiz = await client.makeQuiz(ada, fields);
    for (const question of questions) await client.act(ada, 'POST', `/quiz/${quiz.id}/questions`, question);
    expect(await validate(quiz.id)).toEqual({ valid: false, errors });
    const refused = await client.call(ada, 'POST', `/quiz/${quiz.id}/publish`);
    expect(refused).toMatchObject(refusal(400, 'validation_failed'));
    expect(refused.body.details).toEqual({ errors });
    expect((await client.act(ada, 'GET', `/quiz/${quiz.id}`)).status).toBe('draft');
  });

  it('several may be correct where the question allows it', async () => {
    const quiz = await client.makeQuiz(ada);
    await client.addQuestion(ada, quiz.id, { allow_multiple: true, answers: newAnswers(true, true, true) });
    expect(await validate(quiz.id)).toEqual({ valid: true, errors: [] });
  });
});

describe('[Q3] [X89] a published quiz', () => {
  it('is changed only after it was unpublished', async () => {
    const quiz = await client.makeWholeQuiz(ada);
    await client.publish(ada, quiz.id);
    const before = [
      await client.act(ada, 'GET', `/quiz/${quiz.id}`),
      await client.listQuestions(ada, quiz.id),
    ];
    const question = `/questions/${quiz.question.id}`;
    const answer = `${question}/answers/${quiz.question.answers[0].id}`;
    const changes = [
      ['PUT', '', { title: 'Another' }],
      ['PUT', '', { status: 'draft' }],
      ['POST', '/questions', newQuestion()],
      ['PUT', question, { points: 2 }],
      ['DELETE', question],
      ['PUT', '/questions/reorder', { question_ids: [quiz.question.id] }],
      ['POST', `${question}/answers`, { answer_text: 'More', is_correct: false }],
      ['PUT', answer, { is_correct: false }],
      ['DELETE', answer],
    ] as const;
    for (const [method, path, body] of changes)
      expect(
        await client.call(ada, method, `/quiz/${quiz.id}${path}`, body),
        `${method} ${path}`,
      ).toMatchObject(refusal(409, 'quiz_published'));
    expect([
      await client.act(ada, 'GET', `/quiz/${quiz.id}`),
      await client.listQuestions(ada, quiz.id),
    ]).toEqual(before);
    await client.act(ada, 'POST', `/quiz/${quiz.id}/unpublish`);
    for (const [method, path, body] of changes)
      expect((await client.call(ada, method, `/quiz/${quiz.id}${path}`, body)).status, path).toBeLessThan(
        405,
      );
    expect(await client.act(ada, 'GET', `/quiz/${quiz.id}`)).toMatchObject({ title: 'Another' });
  });

  it('may still be given a code, and be deleted', async () => {
    const quiz = await client.makeWholeQuiz(ada);
    await client.publish(ada, quiz.id);
    const { code } = await client.act(ada, 'POST', `/quiz/${quiz.id}/generate-code`);
    expect(await client.act(ada, 'GET', `/quiz/${quiz.id}`)).toMatchObject({ code, status: 'published' });
    await client.act(ada, 'DELETE', `/quiz/${quiz.id}/code`);
    await client.act(ada, 'DELETE', `/quiz/${quiz.id}`);
  });

  it('is as it was checked, however it is changed at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const quiz = await client.makeWholeQuiz(ada);
      const path = `/quiz/${quiz.id}`;
      await Promise.all([
        client.call(ada, 'DELETE', `${path}/questions/${quiz.question.id}`),
        client.call(ada, 'POST', `${path}/publish`),
      ]);
      const { status } = await client.act(ada, 'GET', path);
      expect((await client.listQuestions(ada, quiz.id)).length).toBe(status === 'published' ? 1 : 0);
    }
  });
});
