import { Value } from 'typebox/value';
import { type ActivityKind, SessionActivity, type SessionOpening } from '#protocol/activities.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Executor } from '#server/platform/database.ts';
import { invalid } from '#server/platform/errors.ts';

/** Who leads an activity. */
export type Host = { id: string; username: string; displayName: string };

/** What is to be there. */
export type Start = {
  /** Whoever starts the same one gives the same id, so that there are never two. */
  id: string;
  host: Host;
  /** The occurrence's, of any length. */
  name: string;
  activity: SessionActivity;
  /** Where the request came from, as limits may count by it. */
  address: string;
};

/** What somebody is told of an activity that is there. */
export type ActivityLinks = Pick<SessionOpening, 'code' | 'password' | 'membership'> & {
  hostUrl: string;
  guestUrl: string;
};

/** How another feature starts one of its own. */
export type ActivityStarter = {
  /**
   * Makes sure that it is there, and says what it is called among its kind.
   * @throws AppError where it can't be
   */
  start: (wanted: Start) => Promise<string>;
  /** Undefined once it is over. What is for its host alone is told to no other. */
  find: (startedId: string, to: { host: Host; isHost: boolean }) => Promise<ActivityLinks | undefined>;
};

export type Activities = {
  [Kind in ActivityKind]: ActivityStarter;
} & {
  /** Whether an account may host a quiz, whether or not it can be played yet. */
  mayHostQuiz: (on: Executor, accountId: string, quizId: string) => Promise<boolean>;
};

/** The store has but what was checked before. */
export function readActivity(value: unknown): SessionActivity {
  if (!Value.Check(SessionActivity, value)) throw new Error('the store has an activity that is none');
  return value;
}

const quizOf = (activity: SessionActivity | null) =>
  activity?.kind === 'quiz' ? activity.quizId : undefined;

export const isSameActivity = (one: SessionActivity | null, other: SessionActivity | null): boolean =>
  one?.kind === other?.kind && quizOf(one) === quizOf(other);

/**
 * Looks at an activity that somebody gives to a session.
 * @throws AppError 400 for a quiz that isn't theirs to host
 */
export async function requireActivity(
  { mayHostQuiz }: Pick<Activities, 'mayHostQuiz'>,
  on: Executor,
  { accountId }: Caller,
  activity: SessionActivity | null,
): Promise<void> {
  const quizId = quizOf(activity);
  if (quizId !== undefined && !(await mayHostQuiz(on, accountId, quizId)))
    throw invalid('activity.quizId must be a quiz of yours, or a public one');
}
