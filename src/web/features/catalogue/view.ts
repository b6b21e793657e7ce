import { useCallback, useState } from 'react';
import { ALL_GAMES, type CatalogueFilters } from './filter.ts';
import { editButtonId, useNextFocus } from './focus.ts';

type Ids = ReadonlySet<number>;
const NO_IDS: Ids = new Set();

/** All packs are folded or none is, except some. */
type Folds = { all: boolean; except: ReadonlySet<string> };
const NO_PACKS: Folds['except'] = new Set();

/** Where the games of all packs would be many screens, the packs alone come first. */
const foldAtFirst = (): Folds => ({ all: !matchMedia('(min-width: 40rem)').matches, except: NO_PACKS });

function having<T>(set: ReadonlySet<T>, item: T, isIn: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (isIn) next.add(item);
  else next.delete(item);
  return next;
}

/** What of the list is shown, and how: nothing of it is the server's. */
export function useCatalogueView() {
  const [filters, setFilters] = useState(ALL_GAMES);
  /** Changed since the filters were: they stay in sight. */
  const [keptIds, setKeptIds] = useState(NO_IDS);
  const [editedIds, setEditedIds] = useState(NO_IDS);
  const [folds, setFolds] = useState(foldAtFirst);
  const focusNext = useNextFocus();

  const keep = useCallback((id: number) => setKeptIds((ids) => having(ids, id, true)), []);
  const edit = useCallback(
    (id: number, isEditing: boolean) => {
      keep(id);
      setEditedIds((ids) => having(ids, id, isEditing));
      if (!isEditing) focusNext(editButtonId(id));
    },
    [keep, focusNext],
  );
  const fold = (pack: string, isFolded: boolean) =>
    setFolds(({ all, except }) => ({ all, except: having(except, pack, isFolded !== all) }));

  return {
    filters,
    /** They stay, whatever the filters. */
    keptIds: keptIds.union(editedIds),
    editedIds,
    isFolded: (pack: string): boolean => folds.all !== folds.except.has(pack),
    filter(next: CatalogueFilters) {
      setFilters(next);
      setKeptIds(NO_IDS);
    },
    keep,
    edit,
    focusNext,
    fold,
    foldAll: (isFolded: boolean) => setFolds({ all: isFolded, except: NO_PACKS }),
    /** Brings a game into sight, with the focus on it. */
    show(id: number, pack: string) {
      keep(id);
      fold(pack, false);
      focusNext(editButtonId(id));
    },
  };
}

export type CatalogueView = ReturnType<typeof useCatalogueView>;
