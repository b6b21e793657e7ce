import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createQuizClient, newAnswers, newQuestion, newQuiz } from '../setup/quizzes.ts';

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

const exportQuiz = (who: Person, id: string) => client.act(who, 'GET', `/quiz/${id}/export`);
const importQuiz = (who: Person, document: unknown) => client.call(who, 'POST', '/quiz/import', document);

const countRows = async () =>
  (
    await queryStore(
      app.connection,
      `SELECT (SELECT count(*)::int FROM quizzes) AS quizzes,
         (SELECT count(*)::int FROM quiz_questions) AS questions, (SELECT count(*)::int FROM quiz_answers) AS answers`,
    )
  )[0];

const text = (minLength: number, maxLength: number) =>
  fc.string({ unit: 'binary', minLength, maxLength }).filter((one) => !one.includes('\0'));
const nullable = <T>(some: fc.Arbitrary<T>) => fc.option(some);
const integer = (min: number, max: number) => fc.integer({ min, max });
const difficulty = fc.constantFrom('easy', 'medium', 'hard', 'expert');
const url = nullable(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }));
const answer = fc.record({ answer_text: text(1, 200), image_url: url, is_correct: fc.boolean() });
const question = fc.constantFrom('multiple_choice', 'true_false').chain((question_type) =>
  fc.record({
    question_text: text(1, 500),
    question_type: fc.constant(question_type),
    allow_multiple: fc.boolean(),
    image_url: url,
    show_question_time: integer(1, 60),
    answering_time: integer(1, 300),
    points: integer(1, 1_000),
    difficulty,
    explanation_title: nullable(text(0, 100)),
    explanation_text: nullable(text(0, 1_000)),
    explanation_image_url: url,
    show_explanation_time: integer(1, 60),
    answers: fc.array(answer, { maxLength: question_type === 'true_false' ? 2 : 8 }),
  }),
);
const settings = {
  show_question_only: fc.boolean(),
  show_explanation: fc.boolean(),
  time_bonus: fc.boolean(),
  streak_bonus: fc.boolean(),
  show_correct_answer: fc.boolean(),
  max_players: integer(1, 5_000),
  show_live_counts: fc.boolean(),
  auto_advance: fc.boolean(),
};
const wholeQuiz = fc.record({
  version: fc.constant(1),
  title: text(1, 100),
  description: nullable(text(1, 500)),
  difficulty_level: difficulty,
  category: nullable(text(1, 50)),
  is_public: fc.boolean(),
  tags: fc.array(text(1, 30), { maxLength: 10 }),
  play_settings: fc.record(settings),
  questions: fc.array(question, { maxLength: 6 }),
});

describe('[X90] export and import', () => {
  it('any quiz comes out as it went in, also from a copy', async () => {
    await fc.assert(
      fc.asyncProperty(wholeQuiz, async (document) => {
        const { status, body } = await importQuiz(ada, document);
        expect({ status, body }).toMatchObject({
          status: 201,
          body: { user_id: ada.id, status: 'draft', code: null, total_questions: document.questions.length },
        });
        expect(await exportQuiz(ada, body.id)).toEqual(document);
        const copy = await client.act(ada, 'POST', `/quiz/${body.id}/clone`);
        expect(await exportQuiz(ada, copy.id)).toEqual({ ...document, is_public: false });
      }),
      { numRuns: 25 },
    );
  });

  it('comes as a file', async () => {
    const { id } = await client.makeWholeQuiz(ada);
    const { headers } = await client.call(ada, 'GET', `/quiz/${id}/export`);
    expect(headers.get('content-disposition')).toBe('attachment; filename="quiz.json"');
  });

  it('takes the documented bodies, filling in what is not said', async () => {
    const answers = newAnswers(true, false).map((one, index) => ({ ...one, order_index: 1 - index }));
    const { status, body } = await importQuiz(ada, newQuiz({ questions: [newQuestion({ answers })] }));
    expect(status).toBe(201);
    const [{ answers: imported, ...rest }] = await client.listQuestions(ada, body.id);
    expect(rest).toMatchObject({ points: 1, answering_time: 30 });
    expect(imported.map(({ is_correct }: { is_correct: boolean }) => is_correct)).toEqual([false, true]);
  });

  it('lists all that is wrong by path, and imports nothing', async () => {
    const before = await countRows();
    const refused = await importQuiz(ada, {
      ...newQuiz({ title: '', category: 5, colour: 'red', play_settings: { speed: 1, max_players: 0 } }),
      questions: [
        newQuestion(),
        newQuestion({ points: 0, id: 'x', image_url: 'http://example.org/' }),
        newQuestion({
          question_type: 'open',
          answers: [{ answer_text: 'x'.repeat(201), is_correct: 'yes' }, {}],
        }),
        7,
        newQuestion({ answers: newAnswers(...Array<boolean>(9).fill(false)) }),
        { question_text: 'No more' },
      ],
    });
    expect(refused).toMatchObject(refusal(400, 'invalid_payload'));
    const paths = refused.body.details.errors.map(({ path, message }: { path: string; message: string }) => {
      expect(message).toMatch(/\w/);
      return path;
    });
    expect(paths.toSorted()).toEqual(
      [
        'title',
        'category',
        'colour',
        'play_settings.speed',
        'play_settings.max_players',
        'questions.1.points',
        'questions.1.id',
        'questions.2.question_type',
        'questions.2.answers.0.answer_text',
        'questions.2.answers.0.is_correct',
        'questions.2.answers.1.answer_text',
        'questions.2.answers.1.is_correct',
        'questions.3',
        'questions.4.answers',
        'questions.5.question_type',
        'questions.5.answers',
      ].toSorted(),
    );
    // What the form alone doesn't tell.
    const urls = await importQuiz(ada, {
      title: 'Two',
      questions: [
        newQuestion({ explanation_image_url: 'ftp://example.org/' }),
        newQuestion({ question_type: 'true_false' }),
        newQuestion({ answers: [{ answer_text: 'a', is_correct: true, image_url: '/a.png' }] }),
      ],
    });
    expect(urls.body.details.errors.map(({ path }: { path: string }) => path)).toEqual([
      'questions.0.explanation_image_url',
      'questions.1.answers',
      'questions.2.answers.0.image_url',
    ]);
    expect(await countRows()).toEqual(before);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['no object', '5'],
    ['no questions', { title: 'None' }],
    ['questions that are no list', { title: 'None', questions: {} }],
    ['another version', { version: 2, title: 'New', questions: [] }],
    ['more than 200 questions', { title: 'Long', questions: Array(201).fill(newQuestion()) }],
    ['a great many faults', { title: 'Bad', questions: Array(200).fill({ answers: Array(8).fill({}) }) }],
    ['a great many questions', { title: 'Bad', questions: Array(500_000).fill({}) }],
    ['a great many answers', { title: 'Bad', questions: [newQuestion({ answers: Array(500_000).fill(0) })] }],
    ['a great many tags', newQuiz({ tags: Array(500_000).fill(0), questions: [] })],
    [
      'a great many unknown fields',
      {
        title: 'Bad',
        questions: [],
        ...Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [i, 0])),
      },
    ],
  ])('refuses %s', async (_name, document) => {
    const before = await countRows();
    const { status, body, text } = await importQuiz(ada, document);
    expect({ status, body }).toMatchObject(refusal(400, 'invalid_payload'));
    expect(text.length).toBeLessThan(20_000);
    expect(await countRows()).toEqual(before);
  });

  it('takes as much as a quiz can be, and no more than 8 MB', async () => {
    const picture = `https://example.org/${'a'.repeat(980)}`;
    const largest = newQuestion({
      question_text: '\u0001'.repeat(500),
      image_url: picture,
      explanation_title: '\u0001'.repeat(100),
      explanation_text: '\u0001'.repeat(1_000),
      explanation_image_url: picture,
      answers: Array(8).fill({ answer_text: '\u0001'.repeat(200), image_url: picture, is_correct: false }),
    });
    const { status, body } = await importQuiz(ada, { title: 'Largest', questions: Array(200).fill(largest) });
    expect(status).toBe(201);
    const document = await exportQuiz(ada, body.id);
    expect((await importQuiz(ada, document)).status).toBe(201);
    expect(await importQuiz(ada, { ...document, x: 'a'.repeat(8 * 1024 * 1024) })).toMatchObject(
      refusal(413, 'payload_too_large'),
    );
  });
});

describe('[Q4] [X91] POST /quiz/:id/clone', () => {
  it('makes a private draft of one’s own of a public quiz', async () => {
    const quiz = await client.makeWholeQuiz(ada, { is_public: true });
    await client.act(ada, 'POST', `/quiz/${quiz.id}/generate-code`);
    await client.publish(ada, quiz.id);
    const { status, body } = await client.call(grace, 'POST', `/quiz/${quiz.id}/clone`);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { title: quiz.title, user_id: grace.id, status: 'draft', is_public: false, code: null },
    });
    expect(body.id).not.toBe(quiz.id);
    const [copied] = await client.listQuestions(grace, body.id);
    expect(copied).toMatchObject({ question_text: quiz.question.question_text, quiz_id: body.id });
    expect(copied.id).not.toBe(quiz.question.id);
    await client.act(grace, 'DELETE', `/quiz/${body.id}/questions/${copied.id}`);
    expect(await client.listQuestions(ada, quiz.id)).toHaveLength(1);
  });

  it('does not show what is private', async () => {
    const quiz = await client.makeWholeQuiz(ada);
    expect(await client.call(grace, 'POST', `/quiz/${quiz.id}/clone`)).toMatchObject(
      refusal(404, 'not_found'),
    );
  });
});
