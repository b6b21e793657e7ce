import { describe, expect, it } from 'vitest';
import type { NamedOccurrence, Session } from './calendar-data.ts';
import { applyRemoval, type Scope } from './occurrence-writes.ts';
import { createOccurrence, createSession, createWrites } from './test-writes.ts';

const weekly = createSession();
const inApril = createOccurrence(weekly, '2026-04-03T17:00:00.000Z');

describe('a removal', () => {
  async function remove(session: Session, occurrence: NamedOccurrence, scope: Scope): Promise<unknown[][]> {
    const { writes, calls } = createWrites(session);
    await applyRemoval(writes, session, occurrence, scope);
    return calls;
  }

  it('of one event calls that off', async () => {
    expect(await remove(weekly, inApril, 'this')).toEqual([
      ['cancelOccurrence', weekly.id, inApril.originalStart],
    ]);
  });

  it('of those that follow ends the series before, without an end in its rule', async () => {
    const rrule = 'FREQ=WEEKLY;BYDAY=FR;COUNT=9';
    const session = createSession({ rrule, repeatCycleType: null, recurringDayOfWeek: null });
    const end = {
      sessionEndType: 'ON_DATE',
      recurrenceEndDateTime: '2026-04-03T16:59:59Z',
      occurrenceCount: null,
    };
    expect(await remove(weekly, inApril, 'following')).toEqual([['change', weekly.id, end]]);
    expect(await remove(session, inApril, 'following')).toEqual([
      ['change', session.id, { rrule: 'FREQ=WEEKLY;BYDAY=FR', ...end }],
    ]);
  });

  it('of all, or from the first on, or of what takes place once, is of the session', async () => {
    const first = createOccurrence(weekly, '2026-03-06T18:00:00.000Z');
    const once = createSession({ type: 'ONE_TIME' });
    expect(await remove(weekly, inApril, 'all')).toEqual([['remove', weekly.id]]);
    expect(await remove(weekly, first, 'following')).toEqual([['remove', weekly.id]]);
    expect(await remove(once, first, 'this')).toEqual([['remove', once.id]]);
  });
});
