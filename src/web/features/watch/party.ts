import type { MediaChoice, PlaybackState } from '#protocol/watch-state.ts';
import { type Membership, readMembership } from '#web/lib/party-membership.ts';
import type { PartyNews, PartyRequest } from './party-messages.ts';
import { createReports } from './party-reports.ts';
import { findPartyEnd, renewToken } from './party-requests.ts';
import { connectParty, type PartyConnection, type PartyEnd } from './party-socket.ts';
import { type PartyChange, type PartyState, reduceParty, type Toggle } from './party-state.ts';
import { targetAt } from './playback-target.ts';
import type { Emoji } from './reactions.ts';
import { createShare, type ShareView } from './share.ts';
import type { SyncReport } from './sync-loop.ts';

export type PartyView = {
  connection: PartyConnection;
  end: PartyEnd | undefined;
  /** Absent until the server has told it. */
  state: PartyState | undefined;
  share: ShareView;
};

export type Told = Extract<PartyNews, { type: 'reaction' | 'error' | 'user_joined' | 'user_left' }>;
export type Command = Partial<Pick<PlaybackState, 'playing' | 'currentTime' | 'rate' | 'volume'>>;

/** Who hasn’t said for so long that they write doesn’t. */
const TYPING_MS = 6_000;
const RENEW_LOOK_MS = 60_000;
/** All begin together, if the news of it takes no longer. */
const START_LEAD_MS = 150;

export type Party = ReturnType<typeof openParty>;

/** A member’s part in a party: what is going on there, and what they do. */
export function openParty(entered: Membership) {
  let membership = entered;
  let view: PartyView = {
    connection: 'connecting',
    end: undefined,
    state: undefined,
    share: { role: 'none' },
  };
  let isAsking = false;
  const listeners = new Set<() => void>();
  const hearers = new Set<(told: Told) => void>();
  const typing = new Map<string, ReturnType<typeof setTimeout>>();
  const { userId } = membership;

  function show(change: Partial<PartyView>): void {
    view = { ...view, ...change };
    for (const listener of [...listeners]) listener();
  }

  const socket = connectParty({
    async url() {
      await renew();
      const url = new URL(`/ws/${membership.partyId}`, location.href);
      url.protocol = url.protocol.replace('http', 'ws');
      url.searchParams.set('token', membership.token);
      return url;
    },
    findEnd: () => findPartyEnd(membership),
    onNews: hear,
    onConnection(connection) {
      if (connection === 'lost') apply({ type: 'disconnected' });
      show({ connection });
      if (connection !== 'open') return;
      share.reconnect();
      reports.restart(view.state?.media?.id);
    },
    onEnd(end) {
      stop();
      show({ end, share: share.view() });
    },
  });
  const reports = createReports({ send: socket.send });
  const share = createShare({
    userId,
    iceServers: () => membership.iceServers,
    send: socket.send,
    onChange: () => show({ share: share.view() }),
  });

  /** One that can’t be renewed now is tried as it is: the server’s refusal then says what is wrong. */
  async function renew(): Promise<void> {
    const kept = readMembership(membership.partyId);
    // Another window may have come in anew, as somebody else.
    if (kept?.userId === userId) membership = kept;
    membership = await renewToken(membership).catch(() => membership);
  }
  const renewing = setInterval(() => void renew(), RENEW_LOOK_MS);

  /** What is shown and seen ends with the membership, whatever the page does next. */
  function stop(): void {
    clearInterval(renewing);
    for (const timer of typing.values()) clearTimeout(timer);
    share.close();
  }

  function apply(change: PartyChange): void {
    const before = view.state;
    const state = reduceParty(before, change);
    if (!state || state === before) return;
    show({ state });
    if (before && state.media?.id !== before.media?.id) reports.restart(state.media?.id);
    share.follow(state);
    if (state.isDoubtful && view.connection === 'open') askForState();
  }

  function askForState(): void {
    if (!isAsking) isAsking = socket.send({ type: 'state_get' });
  }

  function hear(news: PartyNews): void {
    if (news.type === 'session_state') isAsking = false;
    if (news.type === 'gap') askForState();
    if (news.type === 'typing') noteTyping(news.payload);
    apply({ type: 'news', news });
    share.hear(news);
    if (
      news.type === 'reaction' ||
      news.type === 'error' ||
      news.type === 'user_joined' ||
      news.type === 'user_left'
    )
      for (const hearer of [...hearers]) hearer(news);
  }

  function noteTyping({ user_id, typing: isTyping }: { user_id: string; typing: boolean }): void {
    clearTimeout(typing.get(user_id));
    if (isTyping)
      typing.set(
        user_id,
        setTimeout(() => apply({ type: 'stopped_typing', userId: user_id }), TYPING_MS),
      );
  }

  function request(asked: PartyRequest): boolean {
    return socket.send(asked);
  }

  return {
    membership: entered,
    view: () => view,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Told of what passes. Returns the disposer. */
    listen(hearer: (told: Told) => void): () => void {
      hearers.add(hearer);
      return () => hearers.delete(hearer);
    },
    serverNow: socket.serverNow,
    iceServers: () => membership.iceServers,

    say: (message: string) => request({ type: 'chat', payload: { message } }),
    react: (emoji: Emoji) => request({ type: 'reaction', payload: { emoji } }),
    setTyping: (isTyping: boolean) => request({ type: 'typing', payload: { typing: isTyping } }),
    toggle(toggle: Toggle, on: boolean): void {
      if (request({ type: toggle, payload: { on } })) apply({ type: 'toggled', toggle, on });
    },
    kick: (user_id: string) => request({ type: 'kick', payload: { user_id } }),
    setMedia: (media: MediaChoice | null) => request({ type: 'media_set', payload: { media } }),

    /** The host’s; what isn’t given stays as it is. This page plays by it at once. */
    command(given: Command): void {
      const { state } = view;
      const now = socket.serverNow();
      if (!state || now === null) return;
      const { playback, media } = state;
      const isStart = given.playing === true && !(playback.playing || playback.waiting);
      const server_time = now + (isStart ? START_LEAD_MS : 0);
      const {
        playing = playback.playing || playback.waiting,
        rate = playback.rate,
        volume = playback.volume,
      } = given;
      const currentTime = Math.max(0, given.currentTime ?? targetAt(playback, now, media?.duration).position);
      const command = { playing, currentTime, rate, volume, server_time };
      if (!request({ type: 'playback_state', payload: command })) return;
      apply({
        type: 'commanded',
        playback: {
          ...command,
          // Who is waited for is waited for still.
          playing: playing && !playback.waiting,
          waiting: playing && playback.waiting,
          revision: playback.revision + 1,
        },
      });
    },

    setReady: reports.setReady,
    report: (report: SyncReport) => reports.hear(report),
    startShare: share.start,
    stopShare: share.stop,

    close(): void {
      stop();
      socket.close();
      listeners.clear();
      hearers.clear();
    },
  };
}
