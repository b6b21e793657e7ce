import { describe, expect, it } from 'vitest';
import { addTags } from './editor-tag-list.ts';
import { filterQuizzes, type QuizFilter } from './filter.ts';
import { wireQuiz } from './test-editor.ts';

const quizzes = [
  wireQuiz({ id: 'a', title: 'Capitals', tags: ['Cities'], code: 123_456 }),
  wireQuiz({
    id: 'b',
    title: 'ｓｐａｃｅ',
    description: null,
    category: null,
    tags: [],
    status: 'published',
  }),
];

describe('quizzes', () => {
  it.each<[Partial<QuizFilter>, string]>([
    [{}, 'ab'],
    [{ text: 'CITIES world' }, 'a'],
    [{ text: 'Space' }, 'b'],
    [{ text: '1234' }, 'a'],
    [{ text: 'capitals space' }, ''],
    [{ status: 'published' }, 'b'],
    [{ text: 'capitals', status: 'published' }, ''],
  ])('by %o', (filter, ids) => {
    const found = filterQuizzes(quizzes, { text: '', status: 'all', ...filter });
    expect(found.map(({ id }) => id).join('')).toBe(ids);
  });
});

it('tags are added each once, by commas', () => {
  expect(addTags(['a'], ' b, A ,,c、b')).toEqual(['a', 'b', 'c']);
});
