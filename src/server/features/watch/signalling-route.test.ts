import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Audience, routeSignal } from './signalling-route.ts';

const party: Audience = { hostId: 'host', share: null, connected: new Set(['host', 'a', 'b']) };
const shared: Audience = { ...party, share: { userId: 'a' } };

describe('[W8] a signal', () => {
  it('goes to its target', () => {
    expect(routeSignal({ type: 'webrtc_offer', senderId: 'host', targetId: 'b' }, party)).toEqual({
      to: ['b'],
    });
    expect(routeSignal({ type: 'ice_candidate', senderId: 'a', targetId: 'b' }, party)).toEqual({
      to: ['b'],
    });
  });

  it('without a target goes from the host to all others, and from a viewer to the host', () => {
    expect(routeSignal({ type: 'webrtc_offer', senderId: 'host' }, party)).toEqual({ to: ['a', 'b'] });
    expect(routeSignal({ type: 'webrtc_answer', senderId: 'a' }, party)).toEqual({ to: ['host'] });
    expect(routeSignal({ type: 'webrtc_offer', senderId: 'a' }, shared)).toEqual({ to: ['host'] });
  });

  it('that offers comes from whoever holds the share, at first the host', () => {
    expect(routeSignal({ type: 'webrtc_offer', senderId: 'a' }, party)).toEqual({ refusal: 'forbidden' });
    expect(routeSignal({ type: 'webrtc_offer', senderId: 'a', targetId: 'b' }, shared)).toEqual({
      to: ['b'],
    });
    expect(routeSignal({ type: 'webrtc_offer', senderId: 'host', targetId: 'b' }, shared)).toEqual({
      refusal: 'forbidden',
    });
  });

  it('that asks for an offer goes to whoever holds the share', () => {
    expect(routeSignal({ type: 'offer_request', senderId: 'b' }, party)).toEqual({ to: ['host'] });
    expect(routeSignal({ type: 'offer_request', senderId: 'b', targetId: 'host' }, shared)).toEqual({
      to: ['a'],
    });
    expect(routeSignal({ type: 'offer_request', senderId: 'host' }, party)).toEqual({ refusal: 'not_found' });
  });

  it('goes to nobody who isn’t here, nor back to who sent it', () => {
    const gone: Audience = { ...party, connected: new Set(['a']) };
    expect(routeSignal({ type: 'webrtc_answer', senderId: 'a' }, gone)).toEqual({ refusal: 'not_found' });
    expect(routeSignal({ type: 'webrtc_answer', senderId: 'a', targetId: 'a' }, party)).toEqual({
      refusal: 'not_found',
    });
    expect(
      routeSignal({ type: 'webrtc_answer', senderId: 'host' }, { ...party, connected: new Set() }),
    ).toEqual({
      to: [],
    });
  });

  it('only ever goes to others who are connected', () => {
    const user = fc.constantFrom('host', 'a', 'b', 'c');
    const type = fc.constantFrom(
      'webrtc_offer' as const,
      'webrtc_answer' as const,
      'ice_candidate' as const,
      'offer_request' as const,
    );
    fc.assert(
      fc.property(
        type,
        user,
        fc.option(user, { nil: undefined }),
        fc.option(user),
        fc.uniqueArray(user),
        (kind, senderId, targetId, sharer, users) => {
          const connected = new Set(users);
          const share = sharer === null ? null : { userId: sharer };
          const route = routeSignal({ type: kind, senderId, targetId }, { hostId: 'host', share, connected });
          if ('refusal' in route) return;
          expect(route.to).not.toContain(senderId);
          for (const userId of route.to) expect(connected).toContain(userId);
        },
      ),
    );
  });
});
