import { ApiError } from '#web/lib/api-error.ts';
import { explain } from '#web/lib/explain.ts';
import type { MessageId, Texts } from '#web/lib/i18n.tsx';

export type PartyField = 'name' | 'username' | 'password';
/** What is wrong, by field; what belongs to none is under `form`. */
export type PartyFaults = Partial<Record<PartyField | 'form', string>>;

const FIELDS: Readonly<Record<PartyField, MessageId>> = {
  name: 'watch.fault.name',
  username: 'watch.fault.username',
  password: 'watch.fault.password',
};

/** What the server had against making or joining a party. */
export function readPartyFaults(error: unknown, t: Texts['t']): PartyFaults {
  if (!(error instanceof ApiError)) return { form: t('error.unknown') };
  if (error.status === 404) return { form: t('watch.fault.unknown') };
  if (error.status === 401 && error.message === 'Invalid password')
    return { password: t('watch.fault.wrongPassword') };
  if (error.status === 403)
    return { form: t(error.code === 'Session full' ? 'watch.fault.full' : 'watch.fault.locked') };
  if (error.status === 400) return readDetails(error, t);
  return { form: explain(error, t) };
}

function readDetails({ details, message }: ApiError, t: Texts['t']): PartyFaults {
  const given: unknown = details.details;
  if (typeof given !== 'object' || given === null) return { form: message };
  const faults: PartyFaults = {};
  for (const field of ['name', 'username', 'password'] as const)
    if (field in given) faults[field] = t(FIELDS[field]);
  return Object.keys(faults).length > 0 ? faults : { form: message };
}
