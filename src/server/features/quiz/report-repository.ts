import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

type Game = { roomId: string; gameNumber: number };

export type QuestionFigures = {
  questionId: string;
  answered: number;
  correct: number;
  averageMs: number | null;
};

/** Of the questions that have ended, how they were answered. */
export async function listQuestionFigures(
  db: Executor,
  { roomId, gameNumber }: Game,
): Promise<QuestionFigures[]> {
  const { rows } = await sql<QuestionFigures>`
    SELECT
      question_id AS "questionId", count(*) AS answered, count(*) FILTER (WHERE is_correct) AS correct,
      avg(elapsed_ms)::float8 AS "averageMs"
    FROM quiz_responses
    WHERE room_id = ${roomId} AND game_number = ${gameNumber} AND is_correct IS NOT NULL
    GROUP BY question_id
  `.execute(db);
  return rows;
}

/** How often each answer was chosen, by its id, of questions that have ended. */
export async function countChoices(
  db: Executor,
  { roomId, gameNumber }: Game,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ answerId: string; count: number }>`
    SELECT answer_id AS "answerId", count(*) AS count
    FROM quiz_responses, unnest(answer_ids) AS answer_id
    WHERE room_id = ${roomId} AND game_number = ${gameNumber} AND is_correct IS NOT NULL
    GROUP BY answer_id
  `.execute(db);
  return new Map(rows.map(({ answerId, count }) => [answerId, count]));
}

export type PlayerFigures = { playerId: string; answered: number; averageMs: number | null };

export async function listPlayerFigures(
  db: Executor,
  { roomId, gameNumber }: Game,
): Promise<ReadonlyMap<string, PlayerFigures>> {
  const { rows } = await sql<PlayerFigures>`
    SELECT player_id AS "playerId", count(*) AS answered, avg(elapsed_ms)::float8 AS "averageMs"
    FROM quiz_responses
    WHERE room_id = ${roomId} AND game_number = ${gameNumber} AND is_correct IS NOT NULL
    GROUP BY player_id
  `.execute(db);
  return new Map(rows.map((row) => [row.playerId, row]));
}

/** Every answer that counted, for the table of all. */
export const listAllResponses = (db: Executor, { roomId, gameNumber }: Game) =>
  db
    .selectFrom('quizResponses')
    .select(['playerId', 'questionId', 'isCorrect', 'points'])
    .where('roomId', '=', roomId)
    .where('gameNumber', '=', gameNumber)
    .where('isCorrect', 'is not', null)
    .execute();
