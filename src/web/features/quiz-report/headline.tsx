import { CircleHelp, Target, Users } from 'lucide-react';
import type { ComponentType } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Card } from '#web/ui/card.tsx';
import { countAnswered, type Report, shareRightOfAll } from './figures.ts';
import { type Flow, isPlaying } from './state.ts';

/** When it was, who was there, and how right they were. */
export function ReportHeadline({ report, flow }: { report: Report; flow: Flow }) {
  const { t, date, number } = useTexts();
  const right = shareRightOfAll(report.questions);
  const isOn = isPlaying(flow) && report.game_number === report.games;
  return (
    <>
      <p className="-mt-4 mb-6 flex flex-wrap items-center gap-x-3 gap-y-1 text-lg text-soft">
        <time dateTime={report.created_at}>
          {date(report.created_at, { dateStyle: 'full', timeStyle: 'short' })}
        </time>
        {isOn && (
          <Badge kind="live">{flow.phase === 'lobby' ? t('report.stateLobby') : t('report.playing')}</Badge>
        )}
      </p>
      <Card className="mb-4 sm:mb-6">
        <dl className="grid grid-cols-3 gap-3 sm:gap-6">
          <Figure icon={Users} name={t('report.players')} value={number(report.player_count)} />
          <Figure
            icon={CircleHelp}
            name={t('report.questions')}
            value={t('report.ofTotal', {
              count: countAnswered(report.questions),
              total: report.questions.length,
            })}
          />
          <Figure
            icon={Target}
            name={t('report.right')}
            value={right === undefined ? '–' : number(right, { style: 'percent' })}
          />
        </dl>
        {right !== undefined && (
          <p className="mt-4 text-soft">
            {right >= 0.75
              ? t('report.roomKnew')
              : right >= 0.5
                ? t('report.roomHeld')
                : t('report.roomPuzzled')}
          </p>
        )}
      </Card>
    </>
  );
}

type FigureProps = {
  icon: ComponentType<{ className: string; 'aria-hidden': 'true' }>;
  name: string;
  value: string;
};

const Figure = ({ icon: Icon, name, value }: FigureProps) => (
  <div className="flex min-w-0 flex-col-reverse">
    <dt className="flex items-center gap-1.5 text-sm text-soft sm:text-base">
      <Icon aria-hidden="true" className="size-4 shrink-0 max-sm:hidden" />
      {name}
    </dt>
    <dd className="text-3xl font-extrabold tabular-nums sm:text-4xl">{value}</dd>
  </div>
);
