import { Dices, SearchX } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Empty } from '#web/ui/states.tsx';
import type { Catalogue } from './catalogue-state.ts';
import { ALL_GAMES, filterGames, groupByPack, isFiltered } from './filter.ts';
import type { KnownNames } from './game-fields.ts';
import { PackCard } from './pack.tsx';
import { CatalogueToolbar } from './toolbar.tsx';
import type { CatalogueView } from './view.ts';

type Props = { catalogue: Catalogue; names: KnownNames; view: CatalogueView; canChange: boolean };

/** All games by their packs, or those that are searched for. */
export function CatalogueList({ catalogue: { games, packs }, names, view, canChange }: Props) {
  const { t } = useTexts();
  // Typing goes before showing what was found.
  const filters = useDeferredValue(view.filters);
  const shown = filterGames(games, filters, view.keptIds);
  if (games.length === 0)
    return (
      <Empty icon={<Dices className="size-10" />} title={t('catalogue.empty')}>
        {t(canChange ? 'catalogue.emptyText' : 'catalogue.emptyReadOnly')}
      </Empty>
    );

  const isPart = isFiltered(filters);
  const groups = groupByPack(games, shown);
  const isFolded = (name: string) => !isPart && view.isFolded(name);
  const areFolded = groups.every(({ name }) => isFolded(name));
  const on = games.filter(({ enabled }) => enabled === 1).length;
  const favors = new Map(packs.map(({ name, favor_bias }) => [name, favor_bias]));
  return (
    <>
      <CatalogueToolbar filters={view.filters} onChange={view.filter} />
      <div className="my-3 flex min-h-11 flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-soft tabular-nums">
          {isPart
            ? t('catalogue.found', { shown: shown.length, count: games.length })
            : t('catalogue.count', { count: games.length, on })}
        </p>
        {isPart ? (
          <Button kind="quiet" onClick={() => view.filter(ALL_GAMES)}>
            {t('catalogue.clear')}
          </Button>
        ) : (
          <Button kind="quiet" onClick={() => view.foldAll(!areFolded)}>
            {t(areFolded ? 'catalogue.unfoldAll' : 'catalogue.foldAll')}
          </Button>
        )}
      </div>
      {groups.length === 0 && (
        <Empty icon={<SearchX className="size-10" />} title={t('catalogue.nothing')}>
          {t('catalogue.nothingText')}
        </Empty>
      )}
      <div className="flex flex-col gap-4">
        {groups.map((pack) => (
          <PackCard
            key={pack.name}
            pack={pack}
            favor={favors.get(pack.name) ?? 0}
            names={names}
            view={view}
            canChange={canChange}
            isOpen={!isFolded(pack.name)}
            canFold={!isPart}
          />
        ))}
      </div>
    </>
  );
}
