import type { Clock } from '#server/platform/clock.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { type Client, refuse } from './client.ts';
import type { LocalParties, LocalParty } from './local-parties.ts';
import { userChannel } from './party-channels.ts';
import { type Route, routeSignal, type Signal } from './signalling-route.ts';

type Dependencies = { hub: Hub; clock: Clock; locals: LocalParties };
type Signalled = { type: Signal['type']; payload: unknown; target_id?: string | undefined };

const WORDS = {
  forbidden: 'Only who holds the share makes offers',
  not_found: 'The target is not connected',
} as const;

/** Signals between members, from memory: to whichever node has the target. */
export function createSignalling({ hub, clock, locals }: Dependencies) {
  const route = (party: LocalParty, { state: { userId } }: Client, { type, target_id }: Signalled): Route =>
    routeSignal({ type, senderId: userId, targetId: target_id }, party);

  function relay(client: Client, party: LocalParty, message: Signalled, to: readonly string[]): void {
    const { budgets, userId } = client.state;
    const allowed = to.filter((targetId) => budgets.takeSignal(targetId) === 'ok');
    const now = clock.now();
    const { type, payload } = message;
    const told = { type, payload, session_id: party.id, user_id: userId, timestamp: now };
    for (const targetId of allowed) hub.publish(userChannel(party.id, targetId), told);
    if (allowed.length < to.length)
      refuse(client, now, 'rate_limited', 'Too many signals to one target', type);
  }

  async function lookAgain(client: Client, party: LocalParty, message: Signalled): Promise<void> {
    await locals.refresh(party);
    const second = route(party, client, message);
    if ('to' in second) relay(client, party, message, second.to);
    else refuse(client, clock.now(), second.refusal, WORDS[second.refusal], message.type);
  }

  /** Settles once it is on its way or refused. */
  return (client: Client, message: Signalled): Promise<void> | undefined => {
    const { party, budgets } = client.state;
    if (!party) return undefined;
    const first = route(party, client, message);
    if ('to' in first) {
      relay(client, party, message, first.to);
      return undefined;
    }
    if (budgets.takeMessage() !== 'ok') {
      refuse(client, clock.now(), 'rate_limited', 'Too many messages, please slow down', message.type);
      return undefined;
    }
    // Who has just come to another node may not have been heard of here.
    return lookAgain(client, party, message);
  };
}

export type Signalling = ReturnType<typeof createSignalling>;
