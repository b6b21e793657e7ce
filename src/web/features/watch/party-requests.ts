import type { CreateParty, JoinParty, PartyCreated, PartyJoined, PartyToken } from '#protocol/watch.ts';
import { ApiError, api, read } from '#web/lib/api.ts';
import { keepMembership, type Membership, toTokens } from '#web/lib/party-membership.ts';
import type { PartyEnd } from './party-socket.ts';

/**
 * With a party’s own token, or none: those of accounts are another matter.
 * @throws {ApiError} where the server refused, or can't be reached
 */
async function request<Answer>(method: string, path: string, token?: string, body?: object): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw Object.assign(new ApiError(0, undefined), { cause });
  }
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

/** The party belongs to whoever is signed in, if anybody is. */
export const createParty = (party: CreateParty): Promise<PartyCreated> =>
  read(api.POST('/api/sessions/create', { body: party }));

export const joinParty = (joining: JoinParty): Promise<PartyJoined> =>
  request('POST', '/api/sessions/join', undefined, joining);

/** A token that ends so soon is renewed before it is used. */
const EARLY_MS = 10 * 60_000;

/** The membership, with a new token where the old one ends soon. */
export async function renewToken(membership: Membership): Promise<Membership> {
  if (membership.tokenExpiresAt - Date.now() > EARLY_MS) return membership;
  const path = `/api/sessions/${membership.partyId}/token`;
  const renewed = { ...membership, ...toTokens(await request<PartyToken>('POST', path, membership.token)) };
  keepMembership(renewed);
  return renewed;
}

/** Why a member can't connect; undefined: for a reason that passes. */
export async function findPartyEnd({ partyId, token }: Membership): Promise<PartyEnd | undefined> {
  try {
    await request('GET', `/api/sessions/${partyId}`, token);
    return undefined;
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 404) return 'gone';
    return status === 401 || status === 403 ? 'expired' : undefined;
  }
}
