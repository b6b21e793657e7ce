import { useQuery } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import type { ConsoleActions } from './console-actions.ts';
import type { NightGame } from './night-state.ts';
import { PickerRoll } from './picker-roll.tsx';
import { PickerSearch } from './picker-search.tsx';

type Props = { nightId: number; games: readonly NightGame[]; actions: ConsoleActions };

/** What comes next: by the dice, within filters, or by name. */
export function PickerCard({ nightId, games, actions }: Props) {
  const { t } = useTexts();
  const catalogue = useQuery({
    queryKey: ['catalogue', 'enabled'],
    staleTime: 60_000,
    queryFn: () => read(api.GET('/api/games', { params: { query: { enabled: 'true' } } })),
  });
  const playedIds = games.map(({ game_id }) => game_id);
  return (
    <Card title={t('console.next')} className="flex flex-col">
      <PickerRoll nightId={nightId} catalogue={catalogue.data} playedIds={playedIds} actions={actions} />
      <div className="mt-5 border-t border-line pt-4">
        <PickerSearch catalogue={catalogue} playedIds={playedIds} actions={actions} />
      </div>
    </Card>
  );
}
