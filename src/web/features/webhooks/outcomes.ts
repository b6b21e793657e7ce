import type { MessageId, Texts } from '#web/lib/i18n.tsx';
import type { Delivery } from './requests.ts';

/** The reasons that the server gives for a try without an answer. */
const REASONS: Record<string, MessageId> = {
  'The address is not a public one': 'webhooks.failed.private',
  'The connection was refused': 'webhooks.failed.refused',
  'The connection was closed without an answer': 'webhooks.failed.closed',
  'No connection in time': 'webhooks.failed.noConnection',
  'No answer in time': 'webhooks.failed.noAnswer',
  'The host name has no address': 'webhooks.failed.noAddress',
  'The host cannot be reached': 'webhooks.failed.unreachable',
  'The answer is not valid HTTP': 'webhooks.failed.notHttp',
  'The headers of the answer are too large': 'webhooks.failed.notHttp',
};

type Tried = Pick<Delivery, 'response_status' | 'error'>;

/** What came of the last try; undefined where none has ended. A reason without words of its own is the server's. */
export function explainTry({ response_status: status, error }: Tried, t: Texts['t']): string | undefined {
  if (status === null) {
    const id = error === null ? undefined : REASONS[error];
    return id ? t(id) : (error ?? undefined);
  }
  if (status >= 200 && status < 300) return t('webhooks.answered.good', { status });
  return status >= 300 && status < 400
    ? t('webhooks.answered.redirect', { status })
    : t('webhooks.answered.bad', { status });
}

const SOONEST_MS = 3_000;
const WAITING_MS = 15_000;
const IDLE_MS = 30_000;

/**
 * How long to wait before looking at the log again, in milliseconds: until the next try is due if that is soon,
 * and the longer, the more pages are looked at.
 * @param now epoch milliseconds
 */
export function pauseBeforeLook(
  pages: readonly (readonly Delivery[])[],
  isEnabled: boolean,
  now: number,
): number {
  const dues = pages
    .flat()
    .flatMap(({ next_attempt_at: due }) => (due === null ? [] : [Date.parse(due) - now]));
  // While it is off, what waits goes on waiting.
  const pause = isEnabled && dues.length > 0 ? Math.min(WAITING_MS, ...dues) : IDLE_MS;
  return Math.max(SOONEST_MS, pause) * Math.max(1, pages.length);
}
