import { describe, expect, it } from 'vitest';
import { allowSeveral, changeType, markCorrect, move, newAnswer, newQuestion } from './editor-draft.ts';

const question = {
  ...newQuestion(['q', 'a', 'b']),
  answers: ['a', 'b', 'c'].map((key) => ({ ...newAnswer(key), answer_text: key })),
};
const correctOf = ({ answers }: typeof question | ReturnType<typeof markCorrect>) =>
  answers.flatMap(({ key, is_correct }) => (is_correct ? [key] : []));

describe('moving', () => {
  it.each([
    [0, 2, 'bca'],
    [2, 0, 'cab'],
    [1, 1, 'abc'],
    [0, 99, 'bca'],
    [2, -5, 'cab'],
    [9, 0, 'abc'],
  ])('from %i to %i gives %s', (from, to, result) => {
    expect(move([...'abc'], from, to).join('')).toBe(result);
  });
});

describe('which answers are correct', () => {
  it('is one of them, unless several may be', () => {
    const first = markCorrect(question, 'a', true);
    expect(correctOf(markCorrect(first, 'c', true))).toEqual(['c']);
    expect(correctOf(markCorrect(allowSeveral(first, true), 'c', true))).toEqual(['a', 'c']);
  });

  it('is the first of several when only one may be any more', () => {
    const several = markCorrect(markCorrect(allowSeveral(question, true), 'c', true), 'b', true);
    expect(correctOf(allowSeveral(several, false))).toEqual(['b']);
  });

  it('can be taken back', () => {
    expect(correctOf(markCorrect(markCorrect(question, 'a', true), 'a', false))).toEqual([]);
  });
});

describe('the type of a question', () => {
  it('as true or false has two answers of its own, of which none is marked', () => {
    let last = 0;
    const changed = changeType(allowSeveral(question, true), 'true_false', ['Yes', 'No'], () => `n${++last}`);
    expect(changed).toMatchObject({ question_type: 'true_false', allow_multiple: false });
    expect(changed.answers.map(({ key, answer_text }) => `${key} ${answer_text}`)).toEqual([
      'n1 Yes',
      'n2 No',
    ]);
    expect(correctOf(changed)).toEqual([]);
  });

  it('stays, with all answers, where it is that already', () => {
    expect(changeType(question, 'multiple_choice', ['Yes', 'No'], () => 'n')).toBe(question);
  });
});

it('a new question takes times, points and difficulty from the one before it', () => {
  const before = { ...question, answering_time: 12, points: 5, difficulty: 'hard' as const, image_url: 'x' };
  expect(newQuestion(['n', 'a', 'b'], before)).toMatchObject({
    answering_time: 12,
    points: 5,
    difficulty: 'hard',
    image_url: null,
    question_text: '',
  });
});
