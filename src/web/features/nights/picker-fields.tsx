import { useTexts } from '#web/lib/i18n.tsx';
import { Checkbox, SelectField } from '#web/ui/field.tsx';
import { PlayersField } from '#web/ui/players-field.tsx';
import type { Filters } from './picker-filters.ts';

type Props = { filters: Filters; onChange: (filters: Filters) => void };

/** What the next game shall be like. */
export function PickerFields({ filters, onChange }: Props) {
  const { t } = useTexts();
  const change = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-y-1">
      <PlayersField
        label={t('console.players')}
        placeholder={t('console.any')}
        value={filters.players}
        onChange={(players) => change({ players })}
      />
      <SelectField
        label={t('console.length')}
        value={filters.length ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ length: value === 'short' || value === 'medium' || value === 'long' ? value : null })
        }
      >
        <option value="">{t('console.any')}</option>
        <option value="short">{t('console.short')}</option>
        <option value="medium">{t('console.medium')}</option>
        <option value="long">{t('console.long')}</option>
      </SelectField>
      <SelectField
        label={t('console.drawing')}
        value={filters.drawing ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ drawing: value === 'only' || value === 'exclude' ? value : null })
        }
      >
        <option value="">{t('console.any')}</option>
        <option value="only">{t('console.drawingOnly')}</option>
        <option value="exclude">{t('console.drawingNone')}</option>
      </SelectField>
      <Checkbox
        label={t('console.family')}
        className="self-end"
        checked={filters.isFamilyFriendly}
        onChange={({ currentTarget }) => change({ isFamilyFriendly: currentTarget.checked })}
      />
      <Checkbox
        label={t('console.notTonight')}
        className="col-span-2"
        checked={filters.isUnplayed}
        onChange={({ currentTarget }) => change({ isUnplayed: currentTarget.checked })}
      />
    </div>
  );
}
