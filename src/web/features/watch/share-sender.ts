import type { IceServer } from '#protocol/watch.ts';
import { randomId } from '#web/lib/random-id.ts';
import type { PeerRequest } from './party-messages.ts';
import { negotiate, type PeerSignal } from './peer-negotiation.ts';
import type { ShareQuality } from './share-bitrate.ts';

export type SenderState = 'connecting' | 'connected' | 'trouble';

type Options = {
  viewerId: string;
  stream: MediaStream;
  /** The present ones: credentials of relays end. */
  iceServers: () => readonly IceServer[];
  send: (request: PeerRequest) => void;
  onChange: () => void;
};

/** It may come back by itself for so long. */
const DISCONNECTED_MS = 3_000;
const RESTART_EVERY_MS = 6_000;
/** An offer that is so young may still be answered. */
const FRESH_MS = 3_000;

export type ShareSender = ReturnType<typeof createSender>;

/** The sharer’s connection with one viewer. */
export function createSender({ viewerId, stream, iceServers, send, onChange }: Options) {
  const id = randomId();
  const madeAt = performance.now();
  const connection = new RTCPeerConnection({ iceServers: [...iceServers()] });
  const negotiation = negotiate({
    connection,
    isPolite: false,
    send: (signal) => send(toRequest(signal, viewerId, id)),
    // The viewer asks for a new connection where this one doesn't come about.
    onError: () => undefined,
  });
  let mending: ReturnType<typeof setTimeout> | undefined;

  for (const track of stream.getTracks()) connection.addTrack(track, stream);

  connection.addEventListener('connectionstatechange', () => {
    clearTimeout(mending);
    const { connectionState } = connection;
    if (connectionState === 'failed') restart();
    else if (connectionState === 'disconnected') mending = setTimeout(restart, DISCONNECTED_MS);
    onChange();
  });

  /** Looks for another way between the two, with relays that are still good. */
  function restart(): void {
    clearTimeout(mending);
    if (connection.connectionState === 'closed' || connection.connectionState === 'connected') return;
    connection.setConfiguration({ iceServers: [...iceServers()] });
    connection.restartIce();
    mending = setTimeout(restart, RESTART_EVERY_MS);
  }

  return {
    id,
    connection,
    hear: negotiation.hear,
    restart,
    state(): SenderState {
      if (connection.connectionState === 'connected') return 'connected';
      return connection.connectionState === 'new' || connection.connectionState === 'connecting'
        ? 'connecting'
        : 'trouble';
    },
    /** Its offer is on its way. */
    isFresh: () => connection.remoteDescription === null && performance.now() - madeAt < FRESH_MS,
    async limit({ maxBitrate, scaleResolutionDownBy }: ShareQuality): Promise<void> {
      for (const sender of connection.getSenders()) {
        if (sender.track?.kind !== 'video') continue;
        const parameters = sender.getParameters();
        const encodings = parameters.encodings.map((one) => ({ ...one, maxBitrate, scaleResolutionDownBy }));
        // Before the answer there may be nothing to set; it is set again then.
        await sender.setParameters({ ...parameters, encodings }).catch(() => undefined);
      }
    },
    close(): void {
      clearTimeout(mending);
      negotiation.close();
      connection.close();
    },
  };
}

export function toRequest(signal: PeerSignal, target_id: string, id: string | undefined): PeerRequest {
  const connection = id === undefined ? {} : { connection: id };
  if (signal.type === 'offer')
    return { type: 'webrtc_offer', target_id, payload: { type: 'offer', sdp: signal.sdp, ...connection } };
  if (signal.type === 'answer')
    return { type: 'webrtc_answer', target_id, payload: { type: 'answer', sdp: signal.sdp, ...connection } };
  const { candidate = '', sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = signal.candidate;
  return {
    type: 'ice_candidate',
    target_id,
    payload: { candidate, sdpMid, sdpMLineIndex, usernameFragment, ...connection },
  };
}
