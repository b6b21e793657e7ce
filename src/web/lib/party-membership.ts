import { useSyncExternalStore } from 'react';
import type { IceServer, PartyCreated, PartyJoined, PartyToken } from '#protocol/watch.ts';
import { createStored } from './stored.ts';

/** Who one is in a party, kept so that who comes back is the same user, and the host the host. */
export type Membership = {
  partyId: string;
  name: string;
  userId: string;
  username: string;
  isHost: boolean;
  token: string;
  /** Epoch milliseconds, by the server's clock. */
  tokenExpiresAt: number;
  expiresAt: number;
  iceServers: IceServer[];
};

type Memberships = Record<string, Membership>;

const isMemberships = (value: unknown): value is Memberships =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    (one) =>
      typeof one === 'object' &&
      one !== null &&
      typeof one.token === 'string' &&
      typeof one.userId === 'string' &&
      typeof one.tokenExpiresAt === 'number' &&
      typeof one.expiresAt === 'number' &&
      Array.isArray(one.iceServers),
  );

const stored = createStored<Memberships>('soiree.parties', (value) =>
  isMemberships(value) ? value : undefined,
);

export const readMembership = (partyId: string): Membership | undefined => stored.get()?.[partyId];

/** Those that aren’t over, the newest first. */
export function useMemberships(): Membership[] {
  const memberships = useSyncExternalStore(stored.subscribe, stored.get);
  return Object.values(memberships ?? {})
    .filter(({ expiresAt }) => expiresAt > Date.now())
    .toSorted((a, b) => b.expiresAt - a.expiresAt);
}

export function keepMembership(membership: Membership): void {
  const present = Object.entries(stored.get() ?? {}).filter(([, { expiresAt }]) => expiresAt > Date.now());
  stored.set({ ...Object.fromEntries(present), [membership.partyId]: membership });
}

export function forgetMembership(partyId: string): void {
  const { [partyId]: _, ...others } = stored.get() ?? {};
  stored.set(Object.keys(others).length > 0 ? others : undefined);
}

export const toMembership = (given: PartyCreated | PartyJoined): Membership => ({
  partyId: given.id,
  name: given.name,
  userId: given.user_id,
  username: given.username,
  isHost: given.is_host,
  expiresAt: Date.parse(given.expires_at),
  ...toTokens(given),
});

/** What is new with a new token: TURN credentials end as well. */
export const toTokens = (given: Pick<PartyToken, 'token' | 'token_expires_at' | 'ice_servers'>) => ({
  token: given.token,
  tokenExpiresAt: Date.parse(given.token_expires_at),
  iceServers: given.ice_servers,
});
