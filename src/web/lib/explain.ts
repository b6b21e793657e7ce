import { ApiError } from './api-error.ts';
import type { MessageId, Texts } from './i18n.tsx';

/** The server's codes that people meet, in their language. */
const BY_CODE: Record<string, MessageId> = {
  offline: 'error.offline',
  invalid_credentials: 'error.credentials',
  email_taken: 'error.emailTaken',
  username_taken: 'error.usernameTaken',
  account_disabled: 'error.accountDisabled',
  registration_closed: 'error.registrationClosed',
  invalid_token: 'error.linkOver',
  rate_limited: 'error.tooMany',
  unavailable: 'error.unavailable',
  server_error: 'error.server',
};

const BY_STATUS: Record<number, MessageId> = {
  413: 'error.tooLarge',
  429: 'error.tooMany',
  500: 'error.server',
  // Of a proxy, while the server behind it is away.
  502: 'error.unavailable',
  503: 'error.unavailable',
  504: 'error.unavailable',
};

/** An error in words for whoever met it; what has no words of its own is told as the server put it. */
export function explain(error: unknown, t: Texts['t']): string {
  if (!(error instanceof ApiError)) return t('error.unknown');
  const id = BY_CODE[error.code] ?? BY_STATUS[error.status];
  return id ? t(id) : error.message;
}
