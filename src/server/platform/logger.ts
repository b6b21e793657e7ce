import { type Logger, pino } from 'pino';

/** Wherever a caller may put a secret, it is left out of the log. */
const REDACTED_PATHS = [
  'authorization',
  'password',
  'secret',
  'token',
  'key',
  '*.authorization',
  '*.password',
  '*.secret',
  '*.token',
  '*.key',
  'headers.authorization',
  'headers.cookie',
  'req.headers.authorization',
  'req.headers.cookie',
];

/** An error's other properties may quote what a client sent: a store's error has the row that it refused. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    stack,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  };
}

export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    serializers: { err: describeError },
    base: null,
  });
}
