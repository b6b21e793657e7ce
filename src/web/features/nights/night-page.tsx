import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Trash2 } from 'lucide-react';
import { useLocation, useParams } from 'wouter';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { BarChart } from '#web/ui/bar-chart.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Failed, Loaded, Loading } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { ChatImport } from './chat-import.tsx';
import { download } from './download.ts';
import { type NightGame, type NightState, nightKey, useNight } from './night-state.ts';
import { VotesChart } from './votes-chart.tsx';

/** One evening, open or over: what was played, how the votes went, and what can be done with it afterwards. */
export default function NightPage() {
  const { id } = useParams<{ id: string }>();
  return <RequireSignIn>{() => <Evening id={Number(id)} />}</RequireSignIn>;
}

function Evening({ id }: { id: number }) {
  const { t, date } = useTexts();
  const state = useNight(id);
  const { night, games } = state;
  if (!night)
    return (
      <Page title={t('history.title')}>
        {state.isPending ? <Loading /> : <Failed error={state.error} onRetry={state.refetch} />}
      </Page>
    );
  const time = (at: string) => date(at, { timeStyle: 'short' });
  return (
    <Page
      title={t('history.nightTitle', { date: date(night.created_at, { dateStyle: 'long' }) })}
      actions={<Actions id={id} />}
    >
      <p className="mb-6 text-lg text-soft">
        {night.closed_at
          ? t('history.from', { from: time(night.created_at), to: time(night.closed_at) })
          : t('history.since', { from: time(night.created_at) })}
        {night.notes && <span className="block text-ink">{night.notes}</span>}
      </p>
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title={t('history.votesOverTime')} className="lg:col-span-2">
          <Votes id={id} games={games} />
        </Card>
        <Card title={t('history.mostLoved')}>
          <MostLoved state={state} />
        </Card>
        <Card title={t('history.played')}>
          <Played games={games} />
        </Card>
        <Card title={t('history.importTitle')} className="lg:col-span-2">
          <ChatImport nightId={id} />
        </Card>
      </div>
    </Page>
  );
}

function Votes({ id, games }: { id: number; games: readonly NightGame[] }) {
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

function MostLoved({ state: { games, votesOf } }: { state: NightState }) {
  const { t } = useTexts();
  const byGame = new Map(
    games.map((game) => [game.game_id, { title: game.title, ...votesOf(game.game_id) }]),
  );
  const loved = [...byGame.entries()]
    .filter(([, { up, down }]) => up + down > 0)
    .sort(([, one], [, other]) => other.up - other.down - (one.up - one.down));
  if (loved.length === 0) return <p className="text-soft">{t('history.noVotes')}</p>;
  return (
    <BarChart
      label={t('history.mostLoved')}
      bars={loved.map(([id, { title, up, down }]) => ({
        key: id,
        label: title,
        value: up - down,
        text: t('history.upDown', { up, down }),
        tone: up >= down ? ('up' as const) : ('down' as const),
      }))}
    />
  );
}

function Played({ games }: { games: readonly NightGame[] }) {
  const { t, date } = useTexts();
  if (games.length === 0) return <Empty title={t('history.nothingPlayed')} />;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {games.map((game) => (
        <li key={game.id} className="flex items-baseline gap-3 py-2.5">
          <time dateTime={game.played_at} className="w-20 shrink-0 whitespace-nowrap tabular-nums text-soft">
            {date(game.played_at, { timeStyle: 'short' })}
          </time>
          <span className="min-w-0 flex-1">
            <span className="font-bold">{game.title}</span>
            <span className="block text-sm text-soft">{game.pack_name}</span>
          </span>
          {game.player_count !== null && (
            <span className="shrink-0 text-sm text-soft">
              {t('history.players', { count: game.player_count })}
            </span>
          )}
          {game.status !== 'played' && (
            <Badge kind={game.status === 'playing' ? 'live' : 'plain'}>
              {game.status === 'playing' ? t('history.playing') : t('history.skipped')}
            </Badge>
          )}
        </li>
      ))}
    </ol>
  );
}

function Actions({ id }: { id: number }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const save = async (format: 'txt' | 'json') => {
    try {
      await download(`/api/sessions/${id}/export?format=${format}`, `session-${id}.${format}`);
    } catch (error) {
      fail(error);
    }
  };
  const remove = async () => {
    try {
      await read(api.DELETE('/api/sessions/{id}', { params: { path: { id: String(id) } } }));
      queries.removeQueries({ queryKey: nightKey(id) });
      void queries.invalidateQueries({ queryKey: ['nights'] });
      tell(t('history.deleted'));
      go('/host/nights');
    } catch (error) {
      fail(error);
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button kind="secondary" size="small" onClick={() => void save('txt')}>
        <Download className="size-4" />
        {t('history.asText')}
      </Button>
      <Button kind="secondary" size="small" onClick={() => void save('json')}>
        <Download className="size-4" />
        {t('history.asJson')}
      </Button>
      <Confirm
        title={t('history.deleteTitle')}
        confirmLabel={t('history.deleteConfirm')}
        onConfirm={remove}
        trigger={(open) => (
          <Button kind="quiet" size="small" onClick={open}>
            <Trash2 className="size-4" />
            {t('history.delete')}
          </Button>
        )}
      >
        {t('history.deleteText')}
      </Confirm>
    </div>
  );
}
