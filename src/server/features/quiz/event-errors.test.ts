import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { AppError, unavailable } from '#server/platform/errors.ts';
import { toEventError } from './event-errors.ts';

const logger = pino({ level: 'silent' });
const toError = (thrown: unknown) => toEventError(thrown, 'game:room:join', logger);

describe('an error of an event', () => {
  it('[Q6] is server_error where the code is none of the list, as of a store that is away, and logged', () => {
    const warn = vi.spyOn(logger, 'warn');
    const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    for (const thrown of [unavailable('At the limit'), lost, new AppError('conflict', 'So it is')])
      expect(toError(thrown)).toMatchObject({ code: 'server_error' });
    expect(warn).toHaveBeenCalledTimes(3);
  });

  it('[Q6] goes as it is where it is of the list, or nobody’s to hear of', () => {
    for (const thrown of [new AppError('room_full', 'The room is full'), new Error('a fault'), 'text'])
      expect(toError(thrown)).toBe(thrown);
  });
});
