import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

export type NewResponse = {
  roomId: string;
  gameNumber: number;
  questionId: string;
  playerId: string;
  answerIds: readonly string[];
  submittedAt: Date;
  elapsedMs: number;
};

/** Records first answers; returns the places in the list of those that were. */
export async function insertResponses(
  tx: Executor,
  responses: readonly NewResponse[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    INSERT INTO quiz_responses
      (room_id, game_number, question_id, player_id, answer_ids, submitted_at, elapsed_ms)
    SELECT room_id, game_number, question_id, player_id, answer_ids::uuid[], submitted_at, elapsed_ms
    FROM unnest(
      ${responses.map(({ roomId }) => roomId)}::uuid[],
      ${responses.map(({ gameNumber }) => gameNumber)}::integer[],
      ${responses.map(({ questionId }) => questionId)}::uuid[],
      ${responses.map(({ playerId }) => playerId)}::text[],
      -- An array of arrays would have to be even: each as its text.
      ${responses.map(({ answerIds }) => `{${answerIds.join()}}`)}::text[],
      ${responses.map(({ submittedAt }) => submittedAt)}::timestamptz[],
      ${responses.map(({ elapsedMs }) => elapsedMs)}::integer[]
    ) AS r (room_id, game_number, question_id, player_id, answer_ids, submitted_at, elapsed_ms)
    ON CONFLICT DO NOTHING
    RETURNING room_id || player_id AS key
  `.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

type QuestionKey = { roomId: string; gameNumber: number; questionId: string };

/** Of the players who answered. */
export const listResponses = (db: Executor, { roomId, gameNumber, questionId }: QuestionKey) =>
  db
    .selectFrom('quizResponses')
    .select(['playerId', 'answerIds', 'elapsedMs', 'isCorrect', 'points'])
    .where('roomId', '=', roomId)
    .where('gameNumber', '=', gameNumber)
    .where('questionId', '=', questionId)
    .execute();

/** How many chose each answer, by its id; answers that nobody chose are absent. */
export async function countAnswers(
  db: Executor,
  { roomId, gameNumber, questionId }: QuestionKey,
): Promise<Record<string, number>> {
  const { rows } = await sql<{ answerId: string; count: number }>`
    SELECT answer_id AS "answerId", count(*) AS count
    FROM quiz_responses, unnest(answer_ids) AS answer_id
    WHERE room_id = ${roomId} AND game_number = ${gameNumber} AND question_id = ${questionId}
    GROUP BY answer_id
  `.execute(db);
  return Object.fromEntries(rows.map(({ answerId, count }) => [answerId, count]));
}

export async function countResponses(
  db: Executor,
  { roomId, gameNumber, questionId }: QuestionKey,
): Promise<number> {
  const { count } = await db
    .selectFrom('quizResponses')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('roomId', '=', roomId)
    .where('gameNumber', '=', gameNumber)
    .where('questionId', '=', questionId)
    .executeTakeFirstOrThrow();
  return count;
}

/** What a player has answered to a question, if anything. */
export const findResponse = (
  db: Executor,
  { roomId, gameNumber, questionId }: QuestionKey,
  playerId: string,
) =>
  db
    .selectFrom('quizResponses')
    .select(['answerIds', 'isCorrect', 'points'])
    .where('roomId', '=', roomId)
    .where('gameNumber', '=', gameNumber)
    .where('questionId', '=', questionId)
    .where('playerId', '=', playerId)
    .executeTakeFirst();

export async function saveResults(
  tx: Executor,
  { roomId, gameNumber, questionId }: QuestionKey,
  results: ReadonlyMap<string, { isCorrect: boolean; points: number }>,
): Promise<void> {
  if (results.size === 0) return;
  const entries = [...results];
  await sql`
    UPDATE quiz_responses r SET is_correct = v.is_correct, points = v.points
    FROM unnest(
      ${entries.map(([playerId]) => playerId)}::text[],
      ${entries.map(([, { isCorrect }]) => isCorrect)}::boolean[],
      ${entries.map(([, { points }]) => points)}::integer[]
    ) AS v (player_id, is_correct, points)
    WHERE r.room_id = ${roomId} AND r.game_number = ${gameNumber} AND r.question_id = ${questionId}
      AND r.player_id = v.player_id
  `.execute(tx);
}
