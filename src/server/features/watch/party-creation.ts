import { AppError } from '#server/platform/errors.ts';
import type { RateLimits } from '#server/platform/rate-limit.ts';
import type { Membership, PartyService } from './party-service.ts';

export type PartyCreation = (
  ...party: Parameters<PartyService['create']>
) => Promise<{ membership: Membership; headers: Record<string, string> }>;

type Dependencies = { parties: PartyService; rateLimits: RateLimits };

/** Parties are made five an hour from one address, whatever they are made for. */
export function createPartyCreation({ parties, rateLimits }: Dependencies): PartyCreation {
  const creations = rateLimits.limiter({ name: 'watch-create', points: 5, seconds: 3_600 });

  return async (fields, options) => {
    const { address } = options;
    const { isAllowed, headers } = await creations.consume(address);
    if (!isAllowed) throw new AppError('rate_limited', 'Maximum 5 session creations per hour', { headers });
    try {
      return { membership: await parties.create(fields, options), headers };
    } catch (error) {
      await creations.giveBack(address);
      throw error;
    }
  };
}
