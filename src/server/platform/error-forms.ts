import type { AppError, ErrorCode } from './errors.ts';

/** How a system of the contract words an error: four systems, four bodies. */
type ErrorForm = (error: AppError, requestId: string) => Record<string, unknown>;

const nightsForm: ErrorForm = (error) => ({ error: error.message, ...error.details });

const generalForm: ErrorForm = (error, requestId) => ({
  error: error.code,
  message: error.message,
  requestId,
  ...error.details,
});

/** The watch parties' words for a kind of error; what has more special ones brings them in its details. */
const watchWords: Partial<Record<ErrorCode, string>> = {
  validation_failed: 'Validation failed',
  invalid_payload: 'Bad request',
  unauthorized: 'Authentication failed',
  forbidden: 'Forbidden',
  not_found: 'Session not found',
  payload_too_large: 'Payload too large',
  unsupported_media_type: 'Unsupported media type',
  upgrade_required: 'Upgrade required',
  rate_limited: 'Rate limit exceeded',
  server_error: 'Internal server error',
  unavailable: 'Service unavailable',
};

const watchForm: ErrorForm = (error) => ({
  error: watchWords[error.code] ?? error.code,
  message: error.message,
  ...error.details,
});

/** Of a 400 the message is a list; `details` may have a longer one. */
const scheduleForm: ErrorForm = (error) => ({
  statusCode: error.status,
  error: error.code,
  message: error.status === 400 ? [error.message] : error.message,
  ...error.details,
});

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const SCHEDULE = /^\/(sessions|timelines|occurrences)(\/|$)/;

/** Which system owns a path, the most special first; unknown routes answer in their owner's form too. */
const owners: readonly { path: RegExp; form: ErrorForm }[] = [
  { path: new RegExp(`^/api/sessions/(create|join|${UUID})(/|$)`, 'i'), form: watchForm },
  { path: /^\/ws(\/|$)/, form: watchForm },
  { path: SCHEDULE, form: scheduleForm },
  { path: /^\/api(\/|$)/, form: nightsForm },
];

/** Whether a path is the calendar's. */
export const isOfSchedule = (path: string): boolean => SCHEDULE.test(path);

/** The body of an error answer on this path (without the query string). */
export function renderError(path: string, error: AppError, requestId: string): Record<string, unknown> {
  const form = owners.find((owner) => owner.path.test(path))?.form ?? generalForm;
  return form(error, requestId);
}
