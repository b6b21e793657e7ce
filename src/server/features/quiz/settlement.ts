import type { Executor } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { GameState } from './game-types.ts';
import { listStandings, saveStandings } from './player-repository.ts';
import { listResponses, saveResults } from './response-repository.ts';
import { correctAnswerIds } from './room-messages.ts';
import type { RoomContent } from './room-types.ts';
import { settle } from './scoring.ts';

/**
 * Gives the answers to a question what they are worth, in the transaction in which it ends: everybody is read and
 * written in a statement each, however many they are.
 * @param game as it was while the question was open
 * @returns how often each answer was chosen, by its id
 */
export async function settleQuestion(
  tx: Executor,
  content: RoomContent,
  game: GameState,
  questionId: string,
): Promise<Record<string, number>> {
  const question = content.questions.find(({ id }) => id === questionId);
  if (!question) throw notFound('There is no such question');
  const key = { roomId: content.id, gameNumber: game.gameNumber, questionId };
  const standings = await listStandings(tx, content.id, game.gameNumber);
  const responses = await listResponses(tx, key);
  const settled = settle(
    standings,
    new Map(responses.map(({ playerId, answerIds, elapsedMs }) => [playerId, { answerIds, elapsedMs }])),
    {
      points: question.points,
      correctAnswerIds: correctAnswerIds(question),
      durationMs: (game.endsAt ?? 0) - (game.startsAt ?? 0),
    },
    { timeBonus: content.settings.time_bonus, streakBonus: content.settings.streak_bonus },
  );
  await saveStandings(tx, content.id, game.gameNumber, settled.standings);
  await saveResults(tx, key, settled.results);
  const counts: Record<string, number> = {};
  for (const { answerIds } of responses) for (const id of answerIds) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
