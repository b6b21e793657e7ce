import type { PartyCreated } from '#protocol/watch.ts';
import type { Membership } from './party-service.ts';

export const toToken = ({ token, iceServers }: Membership) => ({
  token: token.token,
  token_expires_at: token.expiresAt.toISOString(),
  ice_servers: iceServers,
});

export const toJoined = (membership: Membership) => ({
  id: membership.party.id,
  name: membership.party.name,
  ...toToken(membership),
  user_id: membership.userId,
  username: membership.username,
  is_host: membership.isHost,
  expires_at: membership.party.expiresAt.toISOString(),
});

export const toCreated = (membership: Membership, publicUrl: string): PartyCreated => ({
  ...toJoined(membership),
  share_url: `${publicUrl}/join/${membership.party.id}`,
});
