import { Crown } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import type { Player } from './figures.ts';

/** By place: where it stands, and how high. */
const STEPS = [
  'sm:order-2 sm:pb-16 border-gold',
  'sm:order-1 sm:pb-9 border-soft',
  'sm:order-3 sm:pb-4 border-line',
] as const;

/** Who won: the first in the middle, where there is room for that. */
export function ReportPodium({ players }: { players: readonly Player[] }) {
  const { t, number } = useTexts();
  const winners = players.slice(0, STEPS.length).filter(({ score }) => score > 0);
  if (winners.length === 0) return null;
  return (
    <Card title={t('report.podium')} className="mb-4 break-inside-avoid sm:mb-6">
      <ol className="flex flex-col gap-2 sm:flex-row sm:items-end sm:justify-center sm:gap-4">
        {winners.map(({ player_id: id, display_name: name, rank, score }, index) => (
          <li
            key={id}
            className={`flex min-w-0 items-center gap-3 rounded-control border-2 bg-sunken p-3 sm:w-56 sm:flex-col sm:gap-1 sm:text-center ${STEPS[index]}`}
          >
            <span className="flex w-8 shrink-0 items-center justify-center gap-1 text-2xl font-extrabold tabular-nums sm:w-auto">
              {index === 0 && <Crown aria-hidden="true" className="size-6 text-accent max-sm:hidden" />}
              {number(rank)}
            </span>
            <span className="min-w-0 flex-1 truncate text-lg font-extrabold sm:w-full" title={name}>
              {name}
            </span>
            <span className="tabular-nums text-soft">{t('report.points', { count: score })}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
