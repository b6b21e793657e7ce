import type { Caller } from '#server/platform/auth.ts';
import { AppError, notFound } from '#server/platform/errors.ts';

type Owned = { authorId: string; isPublic: boolean; status: string };

const isOwn = (quiz: Owned, caller: Caller) => quiz.authorId === caller.accountId || caller.isAdmin;

/**
 * The quiz, if the caller may see it: it is their own or public, or they administer the instance.
 * @throws 404
 */
export function requireVisible<Quiz extends Owned>(quiz: Quiz | undefined, caller: Caller): Quiz {
  if (!quiz || !(quiz.isPublic || isOwn(quiz, caller))) throw notFound('Quiz not found');
  return quiz;
}

/**
 * The quiz, if the caller may change it.
 * @throws 404 where they may not even see it, else 403
 */
export function requireOwn<Quiz extends Owned>(quiz: Quiz | undefined, caller: Caller): Quiz {
  const visible = requireVisible(quiz, caller);
  if (!isOwn(visible, caller)) throw new AppError('forbidden', 'This quiz belongs to somebody else');
  return visible;
}

/** @throws as `requireOwn`, then 409 while it is published */
export function requireEditable<Quiz extends Owned>(quiz: Quiz | undefined, caller: Caller): Quiz {
  const own = requireOwn(quiz, caller);
  if (own.status === 'published')
    throw new AppError('quiz_published', 'A published quiz can not be changed: unpublish it first');
  return own;
}
