import type { Clock } from '#server/platform/clock.ts';
import { type Outbound, OutboundError } from '#server/platform/outbound.ts';
import type { TryResult } from './webhooks-retries.ts';
import { type SignedDelivery, signDelivery } from './webhooks-signature.ts';

export type Target = { url: string; secret: string };

/** One try: posts the signed delivery. Never rejects but when it is aborted. */
export type Send = (target: Target, delivery: SignedDelivery, signal?: AbortSignal) => Promise<TryResult>;

type Dependencies = { outbound: Outbound; clock: Clock; timeLimitMs: number };

/** What a receiver answers doesn't matter beyond its status; reading a little lets the connection be used again. */
const MAX_ANSWER_BYTES = 64 * 1024;

export function createSender({ outbound, clock, timeLimitMs }: Dependencies): Send {
  return async (target, delivery, signal) => {
    try {
      const { status } = await outbound.request({
        url: target.url,
        method: 'POST',
        headers: signDelivery(delivery, target.secret, clock.now()),
        body: delivery.body,
        timeoutMs: timeLimitMs,
        maxBodyBytes: MAX_ANSWER_BYTES,
        ...(signal ? { signal } : {}),
      });
      const isDelivered = status >= 200 && status < 300;
      return { isDelivered, status, error: isDelivered ? null : explain(status) };
    } catch (error) {
      if (!(error instanceof OutboundError) || error.code === 'aborted') throw error;
      return { isDelivered: false, status: null, error: error.message };
    }
  };
}

const explain = (status: number) =>
  status >= 300 && status < 400 ? `Answered ${status}; redirects are not followed` : `Answered ${status}`;
