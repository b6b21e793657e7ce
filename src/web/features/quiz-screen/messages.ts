import type { ServerEvent, ServerEventName } from '#protocol/quiz-live-messages.ts';
import type { HostedRoom } from '#web/lib/quiz-events.ts';

/** What the big screen and its remote listen to. */
export const SCREEN_EVENTS = [
  'game:room:participants:update',
  'game:room:locked',
  'game:room:reset',
  'game:room:closed',
  'game:question:changed',
  'game:question:started',
  'game:question:paused',
  'game:question:resumed',
  'game:question:extended',
  'game:question:ended',
  'game:answer:stats:update',
  'game:leaderboard:update',
  'game:finished',
] as const satisfies readonly ServerEventName[];

export type ScreenEvent = (typeof SCREEN_EVENTS)[number];

export type Told<Name extends ScreenEvent> = {
  [Each in Name]: { event: Each; payload: ServerEvent<Each> };
}[Name];

/** What the server says to a host, of itself or on joining the room. */
export type ScreenMessage = Told<ScreenEvent> | { event: 'game:host:joined'; payload: HostedRoom };
