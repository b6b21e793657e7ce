import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrange,
  BY_RANK,
  COLUMNS,
  countSilent,
  distributionOf,
  isAscending,
  type Player,
  press,
  type Question,
  shareRightOfAll,
  sortPlayers,
} from './figures.ts';

const question = (id: string, fields: Partial<Question> = {}): Question => ({
  id,
  question_text: id,
  order_index: 0,
  points: 100,
  answered: 10,
  correct: 5,
  average_seconds: 3,
  answers: [],
  ...fields,
});

const player = (rank: number, fields: Partial<Player> = {}): Player => ({
  player_id: `player-${rank}`,
  display_name: `Player ${rank}`,
  rank,
  score: 1000 - rank,
  answered: 4,
  correct: 4,
  average_seconds: 3,
  ...fields,
});

const idsOf = (questions: readonly Question[]) => questions.map(({ id }) => id);
const ranksOf = (players: readonly Player[]) => players.map(({ rank }) => rank);

describe('how right the room was', () => {
  it('is the share of all answers, not of questions', () => {
    expect(
      shareRightOfAll([
        question('a', { answered: 90, correct: 90 }),
        question('b', { answered: 10, correct: 0 }),
      ]),
    ).toBe(0.9);
  });

  it('is unknown where nobody answered', () => {
    expect(shareRightOfAll([])).toBeUndefined();
    expect(shareRightOfAll([question('a', { answered: 0, correct: 0 })])).toBeUndefined();
  });
});

describe('the questions', () => {
  const easy = question('easy', { correct: 10, order_index: 0 });
  const unasked = question('unasked', { answered: 0, correct: 0, average_seconds: null, order_index: 1 });
  const slow = question('slow', { correct: 2, average_seconds: 9, order_index: 3 });
  const quick = question('quick', { correct: 2, average_seconds: 2, order_index: 2 });
  const missed = question('missed', { correct: 0, order_index: 4 });
  const all = [easy, unasked, quick, slow, missed];

  it('come with the hardest first, of those alike the slowest, and last what nobody answered', () => {
    expect(idsOf(arrange(all, 'hardest'))).toEqual(['missed', 'slow', 'quick', 'easy', 'unasked']);
  });

  it('come as they were asked', () => {
    expect(idsOf(arrange(all, 'asked'))).toEqual(idsOf(all));
  });

  it('tell what was chosen by how many of those who answered', () => {
    const answers = [
      { id: 'a', answer_text: 'A', is_correct: true, count: 6 },
      { id: 'b', answer_text: 'B', is_correct: true, count: 8 },
      { id: 'c', answer_text: 'C', is_correct: false, count: 0 },
    ];
    expect(distributionOf(question('q', { answers })).map(({ share }) => share)).toEqual([0.6, 0.8, 0]);
    expect(distributionOf(question('q', { answers, answered: 0 })).map(({ share }) => share)).toEqual([
      0, 0, 0,
    ]);
  });

  it('tell how many let it pass, of those who are still in the room', () => {
    expect(countSilent(question('q', { answered: 10 }), 12)).toBe(2);
    expect(countSilent(question('q', { answered: 10 }), 9)).toBe(0);
  });
});

describe('the players', () => {
  it('are sorted by a column with its best on top, and the other way around when it is pressed again', () => {
    const byScore = press(BY_RANK, 'score');
    expect(byScore).toEqual({ by: 'score', isReversed: false });
    expect(press(byScore, 'score')).toEqual({ by: 'score', isReversed: true });
    expect(press(press(byScore, 'score'), 'score')).toEqual(byScore);
    expect(press({ by: 'score', isReversed: true }, 'time')).toEqual({ by: 'time', isReversed: false });
  });

  it('are sorted downwards by what is better the more of it there is', () => {
    const ascending = COLUMNS.filter((by) => isAscending({ by, isReversed: false }));
    expect(ascending).toEqual(['rank', 'name', 'time']);
    expect(COLUMNS.filter((by) => isAscending({ by, isReversed: true }))).toEqual(['score', 'right']);
  });

  it('stand by their names as the language has it, with numbers by their size', () => {
    const named = ['Bo 10', 'bo 9', 'Änne', 'Zoë'].map((display_name, index) =>
      player(index + 1, { display_name }),
    );
    const sorted = sortPlayers(named, { by: 'name', isReversed: false }, 'en');
    expect(sorted.map(({ display_name }) => display_name)).toEqual(['Änne', 'bo 9', 'Bo 10', 'Zoë']);
  });

  it('have those without a time after the slowest', () => {
    const players = [
      player(1, { average_seconds: 9 }),
      player(2, { average_seconds: null }),
      player(3, { average_seconds: 1 }),
      player(4, { average_seconds: null }),
    ];
    expect(ranksOf(sortPlayers(players, { by: 'time', isReversed: false }, 'en'))).toEqual([3, 1, 2, 4]);
    expect(ranksOf(sortPlayers(players, { by: 'time', isReversed: true }, 'en'))).toEqual([2, 4, 1, 3]);
  });

  it('are all there however they are sorted, those alike by rank', () => {
    const someone = fc.record({
      score: fc.integer({ min: 0, max: 3 }),
      correct: fc.integer({ min: 0, max: 3 }),
      average_seconds: fc.option(fc.integer({ min: 0, max: 3 })),
      display_name: fc.constantFrom('Ada', 'Bo', 'bo', 'Zoë'),
    });
    fc.assert(
      fc.property(fc.array(someone), fc.constantFrom(...COLUMNS), fc.boolean(), (fields, by, isReversed) => {
        const players = fields.map((entry, index) => player(index + 1, entry));
        const sorted = sortPlayers(players, { by, isReversed }, 'en');
        expect(ranksOf(sorted).toSorted((one, other) => one - other)).toEqual(ranksOf(players));
        for (const [index, one] of sorted.entries()) {
          const next = sorted[index + 1];
          if (by === 'score' && next?.score === one.score) expect(next.rank).toBeGreaterThan(one.rank);
        }
      }),
    );
  });
});
