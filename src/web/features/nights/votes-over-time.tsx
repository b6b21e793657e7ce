import { useQuery } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { type NightGame, nightKey } from './night-state.ts';
import { VotesChart } from './votes-chart.tsx';

/** A night's live votes as they came, with its games marked. */
export function VotesOverTime({ id, games }: { id: number; games: readonly NightGame[] }) {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: [...nightKey(id), 'timeline'],
    queryFn: () =>
      read(api.GET('/api/sessions/{id}/votes/timeline', { params: { path: { id: String(id) } } })),
  });
  return (
    <Loaded query={query}>
      {({ buckets }) =>
        buckets.length === 0 ? (
          <p className="text-soft">{t('history.noVotes')}</p>
        ) : (
          <VotesChart
            buckets={buckets}
            marks={games.map(({ played_at, title }) => ({ at: played_at, title }))}
          />
        )
      }
    </Loaded>
  );
}
