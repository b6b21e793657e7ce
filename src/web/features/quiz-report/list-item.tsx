import { ChartColumn, MonitorPlay, Users } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { type Flow, isPlaying } from './state.ts';

/** A game: of which quiz, when, with how many; and the way to its room while that is open, to its report once it began. */
export function ReportListItem({ flow }: { flow: Flow }) {
  const { t, date } = useTexts();
  const isOpen = flow.ended_at === null;
  const hasBegun = flow.current_question_index >= 0;
  const isOn = isPlaying(flow);
  return (
    <article className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-card border border-line bg-surface p-4 shadow-card sm:px-6">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="text-lg wrap-anywhere">{flow.title}</h2>
        <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-soft">
          <time dateTime={flow.created_at}>
            {date(flow.created_at, { dateStyle: 'medium', timeStyle: 'short' })}
          </time>
          <span className="inline-flex items-center gap-1.5">
            <Users aria-hidden="true" className="size-4 shrink-0" />
            {t('report.playerCount', { count: flow.player_count })}
          </span>
          <Badge kind={isOn ? 'live' : 'plain'}>{stateOf(flow)}</Badge>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {(hasBegun || !isOpen) && (
          <ButtonLink href={`/host/games/${flow.game_id}`} kind={isOn ? 'secondary' : 'primary'}>
            <ChartColumn aria-hidden="true" className="size-5" />
            {t('report.toReport')}
            <span className="sr-only">{flow.title}</span>
          </ButtonLink>
        )}
        {isOpen && (
          <ButtonLink href={`/host/quiz/${flow.game_id}`} kind={isOn ? 'primary' : 'secondary'}>
            <MonitorPlay aria-hidden="true" className="size-5" />
            {t('report.toRoom')}
            <span className="sr-only">{flow.title}</span>
          </ButtonLink>
        )}
      </div>
    </article>
  );

  function stateOf({ phase, current_question_index: index, total_questions: total }: Flow): string {
    if (!isOn) return phase === 'finished' ? t('report.stateFinished') : t('report.stateClosed');
    if (phase === 'lobby') return t('report.stateLobby');
    return t('report.stateQuestion', { number: index + 1, total });
  }
}
