import type { Share } from './share.ts';

export type Signal = {
  type: 'webrtc_offer' | 'webrtc_answer' | 'ice_candidate' | 'offer_request';
  senderId: string;
  targetId?: string | undefined;
};

export type Audience = {
  hostId: string;
  share: Share;
  /** The users who are connected, on whatever node. */
  connected: ReadonlySet<string>;
};

export type Route = { to: string[] } | { refusal: 'forbidden' | 'not_found' };

/** Who gets a signal. */
export function routeSignal({ type, senderId, targetId }: Signal, audience: Audience): Route {
  const { hostId, share, connected } = audience;
  // While its holder is away, the host may share.
  const sharerId = share && connected.has(share.userId) ? share.userId : hostId;
  // Others' offers would be streams that nobody asked for.
  if (type === 'webrtc_offer' && senderId !== sharerId) return { refusal: 'forbidden' };
  if (type === 'offer_request') return routeTo(sharerId);
  if (targetId !== undefined) return routeTo(targetId);
  if (senderId !== hostId) return routeTo(hostId);
  return { to: [...connected].filter((userId) => userId !== senderId) };

  function routeTo(userId: string): Route {
    return userId !== senderId && connected.has(userId) ? { to: [userId] } : { refusal: 'not_found' };
  }
}
