import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { BarChart } from '#web/ui/bar-chart.tsx';
import { Card } from '#web/ui/card.tsx';
import { Loading } from '#web/ui/states.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { type Column, HistoryColumns } from './history-columns.tsx';
import { findLoved, type NightFigures } from './history-summary.ts';

type Props = { figures: readonly NightFigures[]; isPending: boolean };

/** The nights side by side, and what was loved most over all of them. */
export function HistoryOverview({ figures, isPending }: Props) {
  const { t } = useTexts();
  const loved = findLoved(figures);
  return (
    <div className="mb-4 grid gap-4 sm:mb-6 sm:gap-6 lg:grid-cols-[3fr_2fr] [&>*]:min-w-0">
      <Card title={t('history.overTime')}>{isPending ? <Loading /> : <Nights figures={figures} />}</Card>
      <Card title={t('history.mostLovedEver')}>
        {isPending ? (
          <Loading />
        ) : loved.length === 0 ? (
          <p className="text-soft">{t('history.noLoved')}</p>
        ) : (
          <BarChart
            label={t('history.mostLovedEver')}
            bars={loved.map(({ id, title, up, down }) => ({
              key: id,
              label: title,
              value: up - down,
              text: t('history.upDown', { up, down }),
              tone: 'up' as const,
            }))}
          />
        )}
      </Card>
    </div>
  );
}

function Nights({ figures }: { figures: readonly NightFigures[] }) {
  const { t, date } = useTexts();
  const [measure, setMeasure] = useState('votes');
  const day = ({ startedAt }: NightFigures) => date(startedAt, { dateStyle: 'medium' });
  const inOrder = figures.toReversed();
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (!first || !last) return null;
  const chart = (label: string, toColumn: (night: NightFigures) => Omit<Column, 'key'>) => (
    <HistoryColumns
      label={label}
      columns={inOrder.map((night) => {
        const { text, parts } = toColumn(night);
        return { key: night.id, text: `${day(night)}: ${text}`, parts };
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
          content: chart(t('history.votesByNight'), ({ up, down }) => ({
            text: t('history.upDown', { up, down }),
            parts: [
              { value: up, className: 'bg-up' },
              { value: down, className: 'bg-down' },
            ],
          })),
        },
        {
          id: 'players',
          label: t('history.tabPlayers'),
          content: chart(t('history.playersByNight'), ({ players }) => ({
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
