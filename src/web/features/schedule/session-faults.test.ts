import { describe, expect, it } from 'vitest';
import { ApiError } from '#web/lib/api-error.ts';
import type { Conflict } from './calendar-data.ts';
import { explainNotOpened, readFaults } from './session-faults.ts';
import { createLanguage } from './test-texts.ts';

const { t } = createLanguage('en');
const times = { when: (start: string, end: string) => `${start} to ${end}` };
const refused = (status: number, message: unknown, conflict?: Conflict) =>
  readFaults(new ApiError(status, { statusCode: status, error: 'code', message }), conflict, t, times);

describe('what is refused of an event', () => {
  it('names what is there already, with its time', () => {
    const occurrence = { startDateTime: 'one', endDateTime: 'other' };
    const session = { id: 'c6a5e0b1-1c7b-4a52-9f7e-3b0f5b9d8a21', name: 'Quiz' };
    const said = 'Another session takes place at that time';
    expect([refused(409, said, { session, occurrence }), refused(409, said, { occurrence })]).toEqual([
      { start: '“Quiz” takes place at that time already: one to other' },
      { start: 'Another event takes place at that time already: one to other' },
    ]);
  });

  it('is told at each field that it is about', () => {
    expect(
      refused(400, [
        'endDateTime must be after startDateTime',
        'timeZone must be the name of an IANA time zone',
      ]),
    ).toEqual({ end: t('sessions.wrong.order'), zone: t('sessions.wrong.zone') });
    expect(refused(403, 'Viewers can not change what is on this timeline')).toEqual({
      timeline: t('sessions.wrong.timeline'),
    });
  });

  it('is told in the server’s words where it has none of its own', () => {
    expect(refused(400, ['the sky is too low'])).toEqual({ form: 'the sky is too low' });
  });
});

it('why a quiz isn’t opened is told in the reader’s language', () => {
  const message = ['The quiz cannot be played yet: The description must not be blank'];
  expect(explainNotOpened(new ApiError(400, { message }), t)).toBe(t('sessions.wrong.quizNotReady'));
  expect(explainNotOpened(new ApiError(400, { message: 'the sky is too low' }), t)).toBe(
    'the sky is too low',
  );
});
