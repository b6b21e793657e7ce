import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { VoteMeter } from '#web/ui/vote-meter.tsx';

/** How the game on is liked, and how to have a say. */
export function AudienceVotes({ up, down }: { up: number; down: number }) {
  const { t } = useTexts();
  return (
    <Card title={t('audience.votes')} className="2xl:[&_h2]:text-3xl">
      <div className="2xl:[&>div]:text-5xl">
        <VoteMeter up={up} down={down} isLarge />
      </div>
      <p className="mb-3 mt-5 text-soft 2xl:text-2xl">{t('audience.howToVote')}</p>
      <ul className="flex flex-wrap gap-3 font-mono text-lg font-bold 2xl:text-3xl">
        <li className="inline-flex min-h-11 items-center gap-2 rounded-control bg-sunken px-4">
          <ThumbsUp aria-label={t('audience.like')} role="img" className="size-5 text-up" />
          thisgame++
        </li>
        <li className="inline-flex min-h-11 items-center gap-2 rounded-control bg-sunken px-4">
          <ThumbsDown aria-label={t('audience.dislike')} role="img" className="size-5 text-down" />
          thisgame--
        </li>
      </ul>
    </Card>
  );
}
