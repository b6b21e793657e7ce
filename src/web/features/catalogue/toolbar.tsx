import { useTexts } from '#web/lib/i18n.tsx';
import { Choice } from '#web/ui/choice.tsx';
import { TextField } from '#web/ui/field.tsx';
import { PlayersField } from '#web/ui/players-field.tsx';
import type { CatalogueFilters } from './filter.ts';

/** Which games are shown. */
export function CatalogueToolbar({
  filters,
  onChange,
}: {
  filters: CatalogueFilters;
  onChange: (filters: CatalogueFilters) => void;
}) {
  const { t } = useTexts();
  return (
    <search className="grid grid-cols-[1fr_auto] items-end gap-3 sm:grid-cols-[1fr_auto_7rem]">
      <div className="col-span-2 sm:col-span-1">
        <TextField
          label={t('catalogue.search')}
          type="search"
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t('catalogue.searchHint')}
          value={filters.text}
          onChange={({ currentTarget: { value } }) => onChange({ ...filters, text: value })}
        />
      </div>
      <Choice
        legend={t('catalogue.state')}
        value={filters.state}
        onChange={(state) => onChange({ ...filters, state })}
        options={[
          { value: 'all', label: t('catalogue.state.all') },
          { value: 'on', label: t('catalogue.state.on') },
          { value: 'off', label: t('catalogue.state.off') },
        ]}
      />
      <PlayersField
        label={t('catalogue.playerCount')}
        placeholder={t('catalogue.any')}
        value={filters.players}
        onChange={(players) => onChange({ ...filters, players })}
      />
    </search>
  );
}
