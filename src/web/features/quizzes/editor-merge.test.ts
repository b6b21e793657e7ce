import { describe, expect, it } from 'vitest';
import { move } from './editor-draft.ts';
import { isSame, merge } from './editor-merge.ts';
import { draftOf, questionOf } from './test-editor.ts';

const base = draftOf(['one', 'two', 'three'].map((key) => questionOf(key)));
const keysOf = ({ questions }: typeof base) => questions.map(({ key }) => key).join(' ');
const change = (draft: typeof base, key: string, part: object) => ({
  ...draft,
  questions: draft.questions.map((question) => (question.key === key ? { ...question, ...part } : question)),
});
const without = (draft: typeof base, key: string) => ({
  ...draft,
  questions: draft.questions.filter((question) => question.key !== key),
});
const add = (draft: typeof base, place: number, key: string) => ({
  ...draft,
  questions: draft.questions.toSpliced(place, 0, questionOf(key)),
});
const reorder = (draft: typeof base, from: number, to: number) => ({
  ...draft,
  questions: move(draft.questions, from, to),
});

describe('changes on both sides', () => {
  it('stay both where they are of different fields', () => {
    const mine = change(base, 'one', { points: 5 });
    const theirs = change({ ...base, quiz: { ...base.quiz, title: 'Theirs' } }, 'one', {
      question_text: 'Theirs',
    });
    const merged = merge(base, mine, theirs);
    expect(merged.quiz.title).toBe('Theirs');
    expect(merged.questions[0]).toMatchObject({ points: 5, question_text: 'Theirs' });
  });

  it('of the same field: the one here wins', () => {
    const merged = merge(base, change(base, 'two', { points: 5 }), change(base, 'two', { points: 9 }));
    expect(merged.questions[1]?.points).toBe(5);
  });

  it('of different answers stay both', () => {
    const text = (key: string, place: number, answer_text: string) => ({
      answers: questionOf(key).answers.map((answer, index) =>
        index === place ? { ...answer, answer_text } : answer,
      ),
    });
    const mine = change(base, 'one', text('one', 0, 'Mine'));
    const theirs = change(base, 'one', text('one', 1, 'Theirs'));
    expect(merge(base, mine, theirs).questions[0]?.answers.map(({ answer_text }) => answer_text)).toEqual([
      'Mine',
      'Theirs',
    ]);
  });
});

describe('questions that are on one side only', () => {
  it('stay where they were added, on either side', () => {
    expect(keysOf(merge(base, add(base, 1, 'mine'), add(base, 3, 'theirs')))).toBe(
      'one mine two three theirs',
    );
    expect(keysOf(merge(base, add(base, 0, 'mine'), base))).toBe('mine one two three');
  });

  it('go where they were removed, on either side', () => {
    expect(keysOf(merge(base, without(base, 'two'), base))).toBe('one three');
    expect(keysOf(merge(base, base, without(base, 'two')))).toBe('one three');
  });

  it('stay where the other side has changed them', () => {
    const changed = change(base, 'two', { points: 7 });
    expect(keysOf(merge(base, changed, without(base, 'two')))).toBe('one two three');
    expect(keysOf(merge(base, without(base, 'two'), changed))).toBe('one two three');
  });
});

describe('the order', () => {
  it('is theirs, unless it was changed here', () => {
    expect(keysOf(merge(base, base, reorder(base, 0, 2)))).toBe('two three one');
    expect(keysOf(merge(base, reorder(base, 2, 0), reorder(base, 0, 2)))).toBe('three one two');
  });

  it('has what is new after what it came after', () => {
    expect(keysOf(merge(base, add(base, 1, 'mine'), reorder(base, 0, 2)))).toBe('two three one mine');
    expect(keysOf(merge(base, reorder(base, 2, 0), add(base, 3, 'theirs')))).toBe('three theirs one two');
  });
});

it('nothing of mine is all of theirs, and nothing of theirs all of mine', () => {
  const other = add(change(reorder(base, 0, 1), 'one', { points: 3 }), 0, 'new');
  expect(merge(base, base, other)).toEqual(other);
  expect(merge(base, other, base)).toEqual(other);
});

it('two values are the same by what is in them', () => {
  expect(isSame({ a: [1, { b: Number.NaN }] }, { a: [1, { b: Number.NaN }] })).toBe(true);
  expect(isSame({ a: undefined }, {})).toBe(false);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame(null, {})).toBe(false);
});
