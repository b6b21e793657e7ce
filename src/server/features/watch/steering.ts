import { randomUUID } from 'node:crypto';
import type { MediaChoice } from '#protocol/watch-state.ts';
import { findMember, markKicked, resetReadiness, updateMember } from './member-repository.ts';
import type { Locked, Outcome, PartyChanges } from './party-changes.ts';
import type { PartyEvent } from './party-channels.ts';
import type { Party, PartySettings } from './party-repository.ts';
import { type Command, rewind, steer } from './playback.ts';
import { toPlaybackState } from './playback-wire.ts';
import { isConnected, type Member, mayKick } from './roster.ts';
import { closeShare, mayStopShare, mayTakeShare } from './share.ts';

/** Whose message it is, and in which party. */
export type Sender = { partyId: string; userId: string };

export type Refusal = 'forbidden' | 'not_found';
type Decision = Outcome<Refusal | undefined>;

const refused = (result: Refusal): Decision => ({ result });
const unchanged: Decision = { result: undefined };

const isHost = ({ hostId }: Party, userId: string) => userId === hostId;
const isHere = (present: readonly Member[], userId: string) =>
  present.some((member) => member.userId === userId && isConnected(member));

const TOGGLES = {
  lock: 'isLocked',
  chat_off: 'isChatOff',
  share_open: 'isShareOpen',
  wait_for_all: 'waitsForAll',
} as const satisfies Record<string, keyof PartySettings>;

export type Toggle = keyof typeof TOGGLES;

export type Steering = ReturnType<typeof createSteering>;

/** What members do to their party: mostly its host. Each gives what was refused of it, if anything was. */
export function createSteering({ changes }: { changes: PartyChanges }) {
  const change = ({ partyId }: Sender, decide: (locked: Locked) => Promise<Decision> | Decision) =>
    changes.change<Refusal | undefined>(partyId, decide);

  const shareStopped = (userId: string): PartyEvent => ({
    type: 'share_stop',
    userId,
    payload: { user_id: userId },
  });

  return {
    play: (sender: Sender, command: Command) =>
      change(sender, ({ party, now }) => {
        const playback = steer(party.playback, command, { isHost: isHost(party, sender.userId), now });
        if (playback === 'forbidden') return refused('forbidden');
        const payload = toPlaybackState(playback);
        return {
          result: undefined,
          party: { ...party, playback },
          events: [{ type: 'playback_state', userId: sender.userId, payload, to: 'viewers' }],
        };
      }),

    setMedia: (sender: Sender, choice: MediaChoice | null) =>
      change(sender, async ({ tx, party, present, now }) => {
        if (!isHost(party, sender.userId)) return refused('forbidden');
        const media = choice && { id: randomUUID(), ...choice };
        const playback = rewind(party.playback, now);
        await resetReadiness(tx, party.id);
        return {
          result: undefined,
          party: { ...party, media, playback },
          present: present.map((member) => ({
            ...member,
            isReady: false,
            isBuffering: false,
            driftMs: null,
          })),
          events: [
            {
              type: 'media_set',
              userId: sender.userId,
              payload: { media, playback: toPlaybackState(playback) },
            },
          ],
        };
      }),

    toggle: (sender: Sender, name: Toggle, on: boolean) =>
      change(sender, ({ party }) => {
        if (!isHost(party, sender.userId)) return refused('forbidden');
        const share = name === 'share_open' && !on ? closeShare(party.share, party.hostId) : party.share;
        const events: PartyEvent[] = [{ type: name, userId: sender.userId, payload: { on } }];
        if (party.share && !share) events.push(shareStopped(party.share.userId));
        const settings = { ...party.settings, [TOGGLES[name]]: on };
        return { result: undefined, party: { ...party, settings, share }, events };
      }),

    kick: (sender: Sender, targetId: string) =>
      change(sender, async ({ tx, party, present, now }) => {
        const target = isUuid(targetId) ? await findMember(tx, party.id, targetId) : undefined;
        const verdict = mayKick(party, sender.userId, target);
        if (verdict !== 'ok' || !target) return refused(verdict === 'ok' ? 'not_found' : verdict);
        const { userId, username } = target;
        await markKicked(tx, party.id, userId, new Date(now));
        const events: PartyEvent[] = [{ type: 'kick', userId, payload: { user_id: userId } }];
        if (party.share?.userId === userId) events.push(shareStopped(userId));
        if (isConnected(target))
          events.push({ type: 'user_left', userId, payload: { user_id: userId, username, is_host: false } });
        return {
          result: undefined,
          party: { ...party, share: party.share?.userId === userId ? null : party.share },
          present: present.filter((member) => member.userId !== userId),
          events,
          orders: [{ type: 'kicked', userId }],
        };
      }),

    startShare: (sender: Sender) =>
      change(sender, async ({ tx, party, present }) => {
        const { userId } = sender;
        const member = await findMember(tx, party.id, userId);
        // Put out since it was sent.
        if (!member || member.isKicked) return refused('forbidden');
        const asking = { userId, hostId: party.hostId, isOpen: party.settings.isShareOpen };
        if (!mayTakeShare(party.share, asking, (id) => isHere(present, id))) return refused('forbidden');
        return {
          result: undefined,
          party: { ...party, share: { userId } },
          events: [{ type: 'share_start', userId, payload: { user_id: userId } }],
        };
      }),

    stopShare: (sender: Sender) =>
      change(sender, ({ party }) => {
        const { share, hostId } = party;
        if (!mayStopShare(share, { userId: sender.userId, hostId })) return refused('forbidden');
        if (!share) return unchanged;
        return { result: undefined, party: { ...party, share: null }, events: [shareStopped(share.userId)] };
      }),

    setReady: (sender: Sender, ready: boolean, mediaId: string) =>
      changeSelf(sender, ({ party }, member) => {
        if (party.media?.id !== mediaId || member.isReady === ready) return undefined;
        return {
          member: { ...member, isReady: ready },
          event: {
            type: 'ready',
            userId: sender.userId,
            payload: { user_id: sender.userId, ready, media_id: mediaId },
          },
        };
      }),

    setBuffering: (sender: Sender, buffering: boolean) =>
      changeSelf(sender, (_, member) => {
        if (member.isBuffering === buffering) return undefined;
        return {
          member: { ...member, isBuffering: buffering },
          event: { type: 'buffering', userId: sender.userId, payload: { user_id: sender.userId, buffering } },
        };
      }),
  };

  function changeSelf(
    sender: Sender,
    decide: (locked: Locked, member: Member) => { member: Member; event: PartyEvent } | undefined,
  ) {
    return change(sender, async (locked) => {
      const { tx, party, present } = locked;
      const before = present.find(({ userId }) => userId === sender.userId);
      const done = before && decide(locked, before);
      if (!done) return unchanged;
      await updateMember(tx, party.id, done.member);
      return {
        result: undefined,
        present: present.map((member) => (member === before ? done.member : member)),
        events: [done.event],
      };
    });
  }
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
