import type { SessionActivity } from '#protocol/activities.ts';

export const ACTIVITIES = ['none', 'night', 'quiz', 'watch'] as const;

/** A quiz that isn't chosen yet has no id. */
export type ActivityDraft = { kind: (typeof ACTIVITIES)[number]; quizId: string };

export const draftActivity = (activity: SessionActivity | null): ActivityDraft => ({
  kind: activity?.kind ?? 'none',
  quizId: activity?.kind === 'quiz' ? activity.quizId : '',
});

export function readActivity({ kind, quizId }: ActivityDraft): SessionActivity | null {
  if (kind === 'quiz') return { kind, quizId };
  return kind === 'none' ? null : { kind };
}
