import type { WatchClientMessage, WatchClientType } from '#protocol/watch-socket.ts';
import type { WatchServerMessage, WatchServerType } from '#protocol/watch-socket-messages.ts';

/** What the server says. */
export type PartyNews = { [Name in WatchServerType]: WatchServerMessage<Name> }[WatchServerType];

/** What the page says. */
export type PartyRequest = { [Name in WatchClientType]: WatchClientMessage<Name> }[WatchClientType];

/** What is said to one other browser, through the server. */
export type PeerRequest = Extract<
  PartyRequest,
  { type: 'webrtc_offer' | 'webrtc_answer' | 'ice_candidate' | 'offer_request' }
>;
