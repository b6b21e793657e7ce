import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { listPresent } from './member-repository.ts';
import { giveOrder, type Order, type PartyEvent, publishEvents } from './party-channels.ts';
import { lockParty, type Party, updateParty } from './party-repository.ts';
import { waitFor } from './playback.ts';
import { toPlaybackState } from './playback-wire.ts';
import { type Member, mustWait } from './roster.ts';

type Dependencies = { database: Database; hub: Hub; clock: Clock };

/** A party under its lock, with those who are there. */
export type Locked = { tx: Executor; party: Party; present: readonly Member[]; now: number };

/** What a change does: what isn't named stays as it is. */
export type Outcome<Result> = {
  result: Result;
  party?: Party;
  /** Those who are there from now on, where that or their state has changed. */
  present?: readonly Member[];
  events?: readonly PartyEvent[];
  orders?: readonly Order[];
};

export type PartyChanges = ReturnType<typeof createPartyChanges>;

/** Changes of parties: each takes the party's lock, and is told after its commit. */
export function createPartyChanges({ database, hub, clock }: Dependencies) {
  const turns = new Map<string, Promise<unknown>>();

  /** One change of a party after another, so that this node tells of them in the order of their commits. */
  async function inTurn<T>(partyId: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(partyId) ?? Promise.resolve()).then(work, work);
    turns.set(partyId, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(partyId) === turn) turns.delete(partyId);
    }
  }

  return {
    /** Resolves once it is committed and told; to undefined where the party is over. */
    change: <Result>(
      partyId: string,
      decide: (locked: Locked) => Promise<Outcome<Result>> | Outcome<Result>,
    ): Promise<Result | undefined> =>
      inTurn(partyId, async () => {
        const done = await database.transaction(async (tx) => {
          const now = clock.now();
          const party = await lockParty(tx, partyId, new Date(now));
          if (!party) return undefined;
          const present = await listPresent(tx, partyId, now);
          const outcome = await decide({ tx, party, present, now });
          const { changed, events } = settleWaiting(outcome.party ?? party, outcome.present ?? present, now);
          if (changed !== party) await updateParty(tx, changed);
          return { ...outcome, events: [...(outcome.events ?? []), ...events], now };
        });
        if (!done) return undefined;
        publishEvents(hub, partyId, done.events, done.now);
        for (const order of done.orders ?? []) giveOrder(hub, partyId, order);
        return done.result;
      }),

    /** Resolves once no change is under way. */
    async close(): Promise<void> {
      await Promise.allSettled(turns.values());
    },
  };
}

/** Whatever has changed, playback waits for somebody from now on, or no longer does. */
function settleWaiting(
  party: Party,
  present: readonly Member[],
  now: number,
): { changed: Party; events: PartyEvent[] } {
  const { settings, media } = party;
  const playback = waitFor(party.playback, mustWait(settings.waitsForAll, present), now, media?.duration);
  if (playback === party.playback) return { changed: party, events: [] };
  return {
    changed: { ...party, playback },
    events: [{ type: 'playback_state', userId: party.hostId, payload: toPlaybackState(playback) }],
  };
}
