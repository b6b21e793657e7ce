import { ThumbsDown, ThumbsUp, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';

type Props = { up: number; down: number; players?: number | null };

/** Votes, and players where they were counted, in a line: pictures to the eye, words to the ear. */
export function HistoryCounts({ up, down, players = null }: Props) {
  const { t, number } = useTexts();
  return (
    <>
      <span className="sr-only">
        {t('history.upDown', { up, down })}
        {players !== null && ` · ${t('history.players', { count: players })}`}
      </span>
      <Count icon={<ThumbsUp className="size-4 text-up" />}>{number(up)}</Count>
      <Count icon={<ThumbsDown className="size-4 text-down" />}>{number(down)}</Count>
      {players !== null && <Count icon={<Users className="size-4" />}>{number(players)}</Count>}
    </>
  );
}

const Count = ({ icon, children }: { icon: ReactNode; children: string }) => (
  <span aria-hidden="true" className="inline-flex items-center gap-1.5 font-bold tabular-nums">
    {icon}
    {children}
  </span>
);
