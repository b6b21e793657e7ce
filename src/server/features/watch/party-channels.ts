import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { WatchServerMessage, WatchServerType } from '#protocol/watch-socket-messages.ts';
import type { HubMessage } from '#server/realtime/connection.ts';
import type { Hub } from '#server/realtime/hub.ts';

/** What happened in a party, of whom it tells, and who is told. */
export type PartyEvent = {
  [Name in WatchServerType]: {
    type: Name;
    userId: string;
    payload: WatchServerMessage<Name>['payload'];
    /** Without it, all. */
    to?: 'viewers';
  };
}[WatchServerType];

const ALL_PREFIX = 'watch-all:';
const NODES_PREFIX = 'watch-nodes:';
export const allChannel = (partyId: string) => `${ALL_PREFIX}${partyId}`;
/** All but the host. */
export const viewersChannel = (partyId: string) => `watch-viewers:${partyId}`;
/** To one user, on whatever node. */
export const userChannel = (partyId: string, userId: string) => `watch-user:${partyId}:${userId}`;
/** What the nodes tell each other of a party. */
export const nodesChannel = (partyId: string) => `${NODES_PREFIX}${partyId}`;

/** The sockets that must close: the one of that id, all of a user, or everybody's. */
export const Order = Type.Union([
  Type.Object({ type: Type.Literal('replaced'), connectionId: Type.String() }),
  Type.Object({ type: Type.Literal('kicked'), userId: Type.String() }),
  Type.Object({ type: Type.Literal('over') }),
  Type.Object({ type: Type.Literal('gap') }),
]);
export type Order = Type.Static<typeof Order>;

export const readOrder = (message: HubMessage): Order | undefined =>
  Value.Check(Order, message) ? message : undefined;

/** Of what the nodes hear, what changes who may send signals to whom. */
export const RosterNews = Type.Union([
  Type.Object({
    type: Type.Union([
      Type.Literal('user_joined'),
      Type.Literal('user_left'),
      Type.Literal('share_start'),
      Type.Literal('share_stop'),
    ]),
    payload: Type.Object({ user_id: Type.String() }),
  }),
]);

/** A message as it travels: the server says whose it is, and when it was. */
export const toMessage = (partyId: string, event: PartyEvent, now: number): HubMessage => ({
  type: event.type,
  payload: event.payload,
  session_id: partyId,
  user_id: event.userId,
  timestamp: now,
});

/** Tells of what happened, after it is committed. */
export function publishEvents(hub: Hub, partyId: string, events: readonly PartyEvent[], now: number): void {
  for (const event of events) {
    const channel = event.to === 'viewers' ? viewersChannel(partyId) : allChannel(partyId);
    hub.publish(channel, toMessage(partyId, event, now));
  }
}

export const giveOrder = (hub: Hub, partyId: string, order: Order): void =>
  hub.publish(nodesChannel(partyId), order);

/** Nodes that may have missed something are given an order to look. Returns the disposer. */
export const orderAtGaps = (hub: Hub): (() => void) => hub.onGap(NODES_PREFIX, () => ({ type: 'gap' }));
