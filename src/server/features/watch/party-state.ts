import type { ChatMessage, Participant, SessionState, Settings } from '#protocol/watch-state.ts';
import type { Party, PartySettings } from './party-repository.ts';
import { bringUpTo } from './playback.ts';
import { toPlaybackState } from './playback-wire.ts';
import { listConnected, type Member } from './roster.ts';

const toParticipant = (hostId: string, member: Member): Participant => ({
  user_id: member.userId,
  username: member.username,
  is_host: member.userId === hostId,
  ready: member.isReady,
  buffering: member.isBuffering,
  drift_ms: member.driftMs,
});

const toSettings = ({ isLocked, isChatOff, isShareOpen, waitsForAll }: PartySettings): Settings => ({
  lock: isLocked,
  chat_off: isChatOff,
  share_open: isShareOpen,
  wait_for_all: waitsForAll,
});

/** What a newcomer is told: the position as it is now. */
export const toSessionState = (
  { hostId, playback, share, media, settings }: Party,
  present: readonly Member[],
  chat: ChatMessage[],
  now: number,
): SessionState => ({
  participants: listConnected({ hostId }, present).map((member) => toParticipant(hostId, member)),
  playback: toPlaybackState(bringUpTo(playback, now, media?.duration)),
  share: share && { user_id: share.userId },
  media,
  chat,
  settings: toSettings(settings),
  server_time: now,
});
