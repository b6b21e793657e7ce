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

export function createLogger(level: string): Logger {
  return pino({ level, redact: { paths: REDACTED_PATHS, censor: '[redacted]' }, base: null });
}
