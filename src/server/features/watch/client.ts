import type { WatchErrorCode } from '#protocol/watch-socket-messages.ts';
import type { Connection } from '#server/realtime/connection.ts';
import type { createTaskQueue } from '#server/realtime/task-queue.ts';
import type { Budgets } from './budgets.ts';
import type { LocalParty } from './local-parties.ts';
import { type PartyEvent, toMessage } from './party-channels.ts';

/** One member's socket on this node. */
export type Client = Connection<ClientState>;

type TaskQueue = ReturnType<typeof createTaskQueue>;

export type ClientState = {
  readonly partyId: string;
  readonly userId: string;
  readonly username: string;
  readonly hostId: string;
  readonly budgets: Budgets;
  /** What it asks for that takes time, one thing after another. */
  tasks?: TaskQueue;
  /** How many of those aren't done yet. */
  waiting: number;
  /** Once it is in. */
  party?: LocalParty;
  /** Out of the channels that it is in by another name. */
  leaveChannels?: () => void;
};

/** To this one alone. */
export const tell = (client: Client, event: PartyEvent, now: number): void =>
  client.send(toMessage(client.state.partyId, event, now));

/** Refuses a message; `inReplyTo` is its type, where it has one. */
export function refuse(
  client: Client,
  now: number,
  error: WatchErrorCode,
  message: string,
  inReplyTo?: string,
): void {
  const payload = { error, message, ...(inReplyTo !== undefined && { in_reply_to: inReplyTo }) };
  tell(client, { type: 'error', userId: client.state.userId, payload }, now);
}
