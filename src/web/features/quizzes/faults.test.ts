import { describe, expect, it } from 'vitest';
import { explainFileFault, readFileFaults, readPlace } from './faults.ts';

const t = (id: string, values: Record<string, unknown> = {}) => `${id} ${values.one ?? ''}`.trim();

describe('what the server has against a file', () => {
  it.each([
    ['is required', 'quizzes.wrong.required'],
    ['must not have fewer than 1 characters', 'quizzes.wrong.empty'],
    ['must not have more than 500 characters', 'quizzes.wrong.long 500'],
    ['must not be more than 200', 'quizzes.wrong.many 200'],
    ['must not be more than 2 of a true_false question', 'quizzes.wrong.many 2'],
    ['must be <= 1000', 'quizzes.wrong.most 1000'],
    ['must be one of easy, medium', 'quizzes.wrong.oneOf easy, medium'],
    ['is from another world', 'is from another world'],
  ])('%s', (message, words) => {
    expect(explainFileFault(message, t)).toBe(words);
  });

  it('is read from the refusal', () => {
    const fault = { path: 'title', message: 'is required' };
    expect(readFileFaults({ details: { errors: [fault, { path: 1 }, null] } })).toEqual([fault]);
    expect(readFileFaults({ details: { errors: [] } })).toBeUndefined();
    expect(readFileFaults({})).toBeUndefined();
  });

  it.each([
    ['questions.3.answers.0.answer_text', { question: 4, answer: 1, field: 'answer_text' }],
    ['questions.3', { question: 4, field: '' }],
    ['questions', { field: 'questions' }],
    ['play_settings.max_players', { field: 'play_settings.max_players' }],
  ])('has its place: %s', (path, place) => {
    expect(readPlace(path)).toEqual(place);
  });
});
