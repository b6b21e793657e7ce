import type { NewWebhook } from './requests.ts';

export type WebhookEvent = NewWebhook['events'][number];

/** What a webhook can be told of, in the order of an evening. */
export const WEBHOOK_EVENTS = [
  'session.started',
  'game.added',
  'room.connected',
  'player-count.updated',
  'game.status',
  'vote.received',
  'room.disconnected',
  'session.ended',
] as const satisfies readonly WebhookEvent[];

export const isWebhookEvent = (name: string): name is WebhookEvent =>
  WEBHOOK_EVENTS.some((event) => event === name);
