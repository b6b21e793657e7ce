import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { BarChart } from '#web/ui/bar-chart.tsx';
import { Card } from '#web/ui/card.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { type Column, HistoryColumns } from './history-columns.tsx';
import { type Figures, type HistoryEntry, useLovedGames } from './history-state.ts';

/** As many as stand beside the chart. */
const MAX_LOVED = 8;

type Props = { host: string; entries: readonly HistoryEntry[] };

/** The nights side by side, and what was loved most over all of them. */
export function HistoryOverview({ host, entries }: Props) {
  const { t } = useTexts();
  return (
    <div className="mb-4 grid gap-4 sm:mb-6 sm:gap-6 lg:grid-cols-[3fr_2fr] [&>*]:min-w-0">
      <Card title={t('history.overTime')}>
        <Nights figures={entries.flatMap(({ figures }) => figures ?? [])} />
      </Card>
      <Card title={t('history.mostLovedEver')}>
        {/* As tall as it becomes with all of them. */}
        <div className="min-h-96">
          <Loved host={host} />
        </div>
      </Card>
    </div>
  );
}

function Loved({ host }: { host: string }) {
  const { t } = useTexts();
  const query = useLovedGames(host);
  return (
    <Loaded query={query}>
      {(games) =>
        games.length === 0 ? (
          <p className="text-soft">{t('history.noLoved')}</p>
        ) : (
          <BarChart
            label={t('history.mostLovedEver')}
            bars={games.slice(0, MAX_LOVED).map(({ game_id, title, upvotes, downvotes }) => ({
              key: game_id,
              label: title,
              value: upvotes - downvotes,
              text: t('history.upDown', { up: upvotes, down: downvotes }),
              tone: 'up' as const,
            }))}
          />
        )
      }
    </Loaded>
  );
}

function Nights({ figures }: { figures: readonly Figures[] }) {
  const { t, date } = useTexts();
  const [measure, setMeasure] = useState('votes');
  const day = ({ created_at }: Figures) => date(created_at, { dateStyle: 'medium' });
  const inOrder = figures.toReversed();
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (!first || !last) return null;
  const chart = (label: string, toColumn: (night: Figures) => Omit<Column, 'key'>) => (
    <HistoryColumns
      label={label}
      columns={inOrder.map((night) => {
        const { text, parts } = toColumn(night);
        return { key: night.session_id, text: `${day(night)}: ${text}`, parts };
      })}
      from={day(first)}
      to={inOrder.length > 1 && day(last)}
    />
  );
  const single = (value: number) => [{ value, className: 'bg-accent' }];
  return (
    <Tabs
      value={measure}
      onChange={setMeasure}
      tabs={[
        {
          id: 'votes',
          label: t('history.figureVotes'),
          content: chart(t('history.votesByNight'), ({ upvotes, downvotes }) => ({
            text: t('history.upDown', { up: upvotes, down: downvotes }),
            parts: [
              { value: upvotes, className: 'bg-up' },
              { value: downvotes, className: 'bg-down' },
            ],
          })),
        },
        {
          id: 'players',
          label: t('history.tabPlayers'),
          content: chart(t('history.playersByNight'), ({ most_players: players }) => ({
            text: players === null ? t('history.noPlayers') : t('history.players', { count: players }),
            parts: single(players ?? 0),
          })),
        },
        {
          id: 'games',
          label: t('history.tabGames'),
          content: chart(t('history.gamesByNight'), ({ games }) => ({
            text: t('history.games', { count: games }),
            parts: single(games),
          })),
        },
      ]}
    />
  );
}
