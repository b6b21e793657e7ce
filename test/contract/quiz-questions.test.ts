import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register, UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { INSTANT } from '../setup/nights.ts';
import { createQuizClient, NOBODYS_ID, newAnswers, newQuestion } from '../setup/quizzes.ts';

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

const readOrder = (quizId: string) => client.readOrder(ada, quizId);
const makeOrdered = (count: number) => client.makeOrdered(ada, count);

type Ordered = { order_index: number };

describe('POST /quiz/:quizId/questions', () => {
  it('[Q1] answers with the question and its answers', async () => {
    const quiz = await client.makeQuiz(ada);
    const given = {
      ...newQuestion(),
      allow_multiple: true,
      image_url: 'https://example.org/a.png',
      show_question_time: 7,
      answering_time: 20,
      points: 3,
      difficulty: 'hard',
      order_index: 0,
      explanation_title: 'Why',
      explanation_text: 'So.',
      explanation_image_url: 'https://example.org/b.png',
      show_explanation_time: 4,
    };
    const { status, body } = await client.call(ada, 'POST', `/quiz/${quiz.id}/questions`, given);
    const common = {
      id: expect.stringMatching(UUID),
      created_at: expect.stringMatching(INSTANT),
      updated_at: expect.stringMatching(INSTANT),
    };
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        ...given,
        ...common,
        quiz_id: quiz.id,
        answers: newAnswers(true, false, false).map((answer, order_index) => ({
          ...answer,
          ...common,
          question_id: body.id,
          image_url: null,
          order_index,
        })),
      },
    });
    expect(await client.listQuestions(ada, quiz.id)).toEqual([body]);
    expect(await client.act(ada, 'GET', `/quiz/${quiz.id}`)).toMatchObject({ total_questions: 1 });
  });

  it('[X86] has defaults, and may be without answers yet', async () => {
    const quiz = await client.makeQuiz(ada);
    const bare = { question_text: 'True?', question_type: 'true_false' };
    expect(await client.act(ada, 'POST', `/quiz/${quiz.id}/questions`, bare)).toMatchObject({
      allow_multiple: false,
      image_url: null,
      show_question_time: 10,
      answering_time: 30,
      points: 1,
      difficulty: 'easy',
      explanation_title: null,
      explanation_text: null,
      explanation_image_url: null,
      show_explanation_time: 5,
      answers: [],
    });
  });

  it('[X87] puts it, and its answers, where order_index says', async () => {
    const { quizId } = await makeOrdered(3);
    await client.addQuestion(ada, quizId, { question_text: 'first', order_index: 0 });
    await client.addQuestion(ada, quizId, { question_text: 'third', order_index: 2 });
    const { answers } = await client.addQuestion(ada, quizId, {
      question_text: 'last',
      order_index: 99,
      answers: [3, 1, 2].map((order_index) => ({
        answer_text: `${order_index}`,
        is_correct: false,
        order_index,
      })),
    });
    expect(await readOrder(quizId)).toEqual(['first', '0', 'third', '1', '2', 'last']);
    expect(
      answers.map(({ answer_text, order_index }: Ordered & { answer_text: string }) => [
        answer_text,
        order_index,
      ]),
    ).toEqual([
      ['1', 0],
      ['2', 1],
      ['3', 2],
    ]);
  });
});

describe('PUT and DELETE /quiz/:quizId/questions/:questionId', () => {
  it('changes what it is given', async () => {
    const quiz = await client.makeQuiz(ada);
    const question = await client.addQuestion(ada, quiz.id);
    const changes = { question_text: 'And of Peru?', points: 5, explanation_text: null };
    const { status, body } = await client.call(
      ada,
      'PUT',
      `/quiz/${quiz.id}/questions/${question.id}`,
      changes,
    );
    expect({ status, body }).toEqual({
      status: 200,
      body: { ...question, ...changes, updated_at: expect.stringMatching(INSTANT) },
    });
  });

  it('[X87] moves it', async () => {
    const { quizId, ids, path } = await makeOrdered(4);
    const move = (index: number, order_index: number) =>
      client.act(ada, 'PUT', `${path}/${ids[index]}`, { order_index });
    expect(await move(3, 0)).toMatchObject({ order_index: 0 });
    expect(await readOrder(quizId)).toEqual(['3', '0', '1', '2']);
    expect(await move(0, 50)).toMatchObject({ order_index: 3 });
    expect(await readOrder(quizId)).toEqual(['3', '1', '2', '0']);
  });

  it('[X88] takes all answers at once, keeping those whose ids it is given', async () => {
    const quiz = await client.makeQuiz(ada);
    const { id, answers } = await client.addQuestion(ada, quiz.id);
    const path = `/quiz/${quiz.id}/questions/${id}`;
    const wanted = [
      { answer_text: 'New', is_correct: false },
      { ...answers[2], answer_text: 'Kept', is_correct: true, order_index: undefined },
    ];
    const { answers: changed } = await client.act(ada, 'PUT', path, { answers: wanted });
    expect(changed).toMatchObject([
      { answer_text: 'New', order_index: 0 },
      { id: answers[2].id, answer_text: 'Kept', is_correct: true, order_index: 1 },
    ]);
    for (const strange of [answers[0].id, NOBODYS_ID, changed[1].id]) {
      const twice = [{ ...changed[1] }, { ...changed[0], id: strange }];
      expect(await client.call(ada, 'PUT', path, { answers: twice })).toMatchObject(
        refusal(400, 'invalid_payload'),
      );
    }
    expect((await client.listQuestions(ada, quiz.id))[0].answers).toEqual(changed);
  });

  it('[Q4] deletes it, closing the gap', async () => {
    const { quizId, ids, path } = await makeOrdered(3);
    expect(await client.call(ada, 'DELETE', `${path}/${ids[1]}`)).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect(await readOrder(quizId)).toEqual(['0', '2']);
    for (const method of ['PUT', 'DELETE'])
      expect(await client.call(ada, method, `${path}/${ids[1]}`, {})).toMatchObject(
        refusal(404, 'not_found'),
      );
  });

  it('[Q2] a question of another quiz is 404, and one of a public quiz 403', async () => {
    const quiz = await client.makeWholeQuiz(ada, { is_public: true });
    const other = await client.makeQuiz(ada);
    const paths = (quizId: string) => [
      `/quiz/${quizId}/questions/${quiz.question.id}`,
      `/quiz/${quizId}/questions/${quiz.question.id}/answers/${quiz.question.answers[0].id}`,
    ];
    for (const method of ['PUT', 'DELETE']) {
      for (const path of paths(other.id))
        expect(await client.call(ada, method, path, {})).toMatchObject(refusal(404, 'not_found'));
      for (const path of paths(quiz.id))
        expect(await client.call(grace, method, path, {})).toMatchObject(refusal(403, 'forbidden'));
      for (const path of [
        `/quiz/${quiz.id}/questions/${NOBODYS_ID}`,
        `${paths(quiz.id)[0]}/answers/${NOBODYS_ID}`,
      ])
        expect(await client.call(grace, method, path, {})).toMatchObject(refusal(404, 'not_found'));
    }
  });
});

describe('answers one by one', () => {
  it('[Q1] [X87] are added, changed, moved and deleted', async () => {
    const quiz = await client.makeQuiz(ada);
    const question = await client.addQuestion(ada, quiz.id);
    const path = `/quiz/${quiz.id}/questions/${question.id}/answers`;
    const added = await client.call(ada, 'POST', path, {
      answer_text: 'Lima',
      image_url: 'https://example.org/lima.png',
      is_correct: false,
      order_index: 1,
    });
    expect(added).toMatchObject({
      status: 201,
      body: { question_id: question.id, answer_text: 'Lima', order_index: 1, is_correct: false },
    });
    const lima = `${path}/${added.body.id}`;
    expect(await client.call(ada, 'PUT', lima, { answer_text: 'Lima, Peru', order_index: 0 })).toMatchObject({
      status: 200,
      body: { ...added.body, answer_text: 'Lima, Peru', order_index: 0, updated_at: expect.any(String) },
    });
    const read = async () => {
      const [{ answers }] = await client.listQuestions(ada, quiz.id);
      expect(answers.map(({ order_index }: Ordered) => order_index)).toEqual([...answers.keys()]);
      return answers.map(({ answer_text }: { answer_text: string }) => answer_text);
    };
    expect(await read()).toEqual(['Lima, Peru', 'Answer 1', 'Answer 2', 'Answer 3']);
    await client.act(ada, 'DELETE', `${path}/${question.answers[1].id}`);
    expect(await read()).toEqual(['Lima, Peru', 'Answer 1', 'Answer 3']);
    expect(await client.call(ada, 'DELETE', `${path}/${question.answers[1].id}`)).toMatchObject(
      refusal(404, 'not_found'),
    );
  });
});
