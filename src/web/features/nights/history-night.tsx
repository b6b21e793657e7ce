import { CalendarHeart, Dices } from 'lucide-react';
import { Link } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { HistoryCounts } from './history-counts.tsx';
import type { HistoryEntry } from './history-state.ts';
import { isTitle } from './night-page-notes.ts';

/** One of the nights: when it was, how it is remembered, what it came to. */
export function HistoryNight({ night, figures }: HistoryEntry) {
  const { t, date, number } = useTexts();
  const day = date(night.created_at, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const title = isTitle(night.notes) ? night.notes : undefined;
  return (
    <Link
      href={`/host/nights/${night.id}`}
      className="flex h-full flex-col gap-1.5 rounded-card border border-line bg-surface p-5 shadow-card transition [overflow-wrap:anywhere] hover:-translate-y-0.5 hover:border-accent"
    >
      <span className="flex items-start justify-between gap-2">
        <span className="text-lg font-extrabold leading-tight">{title ?? day}</span>
        {night.is_active === 1 && <Badge kind="live">{t('history.open')}</Badge>}
      </span>
      {title && (
        <span className="flex items-center gap-2 text-soft">
          <CalendarHeart aria-hidden="true" className="size-4 shrink-0" />
          {day}
        </span>
      )}
      {night.notes && !title && <span className="line-clamp-2">{night.notes}</span>}
      <span className="mt-auto flex flex-wrap items-center gap-x-3 pt-1.5 text-sm text-soft">
        <span className="sr-only">{t('history.games', { count: figures?.games ?? night.games_played })}</span>
        <span aria-hidden="true" className="inline-flex items-center gap-1.5 font-bold tabular-nums">
          <Dices className="size-4" />
          {number(figures?.games ?? night.games_played)}
        </span>
        {figures && (
          <HistoryCounts up={figures.upvotes} down={figures.downvotes} players={figures.most_players} />
        )}
      </span>
    </Link>
  );
}
