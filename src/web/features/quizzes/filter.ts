import type { Quiz, QuizStatus } from './editor-wire.ts';

export type QuizFilter = { text: string; status: QuizStatus | 'all' };

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Those of that status which have each word somewhere: in the title, the description, the category, a tag or the code. */
export function filterQuizzes(quizzes: readonly Quiz[], { text, status }: QuizFilter): Quiz[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return quizzes.filter((quiz) => {
    if (status !== 'all' && quiz.status !== status) return false;
    const { title, description, category, tags, code } = quiz;
    const all = fold(
      [title, description, category, ...tags, code].filter((part) => part !== null).join('\n'),
    );
    return words.every((word) => all.includes(word));
  });
}
