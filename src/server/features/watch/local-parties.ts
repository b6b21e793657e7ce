import type { Logger } from 'pino';
import { Value } from 'typebox/value';
import { type CloseCode, closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { HubMessage } from '#server/realtime/connection.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { type Client, tell } from './client.ts';
import { listPresent } from './member-repository.ts';
import { allChannel, nodesChannel, orderAtGaps, RosterNews, readOrder } from './party-channels.ts';
import { findParty } from './party-repository.ts';
import { isConnected } from './roster.ts';
import type { Share } from './share.ts';

type Dependencies = { database: Database; hub: Hub; clock: Clock; logger: Logger };

/** Of a party, its sockets on this node, and what is known here of those on others. */
export type LocalParty = {
  readonly id: string;
  readonly hostId: string;
  readonly clients: Set<Client>;
  share: Share;
  connected: Set<string>;
  /** Goes up with all that the party is told: what was read of the store before may be old by then. */
  heard: number;
  readonly isListening: Promise<readonly (() => void)[]>;
  /** Settles when the store has been looked at; from then on, what is heard is enough. */
  isKnown?: Promise<void>;
};

export type LocalParties = ReturnType<typeof createLocalParties>;

/** Why sockets are closed. */
export const REPLACED = 'The same user connected anew';
export const KICKED = 'The host has removed you from this session';
export const PARTY_OVER = 'The session is over';

/** News of a party don't come so fast that a look at the store is never up to date. */
const MAX_LOOKS = 5;

/** The parties that this node has sockets of: it hears of each who comes and goes, so signals need no look-up. */
export function createLocalParties({ database, hub, clock, logger }: Dependencies) {
  const parties = new Map<string, LocalParty>();
  const stopHearingGaps = orderAtGaps(hub);

  function open(id: string, hostId: string): LocalParty {
    const existing = parties.get(id);
    if (existing) return existing;
    const party: LocalParty = {
      id,
      hostId,
      clients: new Set(),
      share: null,
      connected: new Set(),
      heard: 0,
      isListening: Promise.all([
        hub.listen(nodesChannel(id), (message) => obey(party, message)),
        hub.listen(allChannel(id), (message) => hear(party, message)),
      ]),
    };
    parties.set(id, party);
    return party;
  }

  async function closeIfEmpty(party: LocalParty): Promise<void> {
    if (party.clients.size > 0 || parties.get(party.id) !== party) return;
    parties.delete(party.id);
    for (const stop of await party.isListening) stop();
  }

  function hear(party: LocalParty, message: HubMessage): void {
    party.heard++;
    if (!Value.Check(RosterNews, message)) return;
    const { user_id: userId } = message.payload;
    if (message.type === 'user_joined') party.connected.add(userId);
    else if (message.type === 'user_left') party.connected.delete(userId);
    else if (message.type === 'share_start') party.share = { userId };
    else party.share = null;
  }

  function closeAll(clients: readonly Client[], code: CloseCode, reason: string): void {
    for (const client of clients) client.close(code, reason);
  }

  function obey(party: LocalParty, message: HubMessage): Promise<void> | undefined {
    const order = readOrder(message);
    const clients = [...party.clients];
    switch (order?.type) {
      case 'replaced': {
        const older = clients.filter(({ id }) => id === order.connectionId);
        closeAll(older, closeCodes.replaced, REPLACED);
        break;
      }
      case 'kicked': {
        const theirs = clients.filter(({ state }) => state.userId === order.userId);
        closeAll(theirs, closeCodes.kicked, KICKED);
        break;
      }
      case 'over':
        closeAll(clients, closeCodes.partyOver, PARTY_OVER);
        break;
      case 'gap':
        return recover(party);
    }
    return undefined;
  }

  /** Something may have been lost between nodes: this one looks again, and tells its clients to. */
  async function recover(party: LocalParty): Promise<void> {
    try {
      await refresh(party);
    } catch (error) {
      logger.warn({ err: error, partyId: party.id }, 'a watch party could not be read after a gap');
    }
    const now = clock.now();
    for (const client of party.clients)
      tell(client, { type: 'gap', userId: client.state.userId, payload: {} }, now);
  }

  /** Looks at the store; again, where something was heard meanwhile. */
  async function refresh(party: LocalParty): Promise<void> {
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      const { heard } = party;
      const now = clock.now();
      const [found, present] = await Promise.all([
        findParty(database.db, party.id, new Date(now)),
        listPresent(database.db, party.id, now),
      ]);
      if (party.heard !== heard) continue;
      party.share = found?.share ?? null;
      party.connected = new Set(present.filter(isConnected).map(({ userId }) => userId));
      return;
    }
  }

  return {
    refresh,

    /** From now on the node knows who is in the party, and hears of it. */
    async add(client: Client, hostId: string): Promise<LocalParty> {
      const party = open(client.state.partyId, hostId);
      party.clients.add(client);
      await party.isListening;
      party.isKnown ??= refresh(party).catch((error: unknown) => {
        delete party.isKnown;
        throw error;
      });
      await party.isKnown;
      return party;
    },

    async remove(client: Client): Promise<void> {
      const party = parties.get(client.state.partyId);
      if (party?.clients.delete(client)) await closeIfEmpty(party);
    },

    /** Everybody who is connected here. */
    clients: (): Client[] => [...parties.values()].flatMap((party) => [...party.clients]),

    async close(): Promise<void> {
      stopHearingGaps();
      for (const party of parties.values()) {
        party.clients.clear();
        await closeIfEmpty(party);
      }
    },
  };
}
