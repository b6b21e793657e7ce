import { createHmac } from 'node:crypto';

export type SignedDelivery = {
  /** The same at each try. */
  deliveryId: string;
  event: string;
  body: string;
};

/**
 * The headers of one try. A receiver computes the HMAC-SHA256 of the timestamp as it stands in its header, a full
 * stop and the body's bytes, and compares; a timestamp long past marks a replay.
 * @param now epoch milliseconds; the header has it as an instant, like every other on the wire
 */
export function signDelivery({ deliveryId, event, body }: SignedDelivery, secret: string, now: number) {
  const timestamp = new Date(now).toISOString();
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'user-agent': 'Soiree',
    'x-webhook-event': event,
    'x-webhook-id': deliveryId,
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': `sha256=${signature}`,
  };
}
