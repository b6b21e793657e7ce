import type { IceServer } from '#protocol/watch.ts';
import type { PartyNews, PeerRequest } from './party-messages.ts';
import type { PartyState } from './party-state.ts';
import type { PeerSignal } from './peer-negotiation.ts';
import { shareQuality } from './share-bitrate.ts';
import { createReceiver, type ReceiverState, type ShareReceiver } from './share-receiver.ts';
import { createSender, type SenderState, type ShareSender } from './share-sender.ts';

type Options = {
  userId: string;
  iceServers: () => readonly IceServer[];
  send: (request: PeerRequest | { type: 'share_start' } | { type: 'share_stop' }) => boolean;
  onChange: () => void;
};

export type ShareView =
  | { role: 'none' }
  /** `stream` is undefined where this page has none to send, such as after it was loaded anew. */
  | { role: 'sharer'; stream: MediaStream | undefined; viewers: ReadonlyMap<string, SenderState> }
  | {
      role: 'viewer';
      sharerId: string;
      stream: MediaStream | undefined;
      state: ReceiverState;
      connection: RTCPeerConnection | undefined;
    };

type Signal = Extract<PartyNews, { type: 'webrtc_offer' | 'webrtc_answer' | 'ice_candidate' }>;

/** The screen share of one member: sends to each of the others, or receives from whoever holds it. */
export function createShare({ userId, iceServers, send, onChange }: Options) {
  let state: PartyState | undefined;
  let stream: MediaStream | undefined;
  /** Asked for, and not heard of since. */
  let isTaking = false;
  let isClosed = false;
  const senders = new Map<string, ShareSender>();
  let receiver: ShareReceiver | undefined;

  const isSharer = () => state?.sharerId === userId;
  const others = () => state?.participants.filter(({ user_id }) => user_id !== userId) ?? [];
  const isHere = (id: string) => others().some(({ user_id }) => user_id === id);

  function follow(next: PartyState): void {
    state = next;
    if (isSharer()) isTaking = false;
    else if (!isTaking) endStream();
    if (isSharer() && stream) offerToAll(stream);
    else closeSenders();
    receive();
    onChange();
  }

  function offerToAll(present: MediaStream): void {
    for (const { user_id } of others()) if (!senders.has(user_id)) addSender(user_id, present);
    // Who is away for a moment may still see it all.
    for (const [viewerId, sender] of senders)
      if (!isHere(viewerId) && sender.state() !== 'connected') dropSender(viewerId);
  }

  function addSender(viewerId: string, present: MediaStream): void {
    senders.get(viewerId)?.close();
    const sender = createSender({
      viewerId,
      stream: present,
      iceServers,
      send,
      onChange: () => {
        if (sender.state() === 'trouble' && !isHere(viewerId)) dropSender(viewerId);
        limitAll();
        onChange();
      },
    });
    senders.set(viewerId, sender);
  }

  function dropSender(viewerId: string): void {
    senders.get(viewerId)?.close();
    if (senders.delete(viewerId)) limitAll();
  }

  function limitAll(): void {
    for (const sender of senders.values()) void sender.limit(shareQuality(senders.size));
  }

  function closeSenders(): void {
    for (const sender of senders.values()) sender.close();
    senders.clear();
  }

  function receive(): void {
    const sharerId = state?.sharerId ?? undefined;
    const wanted = sharerId === userId ? undefined : sharerId;
    if (receiver?.sharerId !== wanted) {
      receiver?.close();
      receiver = wanted ? createReceiver({ sharerId: wanted, iceServers, send, onChange }) : undefined;
    }
    if (wanted) receiver?.noteSharer(isHere(wanted));
  }

  function endStream(): void {
    const ended = stream;
    stream = undefined;
    for (const track of ended?.getTracks() ?? []) track.stop();
  }

  function stop(): void {
    isTaking = false;
    endStream();
    closeSenders();
    send({ type: 'share_stop' });
    onChange();
  }

  return {
    follow,

    hear(news: PartyNews): void {
      switch (news.type) {
        case 'offer_request': {
          const sender = senders.get(news.user_id);
          if (stream && isSharer() && isHere(news.user_id) && !sender?.isFresh())
            addSender(news.user_id, stream);
          break;
        }
        case 'kick':
          dropSender(news.payload.user_id);
          break;
        case 'error':
          if (news.payload.in_reply_to === 'share_start') refuse();
          break;
        case 'webrtc_offer':
        case 'webrtc_answer':
        case 'ice_candidate':
          hearSignal(news);
      }
    },

    /** After a new connection to the server: what was on its way may be lost. */
    reconnect(): void {
      if (!state) return;
      if (stream && !isSharer()) {
        isTaking = true;
        send({ type: 'share_start' });
      }
      for (const sender of senders.values()) if (sender.state() !== 'connected') sender.restart();
      receiver?.renew();
    },

    /** Takes the share with a screen that its user has chosen. */
    start(chosen: MediaStream): void {
      endStream();
      closeSenders();
      stream = chosen;
      // It was chosen for so long that the party is over, or was left.
      if (isClosed) {
        endStream();
        return;
      }
      for (const track of chosen.getVideoTracks()) {
        // Moving pictures, rather than letters that must be sharp.
        track.contentHint = 'motion';
        // By the browser's own button.
        track.addEventListener('ended', () => stream === chosen && stop());
      }
      isTaking = true;
      send({ type: 'share_start' });
      if (state && isSharer()) follow(state);
      else onChange();
    },
    stop,

    view(): ShareView {
      if (isSharer() || (isTaking && stream))
        return {
          role: 'sharer',
          stream,
          viewers: new Map([...senders].map(([id, sender]) => [id, sender.state()])),
        };
      if (!receiver) return { role: 'none' };
      return {
        role: 'viewer',
        sharerId: receiver.sharerId,
        stream: receiver.stream(),
        state: receiver.state(),
        connection: receiver.connection(),
      };
    },

    close(): void {
      isClosed = true;
      isTaking = false;
      endStream();
      closeSenders();
      receiver?.close();
      receiver = undefined;
      state = undefined;
    },
  };

  function refuse(): void {
    isTaking = false;
    endStream();
    onChange();
  }

  function hearSignal(news: Signal): void {
    const signal = toSignal(news);
    const { connection } = news.payload;
    if (receiver && news.user_id === receiver.sharerId) receiver.hear(signal, connection);
    const sender = senders.get(news.user_id);
    // Clients that don't name the connection mean the present one.
    if (sender && (connection === undefined || connection === sender.id)) void sender.hear(signal);
  }
}

function toSignal(news: Signal): PeerSignal {
  switch (news.type) {
    case 'webrtc_offer':
      return { type: 'offer', sdp: news.payload.sdp };
    case 'webrtc_answer':
      return { type: 'answer', sdp: news.payload.sdp };
    case 'ice_candidate': {
      const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = news.payload;
      return {
        type: 'candidate',
        candidate: {
          candidate,
          sdpMid: sdpMid ?? null,
          sdpMLineIndex: sdpMLineIndex ?? null,
          usernameFragment: usernameFragment ?? null,
        },
      };
    }
  }
}
