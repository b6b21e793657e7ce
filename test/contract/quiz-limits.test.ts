import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createQuizClient, newAnswers, newQuestion, newQuiz } from '../setup/quizzes.ts';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let ada: Person;
let quizId: string;
let questionId: string;

beforeAll(async () => {
  app = await startTestApp();
  client = createQuizClient(app);
  ada = await register(app);
  ({ id: quizId } = await client.makeQuiz(ada));
  ({ id: questionId } = await client.addQuestion(ada, quizId));
});
afterAll(() => app.close());

/** Of two UTF-16 units each: characters are counted, not units. */
const text = (length: number) => '🎲'.repeat(length);
const integers = (least: number, most: number) => ({
  good: [least, most],
  bad: [least - 1, most + 1, least + 0.5, String(least), null, true],
});
const texts = (least: number, most: number, ...alsoGood: unknown[]) => ({
  good: [text(Math.max(1, least)), text(most), ...alsoGood],
  bad: [text(most + 1), 5, 'a\0b', 'half of a pair: \ud83c', ...(least > 0 ? [''] : [])],
});
const flags = { good: [true, false], bad: ['true', 1, null] };
const urls = {
  good: [null, 'https://example.org/a.png', `https://example.org/${'a'.repeat(980)}`],
  bad: [
    '',
    'http://example.org/a.png',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    '//example.org/a.png',
    '/storage/avatars/x.webp',
    'https://',
    'https://example.org/a b',
    ' https://example.org/a',
    `https://example.org/${'a'.repeat(981)}`,
    1,
  ],
};

type Range = { good: unknown[]; bad: unknown[] };

const quizFields: Record<string, Range> = {
  title: texts(1, 100),
  description: texts(1, 500, null),
  category: texts(1, 50, null),
  difficulty_level: { good: ['easy', 'medium', 'hard', 'expert'], bad: ['simple', '', null, 1] },
  is_public: flags,
  tags: {
    good: [[], Array(10).fill(text(30))],
    bad: [Array(11).fill('a'), [text(31)], [''], 'a', [1], null],
  },
};

const questionFields: Record<string, Range> = {
  question_text: texts(1, 500),
  question_type: { good: ['multiple_choice'], bad: ['open', '', null] },
  allow_multiple: flags,
  image_url: urls,
  show_question_time: integers(1, 60),
  answering_time: integers(1, 300),
  points: integers(1, 1_000),
  difficulty: { good: ['easy', 'expert'], bad: ['simple', null] },
  order_index: { good: [0, 1_000_000], bad: [-1, 0.5, '0', null] },
  explanation_title: texts(0, 100, '', null),
  explanation_text: texts(0, 1_000, '', null),
  explanation_image_url: urls,
  show_explanation_time: integers(1, 60),
};

const answerFields: Record<string, Range> = {
  answer_text: texts(1, 200),
  image_url: urls,
  is_correct: flags,
  order_index: { good: [0, 1_000_000], bad: [-1, 0.5, '0', null] },
};

/** Both for something new and for a change of it. */
async function expectRange(
  { good, bad }: Range,
  ways: ((value: unknown) => [method: string, path: string, body: unknown])[],
): Promise<void> {
  for (const way of ways) {
    for (const value of good) {
      const [method, path, body] = way(value);
      const { status, text } = await client.call(ada, method, path, body);
      expect([200, 201], `${method} ${JSON.stringify(value)}: ${text}`).toContain(status);
    }
    for (const value of bad) {
      const [method, path, body] = way(value);
      const answer = await client.call(ada, method, path, body);
      expect(answer, `${method} ${JSON.stringify(value)}`).toMatchObject(refusal(400, 'invalid_payload'));
      expect(answer.body.details.errors[0].path).toMatch(/\w/);
    }
  }
}

describe('[Q1] the limits', () => {
  it.each(Object.keys(quizFields))('of a quiz: %s', async (field) => {
    await expectRange(quizFields[field] ?? { good: [], bad: [] }, [
      (value) => ['POST', '/quiz', newQuiz({ [field]: value })],
      (value) => ['PUT', `/quiz/${quizId}`, { [field]: value }],
    ]);
  });

  it('of its settings: max_players, yes and no', async () => {
    for (const [field, range] of Object.entries({ max_players: integers(1, 5_000), time_bonus: flags }))
      await expectRange(range, [
        (value) => ['POST', '/quiz', newQuiz({ play_settings: { [field]: value } })],
        (value) => ['PUT', `/quiz/${quizId}`, { play_settings: { [field]: value } }],
      ]);
  });

  it.each(Object.keys(questionFields))('of a question: %s', async (field) => {
    const { id } = await client.makeQuiz(ada);
    await expectRange(questionFields[field] ?? { good: [], bad: [] }, [
      (value) => ['POST', `/quiz/${id}/questions`, newQuestion({ [field]: value })],
      (value) => ['PUT', `/quiz/${quizId}/questions/${questionId}`, { [field]: value }],
    ]);
  });

  it.each(Object.keys(answerFields))('of an answer: %s', async (field) => {
    const { id, answers } = await client.addQuestion(ada, quizId);
    const path = `/quiz/${quizId}/questions/${id}/answers`;
    await expectRange(answerFields[field] ?? { good: [], bad: [] }, [
      (value) => ['POST', path, { answer_text: 'An answer', is_correct: false, [field]: value }],
      (value) => ['PUT', `${path}/${answers[0].id}`, { [field]: value }],
      (value) => [
        'PUT',
        `/quiz/${quizId}/questions/${id}`,
        { answers: newAnswers(true, false).map((answer) => ({ ...answer, [field]: value })) },
      ],
    ]);
  });

  it('of a question’s answers: 2 to 8, of true_false exactly 2', async () => {
    const statusOf = async (question_type: string, count: number) =>
      (
        await client.call(
          ada,
          'POST',
          `/quiz/${quizId}/questions`,
          newQuestion({ question_type, answers: newAnswers(...Array<boolean>(count).fill(false)) }),
        )
      ).status;
    for (const [count, expected] of [
      [0, 400],
      [1, 400],
      [2, 201],
      [8, 201],
      [9, 400],
    ] as const)
      expect(await statusOf('multiple_choice', count)).toBe(expected);
    for (const [count, expected] of [
      [1, 400],
      [2, 201],
      [3, 400],
    ] as const)
      expect(await statusOf('true_false', count)).toBe(expected);
  });

  it('[X86] of answers that are added one by one', async () => {
    const many = await client.addQuestion(ada, quizId, { answers: undefined });
    const two = await client.addQuestion(ada, quizId, { question_type: 'true_false', answers: undefined });
    const add = async ({ id }: { id: string }) =>
      (
        await client.call(ada, 'POST', `/quiz/${quizId}/questions/${id}/answers`, {
          answer_text: 'One more',
          is_correct: false,
        })
      ).status;
    for (let count = 1; count <= 8; count++) expect(await add(many)).toBe(201);
    expect(await add(many)).toBe(400);
    for (let count = 1; count <= 2; count++) expect(await add(two)).toBe(201);
    expect(await add(two)).toBe(400);
    // Nor may one with eight become one that has but two.
    const path = `/quiz/${quizId}/questions/${many.id}`;
    expect(await client.call(ada, 'PUT', path, { question_type: 'true_false' })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
    const change = { question_type: 'true_false', answers: newAnswers(true, false) };
    expect((await client.call(ada, 'PUT', path, change)).status).toBe(200);
  });

  it('[X86] of a quiz: 200 questions', async () => {
    const { answers: _answers, ...question } = newQuestion();
    const { id } = await client.act(ada, 'POST', '/quiz/import', {
      title: 'Long',
      questions: Array(200).fill({ ...question, answers: [] }),
    });
    expect(await client.call(ada, 'POST', `/quiz/${id}/questions`, question)).toMatchObject(
      refusal(409, 'conflict'),
    );
  });

  it('[X86] of an account: 1,000 quizzes', async () => {
    const grace = await register(app);
    const { id } = await client.makeQuiz(grace);
    await queryStore(
      app.connection,
      `INSERT INTO quizzes (author_id, title, play_settings)
       SELECT $1, 'one of many', '{}' FROM generate_series(2, 1000)`,
      [grace.id],
    );
    for (const [path, body] of [
      ['/quiz', newQuiz()],
      ['/quiz/import', { title: 'One more', questions: [] }],
      [`/quiz/${id}/clone`, undefined],
    ] as const)
      expect(await client.call(grace, 'POST', path, body)).toMatchObject(refusal(409, 'conflict'));
    await client.act(grace, 'DELETE', `/quiz/${id}`);
    expect((await client.call(grace, 'POST', '/quiz', newQuiz())).status).toBe(201);
  });

  it('[X86] of a body: 64 KiB', async () => {
    expect(await client.call(ada, 'POST', '/quiz', newQuiz({ x: 'a'.repeat(65_536) }))).toMatchObject(
      refusal(413, 'payload_too_large'),
    );
  });

  it('ids are UUIDs', async () => {
    for (const path of [
      '/quiz/5',
      `/quiz/${quizId}/questions/5`,
      `/quiz/5/questions/${questionId}`,
      `/quiz/${quizId}/questions/${questionId}/answers/5`,
      '/quiz/urn:uuid:00000000-0000-4000-8000-00000000dead',
    ])
      expect(await client.call(ada, 'PUT', path, {})).toMatchObject(refusal(400, 'invalid_payload'));
    const { status } = await client.call(ada, 'GET', `/quiz/${quizId.toUpperCase()}`);
    expect(status).toBe(200);
  });
});
