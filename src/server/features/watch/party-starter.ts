import { createHmac } from 'node:crypto';
import { Value } from 'typebox/value';
import type { PartyCreated } from '#protocol/watch.ts';
import { CreateParty } from '#protocol/watch.ts';
import { violates } from '#server/platform/database.ts';
import { fitName } from '#server/platform/names.ts';
import type { PartyCreation } from './party-creation.ts';
import type { PartyService } from './party-service.ts';
import { toCreated } from './party-wire.ts';

type Dependencies = {
  parties: PartyService;
  createParty: PartyCreation;
  /** What passwords are made from. */
  secret: string;
  publicUrl: string;
};

type Host = { id: string; displayName: string };
type Wanted = { id: string; host: Host; name: string; address: string };
type Found = { hostUrl: string; guestUrl: string; password: string; membership?: PartyCreated };

const { name: Name, username: Username } = CreateParty.properties;
const MAX_NAME = 50;
const MAX_USERNAME = 30;

/** None that is taken for another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_LENGTH = 10;

/** Makes parties under ids that were chosen before, so however often one is started it is the same. */
export function createPartyStarter({ parties, createParty, secret, publicUrl }: Dependencies) {
  /** Told again to whoever opens it again; kept, like all, only as a hash. */
  const passwordOf = (partyId: string): string =>
    [...createHmac('sha256', secret).update(`watch password of ${partyId}`).digest()]
      .slice(0, PASSWORD_LENGTH)
      .map((byte) => LETTERS.charAt(byte % LETTERS.length))
      .join('');

  return {
    async start({ id, host, name, address }: Wanted): Promise<string> {
      if (await parties.find(id)) return id;
      const partyName = fitName(name, MAX_NAME);
      const username = fitName(host.displayName, MAX_USERNAME);
      try {
        await createParty(
          {
            name: Value.Check(Name, partyName) ? partyName : 'Watch party',
            password: passwordOf(id),
            ...(Value.Check(Username, username) && { username }),
          },
          { id, accountId: host.id, address },
        );
      } catch (error) {
        // Another was quicker.
        if (!violates(error, 'watch_parties_pkey')) throw error;
      }
      return id;
    },

    /** Undefined once it is over. */
    async find(id: string, { isHost }: { isHost: boolean }): Promise<Found | undefined> {
      const party = await parties.find(id);
      return (
        party && {
          hostUrl: `${publicUrl}/watch/${id}`,
          guestUrl: `${publicUrl}/join/${id}`,
          password: passwordOf(id),
          ...(isHost && { membership: toCreated(await parties.resumeAsHost(party), publicUrl) }),
        }
      );
    },
  };
}
