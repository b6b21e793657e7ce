import { describe, expect, it } from 'vitest';
import { NIGHT_EVENT_NAMES } from '#protocol/night-events.ts';
import { WEBHOOK_EVENTS } from './events.ts';
import { explainTry, pauseBeforeLook } from './outcomes.ts';
import type { Delivery } from './requests.ts';

it('[N21] all events can be chosen', () => {
  expect(WEBHOOK_EVENTS.toSorted()).toEqual(NIGHT_EVENT_NAMES.toSorted());
});

describe('[N21] what came of a try', () => {
  it.each([
    [204, null, 'webhooks.answered.good 204'],
    [302, 'Answered 302; redirects are not followed', 'webhooks.answered.redirect 302'],
    [404, 'Answered 404', 'webhooks.answered.bad 404'],
    [500, 'Answered 500', 'webhooks.answered.bad 500'],
    [null, 'The connection was refused', 'webhooks.failed.refused'],
    [null, 'The address is not a public one', 'webhooks.failed.private'],
    [null, 'The request failed (ERR_TLS)', 'The request failed (ERR_TLS)'],
    [null, null, undefined],
  ])('status %s with %s is put into words', (response_status, error, words) => {
    const t = (id: string, values: Record<string, unknown> = {}) => [id, ...Object.values(values)].join(' ');
    expect(explainTry({ response_status, error }, t)).toBe(words);
  });
});

describe('[N21] the log is looked at', () => {
  const now = Date.parse('2026-03-15T19:00:00Z');
  const delivered: Delivery = {
    id: 1,
    webhook_id: 3,
    delivery_id: 'f3b1c2d4-7d1a-4c55-9a35-0e6c3f1b2a90',
    event: 'game.added',
    state: 'delivered',
    attempts: 1,
    response_status: 204,
    error: null,
    created_at: new Date(now).toISOString(),
    attempted_at: new Date(now).toISOString(),
    next_attempt_at: null,
  };
  const dueIn = (ms: number): Delivery => ({
    ...delivered,
    state: 'pending',
    next_attempt_at: new Date(now + ms).toISOString(),
  });

  it('seldom while nothing waits', () => {
    expect(pauseBeforeLook([[delivered]], true, now)).toBe(30_000);
    expect(pauseBeforeLook([], true, now)).toBe(30_000);
  });

  it('when the next try is due, but neither too often nor too late', () => {
    expect(pauseBeforeLook([[dueIn(80_000), delivered, dueIn(9_000)]], true, now)).toBe(9_000);
    expect(pauseBeforeLook([[dueIn(80_000)]], true, now)).toBe(15_000);
    expect(pauseBeforeLook([[dueIn(-5_000)]], true, now)).toBe(3_000);
  });

  it('seldom while what waits can’t go out', () => {
    expect(pauseBeforeLook([[dueIn(-5_000)]], false, now)).toBe(30_000);
  });

  it('the less often, the more of it is shown', () => {
    expect(pauseBeforeLook([[dueIn(5_000)], [delivered], [delivered]], true, now)).toBe(15_000);
  });
});
