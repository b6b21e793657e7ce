import { randomUUID } from 'node:crypto';
import type { IceServer } from '#protocol/watch.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import * as members from './member-repository.ts';
import type { PartyPasswords } from './party-passwords.ts';
import type { Party } from './party-repository.ts';
import * as parties from './party-repository.ts';
import type { PartyPass, PartyTokens } from './party-tokens.ts';
import { createPlayback } from './playback.ts';
import { makeUsername } from './random-username.ts';
import {
  anotherParty,
  badToken,
  noSuchParty,
  partyFull,
  partyLocked,
  putOut,
  wrongPassword,
} from './refusals.ts';
import { admit, listConnected, type Member } from './roster.ts';

type Dependencies = {
  database: Database;
  clock: Clock;
  tokens: PartyTokens;
  passwords: PartyPasswords;
  maxParticipants: number;
  listIceServers: (userId: string) => IceServer[];
};

type Issued = { token: string; expiresAt: Date };

export type Membership = {
  party: Party;
  userId: string;
  username: string;
  isHost: boolean;
  token: Issued;
  iceServers: IceServer[];
};

export type PartyMember = { party: Party; member: Member };

export type PartyService = ReturnType<typeof createPartyService>;

const LIFE_MS = 24 * 60 * 60 * 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Parties: made, joined, and told about to whoever has a token. */
export function createPartyService(deps: Dependencies) {
  const { database, clock, tokens, passwords, maxParticipants, listIceServers } = deps;

  async function toMembership(party: Party, userId: string, username: string): Promise<Membership> {
    const isHost = userId === party.hostId;
    const token = await tokens.issue({ partyId: party.id, userId, username, isHost });
    return { party, userId, username, isHost, token, iceServers: listIceServers(userId) };
  }

  /**
   * The party of that id, and the member whom the token stands for there.
   * @throws 404 for what is no party, 401 for no or a bad token, 403 for another party's or that of one put out
   */
  async function requireMember(id: string, token: string | undefined): Promise<PartyMember> {
    if (!UUID.test(id)) throw noSuchParty();
    const pass: PartyPass | undefined = token ? await tokens.verify(token) : undefined;
    if (!pass) throw badToken();
    const party = await parties.findParty(database.db, id, new Date(clock.now()));
    if (!party) throw noSuchParty();
    if (pass.partyId !== party.id) throw anotherParty();
    const member = await members.findMember(database.db, party.id, pass.userId);
    if (!member || member.isKicked) throw putOut();
    return { party, member };
  }

  return {
    requireMember,

    /** Its maker is the host. */
    async create(
      fields: { name: string; password: string; username?: string },
      { id, accountId, address }: { id?: string; accountId: string | null; address: string },
    ): Promise<Membership> {
      const passwordHash = await passwords.hash(fields.password, address);
      const now = clock.now();
      const userId = randomUUID();
      const username = fields.username ?? makeUsername();
      const party = await database.transaction(async (tx) => {
        const made = await parties.insertParty(tx, {
          ...(id && { id }),
          name: fields.name,
          passwordHash,
          hostId: userId,
          accountId,
          playback: createPlayback(now),
          createdAt: new Date(now),
          expiresAt: new Date(now + LIFE_MS),
        });
        await members.insertMember(tx, { partyId: made.id, userId, username, joinedAt: new Date(now) });
        return made;
      });
      return toMembership(party, userId, username);
    },

    /** @throws 404 for no such party, 401 for a wrong password, 403 where nobody more may come in */
    async join(
      fields: { session_id: string; password: string; username?: string },
      address: string,
    ): Promise<Membership> {
      const { session_id: id, password, username = makeUsername() } = fields;
      if (!UUID.test(id)) throw noSuchParty();
      const passwordHash = await parties.findPasswordHash(database.db, id, new Date(clock.now()));
      if (passwordHash === undefined) throw noSuchParty();
      if (!(await passwords.matches(passwordHash, password, address))) throw wrongPassword();
      const userId = randomUUID();
      const party = await database.transaction(async (tx) => {
        const now = clock.now();
        const found = await parties.lockParty(tx, id, new Date(now));
        if (!found) throw noSuchParty();
        const { hostId, settings } = found;
        const present = await members.listPresent(tx, found.id, now);
        const verdict = admit({ hostId, isLocked: settings.isLocked, maxParticipants }, present, now);
        if (verdict === 'locked') throw partyLocked();
        if (verdict === 'full') throw partyFull();
        await members.insertMember(tx, { partyId: found.id, userId, username, joinedAt: new Date(now) });
        return found;
      });
      return toMembership(party, userId, username);
    },

    maxParticipants,

    /** One that isn't over. */
    find: (id: string): Promise<Party | undefined> =>
      parties.findParty(database.db, id, new Date(clock.now())),

    /** For whoever made it. */
    async resumeAsHost(party: Party): Promise<Membership> {
      const member = await members.findMember(database.db, party.id, party.hostId);
      if (!member) throw new Error(`party ${party.id} has no host`);
      return toMembership(party, member.userId, member.username);
    },

    /** Who is there now. */
    async listConnected(party: Party): Promise<string[]> {
      const present = await members.listPresent(database.db, party.id, clock.now());
      return listConnected(party, present).map(({ userId }) => userId);
    },

    /** Another token in place of one that will end. */
    renew: ({ party, member }: PartyMember): Promise<Membership> =>
      toMembership(party, member.userId, member.username),
  };
}
