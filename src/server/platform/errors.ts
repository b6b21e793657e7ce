/** One place maps an error's code to its HTTP status. */
const statusByCode = {
  invalid_payload: 400,
  invalid_token: 400,
  validation_failed: 400,
  unauthorized: 401,
  invalid_credentials: 401,
  invalid_refresh_token: 401,
  forbidden: 403,
  account_disabled: 403,
  registration_closed: 403,
  room_locked: 403,
  not_joined: 403,
  not_found: 404,
  conflict: 409,
  username_taken: 409,
  quiz_published: 409,
  question_closed: 409,
  already_answered: 409,
  room_full: 409,
  name_taken: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  email_taken: 422,
  upgrade_required: 426,
  rate_limited: 429,
  server_error: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusByCode;

type AppErrorOptions = {
  /** Fields added beside the message in the wire form, e.g. `activeSessionId`. */
  details?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
};

/** An error that a client caused, or may retry: its message is meant for that client. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return statusByCode[this.code];
  }
}

export const notFound = (message: string, details?: Record<string, unknown>) =>
  new AppError('not_found', message, details ? { details } : {});

export const invalid = (message: string, details?: Record<string, unknown>) =>
  new AppError('invalid_payload', message, details ? { details } : {});

/** What waits or can't start is worth another try: 503 with `Retry-After` in seconds. */
export const unavailable = (message: string, cause?: unknown) =>
  new AppError('unavailable', message, { headers: { 'retry-after': '1' }, cause });
