import type { Logger } from 'pino';
import { closeCodes } from '#protocol/close-codes.ts';
import type { SessionState } from '#protocol/watch-state.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { listChat } from './chat-repository.ts';
import { type Client, tell } from './client.ts';
import { KICKED, type LocalParties, PARTY_OVER, REPLACED } from './local-parties.ts';
import {
  findMember,
  type HeldMember,
  listHeldBy,
  listPresent,
  updateDrift,
  updateMember,
} from './member-repository.ts';
import type { PartyChanges } from './party-changes.ts';
import { type PartyEvent, publishEvents } from './party-channels.ts';
import { findParty, type Party } from './party-repository.ts';
import { toSessionState } from './party-state.ts';
import { connect, disconnect, type Member } from './roster.ts';

type Dependencies = {
  database: Database;
  hub: Hub;
  changes: PartyChanges;
  locals: LocalParties;
  nodeId: string;
  clock: Clock;
  logger: Logger;
};

export type Presence = ReturnType<typeof createPresence>;

const RECONCILE_MS = 5_000;
/** News of a party don't come so fast that a look at the store is never up to date. */
const MAX_LOOKS = 5;

const replaceIn = (present: readonly Member[], member: Member): Member[] => [
  ...present.filter(({ userId }) => userId !== member.userId),
  member,
];

const named = ({ hostId }: Party, { userId, username }: Member) => ({
  user_id: userId,
  username,
  is_host: userId === hostId,
});

/** Who is in a party, and on which socket: by their own coming and going, or as nodes are lost. */
export function createPresence({ database, hub, changes, locals, nodeId, clock, logger }: Dependencies) {
  const lostNodes = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let isClosed = false;

  /** Their newest socket is this one, and all are told; unless the party is over, or they were put out of it. */
  async function seat({ id: connectionId, state }: Client): Promise<'ok' | 'kicked' | 'over'> {
    const { partyId, userId } = state;
    const seated = await changes.change<'ok' | 'kicked'>(partyId, async ({ tx, party, present, now }) => {
      const found = await findMember(tx, partyId, userId);
      if (!found || found.isKicked) return { result: 'kicked' };
      const { member, replaced } = connect(found, { nodeId, connectionId }, now);
      await updateMember(tx, partyId, member);
      return {
        result: 'ok',
        present: replaceIn(present, member),
        events: [{ type: 'user_joined', userId, payload: named(party, member) }],
        // That one alone: others of theirs may be on their way in, to take this one's place.
        orders: replaced ? [{ type: 'replaced', connectionId: replaced.connectionId }] : [],
      };
    });
    return seated ?? 'over';
  }

  async function unseat({ partyId, userId, ...socket }: HeldMember): Promise<void> {
    await changes.change(partyId, async ({ tx, party, present }) => {
      const found = await findMember(tx, partyId, userId);
      const left = found && disconnect(found, socket);
      if (!left || left === found) return { result: undefined };
      await updateMember(tx, partyId, left);
      const event: PartyEvent = { type: 'user_left', userId, payload: named(party, left) };
      return { result: undefined, present: replaceIn(present, left), events: [event] };
    });
  }

  /** One who is here, and is not in the store: as an order was lost, or this node taken for gone. */
  async function restore(client: Client): Promise<void> {
    const { partyId, userId } = client.state;
    const [party, member] = await Promise.all([
      findParty(database.db, partyId, new Date(clock.now())),
      findMember(database.db, partyId, userId),
    ]);
    if (!party) return client.close(closeCodes.partyOver, PARTY_OVER);
    if (!member || member.isKicked) return client.close(closeCodes.kicked, KICKED);
    if (member.socket?.connectionId === client.id) return;
    if (member.socket) return client.close(closeCodes.replaced, REPLACED);
    if (client.isOpen()) await seat(client);
  }

  /** Those whom lost nodes held are gone; and what is written of this node's members is what is the case. */
  async function reconcile(): Promise<void> {
    try {
      const lost = [...lostNodes];
      const before = new Set(locals.clients());
      const held = await listHeldBy(database.db, [nodeId, ...lost]);
      const clients = locals.clients();
      const here = new Set([...before, ...clients].map(({ id }) => id));
      for (const member of held)
        if (member.nodeId !== nodeId || !here.has(member.connectionId)) await unseat(member);
      for (const id of lost) lostNodes.delete(id);
      const heldHere = new Set(held.map(({ connectionId }) => connectionId));
      for (const client of clients)
        if (before.has(client) && client.state.party && !heldHere.has(client.id)) await restore(client);
    } catch (error) {
      logger.debug({ err: error }, 'who is in watch parties could not be looked up; trying again');
    }
  }

  function reconcileSoon(): void {
    if (isClosed) return;
    work ??= reconcile().finally(() => {
      work = undefined;
    });
  }

  /** The party as it is now; undefined where it is over. */
  const readState = (partyId: string): Promise<{ party: Party; state: SessionState } | undefined> =>
    database.transaction(async (tx) => {
      const now = clock.now();
      const party = await findParty(tx, partyId, new Date(now));
      if (!party) return undefined;
      const present = await listPresent(tx, partyId, now);
      const chat = await listChat(tx, partyId);
      return { party, state: toSessionState(party, present, chat, now) };
    });

  return {
    seat,
    unseat: ({ id: connectionId, state: { partyId, userId } }: Client): Promise<void> =>
      unseat({ partyId, userId, nodeId, connectionId }),

    readState,

    /** To one who is in, and has heard all that the state has; nothing newer, as far as that can be. */
    async sendState(client: Client): Promise<void> {
      const { party, partyId, userId } = client.state;
      let heard = party?.heard;
      let present = await readState(partyId);
      for (let looks = 1; party?.heard !== heard && looks < MAX_LOOKS; looks++) {
        heard = party?.heard;
        present = await readState(partyId);
      }
      if (!present) return;
      tell(client, { type: 'session_state', userId, payload: present.state }, present.state.server_time);
    },

    /** A figure that nothing is decided by: it doesn't wait for the party's lock. */
    async noteDrift(
      { id: connectionId, state: { partyId, userId } }: Client,
      driftMs: number,
    ): Promise<void> {
      await updateDrift(database.db, { partyId, userId, connectionId, driftMs });
      const payload = { user_id: userId, drift_ms: driftMs };
      publishEvents(hub, partyId, [{ type: 'drift', userId, payload }], clock.now());
    },

    /** What these nodes held is held by nobody. */
    loseNodes(ids: readonly string[]): void {
      for (const id of ids) lostNodes.add(id);
      reconcileSoon();
    },

    /** This node may have been taken for gone: who is here is in again. */
    reconcileSoon,

    start(): void {
      timer = setInterval(reconcileSoon, RECONCILE_MS);
    },

    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      await work;
    },
  };
}
