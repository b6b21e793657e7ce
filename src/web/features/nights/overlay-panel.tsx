import { Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';
import { VoteMeter } from '#web/ui/vote-meter.tsx';
import { joinGameUrl } from './audience-room.tsx';
import type { NightGame } from './night-state.ts';
import type { OverlayOptions } from './overlay-options.ts';

/** As long as the panel takes to be gone. */
export const LEAVE_MS = 600;

type Shown = { game: NightGame; votes: { up: number; down: number } };

const ALIGNS = { left: 'justify-start', center: 'justify-center', right: 'justify-end' };

/**
 * The game that is on, at the bottom of the picture. Another one comes when the last has left. Measured by the
 * source, so that it fills a small one and keeps to its corner of a large one.
 */
export function OverlayPanel({
  present,
  align,
}: {
  present: Shown | undefined;
  align: OverlayOptions['align'];
}) {
  const shown = useLeaving(present);
  if (!shown) return null;
  const { content, isLeaving } = shown;
  return (
    <div className={`flex h-full items-end ${ALIGNS[align]}`}>
      <div
        key={content.game.id}
        style={{ transitionDuration: `${LEAVE_MS}ms` }}
        className={`text-[clamp(0.6rem,min(3.4vw,6vh),1.6rem)] transition ${isLeaving ? 'translate-y-4 opacity-0' : ''}`}
      >
        <Panel {...content} />
      </div>
    </div>
  );
}

function Panel({ game, votes }: Shown) {
  const { t } = useTexts();
  const code = game.room_code;
  return (
    <section
      aria-label={t('audience.nowPlaying')}
      className="flex max-w-[34em] animate-rise items-center gap-[1em] rounded-[1.1em] border border-line bg-surface p-[1em] shadow-card [animation-duration:600ms]"
    >
      {code && (
        <QrCode
          text={joinGameUrl(code)}
          label={t('audience.roomQr', { code })}
          className="size-[7.5em] shrink-0"
        />
      )}
      <div className="min-w-[11em] flex-1">
        <p className="flex items-center gap-[0.5em] text-[0.8em] font-bold text-accent">
          {t('audience.nowPlaying')}
          {game.player_count !== null && (
            <span className="ml-auto inline-flex items-center gap-[0.3em] text-soft">
              <Users aria-hidden="true" className="size-[1.1em]" />
              <span className="sr-only">{t('audience.playersNow', { count: game.player_count })}</span>
              <span aria-hidden="true">{game.player_count}</span>
            </span>
          )}
        </p>
        <h1 className="line-clamp-2 text-[1.4em]">{game.title}</h1>
        {code && (
          <p className="mt-[0.2em] flex flex-wrap items-baseline gap-x-[0.6em]">
            <span className="text-[0.8em] text-soft">jackbox.tv</span>
            <span className="font-mono text-[1.5em] font-black tracking-[0.1em]">{code}</span>
          </p>
        )}
        <div className="mt-[0.5em] [&>div]:text-[0.95em] [&_svg]:size-[1.2em]">
          <VoteMeter {...votes} />
        </div>
      </div>
    </section>
  );
}

type Leaving = { content: Shown; isLeaving: boolean };

/** What is there, and what was there until it has left. */
function useLeaving(present: Shown | undefined): Leaving | undefined {
  const [last, setLast] = useState(present);
  const isLeaving = last !== undefined && last.game.id !== present?.game.id;
  if (!isLeaving && last !== present) setLast(present);
  useEffect(() => {
    if (!isLeaving) return;
    const timer = setTimeout(() => setLast(undefined), LEAVE_MS);
    return () => clearTimeout(timer);
  }, [isLeaving]);
  if (isLeaving) return { content: last, isLeaving };
  return present && { content: present, isLeaving };
}
