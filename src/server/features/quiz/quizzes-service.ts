import { defaultPlaySettings, type PlaySettingsChange, type QuizStatus } from '#protocol/quiz.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { type Authored, addAuthors, type FindAuthors } from './authoring-authors.ts';
import { requireEditable, requireOwn, requireVisible } from './authoring-rights.ts';
import { validateQuiz } from './authoring-validation.ts';
import { insertQuestions, listQuestions, type WholeQuestion } from './questions-repository.ts';
import * as quizzes from './quizzes-repository.ts';

export type QuizService = ReturnType<typeof createQuizService>;
export type AuthoredQuiz = Authored<quizzes.QuizRow>;

type Dependencies = { database: Database; clock: Clock; findAuthors: FindAuthors };

export type NewQuizFields = Omit<quizzes.QuizFields, 'playSettings'> & { playSettings: PlaySettingsChange };
export type QuizChanges = Omit<quizzes.QuizChanges, 'playSettings' | 'publishedAt'> & {
  playSettings: PlaySettingsChange | undefined;
};

type QuizPage = { quizzes: AuthoredQuiz[]; total: number };

/** Bounds what an account can fill the store with. */
const MAX_QUIZZES = 1_000;

/** The life of a quiz: written, published, copied, deleted. */
export function createQuizService({ database, clock, findAuthors }: Dependencies) {
  const { db } = database;
  const now = () => new Date(clock.now());

  async function addAuthor(quiz: quizzes.QuizRow | undefined): Promise<AuthoredQuiz> {
    const [authored] = quiz ? await addAuthors([quiz], findAuthors) : [];
    if (!authored) throw notFound('Quiz not found');
    return authored;
  }

  const toPage = async (found: { quizzes: quizzes.QuizRow[]; total: number }): Promise<QuizPage> => ({
    quizzes: await addAuthors(found.quizzes, findAuthors),
    total: found.total,
  });

  async function insert(
    tx: Executor,
    authorId: string,
    { playSettings, ...fields }: NewQuizFields,
    questions: readonly WholeQuestion[],
  ): Promise<string> {
    if ((await quizzes.countQuizzesOf(tx, authorId)) >= MAX_QUIZZES)
      throw new AppError('conflict', `An account has at most ${MAX_QUIZZES} quizzes`);
    const settings = { ...defaultPlaySettings, ...playSettings };
    const id = await quizzes.insertQuiz(tx, authorId, { ...fields, playSettings: settings }, now());
    await insertQuestions(tx, id, 0, questions, now());
    return id;
  }

  /** Does something to the quiz under its lock, and answers with it as it then is. */
  async function change(
    id: string,
    work: (tx: Executor, quiz: quizzes.QuizRow | undefined) => Promise<void>,
  ): Promise<AuthoredQuiz> {
    const changed = await database.transaction(async (tx) => {
      await work(tx, await quizzes.lockQuiz(tx, id));
      return quizzes.findQuiz(tx, id);
    });
    return addAuthor(changed);
  }

  async function listErrors(on: Executor, quiz: quizzes.QuizRow): Promise<string[]> {
    return validateQuiz({ ...quiz, questions: await listQuestions(on, quiz.id) });
  }

  return {
    /** The caller's own. */
    list: async (caller: Caller, status: QuizStatus | undefined, page: quizzes.Page): Promise<QuizPage> =>
      toPage(await quizzes.listQuizzesOf(db, caller.accountId, { status }, page)),

    listPublic: async (filter: quizzes.PublicFilter, page: quizzes.Page): Promise<QuizPage> =>
      toPage(await quizzes.listPublicQuizzes(db, filter, page)),

    find: async (caller: Caller, id: string): Promise<AuthoredQuiz> =>
      addAuthor(requireVisible(await quizzes.findQuiz(db, id), caller)),

    /** All of it or nothing. */
    async create(
      caller: Caller,
      fields: NewQuizFields,
      questions: readonly WholeQuestion[] = [],
    ): Promise<AuthoredQuiz> {
      const created = await database.transaction(async (tx) => {
        const id = await insert(tx, caller.accountId, fields, questions);
        return quizzes.findQuiz(tx, id);
      });
      return addAuthor(created);
    },

    /** The caller's own copy: a private draft without a code. */
    async clone(caller: Caller, id: string): Promise<AuthoredQuiz> {
      const copy = await database.transaction(async (tx) => {
        // No change of it comes between the reading of its parts.
        const quiz = requireVisible(await quizzes.lockQuiz(tx, id), caller);
        const { title, description, difficultyLevel, category, tags, playSettings } = quiz;
        const fields = { title, description, difficultyLevel, category, tags, playSettings };
        const questions = (await listQuestions(tx, id)).map(toWholeQuestion);
        const copyId = await insert(tx, caller.accountId, { ...fields, isPublic: false }, questions);
        return quizzes.findQuiz(tx, copyId);
      });
      return addAuthor(copy);
    },

    /** The quiz and its questions, as they are written down elsewhere. */
    exportQuiz: (caller: Caller, id: string) =>
      database.transaction(async (tx) => {
        const quiz = requireOwn(await quizzes.lockQuiz(tx, id), caller);
        return { ...quiz, questions: (await listQuestions(tx, id)).map(toWholeQuestion) };
      }),

    change: (caller: Caller, id: string, { playSettings, ...changes }: QuizChanges): Promise<AuthoredQuiz> =>
      change(id, async (tx, quiz) => {
        const present = requireEditable(quiz, caller).playSettings;
        const settings = playSettings && { ...present, ...playSettings };
        await quizzes.updateQuiz(tx, id, { ...changes, playSettings: settings }, now());
      }),

    /** It stays in the store, as past games were played with it. Its code is free again. */
    remove: (caller: Caller, id: string): Promise<void> =>
      database.transaction(async (tx) => {
        requireOwn(await quizzes.lockQuiz(tx, id), caller);
        await quizzes.markQuizDeleted(tx, id, now());
      }),

    /** @throws 400 `validation_failed` with all that is wrong */
    publish: (caller: Caller, id: string): Promise<AuthoredQuiz> =>
      change(id, async (tx, locked) => {
        const quiz = requireOwn(locked, caller);
        if (quiz.status === 'published') return;
        const errors = await listErrors(tx, quiz);
        if (errors.length > 0)
          throw new AppError('validation_failed', 'The quiz can not be published yet', {
            details: { details: { errors } },
          });
        await quizzes.updateQuiz(tx, id, { status: 'published', publishedAt: now() }, now());
      }),

    /** One that isn't published is left as it is. */
    unpublish: (caller: Caller, id: string): Promise<AuthoredQuiz> =>
      change(id, async (tx, locked) => {
        if (requireOwn(locked, caller).status === 'published')
          await quizzes.updateQuiz(tx, id, { status: 'draft', publishedAt: null }, now());
      }),

    validate: async (caller: Caller, id: string): Promise<string[]> =>
      listErrors(db, requireOwn(await quizzes.findQuiz(db, id), caller)),
  };
}

/** What a question says, without what makes it this one. */
function toWholeQuestion({
  id: _id,
  quizId: _quizId,
  orderIndex: _orderIndex,
  createdAt: _createdAt,
  updatedAt: _updatedAt,
  deletedAt: _deletedAt,
  answers,
  ...fields
}: Awaited<ReturnType<typeof listQuestions>>[number]): WholeQuestion {
  return {
    ...fields,
    answers: answers.map(({ answerText, imageUrl, isCorrect }) => ({ answerText, imageUrl, isCorrect })),
  };
}
