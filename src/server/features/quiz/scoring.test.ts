import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsFor, type ScoringRules, type Standing, settle } from './scoring.ts';

const PLAIN: ScoringRules = { timeBonus: false, streakBonus: false };
const TIMED: ScoringRules = { timeBonus: true, streakBonus: false };
const STREAKS: ScoringRules = { timeBonus: false, streakBonus: true };
const BOTH: ScoringRules = { timeBonus: true, streakBonus: true };

const right = { isCorrect: true, points: 100, elapsedMs: 0, durationMs: 20_000, streak: 1 };

describe('[Q12] the points of an answer', () => {
  it('are the question’s points without any bonus, however late and after whatever streak', () => {
    expect(pointsFor(right, PLAIN)).toBe(100);
    expect(pointsFor({ ...right, elapsedMs: 20_000, streak: 9 }, PLAIN)).toBe(100);
  });

  it.each([
    [0, 100],
    [5_000, 88],
    [10_000, 75],
    [20_000, 50],
  ])('fall with the time bonus: after %i ms of 20,000 they are %i of 100', (elapsedMs, points) => {
    expect(pointsFor({ ...right, elapsedMs }, TIMED)).toBe(points);
  });

  it.each([
    [1, 100],
    [2, 110],
    [3, 120],
    [5, 140],
    [6, 150],
    [7, 150],
    [1_000, 150],
  ])('grow with the streak bonus: the answer that makes it %i is worth %i of 100', (streak, points) => {
    expect(pointsFor({ ...right, streak }, STREAKS)).toBe(points);
  });

  it('are rounded once, after both bonuses, halves upwards', () => {
    // 10 × 0.75 × 1.1 = 8.25; rounding in between would give 9.
    expect(pointsFor({ ...right, points: 10, elapsedMs: 10_000, streak: 2 }, BOTH)).toBe(8);
    expect(pointsFor({ ...right, points: 1, elapsedMs: 20_000 }, BOTH)).toBe(1);
    expect(pointsFor({ ...right, points: 5, streak: 2 }, STREAKS)).toBe(6);
  });

  it('are none where the answer is wrong', () => {
    fc.assert(
      fc.property(answer, scoringRules, (input, rules) => {
        expect(pointsFor({ ...input, isCorrect: false }, rules)).toBe(0);
      }),
    );
  });

  it('are whole, at least half and at most one and a half of the question’s, as the rule’s own terms say', () => {
    fc.assert(
      fc.property(answer, scoringRules, (input, rules) => {
        const points = pointsFor(input, rules);
        expect(Number.isSafeInteger(points)).toBe(true);
        const time = rules.timeBonus ? 1 - input.elapsedMs / (2 * input.durationMs) : 1;
        const streak = rules.streakBonus ? 1 + Math.min(0.5, 0.1 * (input.streak - 1)) : 1;
        // Rounding moves a number by a half at most.
        expect(Math.abs(points - input.points * time * streak)).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(points).toBeGreaterThanOrEqual(input.points / 2);
        expect(points).toBeLessThanOrEqual(Math.round(1.5 * input.points));
      }),
    );
  });

  it('are never more for who is slower, nor for who has the shorter streak', () => {
    fc.assert(
      fc.property(answer, scoringRules, fc.nat(400_000), fc.nat(10), (input, rules, later, shorter) => {
        const slower = { ...input, elapsedMs: input.elapsedMs + later };
        const worse = { ...slower, streak: Math.max(1, input.streak - shorter) };
        expect(pointsFor(slower, rules)).toBeLessThanOrEqual(pointsFor(input, rules));
        expect(pointsFor(worse, rules)).toBeLessThanOrEqual(pointsFor(slower, rules));
      }),
    );
  });
});

const ada: Standing = {
  playerId: 'ada',
  joinedOrder: 1,
  score: 300,
  correct: 3,
  elapsedMs: 9_000,
  streak: 2,
  delta: 100,
};
const QUESTION = { points: 100, correctAnswerIds: ['a', 'b'], durationMs: 20_000 };

const settleAda = (answerIds: readonly string[], rules = PLAIN) =>
  settle([ada], new Map([['ada', { answerIds, elapsedMs: 4_000 }]]), QUESTION, rules);

describe('[Q12] the standings after a question', () => {
  it('add what a right answer gave, and its time', () => {
    const { standings, results } = settleAda(['b', 'a'], BOTH);
    // 100 × 0.9 × 1.2
    expect(results.get('ada')).toEqual({ isCorrect: true, points: 108 });
    expect(standings).toEqual([{ ...ada, score: 408, correct: 4, elapsedMs: 13_000, streak: 3, delta: 108 }]);
  });

  it.each([[['a']], [['a', 'b', 'c']], [['a', 'c']], [['c']]])(
    'take exactly the set of right answers for right, and not %j',
    (answerIds) => {
      const { standings, results } = settleAda(answerIds);
      expect(results.get('ada')).toEqual({ isCorrect: false, points: 0 });
      expect(standings).toEqual([{ ...ada, streak: 0, delta: 0 }]);
    },
  );

  it('end the streak of who gave no answer, and have no result for them', () => {
    const { standings, results } = settle([ada], new Map(), QUESTION, BOTH);
    expect(standings).toEqual([{ ...ada, streak: 0, delta: 0 }]);
    expect(results.size).toBe(0);
  });

  it('come to the sum of what the questions gave, whoever answers what', () => {
    fc.assert(
      fc.property(fc.array(playedQuestion, { maxLength: 12 }), scoringRules, (questions, rules) => {
        let standings = PLAYERS.map((playerId, joinedOrder) => newStanding(playerId, joinedOrder));
        const given = new Map(PLAYERS.map((playerId) => [playerId, [] as number[]]));
        for (const { question, responses } of questions) {
          const settled = settle(standings, responses, question, rules);
          expect([...settled.results.keys()].sort()).toEqual([...responses.keys()].sort());
          for (const { playerId, delta } of settled.standings) {
            expect(delta).toBe(settled.results.get(playerId)?.points ?? 0);
            given.get(playerId)?.push(delta);
          }
          standings = settled.standings;
        }
        for (const { playerId, score, correct, streak } of standings) {
          const deltas = given.get(playerId) ?? [];
          expect(score).toBe(deltas.reduce((sum, delta) => sum + delta, 0));
          expect(correct).toBe(deltas.filter((delta) => delta > 0).length);
          expect(streak).toBe(deltas.length - 1 - deltas.lastIndexOf(0));
        }
      }),
    );
  });
});

const PLAYERS = ['ada', 'ben', 'cy'];

const newStanding = (playerId: string, joinedOrder: number): Standing => ({
  playerId,
  joinedOrder,
  score: 0,
  correct: 0,
  elapsedMs: 0,
  streak: 0,
  delta: 0,
});

const scoringRules: fc.Arbitrary<ScoringRules> = fc.record({
  timeBonus: fc.boolean(),
  streakBonus: fc.boolean(),
});

const answer = fc
  .record({
    points: fc.integer({ min: 1, max: 1_000 }),
    durationMs: fc.integer({ min: 1, max: 310_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    streak: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ share, ...input }) => ({
    ...input,
    isCorrect: true,
    elapsedMs: Math.round(share * input.durationMs),
  }));

// At least two points, so that a right answer always gives some.
const playedQuestion = fc.record({
  question: fc.record({
    points: fc.integer({ min: 2, max: 1_000 }),
    correctAnswerIds: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    durationMs: fc.integer({ min: 1, max: 310_000 }),
  }),
  responses: fc
    .subarray(PLAYERS)
    .chain((playerIds) =>
      fc.tuple(
        ...playerIds.map((playerId) =>
          fc.tuple(
            fc.constant(playerId),
            fc.record({
              answerIds: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
              elapsedMs: fc.nat(310_000),
            }),
          ),
        ),
      ),
    )
    .map((entries) => new Map(entries)),
});
