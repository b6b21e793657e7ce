import { TriangleAlert } from 'lucide-react';
import type { paths } from '#web/lib/api-types.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { AUDIT_WORDS, SUSPICIOUS } from './audit-words.ts';

type Entry = paths['/auth/audit']['get']['responses'][200]['content']['application/json'][number];

/** Acts for whoever has the admin key. */
const INSTANCE_ACCOUNT_ID = '00000000-0000-4000-8000-000000000001';

/** One event, in a sentence. */
export function AuditEntry({ entry, names }: { entry: Entry; names: ReadonlyMap<string, string> }) {
  const { t, date, ago } = useTexts();
  const { event, at, actor_id, account_id, address, details } = entry;
  const nameOf = (id: string | null): string => {
    if (id === null) return t('admin.audit.nobody');
    if (id === INSTANCE_ACCOUNT_ID) return t('admin.audit.adminKey');
    return names.get(id) ?? t('admin.audit.unnamed', { id: id.slice(0, 8) });
  };
  const words = AUDIT_WORDS[event];
  const isSuspicious = SUSPICIOUS.has(event);
  return (
    <li className="flex items-start gap-3 px-4 py-3 sm:px-6">
      <div className="min-w-0 flex-1">
        <p className={isSuspicious ? 'font-bold text-danger' : 'font-bold'}>
          {isSuspicious && (
            <TriangleAlert aria-label={t('admin.audit.careful')} className="mr-1.5 inline size-5" />
          )}
          {words
            ? t(words, {
                actor: nameOf(actor_id),
                account: nameOf(account_id),
                name: typeof details.name === 'string' ? details.name : '',
              })
            : t('admin.audit.unknown', { event, account: nameOf(account_id) })}
        </p>
        <p className="flex flex-wrap gap-x-3 text-sm text-soft">
          <time dateTime={at} title={ago(at)}>
            {date(at, { dateStyle: 'medium', timeStyle: 'medium' })}
          </time>
          {address && <span className="[overflow-wrap:anywhere]">{t('admin.audit.from', { address })}</span>}
        </p>
      </div>
    </li>
  );
}
