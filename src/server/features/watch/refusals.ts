import { AppError } from '#server/platform/errors.ts';
import type { FieldFaults } from './party-fields.ts';

/** Words of the contract: of each, its kind and what it means. */

export const noSuchParty = () =>
  new AppError('not_found', "The session you're trying to join doesn't exist or has expired");

export const badToken = () => new AppError('unauthorized', 'A valid token is required');

export const wrongPassword = () => new AppError('unauthorized', 'Invalid password');

export const anotherParty = () => new AppError('forbidden', 'This token is for another session');

export const putOut = () => new AppError('forbidden', 'The host has removed you from this session');

export const partyFull = () =>
  new AppError('forbidden', 'This session has reached the maximum number of participants', {
    details: { error: 'Session full' },
  });

export const partyLocked = () =>
  new AppError('forbidden', 'The host lets nobody new into this session', {
    details: { error: 'Session locked' },
  });

export const invalidFields = (faults: FieldFaults) =>
  new AppError('validation_failed', Object.values(faults).join('. '), { details: { details: faults } });
