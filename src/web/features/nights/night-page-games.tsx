import { useTexts } from '#web/lib/i18n.tsx';
import { BarChart } from '#web/ui/bar-chart.tsx';
import { HistoryCounts } from './history-counts.tsx';
import type { LoadedNight, NightGame } from './night-state.ts';
import { PlayedAt, PlayedTitle } from './played-title.tsx';

type Props = { loaded: LoadedNight };

/** The night's games by what its viewers said of them. */
export function NightLoved({ loaded: { games, votesOf } }: Props) {
  const { t } = useTexts();
  const byGame = new Map(
    games.map(({ game_id, title }) => [game_id, { id: game_id, title, ...votesOf(game_id) }]),
  );
  const loved = [...byGame.values()]
    .filter(({ up, down }) => up + down > 0)
    .sort((one, other) => other.up - other.down - (one.up - one.down) || other.up - one.up);
  if (loved.length === 0) return <p className="text-soft">{t('history.noVotes')}</p>;
  return (
    <BarChart
      label={t('history.mostLoved')}
      bars={loved.map(({ id, title, up, down }) => ({
        key: id,
        label: title,
        value: up - down,
        text: t('history.upDown', { up, down }),
        tone: up >= down ? ('up' as const) : ('down' as const),
      }))}
    />
  );
}

/** How many played, game by game. */
export function NightPlayers({ games }: { games: readonly NightGame[] }) {
  const { t } = useTexts();
  const counted = games.filter((game) => game.player_count !== null);
  if (counted.length === 0) return <p className="text-soft">{t('history.noPlayers')}</p>;
  return (
    <BarChart
      label={t('history.playersByGame')}
      bars={counted.map(({ id, title, player_count }) => ({
        key: id,
        label: title,
        value: player_count ?? 0,
        text: t('history.players', { count: player_count ?? 0 }),
      }))}
    />
  );
}

/** What was played, in that order. */
export function NightPlayed({ loaded: { games, votesOf } }: Props) {
  const { t } = useTexts();
  if (games.length === 0) return <p className="text-soft">{t('history.nothingPlayed')}</p>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {games.map((game) => (
        <li key={game.id} className="flex items-center gap-3 py-2.5">
          <PlayedAt game={game} />
          <div className="min-w-0 flex-1">
            <PlayedTitle game={game} />
            <p className="flex flex-wrap items-center gap-x-4 text-sm text-soft">
              {game.pack_name}
              <span className="flex gap-x-3">
                <HistoryCounts {...votesOf(game.game_id)} />
              </span>
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
