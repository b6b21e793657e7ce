import type { TimelineRole } from '#protocol/timelines.ts';
import type { Caller } from '#server/platform/auth.ts';
import { AppError, notFound } from '#server/platform/errors.ts';

/** The caller's own role is null where they are no member. */
type Shared = { role: TimelineRole | null };

/** Administrators may do on any timeline what its owner may. */
const rolesOf = ({ role }: Shared, caller: Caller): TimelineRole | null => (caller.isAdmin ? 'owner' : role);

export const mayRead = (timeline: Shared, caller: Caller): boolean => rolesOf(timeline, caller) !== null;

/**
 * The timeline, if the caller may read it.
 * @throws 404
 */
export function requireReadable<Timeline extends Shared>(
  timeline: Timeline | undefined,
  caller: Caller,
  missing = 'Timeline not found',
): Timeline {
  if (!timeline || !mayRead(timeline, caller)) throw notFound(missing);
  return timeline;
}

/**
 * The timeline, if the caller may change sessions on it.
 * @throws 404 where they may not even read it, else 403
 */
export function requireEditor<Timeline extends Shared>(
  timeline: Timeline | undefined,
  caller: Caller,
  missing?: string,
): Timeline {
  const readable = requireReadable(timeline, caller, missing);
  if (rolesOf(readable, caller) === 'viewer')
    throw new AppError('forbidden', 'Viewers can not change what is on this timeline');
  return readable;
}

/** @throws as `requireEditor`, for what only the owner may do */
export function requireOwner<Timeline extends Shared>(
  timeline: Timeline | undefined,
  caller: Caller,
): Timeline {
  const readable = requireReadable(timeline, caller);
  if (rolesOf(readable, caller) !== 'owner')
    throw new AppError('forbidden', 'Only the owner can do this to the timeline');
  return readable;
}
