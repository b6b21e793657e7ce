import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { chooseAnswers } from './answer-choice.ts';

const answers = [
  { id: 'red', orderIndex: 0 },
  { id: 'blue', orderIndex: 1 },
  { id: 'green', orderIndex: 5 },
];
const SINGLE = { allowMultiple: false, answers };
const SEVERAL = { allowMultiple: true, answers };

const refusal = (answer: unknown, question = SEVERAL): unknown => {
  try {
    return chooseAnswers(answer, question);
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
};

describe('[Q11] what an answer chooses', () => {
  it('is the answer of that id, or of that order_index', () => {
    expect(chooseAnswers('blue', SINGLE)).toEqual(['blue']);
    expect(chooseAnswers(5, SINGLE)).toEqual(['green']);
    expect(chooseAnswers(0, SEVERAL)).toEqual(['red']);
  });

  it('is all that a list names, where several are allowed, in the question’s order', () => {
    expect(chooseAnswers(['green', 'red'], SEVERAL)).toEqual(['red', 'green']);
    expect(chooseAnswers(['blue'], SEVERAL)).toEqual(['blue']);
    expect(refusal(['blue'], SINGLE)).toBe('invalid_payload');
  });

  it.each([
    ['an unknown id', 'yellow'],
    ['an unknown index', 2],
    ['an index as text', '0'],
    ['a half', 0.5],
    ['not a number', Number.NaN],
    ['nothing', undefined],
    ['null', null],
    ['a yes', true],
    ['an object', { id: 'red' }],
    ['an empty list', []],
    ['a list with an id twice', ['red', 'red']],
    ['a list with an unknown id', ['red', 'yellow']],
    ['a list of indices', [0, 1]],
    ['a list of lists', [['red']]],
  ])('is refused for %s', (_, answer) => {
    expect(refusal(answer)).toBe('invalid_payload');
  });

  it('is ids of the question, each once, or refused, for whatever is sent', () => {
    const known = fc.constantFrom<unknown>('red', 'blue', 'green', 0, 1, 5);
    const sent = fc.oneof(known, fc.anything(), fc.array(fc.oneof(known, fc.anything()), { maxLength: 5 }));
    fc.assert(
      fc.property(sent, fc.boolean(), (answer, allowMultiple) => {
        const chosen = refusal(answer, { allowMultiple, answers });
        if (chosen === 'invalid_payload') return;
        if (!Array.isArray(chosen)) throw new Error(`neither chosen nor refused: ${chosen}`);
        expect(chosen.length).toBeGreaterThan(0);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(answers.map(({ id }) => id)).toEqual(expect.arrayContaining(chosen));
        if (!allowMultiple) expect(chosen).toHaveLength(1);
      }),
    );
  });
});
