import type { BaseLogger } from 'pino';
import { storeError } from '#server/platform/database.ts';
import { AppError } from '#server/platform/errors.ts';

/**
 * What a client may be told of something thrown in its service. What isn't its own doing is logged, under the id
 * that the client is given, if it is given one.
 */
export function reportFailure(
  thrown: unknown,
  endpoint: string,
  logger: BaseLogger,
  requestId?: string,
): AppError {
  const error = storeError(thrown);
  if (!(error instanceof AppError)) {
    logger.error({ err: error, endpoint, requestId }, 'a socket request failed');
    return new AppError('server_error', 'Internal server error', { cause: error });
  }
  if (error.code === 'unavailable') logger.warn({ err: error.cause, endpoint, requestId }, error.message);
  return error;
}
