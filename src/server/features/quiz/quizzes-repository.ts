import { type Selectable, sql } from 'kysely';
import { defaultPlaySettings, type PlaySettings, type QuizStatus } from '#protocol/quiz.ts';
import type { Executor } from '#server/platform/database.ts';
import type { Quizzes } from '#server/platform/database-types.ts';

export type QuizRow = Omit<Selectable<Quizzes>, 'playSettings' | 'deletedAt'> & {
  playSettings: PlaySettings;
  totalQuestions: number;
};

export type QuizFields = {
  title: string;
  description: string | null;
  difficultyLevel: string;
  category: string | null;
  isPublic: boolean;
  tags: string[];
  playSettings: PlaySettings;
};

/** What is undefined stays. */
export type QuizChanges = { [Field in keyof QuizFields]?: QuizFields[Field] | undefined } & {
  status?: QuizStatus | undefined;
  publishedAt?: Date | null;
};

const selectQuizzes = (db: Executor) =>
  db
    .selectFrom('quizzes')
    .select([
      'id',
      'authorId',
      'title',
      'description',
      'difficultyLevel',
      'category',
      'status',
      'isPublic',
      'tags',
      'code',
      'timesPlayed',
      'createdAt',
      'updatedAt',
      'publishedAt',
      // Written by us alone, in this form.
      sql<Partial<PlaySettings>>`play_settings`.as('playSettings'),
    ])
    .select((eb) =>
      eb
        .selectFrom('quizQuestions')
        .whereRef('quizQuestions.quizId', '=', 'quizzes.id')
        .where('quizQuestions.deletedAt', 'is', null)
        .select((count) => count.fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('totalQuestions'),
    )
    .where('deletedAt', 'is', null);

/** A setting that is newer than the quiz is as it is by default. */
const withDefaults = <Row extends { playSettings: Partial<PlaySettings> }>(row: Row) => ({
  ...row,
  playSettings: { ...defaultPlaySettings, ...row.playSettings },
});

export async function findQuiz(db: Executor, id: string): Promise<QuizRow | undefined> {
  const row = await selectQuizzes(db).where('id', '=', id).executeTakeFirst();
  return row && withDefaults(row);
}

/** Locks the quiz: its changes, and those of its questions and answers, have one order on all nodes. */
export async function lockQuiz(tx: Executor, id: string): Promise<QuizRow | undefined> {
  const row = await selectQuizzes(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return row && withDefaults(row);
}

export type Page = { page: number; limit: number };
type Found = { quizzes: QuizRow[]; total: number };

type Selection = { status?: QuizStatus | undefined };

/** The newest first. */
export async function listQuizzesOf(
  db: Executor,
  authorId: string,
  { status }: Selection,
  { page, limit }: Page,
): Promise<Found> {
  const condition = sql<boolean>`author_id = ${authorId} AND (${status ?? null}::text IS NULL OR status = ${status ?? null})`;
  const rows = await selectQuizzes(db)
    .where(condition)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .offset((page - 1) * limit)
    .limit(limit)
    .execute();
  return { quizzes: rows.map(withDefaults), total: await countQuizzes(db, condition) };
}

export type PublicFilter = { search?: string | undefined; category?: string | undefined };

/** Those that are public and published, the latest published first. */
export async function listPublicQuizzes(
  db: Executor,
  { search = '', category = '' }: PublicFilter,
  { page, limit }: Page,
): Promise<Found> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const condition = sql<boolean>`is_public AND status = 'published'
    AND (${search} = '' OR title ILIKE ${pattern} OR description ILIKE ${pattern}
      OR EXISTS (SELECT 1 FROM unnest(tags) AS tag WHERE tag ILIKE ${pattern}))
    AND (${category} = '' OR lower(category) = lower(${category}))`;
  const rows = await selectQuizzes(db)
    .where(condition)
    .orderBy('publishedAt', 'desc')
    .orderBy('id', 'desc')
    .offset((page - 1) * limit)
    .limit(limit)
    .execute();
  return { quizzes: rows.map(withDefaults), total: await countQuizzes(db, condition) };
}

async function countQuizzes(db: Executor, condition: ReturnType<typeof sql<boolean>>): Promise<number> {
  const { count } = await db
    .selectFrom('quizzes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('deletedAt', 'is', null)
    .where(condition)
    .executeTakeFirstOrThrow();
  return count;
}

export const countQuizzesOf = (db: Executor, authorId: string): Promise<number> =>
  countQuizzes(db, sql<boolean>`author_id = ${authorId}`);

/** A draft; its id. */
export async function insertQuiz(
  tx: Executor,
  authorId: string,
  { playSettings, ...fields }: QuizFields,
  at: Date,
): Promise<string> {
  const { id } = await tx
    .insertInto('quizzes')
    .values({
      ...fields,
      playSettings: JSON.stringify(playSettings),
      authorId,
      createdAt: at,
      updatedAt: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Without changes it only notes that the quiz was changed, in a question or an answer. */
export async function updateQuiz(
  tx: Executor,
  id: string,
  { playSettings, ...changes }: QuizChanges,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('quizzes')
    .set({
      ...changes,
      playSettings: playSettings === undefined ? undefined : JSON.stringify(playSettings),
      updatedAt: at,
    })
    .where('id', '=', id)
    .execute();
}

export async function markQuizDeleted(tx: Executor, id: string, at: Date): Promise<void> {
  await tx.updateTable('quizzes').set({ deletedAt: at }).where('id', '=', id).execute();
}
