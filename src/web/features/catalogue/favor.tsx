import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Choice } from '#web/ui/choice.tsx';
import type { Favor } from './filter.ts';

/** How often a game, or each game of a pack, is picked beside others. */
export function FavorChoice({
  name,
  value,
  onChange,
}: {
  name: string;
  value: Favor;
  onChange: (value: Favor) => void;
}) {
  const { t } = useTexts();
  return (
    <Choice<Favor>
      legend={t('catalogue.favor', { name })}
      isLegendHidden
      value={value}
      onChange={onChange}
      options={[
        { value: -1, label: t('catalogue.favor.rarely'), isLoud: true },
        { value: 0, label: t('catalogue.favor.normal') },
        { value: 1, label: t('catalogue.favor.often'), isLoud: true },
      ]}
    />
  );
}

/** The same for whoever can't change it. */
export function FavorBadge({ value }: { value: Favor }) {
  const { t } = useTexts();
  if (value === 0) return null;
  return <Badge>{t(value === 1 ? 'catalogue.picked.often' : 'catalogue.picked.rarely')}</Badge>;
}
