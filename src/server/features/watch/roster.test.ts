import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admit,
  connect,
  countPlaces,
  disconnect,
  isConnected,
  listConnected,
  type Member,
  mayKick,
  mustWait,
  type Party,
  PLACE_KEPT_MS,
  type Socket,
} from './roster.ts';

const NOW = 1_706_872_200_000;
const party: Party = { hostId: 'host', isLocked: false, maxParticipants: 2 };
const socket = (connectionId: string, nodeId = 'node-1'): Socket => ({ nodeId, connectionId });

const joined = (userId: string, joinedAt = NOW): Member => ({
  userId,
  username: userId,
  joinedAt,
  socket: null,
  firstConnectedAt: null,
  isKicked: false,
  isReady: false,
  isBuffering: false,
  driftMs: null,
});

const connected = (userId: string, joinedAt = NOW): Member =>
  connect(joined(userId, joinedAt), socket(userId), NOW).member;

const left = (userId: string): Member => disconnect(connected(userId), socket(userId));

describe('[W4] places', () => {
  it('are taken by who is connected, and for two minutes by who has joined and not yet come', () => {
    expect(countPlaces([connected('a'), joined('b')], NOW + PLACE_KEPT_MS - 1)).toBe(2);
    expect(countPlaces([connected('a'), joined('b')], NOW + PLACE_KEPT_MS)).toBe(1);
  });

  it('are free as soon as somebody leaves', () => {
    expect(countPlaces([left('a')], NOW)).toBe(0);
  });

  it('are one a user, however often they connect', () => {
    expect(countPlaces([connect(connected('a'), socket('second'), NOW).member], NOW)).toBe(1);
  });

  it('are as many as the party has', () => {
    expect(admit(party, [connected('host')], NOW)).toBe('ok');
    expect(admit(party, [connected('host'), joined('b')], NOW)).toBe('full');
    expect(admit(party, [connected('host'), left('b')], NOW)).toBe('ok');
  });

  it('are for nobody new when the host has locked the party', () => {
    expect(admit({ ...party, isLocked: true }, [], NOW)).toBe('locked');
  });

  it('never exceed the party, whatever order people join, come, leave and are put out in', () => {
    const users = ['a', 'b', 'c', 'd'] as const;
    const step = fc.tuple(
      fc.constantFrom('join', 'connect', 'leave', 'kick'),
      fc.constantFrom(...users),
      fc.integer({ min: 0, max: PLACE_KEPT_MS }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const members = new Map<string, Member>();
        let now = NOW;
        for (const [what, userId, pause] of steps) {
          now += pause;
          const member = members.get(userId);
          if (what === 'join' && !member && admit(party, [...members.values()], now) === 'ok') {
            members.set(userId, joined(userId, now));
            expect(countPlaces([...members.values()], now)).toBeLessThanOrEqual(party.maxParticipants);
          }
          if (!member) continue;
          const before = countPlaces([...members.values()], now);
          if (what === 'leave') members.set(userId, disconnect(member, socket(userId)));
          if (what === 'kick') members.set(userId, { ...member, isKicked: true });
          // Who has joined always gets in, even where that is one more than fits.
          if (what === 'connect') members.set(userId, connect(member, socket(userId), now).member);
          else expect(countPlaces([...members.values()], now)).toBeLessThanOrEqual(before);
        }
      }),
    );
  });
});

describe('[W5] a second socket of a user', () => {
  it('takes the place of the first, which must close', () => {
    const { member, replaced } = connect(connected('a'), socket('second', 'node-2'), NOW + 5);
    expect(replaced).toEqual(socket('a'));
    expect(member.socket).toEqual(socket('second', 'node-2'));
    expect(member.firstConnectedAt).toBe(NOW);
  });

  it('stays when the first one closes late: nobody has left', () => {
    const { member } = connect(connected('a'), socket('second'), NOW);
    expect(disconnect(member, socket('a'))).toBe(member);
    expect(isConnected(disconnect(member, socket('second')))).toBe(false);
  });

  it('replaces nothing where it is the same one', () => {
    expect(connect(connected('a'), socket('a'), NOW).replaced).toBeNull();
  });

  it('starts with nothing loaded', () => {
    const ready = { ...connected('a'), isReady: true, isBuffering: true, driftMs: -40 };
    expect(connect(ready, socket('second'), NOW).member).toMatchObject({
      isReady: false,
      isBuffering: false,
      driftMs: null,
    });
  });
});

describe('[W12] who is here', () => {
  it('are those connected, the host first, in the order in which they joined', () => {
    const members = [connected('late', NOW + 9), connected('early', NOW - 9), connected('host', NOW + 5)];
    const all = [...members, left('gone'), joined('not yet'), { ...connected('out'), isKicked: true }];
    expect(listConnected(party, all).map(({ userId }) => userId)).toEqual(['host', 'early', 'late']);
  });
});

describe('putting somebody out', () => {
  it('is the host’s, and never of the host', () => {
    const viewer = connected('viewer');
    expect(mayKick(party, 'host', viewer)).toBe('ok');
    expect(mayKick(party, 'other', viewer)).toBe('forbidden');
    expect(mayKick(party, 'host', connected('host'))).toBe('forbidden');
    expect(mayKick(party, 'host', undefined)).toBe('not_found');
    expect(mayKick(party, 'host', { ...viewer, isKicked: true })).toBe('not_found');
  });
});

describe('playback waits', () => {
  const buffers = { ...connected('slow'), isReady: true, isBuffering: true };

  it('for nobody, unless the host wants it', () => {
    expect(mustWait(false, [buffers])).toBe(false);
    expect(mustWait(true, [buffers])).toBe(true);
  });

  it('only for who is here and has the medium', () => {
    const gone = { ...buffers, socket: null };
    expect(mustWait(true, [gone, { ...buffers, isReady: false }, connected('well')])).toBe(false);
  });
});
