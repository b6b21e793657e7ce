import { useMutation, useQuery } from '@tanstack/react-query';
import { Dices, Play } from 'lucide-react';
import { useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Checkbox, SelectField, TextField } from '#web/ui/field.tsx';
import { Loaded } from '#web/ui/states.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { searchGames } from './game-search.ts';
import type { NightGame } from './night-state.ts';

type Props = { nightId: number; games: readonly NightGame[]; actions: ConsoleActions };

type Filters = {
  players: string;
  drawing: '' | 'only' | 'exclude';
  length: '' | 'short' | 'medium' | 'long';
  isFamily: boolean;
  isNew: boolean;
};

/** What comes next: by the dice, within filters, or by name. */
export function ConsolePicker({ nightId, games, actions }: Props) {
  const { t } = useTexts();
  return (
    <Card title={t('console.next')}>
      <Roll nightId={nightId} actions={actions} />
      <div className="mt-6 border-t border-line pt-5">
        <Search games={games} actions={actions} />
      </div>
    </Card>
  );
}

function Roll({ nightId, actions }: { nightId: number; actions: ConsoleActions }) {
  const { t } = useTexts();
  const [filters, setFilters] = useState<Filters>({
    players: '',
    drawing: '',
    length: '',
    isFamily: false,
    isNew: true,
  });
  const change = (part: Partial<Filters>) => setFilters({ ...filters, ...part });
  const roll = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/pick', {
          body: {
            sessionId: nightId,
            playerCount: filters.players === '' ? null : Number(filters.players),
            drawing: filters.drawing || null,
            length: filters.length || null,
            familyFriendly: filters.isFamily || null,
            excludePlayed: filters.isNew,
          },
        }),
      ),
  });
  const picked = roll.data?.game;
  const isEmpty = roll.error instanceof ApiError && roll.error.status === 404;
  return (
    <>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <TextField
          label={t('console.players')}
          type="number"
          inputMode="numeric"
          min={1}
          max={100}
          value={filters.players}
          onChange={({ currentTarget }) => change({ players: currentTarget.value })}
        />
        <SelectField
          label={t('console.drawing')}
          value={filters.drawing}
          onChange={({ currentTarget: { value } }) =>
            change({ drawing: value === 'only' || value === 'exclude' ? value : '' })
          }
        >
          <option value="">{t('console.any')}</option>
          <option value="only">{t('console.drawingOnly')}</option>
          <option value="exclude">{t('console.drawingNone')}</option>
        </SelectField>
        <SelectField
          label={t('console.length')}
          value={filters.length}
          onChange={({ currentTarget: { value } }) =>
            change({ length: value === 'short' || value === 'medium' || value === 'long' ? value : '' })
          }
        >
          <option value="">{t('console.any')}</option>
          <option value="short">{t('console.short')}</option>
          <option value="medium">{t('console.medium')}</option>
          <option value="long">{t('console.long')}</option>
        </SelectField>
      </div>
      <div className="my-3 flex flex-wrap gap-x-6">
        <Checkbox
          label={t('console.family')}
          checked={filters.isFamily}
          onChange={({ currentTarget }) => change({ isFamily: currentTarget.checked })}
        />
        <Checkbox
          label={t('console.notTonight')}
          checked={filters.isNew}
          onChange={({ currentTarget }) => change({ isNew: currentTarget.checked })}
        />
      </div>
      <div aria-live="polite" className="mb-4 min-h-24 rounded-control bg-sunken p-4">
        {picked && (
          <div key={`${picked.id}-${roll.submittedAt}`} className="animate-pop">
            <p className="text-2xl font-extrabold">{picked.title}</p>
            <p className="text-soft">
              {picked.pack_name} · {t('console.pool', { count: roll.data?.poolSize ?? 0 })}
            </p>
          </div>
        )}
        {!picked && !roll.error && <p className="text-soft">{t('console.rollHint')}</p>}
        {roll.error && <p className="font-bold">{isEmpty ? t('console.noMatch') : explain(roll.error, t)}</p>}
      </div>
      <div className="flex flex-wrap gap-3">
        <Button kind={picked ? 'secondary' : 'primary'} isBusy={roll.isPending} onClick={() => roll.mutate()}>
          <Dices className="size-5" />
          {picked ? t('console.reroll') : t('console.roll')}
        </Button>
        {picked && (
          <Button
            isBusy={actions.play.isPending}
            onClick={() =>
              actions.play.mutate({ gameId: picked.id, isPicked: true }, { onSuccess: () => roll.reset() })
            }
          >
            <Play className="size-5" />
            {t('console.playThis')}
          </Button>
        )}
      </div>
    </>
  );
}

function Search({ games, actions }: { games: readonly NightGame[]; actions: ConsoleActions }) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const catalogue = useQuery({
    queryKey: ['catalogue', 'enabled'],
    staleTime: 60_000,
    queryFn: () => read(api.GET('/api/games', { params: { query: { enabled: 'true' } } })),
  });
  const played = new Set(games.map(({ game_id }) => game_id));
  return (
    <search>
      <TextField
        label={t('console.search')}
        type="search"
        value={text}
        autoComplete="off"
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {text.trim() !== '' && (
        <Loaded query={catalogue}>
          {(all) => {
            const found = searchGames(all, text);
            return (
              <ul aria-label={t('console.found')} className="mt-3 flex flex-col divide-y divide-line">
                {found.length === 0 && <li className="py-2 text-soft">{t('console.notFound')}</li>}
                {found.map(({ id, title, pack_name }) => (
                  <li key={id} className="flex items-center gap-3 py-2">
                    <span className="min-w-0 flex-1">
                      <span className="font-bold">{title}</span>
                      <span className="block text-sm text-soft">
                        {pack_name}
                        {played.has(id) && ` · ${t('console.playedTonight')}`}
                      </span>
                    </span>
                    <Button
                      kind="secondary"
                      size="small"
                      aria-label={t('console.playGame', { title })}
                      disabled={actions.play.isPending}
                      onClick={() =>
                        actions.play.mutate({ gameId: id, isPicked: false }, { onSuccess: () => setText('') })
                      }
                    >
                      <Play className="size-4" />
                      {t('console.play')}
                    </Button>
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
      )}
    </search>
  );
}
