/** What the server refused, or that it couldn't be reached (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  /** The code of accounts' errors; the others have only words. */
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, body: unknown) {
    const details = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
    const { error, message } = details;
    super(String(message ?? error ?? `HTTP ${status}`));
    this.name = 'ApiError';
    this.status = status;
    this.code = status === 0 ? 'offline' : String(error ?? '');
    this.details = details;
  }
}
