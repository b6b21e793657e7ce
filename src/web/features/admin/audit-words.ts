import type { MessageId } from '#web/lib/i18n.tsx';

/** Events of the audit log in words, with `actor` for who did it and `account` for whom it concerns. */
export const AUDIT_WORDS: Readonly<Record<string, MessageId>> = {
  'account.registered': 'admin.event.registered',
  'account.disabled': 'admin.event.disabled',
  'account.enabled': 'admin.event.enabled',
  'account.promoted': 'admin.event.promoted',
  'account.demoted': 'admin.event.demoted',
  'admin_key.used': 'admin.event.adminKey',
  'api_key.created': 'admin.event.keyMade',
  'api_key.revoked': 'admin.event.keyRevoked',
  'login.created': 'admin.event.signedIn',
  'login.ended': 'admin.event.signedOut',
  'login.revoked': 'admin.event.loginEnded',
  'login.token_reused': 'admin.event.tokenReused',
  'password.changed': 'admin.event.passwordChanged',
  'password.reset': 'admin.event.passwordReset',
  'password.reset_issued': 'admin.event.resetIssued',
  'password.guessed_at': 'admin.event.guessed',
};

/** Those that an administrator should look at twice. */
export const SUSPICIOUS: ReadonlySet<string> = new Set(['login.token_reused', 'password.guessed_at']);
