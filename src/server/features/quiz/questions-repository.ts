import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { QuizAnswers, QuizQuestions } from '#server/platform/database-types.ts';

export type AnswerFields = { answerText: string; imageUrl: string | null; isCorrect: boolean };

export type QuestionFields = {
  questionText: string;
  questionType: string;
  allowMultiple: boolean;
  imageUrl: string | null;
  showQuestionTime: number;
  answeringTime: number;
  points: number;
  difficulty: string;
  explanationTitle: string | null;
  explanationText: string | null;
  explanationImageUrl: string | null;
  showExplanationTime: number;
};

export type WholeQuestion = QuestionFields & { answers: readonly AnswerFields[] };

/** What is undefined stays. */
export type Changes<Fields> = { [Field in keyof Fields]?: Fields[Field] | undefined };

export type AnswerRow = Selectable<QuizAnswers>;
export type QuestionRow = Selectable<QuizQuestions> & { answers: AnswerRow[] };

/** Those that were not deleted, with their answers, both in order. */
export async function listQuestions(db: Executor, quizId: string): Promise<QuestionRow[]> {
  const questions = await db
    .selectFrom('quizQuestions')
    .selectAll()
    .where('quizId', '=', quizId)
    .where('deletedAt', 'is', null)
    .orderBy('orderIndex')
    .orderBy('id')
    .execute();
  return addAnswers(db, questions);
}

export async function findQuestion(
  db: Executor,
  quizId: string,
  id: string,
): Promise<QuestionRow | undefined> {
  const question = await db
    .selectFrom('quizQuestions')
    .selectAll()
    .where('id', '=', id)
    .where('quizId', '=', quizId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!question) return undefined;
  const [whole] = await addAnswers(db, [question]);
  return whole;
}

async function addAnswers(db: Executor, questions: Selectable<QuizQuestions>[]): Promise<QuestionRow[]> {
  const ids = questions.map(({ id }) => id);
  const answers = await db
    .selectFrom('quizAnswers')
    .selectAll()
    .where('questionId', '=', sql<string>`ANY (${ids}::uuid[])`)
    .where('deletedAt', 'is', null)
    .orderBy('orderIndex')
    .orderBy('id')
    .execute();
  const byQuestion = Map.groupBy(answers, ({ questionId }) => questionId);
  return questions.map((question) => ({ ...question, answers: byQuestion.get(question.id) ?? [] }));
}

/** In order. */
export async function listQuestionIds(db: Executor, quizId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('quizQuestions')
    .select('id')
    .where('quizId', '=', quizId)
    .where('deletedAt', 'is', null)
    .orderBy('orderIndex')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Adds them, with their answers, from that place on; their ids. */
export async function insertQuestions(
  tx: Executor,
  quizId: string,
  firstIndex: number,
  questions: readonly WholeQuestion[],
  at: Date,
): Promise<string[]> {
  if (questions.length === 0) return [];
  const stamps = { createdAt: at, updatedAt: at };
  const rows = questions.map(({ answers, ...fields }, index) => ({
    question: { ...fields, ...stamps, id: randomUUID(), quizId, orderIndex: firstIndex + index },
    answers,
  }));
  await tx
    .insertInto('quizQuestions')
    .values(rows.map(({ question }) => question))
    .execute();
  const answers = rows.flatMap(({ question, answers }) =>
    answers.map((answer, orderIndex) => ({ ...answer, ...stamps, questionId: question.id, orderIndex })),
  );
  if (answers.length > 0) await tx.insertInto('quizAnswers').values(answers).execute();
  return rows.map(({ question }) => question.id);
}

export async function updateQuestion(
  tx: Executor,
  id: string,
  changes: Changes<QuestionFields>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('quizQuestions')
    .set({ ...changes, updatedAt: at })
    .where('id', '=', id)
    .execute();
}

export async function markQuestionDeleted(tx: Executor, id: string, at: Date): Promise<void> {
  await tx.updateTable('quizQuestions').set({ deletedAt: at }).where('id', '=', id).execute();
}

/** Gives the questions their places: 0 to n − 1 in this order. */
export async function numberQuestions(tx: Executor, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE quiz_questions SET order_index = place.index - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS place (id, index)
    WHERE quiz_questions.id = place.id AND order_index <> place.index - 1`.execute(tx);
}
