import { useQuery } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { type NightGame, nightKey } from './night-state.ts';
import { VotesChart } from './votes-chart.tsx';

/** While a night is on, its chart moves on so often. */
const REFRESH_MS = 15_000;

type Props = { id: number; games: readonly NightGame[]; isLive?: boolean };

/** A night's live votes as they came, with its games marked. */
export function VotesOverTime({ id, games, isLive = false }: Props) {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: [...nightKey(id), 'timeline'],
    refetchInterval: isLive && REFRESH_MS,
    queryFn: () =>
      read(api.GET('/api/sessions/{id}/votes/timeline', { params: { path: { id: String(id) } } })),
  });
  return (
    <Loaded query={query}>
      {({ buckets, bucket_seconds: seconds }) =>
        buckets.length === 0 || seconds === null ? (
          <p className="text-soft">{t('history.noVotes')}</p>
        ) : (
          <VotesChart buckets={buckets} bucketSeconds={seconds} games={games} />
        )
      }
    </Loaded>
  );
}
