/** What two browsers tell each other to find a connection. */
export type PeerSignal =
  | { type: 'offer'; sdp: string }
  | { type: 'answer'; sdp: string }
  | { type: 'candidate'; candidate: RTCIceCandidateInit };

type Options = {
  connection: RTCPeerConnection;
  /** Of two who offer at once, the polite one takes its offer back. */
  isPolite: boolean;
  send: (signal: PeerSignal) => void;
  /** What came from the other side and made no sense here. */
  onError: (error: unknown) => void;
};

/** More than a connection ever has. */
const MAX_EARLY = 200;

/** «Perfect negotiation» (WebRTC 1.0, 10.7): either side may offer at any time, and both agree. */
export function negotiate({ connection, isPolite, send, onError }: Options) {
  let isMakingOffer = false;
  let isIgnoringOffer = false;
  let isSettingAnswer = false;
  /** Candidates that came before the description that they belong to. */
  let early: RTCIceCandidateInit[] = [];

  async function describeSelf(): Promise<void> {
    await connection.setLocalDescription();
    const description = connection.localDescription;
    if (description?.type === 'offer' || description?.type === 'answer')
      send({ type: description.type, sdp: description.sdp });
  }

  async function offer(): Promise<void> {
    isMakingOffer = true;
    try {
      await describeSelf();
    } catch (error) {
      if (connection.signalingState !== 'closed') onError(error);
    } finally {
      isMakingOffer = false;
    }
  }

  async function hearDescription(type: 'offer' | 'answer', sdp: string): Promise<void> {
    const { signalingState } = connection;
    const isReady = !isMakingOffer && (signalingState === 'stable' || isSettingAnswer);
    const collides = type === 'offer' && !isReady;
    isIgnoringOffer = !isPolite && collides;
    if (isIgnoringOffer) return;
    // An answer to an offer that was taken back, or that was answered before.
    if (type === 'answer' && signalingState !== 'have-local-offer') return;
    isSettingAnswer = type === 'answer';
    try {
      // An own offer is rolled back by it.
      await connection.setRemoteDescription({ type, sdp });
    } finally {
      isSettingAnswer = false;
    }
    if (type === 'offer') await describeSelf();
    for (const candidate of early.splice(0)) await addCandidate(candidate).catch(onError);
  }

  async function addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (isIgnoringOffer) return;
    const isEarly = connection.remoteDescription === null || !isOfPresent(candidate);
    if (isEarly) early = [...early, candidate].slice(-MAX_EARLY);
    else await connection.addIceCandidate(candidate);
  }

  /** After a restart of ICE, candidates of the new round may overtake the description that announces it. */
  const isOfPresent = ({ usernameFragment }: RTCIceCandidateInit): boolean =>
    !usernameFragment ||
    connection.remoteDescription?.sdp.includes(`a=ice-ufrag:${usernameFragment}\r\n`) === true;

  const onNegotiationNeeded = () => void offer();
  const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
    if (candidate) send({ type: 'candidate', candidate: candidate.toJSON() });
  };
  connection.addEventListener('negotiationneeded', onNegotiationNeeded);
  connection.addEventListener('icecandidate', onCandidate);

  return {
    async hear(signal: PeerSignal): Promise<void> {
      try {
        if (signal.type === 'candidate') await addCandidate(signal.candidate);
        else await hearDescription(signal.type, signal.sdp);
      } catch (error) {
        if (connection.signalingState !== 'closed') onError(error);
      }
    },
    close(): void {
      connection.removeEventListener('negotiationneeded', onNegotiationNeeded);
      connection.removeEventListener('icecandidate', onCandidate);
    },
  };
}
