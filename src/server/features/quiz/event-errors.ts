import type { BaseLogger } from 'pino';
import { eventErrorCodes } from '#protocol/quiz-live-messages.ts';
import { storeError } from '#server/platform/database.ts';
import { AppError } from '#server/platform/errors.ts';

const isOfEvents = (code: string): boolean => eventErrorCodes.some((known) => known === code);

/** What a client of live rooms may be told of something thrown: their events have fewer codes than HTTP. */
export function toEventError(thrown: unknown, event: string, logger: BaseLogger): unknown {
  const error = storeError(thrown);
  if (!(error instanceof AppError) || isOfEvents(error.code)) return error;
  logger.warn({ err: error.cause, event }, error.message);
  return new AppError('server_error', error.message, { details: error.details, cause: error });
}
