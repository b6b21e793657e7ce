import type { IceServer } from '#protocol/watch.ts';
import type { PeerRequest } from './party-messages.ts';
import { negotiate, type PeerSignal } from './peer-negotiation.ts';
import { toRequest } from './share-sender.ts';

type Options = {
  sharerId: string;
  iceServers: () => readonly IceServer[];
  send: (request: PeerRequest) => void;
  onChange: () => void;
};

/** `failed`: it was tried for long, and goes on being tried. */
export type ReceiverState = 'waiting' | 'connected' | 'trouble' | 'failed';

/** Who has just come may be offered a connection unasked; and an offer takes its time to be answered. */
const FIRST_ASK_MS = 700;
const SECOND_ASK_MS = 3_500;
const ASK_EVERY_MS = 8_000;
/** So many times in vain: networks that forbid it don't change their mind. */
const TRIES_TO_FAIL = 2;

export type ShareReceiver = ReturnType<typeof createReceiver>;

/** A viewer’s side of the share: what comes from whoever holds it, through as many connections as it takes. */
export function createReceiver({ sharerId, iceServers, send, onChange }: Options) {
  let peer: { id: string | undefined; connection: RTCPeerConnection; negotiation: Negotiation } | undefined;
  let stream: MediaStream | undefined;
  let tries = 0;
  let wasConnected = false;
  /** Without a sharer who could answer nothing is asked, and nothing has failed. */
  let isSharerHere = true;
  let asking = setTimeout(ask, FIRST_ASK_MS);

  type Negotiation = ReturnType<typeof negotiate>;

  const isConnected = () => peer?.connection.connectionState === 'connected';

  function ask(): void {
    clearTimeout(asking);
    asking = setTimeout(ask, tries === 0 ? SECOND_ASK_MS : ASK_EVERY_MS);
    if (isConnected() || !isSharerHere) return;
    tries++;
    send({ type: 'offer_request' });
    onChange();
  }

  function accept(id: string | undefined): void {
    closePeer();
    const connection = new RTCPeerConnection({ iceServers: [...iceServers()] });
    const negotiation = negotiate({
      connection,
      isPolite: true,
      send: (signal) => send(toRequest(signal, sharerId, id)),
      // It is asked for anew where no connection comes about.
      onError: () => undefined,
    });
    connection.addEventListener('track', ({ streams: [first], track }) => {
      stream = first ?? new MediaStream([...(stream?.getTracks() ?? []), track]);
      onChange();
    });
    connection.addEventListener('connectionstatechange', () => {
      if (isConnected()) {
        tries = 0;
        wasConnected = true;
      }
      onChange();
    });
    peer = { id, connection, negotiation };
    // It has its time before the next request.
    clearTimeout(asking);
    asking = setTimeout(ask, ASK_EVERY_MS);
  }

  function closePeer(): void {
    peer?.negotiation.close();
    peer?.connection.close();
    peer = undefined;
  }

  return {
    sharerId,
    hear(signal: PeerSignal, id: string | undefined): void {
      const isOther = !peer || peer.id !== id || peer.connection.signalingState === 'closed';
      if (isOther) {
        // What is late for a connection that was given up, or early for one that isn't offered yet: offers come first.
        if (signal.type !== 'offer') return;
        accept(id);
      } else if (signal.type === 'offer')
        peer?.connection.setConfiguration({ iceServers: [...iceServers()] });
      void peer?.negotiation.hear(signal);
    },
    /** After a connection to the server was lost, requests and offers may be lost as well. */
    renew(): void {
      clearTimeout(asking);
      asking = setTimeout(ask, FIRST_ASK_MS);
    },
    noteSharer(isHere: boolean): void {
      if (isHere === isSharerHere) return;
      isSharerHere = isHere;
      tries = 0;
      if (isHere) this.renew();
    },
    stream: () => stream,
    connection: () => peer?.connection,
    state(): ReceiverState {
      if (isConnected()) return 'connected';
      if (tries > TRIES_TO_FAIL) return 'failed';
      return wasConnected ? 'trouble' : 'waiting';
    },
    close(): void {
      clearTimeout(asking);
      closePeer();
    },
  };
}
