import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { type MessageId, useTexts } from '#web/lib/i18n.tsx';
import { useMedia } from '#web/lib/media.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { SelectField } from '#web/ui/field.tsx';
import {
  BY_RANK,
  COLUMNS,
  type Column,
  countAnswered,
  isAscending,
  type Player,
  press,
  type Report,
  type Sorting,
  sortPlayers,
} from './figures.ts';

const NAMES: Record<Column, MessageId> = {
  rank: 'report.rank',
  name: 'report.name',
  score: 'report.score',
  right: 'report.right',
  time: 'report.time',
};

/** So many are drawn at once: a table of thousands makes a browser stutter. */
const MOST = 500;

type ListProps = {
  players: readonly Player[];
  asked: number;
  sorting: Sorting;
  onSort: (by: Column) => void;
};

/** Player by player, in the order that one likes. */
export function ReportPlayers({ report }: { report: Report }) {
  const { t, locale } = useTexts();
  const [sorting, setSorting] = useState(BY_RANK);
  const [shown, setShown] = useState(MOST);
  const isWide = useMedia('(min-width: 40rem), print');
  const sorted = useMemo(
    () => sortPlayers(report.players, sorting, locale),
    [report.players, sorting, locale],
  );
  const props: ListProps = {
    players: sorted.slice(0, shown),
    asked: countAnswered(report.questions),
    sorting,
    onSort: (by) => setSorting(press(sorting, by)),
  };
  return (
    <Card title={t('report.byPlayer')}>
      {isWide ? <Table {...props} /> : <Cards {...props} onSort={(by) => setSorting(press(BY_RANK, by))} />}
      {sorted.length > shown && (
        <div className="mt-4 text-center print:hidden">
          <Button kind="secondary" onClick={() => setShown(shown + MOST)}>
            {t('report.more', { count: Math.min(MOST, sorted.length - shown) })}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Table({ players, asked, sorting, onSort }: ListProps) {
  const { t } = useTexts();
  return (
    <table className="w-full tabular-nums">
      <caption className="sr-only">{t('report.byPlayer')}</caption>
      <thead>
        <tr className="border-b border-line text-left">
          {COLUMNS.map((column) => (
            <Header key={column} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {players.map((player) => (
          <Row key={player.player_id} player={player} asked={asked} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = { player: Player; asked: number };

/** Kept as it is while rows change places: writing hundreds of them anew is what would be slow. */
const Row = memo(function Row({ player, asked }: RowProps) {
  const { t, number } = useTexts();
  return (
    <tr className="break-inside-avoid">
      <td className="px-2 py-2 text-right text-soft">{number(player.rank)}</td>
      <th scope="row" className="w-full max-w-0 truncate px-2 py-2 text-left font-bold">
        {player.display_name}
      </th>
      <td className="px-2 py-2 text-right font-bold">{number(player.score)}</td>
      <td className="px-2 py-2 text-right whitespace-nowrap">
        {t('report.ofTotal', { count: player.correct, total: asked })}
      </td>
      <td className="px-2 py-2 text-right whitespace-nowrap text-soft">
        <Time player={player} />
      </td>
    </tr>
  );
});

type HeaderProps = { column: Column; sorting: Sorting; onSort: (by: Column) => void };

function Header({ column, sorting, onSort }: HeaderProps) {
  const { t } = useTexts();
  const isSorted = sorting.by === column;
  const isUp = isAscending(sorting);
  const Arrow = isUp ? ArrowUp : ArrowDown;
  return (
    <th scope="col" aria-sort={isSorted ? (isUp ? 'ascending' : 'descending') : 'none'} className="p-0">
      <button
        type="button"
        onClick={() => onSort(column)}
        className={`flex min-h-11 w-full items-center gap-1 rounded-control px-2 font-bold whitespace-nowrap hover:bg-sunken ${isSorted ? 'text-ink' : 'text-soft'} ${column === 'name' ? '' : 'justify-end'}`}
      >
        {column === 'name' && t(NAMES[column])}
        <Arrow aria-hidden="true" className={`size-4 shrink-0 ${isSorted ? '' : 'invisible'}`} />
        {column !== 'name' && t(NAMES[column])}
      </button>
    </th>
  );
}

/** On a phone each player is a card, and what they are sorted by is chosen above. */
function Cards({ players, asked, sorting, onSort }: ListProps) {
  const { t, number } = useTexts();
  const choose = (value: string) => {
    const by = COLUMNS.find((column) => column === value);
    if (by) onSort(by);
  };
  return (
    <>
      <SelectField
        label={t('report.sortBy')}
        value={sorting.by}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {COLUMNS.map((column) => (
          <option key={column} value={column}>
            {t(NAMES[column])}
          </option>
        ))}
      </SelectField>
      <ol aria-label={t('report.byPlayer')} className="mt-3 flex flex-col divide-y divide-line tabular-nums">
        {players.map((player) => (
          <li key={player.player_id} className="flex items-center gap-3 py-2.5">
            <span className="w-9 shrink-0 text-right text-lg font-bold text-soft">{number(player.rank)}</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-bold">{player.display_name}</span>
              <span className="flex flex-wrap gap-x-3 text-sm text-soft">
                <span>{t('report.rightOf', { count: player.correct, total: asked })}</span>
                <Time player={player} />
              </span>
            </span>
            <span className="shrink-0 text-lg font-extrabold">{number(player.score)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Time({ player: { average_seconds: seconds } }: { player: Player }) {
  const { t, number } = useTexts();
  if (seconds === null) return '–';
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return t('report.seconds', { seconds: number(seconds, digits) });
}
