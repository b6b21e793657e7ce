import { expect } from 'vitest';
import type { Answer, TestApp } from './app.ts';

/** As loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;
type Someone = { token: string };

/** An id that nothing has. */
export const NOBODYS_ID = '00000000-0000-4000-8000-00000000dead';

export const newQuiz = (overrides: Parsed = {}): Parsed => ({
  title: 'Capitals',
  description: 'Of the world',
  difficulty_level: 'medium',
  category: 'Geography',
  is_public: false,
  tags: ['cities', 'school'],
  ...overrides,
});

export const newAnswers = (...isCorrect: boolean[]): Parsed[] =>
  isCorrect.map((is_correct, index) => ({ answer_text: `Answer ${index + 1}`, is_correct }));

export const newQuestion = (overrides: Parsed = {}): Parsed => ({
  question_text: 'What is the capital of France?',
  question_type: 'multiple_choice',
  answers: newAnswers(true, false, false),
  ...overrides,
});

/** The ways to quizzes, for whoever is given. */
export function createQuizClient(app: Pick<TestApp, 'call'>) {
  const call = ({ token }: Someone, method: string, path: string, body?: unknown): Promise<Answer> =>
    app.call(method, path, body, { token });

  /** A step on the way to what a test is about must not fail unseen. */
  async function act(who: Someone, method: string, path: string, body?: unknown): Promise<Parsed> {
    const answer = await call(who, method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  const makeQuiz = (who: Someone, overrides: Parsed = {}): Promise<Parsed> =>
    act(who, 'POST', '/quiz', newQuiz(overrides));

  const addQuestion = (who: Someone, quizId: string, overrides: Parsed = {}): Promise<Parsed> =>
    act(who, 'POST', `/quiz/${quizId}/questions`, newQuestion(overrides));

  return {
    call,
    act,
    makeQuiz,
    addQuestion,

    /** One that is fit to be published. */
    async makeWholeQuiz(who: Someone, overrides: Parsed = {}): Promise<Parsed> {
      const quiz = await makeQuiz(who, overrides);
      const question = await addQuestion(who, quiz.id);
      return { ...quiz, question };
    },

    publish: (who: Someone, quizId: string): Promise<Parsed> => act(who, 'POST', `/quiz/${quizId}/publish`),

    /** So many questions, whose texts are their numbers. */
    async makeOrdered(who: Someone, count: number) {
      const quiz = await makeQuiz(who);
      const ids: string[] = [];
      for (let number = 0; number < count; number++)
        ids.push((await addQuestion(who, quiz.id, { question_text: `${number}` })).id);
      return { quizId: String(quiz.id), ids, path: `/quiz/${quiz.id}/questions` };
    },

    /** The texts in their order, which has neither gaps nor twins. */
    async readOrder(who: Someone, quizId: string): Promise<string[]> {
      const { questions } = await act(who, 'GET', `/quiz/${quizId}/questions`);
      const places: number[] = questions.map(({ order_index }: { order_index: number }) => order_index);
      expect(places).toEqual([...places.keys()]);
      return questions.map(({ question_text }: { question_text: string }) => question_text);
    },

    listQuestions: async (who: Someone, quizId: string): Promise<Parsed[]> =>
      (await act(who, 'GET', `/quiz/${quizId}/questions`)).questions,
  };
}
