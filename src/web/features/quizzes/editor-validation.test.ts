import { describe, expect, it } from 'vitest';
import { type Draft, newAnswer, newQuestion, type QuestionDraft } from './editor-draft.ts';
import { findFaultyParts, findQuestionFaults } from './editor-validation.ts';
import { draftOf, questionOf } from './test-editor.ts';

const textsOf = (question: QuestionDraft) =>
  findQuestionFaults(question).map(({ field, text }) => `${field} ${text.replace('quizzes.fault.', '')}`);
const quizFaults = (change: Partial<Draft['quiz']>) => {
  const draft = draftOf([questionOf('q')]);
  return findFaultyParts({ ...draft, quiz: { ...draft.quiz, ...change } }).flatMap(({ faults }) =>
    faults.map(({ field, text }) => `${field} ${text.replace('quizzes.fault.', '')}`),
  );
};

describe('a question', () => {
  it('that is whole has no faults', () => {
    expect(textsOf(questionOf('q'))).toEqual([]);
  });

  it('that is new lacks its text, its answers and the right one, of which nobody is told too early', () => {
    const faults = findQuestionFaults(newQuestion(['q', 'a', 'b']));
    expect(faults.map(({ text }) => text.replace('quizzes.fault.', ''))).toEqual([
      'noQuestion',
      'noAnswer',
      'noAnswer',
      'noCorrect',
    ]);
    expect(faults.every(({ isMissing }) => isMissing)).toBe(true);
    expect(faults.map(({ answer }) => answer)).toEqual([undefined, 1, 2, undefined]);
  });

  it.each<[string, Partial<QuestionDraft>, string[]]>([
    ['text of 501 characters', { question_text: 'x'.repeat(501) }, ['q.question_text long']],
    ['text of 500 beyond the basic plane', { question_text: '😀'.repeat(500) }, []],
    ['half of a character', { question_text: 'a\ud800' }, ['q.question_text characters']],
    ['no time', { answering_time: Number.NaN }, ['q.answering_time range']],
    ['a time of 301 seconds', { answering_time: 301 }, ['q.answering_time range']],
    ['half a point', { points: 0.5 }, ['q.points range']],
    ['an explanation that is too long', { explanation_text: 'x'.repeat(1_001) }, ['q.explanation_text long']],
    ['one answer', { answers: questionOf('q').answers.slice(0, 1) }, ['q.answers fewAnswers']],
  ])('with %s', (_, change, faults) => {
    expect(textsOf({ ...questionOf('q'), ...change })).toEqual(faults);
  });

  it('has one right answer, or several where they are allowed', () => {
    const question = questionOf('q');
    const answers = question.answers.map((answer) => ({ ...answer, is_correct: true }));
    expect(textsOf({ ...question, answers })).toEqual(['q.answers severalCorrect']);
    expect(textsOf({ ...question, answers, allow_multiple: true })).toEqual([]);
    const none = [newAnswer('x'), newAnswer('y')].map((answer) => ({ ...answer, answer_text: 'z' }));
    expect(textsOf({ ...question, answers: none, allow_multiple: true })).toEqual(['q.answers noCorrect']);
  });
});

describe('a quiz', () => {
  it.each<[Partial<Draft['quiz']>, string[]]>([
    [{}, []],
    [{ title: ' ' }, ['title noTitle']],
    [{ title: 'x'.repeat(101) }, ['title long']],
    [{ description: '' }, ['description noDescription']],
    [{ category: '  ' }, ['category noCategory']],
    [{ tags: Array.from({ length: 11 }, (_, index) => `t${index}`) }, ['tags manyTags']],
    [{ tags: ['x'.repeat(31)] }, ['tags longTag']],
    [{ max_players: 5_001 }, ['max_players range']],
  ])('with %o', (change, faults) => {
    expect(quizFaults(change)).toEqual(faults);
  });

  it('lists its faults by where they are', () => {
    const draft = draftOf([questionOf('one'), { ...questionOf('two'), question_text: '' }]);
    expect(findFaultyParts(draft).map(({ question }) => question)).toEqual([{ key: 'two', index: 1 }]);
  });
});
