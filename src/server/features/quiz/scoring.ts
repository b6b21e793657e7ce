export type ScoringRules = { timeBonus: boolean; streakBonus: boolean };

/** How a player stands in one game. */
export type Standing = {
  playerId: string;
  /** Who came first; no two are equal. */
  joinedOrder: number;
  score: number;
  /** How many answers were. */
  correct: number;
  /** What the correct answers took in all. */
  elapsedMs: number;
  /** How many questions in a row, up to the last. */
  streak: number;
  /** What the last question gave. */
  delta: number;
};

export type Response = {
  answerIds: readonly string[];
  /** From the moment that answers counted, less pauses. */
  elapsedMs: number;
};

/** A tenth for each correct answer in a row before this one, up to five. */
const MAX_STREAK_TENTHS = 5;

/**
 * What one answer is worth: points × (1 − t / 2T) × (1 + min(0.5, 0.1 × (streak − 1))), each factor where its rule
 * holds, rounded once. Whole numbers up to the one division keep halves exact.
 * @param input.durationMs T, above zero
 * @param input.streak counts this answer
 */
export function pointsFor(
  input: { isCorrect: boolean; points: number; elapsedMs: number; durationMs: number; streak: number },
  rules: ScoringRules,
): number {
  if (!input.isCorrect) return 0;
  const whole = 2 * input.durationMs;
  const elapsedMs = Math.min(Math.max(input.elapsedMs, 0), input.durationMs);
  const kept = rules.timeBonus ? whole - elapsedMs : whole;
  const tenths = rules.streakBonus ? 10 + Math.min(MAX_STREAK_TENTHS, Math.max(0, input.streak - 1)) : 10;
  return Math.round((input.points * kept * tenths) / (whole * 10));
}

/**
 * Everybody's standing after a question, and what each response was worth. Responses are by player; those of players
 * without a standing are worth nothing and have no result.
 */
export function settle(
  standings: readonly Standing[],
  responses: ReadonlyMap<string, Response>,
  question: { points: number; correctAnswerIds: readonly string[]; durationMs: number },
  rules: ScoringRules,
): { standings: Standing[]; results: Map<string, { isCorrect: boolean; points: number }> } {
  const { points, durationMs } = question;
  const correctIds = new Set(question.correctAnswerIds);
  const results = new Map<string, { isCorrect: boolean; points: number }>();
  const settled = standings.map((standing): Standing => {
    const response = responses.get(standing.playerId);
    if (!response) return { ...standing, streak: 0, delta: 0 };
    const isCorrect = isSame(new Set(response.answerIds), correctIds);
    if (!isCorrect) {
      results.set(standing.playerId, { isCorrect, points: 0 });
      return { ...standing, streak: 0, delta: 0 };
    }
    const { elapsedMs } = response;
    const streak = standing.streak + 1;
    const delta = pointsFor({ isCorrect, points, elapsedMs, durationMs, streak }, rules);
    results.set(standing.playerId, { isCorrect, points: delta });
    return {
      ...standing,
      score: standing.score + delta,
      correct: standing.correct + 1,
      elapsedMs: standing.elapsedMs + elapsedMs,
      streak,
      delta,
    };
  });
  return { standings: settled, results };
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && a.isSubsetOf(b);
