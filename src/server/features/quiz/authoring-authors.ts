/** How an author appears to others. */
export type Author = { username: string; displayName: string; avatarUrl: string | null };

/** The profiles of these accounts, by id. */
export type FindAuthors = (accountIds: readonly string[]) => Promise<ReadonlyMap<string, Author>>;

export type Authored<Quiz> = Quiz & { author: Author };

/** Adds to each quiz who wrote it, by one look-up. One whose account has just gone, and it along, is left out. */
export async function addAuthors<Quiz extends { authorId: string }>(
  quizzes: readonly Quiz[],
  findAuthors: FindAuthors,
): Promise<Authored<Quiz>[]> {
  if (quizzes.length === 0) return [];
  const authors = await findAuthors([...new Set(quizzes.map(({ authorId }) => authorId))]);
  return quizzes.flatMap((quiz) => {
    const author = authors.get(quiz.authorId);
    return author ? [{ ...quiz, author }] : [];
  });
}
