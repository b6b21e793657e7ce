import { useTexts } from '#web/lib/i18n.tsx';
import { SelectField } from '#web/ui/field.tsx';
import type { Account } from './accounts.ts';

type AccountFilterProps = {
  accounts: readonly Account[];
  /** May be one that isn't among the accounts. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
};

/** Narrows a list to one account. */
export function AccountFilter({ accounts, value, onChange }: AccountFilterProps) {
  const { t, locale } = useTexts();
  const { compare } = new Intl.Collator(locale);
  const sorted = accounts.toSorted((one, other) => compare(one.display_name, other.display_name));
  const isKnown = value === undefined || accounts.some(({ id }) => id === value);
  return (
    <SelectField
      label={t('admin.audit.filter')}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">{t('admin.audit.everybody')}</option>
      {!isKnown && <option value={value}>{t('admin.audit.unnamed', { id: value.slice(0, 8) })}</option>}
      {sorted.map(({ id, display_name, username }) => (
        <option key={id} value={id}>
          {display_name} (@{username})
        </option>
      ))}
    </SelectField>
  );
}
