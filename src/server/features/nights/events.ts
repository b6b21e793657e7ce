import type { NightEvent } from '#protocol/night-events.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Executor, Send } from '#server/platform/database.ts';
import type { Hub } from '#server/realtime/hub.ts';

/** An event before it has its time. */
export type EventBody = NightEvent extends infer E
  ? E extends NightEvent
    ? Omit<E, 'timestamp'>
    : never
  : never;

/** Every authenticated client is on this channel. */
export const ALL_NIGHTS_CHANNEL = 'nights';
/** Whoever shows a list of nights is on this one: each start and end. */
export const NIGHT_LIST_CHANNEL = 'night-list';
export const NIGHT_CHANNEL_PREFIX = 'night:';
export const nightChannel = (nightId: number) => `${NIGHT_CHANNEL_PREFIX}${nightId}`;

export type NightEvents = ReturnType<typeof createNightEvents>;

type Dependencies = {
  hub: Hub;
  clock: Clock;
  /** Puts deliveries to the host's webhooks into the outbox, in the caller's transaction. */
  enqueueDeliveries: (on: Executor | Send, hostId: string, events: readonly NightEvent[]) => Promise<void>;
  /** Tells the delivery worker that the outbox may have something new. */
  wakeDeliveries: () => void;
};

/** What happens on a night goes two ways: to webhooks with the change itself, to sockets after its commit. */
export function createNightEvents({ hub, clock, enqueueDeliveries, wakeDeliveries }: Dependencies) {
  return {
    stamp: <T extends EventBody>(body: T) => ({ ...body, timestamp: new Date(clock.now()).toISOString() }),

    /** In the transaction of the change: what is committed is delivered, what isn't never is. */
    record: enqueueDeliveries,

    /** After the commit: to the sockets that subscribed to the night, or to all for a started one. */
    publish(nightId: number, events: readonly NightEvent[]): void {
      for (const event of events) {
        hub.publish(event.type === 'session.started' ? ALL_NIGHTS_CHANNEL : nightChannel(nightId), event);
        if (event.type === 'session.started' || event.type === 'session.ended')
          hub.publish(NIGHT_LIST_CHANNEL, event);
      }
      wakeDeliveries();
    },
  };
}
