import type { ApiError } from '#web/lib/api.ts';
import type { MessageId } from '#web/lib/i18n.tsx';

export type WebhookField = 'name' | 'url' | 'secret' | 'events';
export type Refusal = {
  /** The field that it is about; none is about all of it. */
  field?: WebhookField;
  text: MessageId;
};

/** What the server says of a webhook that it doesn't take; the more exact ones come first. */
const REFUSALS: readonly [said: RegExp, refusal: Refusal][] = [
  [/^url .*\bprivate\b/, { field: 'url', text: 'webhooks.refused.private' }],
  [/^url .*\bcredentials\b/, { field: 'url', text: 'webhooks.refused.credentials' }],
  [/^url .*\bhttps?\b/, { field: 'url', text: 'webhooks.refused.notHttp' }],
  [/^url /, { field: 'url', text: 'webhooks.refused.url' }],
  [/^name /, { field: 'name', text: 'webhooks.refused.name' }],
  [/^secret /, { field: 'secret', text: 'webhooks.refused.secret' }],
  [/^events /, { field: 'events', text: 'webhooks.refused.events' }],
  [/^An account has at most/, { text: 'webhooks.refused.tooMany' }],
];

/** Why a webhook wasn't taken, and at which field to say so; undefined where it is no matter of what was typed. */
export function readRefusal({ status, message }: Pick<ApiError, 'status' | 'message'>): Refusal | undefined {
  if (status !== 400 && status !== 409) return undefined;
  return REFUSALS.find(([said]) => said.test(message))?.[1];
}
