import type { Caller } from '#server/platform/auth.ts';
import { AppError, notFound } from '#server/platform/errors.ts';

/**
 * The night, if the caller may change it: it is their own, or they administer the instance.
 * @throws 404 for none, then 403 for another host's
 */
export function requireOwnNight<T extends { hostId: string }>(night: T | undefined, caller: Caller): T {
  if (!night) throw notFound('Session not found');
  if (night.hostId !== caller.accountId && !caller.isAdmin)
    throw new AppError('forbidden', 'This session belongs to another host');
  return night;
}
