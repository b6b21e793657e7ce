import { type Draft, newAnswer, newQuestion, type QuestionDraft } from './editor-draft.ts';
import type { Reply } from './editor-remote.ts';
import type { Step } from './editor-steps.ts';
import type { FailureKind } from './editor-store.ts';
import type { Question, QuestionChange, Quiz } from './editor-wire.ts';

/** A whole question: two answers, `<key>-a` the right one. */
export const questionOf = (key: string, text = `Text of ${key}`): QuestionDraft => ({
  ...newQuestion([key, `${key}-a`, `${key}-b`]),
  question_text: text,
  answers: [
    { ...newAnswer(`${key}-a`), answer_text: 'Right', is_correct: true },
    { ...newAnswer(`${key}-b`), answer_text: 'Wrong' },
  ],
});

export const draftOf = (questions: readonly QuestionDraft[]): Draft => ({
  quiz: {
    title: 'Capitals',
    description: 'Of the world',
    category: 'Geography',
    difficulty_level: 'easy',
    is_public: false,
    tags: ['cities'],
    show_question_only: false,
    show_explanation: true,
    time_bonus: false,
    streak_bonus: false,
    show_correct_answer: true,
    max_players: 400,
    show_live_counts: false,
    auto_advance: false,
  },
  questions,
});

const AT = '2026-03-15T19:00:00.000Z';

export function wireQuiz(change: Partial<Quiz> = {}): Quiz {
  const { title, description, category, difficulty_level, is_public, tags, ...play_settings } = draftOf(
    [],
  ).quiz;
  return {
    id: 'quiz',
    user_id: 'ada',
    author: { username: 'ada', display_name: 'Ada', avatar_url: null },
    title,
    description,
    category,
    difficulty_level,
    is_public,
    tags: [...tags],
    play_settings,
    status: 'draft',
    code: null,
    total_questions: 0,
    times_played: 0,
    created_at: AT,
    updated_at: AT,
    published_at: null,
    ...change,
  };
}

/** As the server tells of it, under ids that are the keys. */
export const wireQuestion = ({ key, answers, ...fields }: QuestionDraft): Question => ({
  ...fields,
  id: key,
  quiz_id: 'quiz',
  order_index: 0,
  created_at: AT,
  updated_at: AT,
  answers: answers.map(({ key: id, ...answer }, order_index) => ({
    ...answer,
    id,
    question_id: key,
    order_index,
    created_at: AT,
    updated_at: AT,
  })),
});

export class TestFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind) {
    super(kind);
    this.kind = kind;
  }
}

/** A server that keeps one quiz as the real one does, in the order of the requests. */
export function createTestServer(questions: readonly QuestionDraft[] = []) {
  let quiz = wireQuiz();
  let list = questions.map(wireQuestion);
  let lastId = 0;
  const sent: Step[] = [];
  const failures: TestFailure[] = [];

  const find = (id: string): Question => {
    const question = list.find((one) => one.id === id);
    if (!question) throw new TestFailure('gone');
    return question;
  };
  const toAnswers = (
    question: Question,
    answers: NonNullable<QuestionChange['answers']>,
  ): Question['answers'] =>
    answers.map(({ id, answer_text, is_correct, image_url = null }, order_index) => {
      const known = question.answers.some((answer) => answer.id === id);
      if (id !== undefined && !known) throw new TestFailure('refused');
      const newId = id ?? `answer-${++lastId}`;
      const moments = { created_at: AT, updated_at: AT };
      return {
        id: newId,
        question_id: question.id,
        answer_text,
        is_correct,
        image_url,
        order_index,
        ...moments,
      };
    });

  function handle(step: Step): Reply {
    if (quiz.status === 'published') throw new TestFailure('refused');
    switch (step.type) {
      case 'quiz': {
        const { play_settings, ...fields } = step.body;
        quiz = { ...quiz, ...fields, play_settings: { ...quiz.play_settings, ...play_settings } };
        return { quiz };
      }
      case 'remove':
        find(step.questionId);
        list = list.filter(({ id }) => id !== step.questionId);
        return {};
      case 'add': {
        const { answers = [], order_index: place = list.length, ...fields } = step.body;
        const made: Question = {
          ...wireQuestion(questionOf(`question-${++lastId}`)),
          ...fields,
          answers: [],
        };
        const question = { ...made, answers: toAnswers(made, answers) };
        list = list.toSpliced(place, 0, question);
        return { question };
      }
      case 'change': {
        const before = find(step.questionId);
        const { answers, ...fields } = step.body;
        const question = {
          ...before,
          ...fields,
          answers: answers ? toAnswers(before, answers) : before.answers,
        };
        list = list.map((one) => (one.id === question.id ? question : one));
        return { question };
      }
      case 'order':
        list = step.questionIds.map(find);
        return { questions: list };
    }
  }

  return {
    sent,
    failures,
    loaded: () => ({ quiz, questions: list }),
    /** Another tab does something. */
    change(part: { quiz?: Partial<Quiz>; questions?: (list: Question[]) => Question[] }) {
      quiz = { ...quiz, ...part.quiz };
      list = part.questions?.(list) ?? list;
    },
    backend: {
      load: async () => ({ quiz, questions: list }),
      kindOf: (error: unknown) => (error instanceof TestFailure ? error.kind : 'other'),
      async send(step: Step) {
        // As an answer takes its time, so that things happen meanwhile.
        await Promise.resolve();
        const failure = failures.shift();
        if (failure) throw failure;
        sent.push(step);
        return handle(step);
      },
    },
  };
}
