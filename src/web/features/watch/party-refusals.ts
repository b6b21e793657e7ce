import type { MessageId } from '#web/lib/i18n.tsx';
import type { Told } from './party.ts';

type Refusal = Extract<Told, { type: 'error' }>['payload'];

/** Of these nobody asked for anything: the page does it by itself, and tries again. */
const SILENT = new Set([
  'webrtc_offer',
  'webrtc_answer',
  'ice_candidate',
  'offer_request',
  'ready',
  'buffering',
  'drift',
  'typing',
  'sync_ping',
  'state_get',
]);

/** What is said of a request that the server refused; undefined: nothing. */
export function explainRefusal({ error, in_reply_to }: Refusal): MessageId | undefined {
  if (in_reply_to !== undefined && SILENT.has(in_reply_to)) return undefined;
  if (error === 'rate_limited') return 'watch.refusal.tooMany';
  if (error === 'chat_off') return 'watch.refusal.chatOff';
  if (error === 'forbidden')
    return in_reply_to === 'share_start' ? 'watch.refusal.share' : 'watch.refusal.forbidden';
  if (error === 'not_found') return undefined;
  return 'watch.refusal.other';
}
