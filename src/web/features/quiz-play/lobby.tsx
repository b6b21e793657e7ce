import { PartyPopper } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { Button } from '#web/ui/button.tsx';
import type { RoomState } from './state.ts';

/** How many of the others are named; the rest are a number. */
const NAMED = 30;

/** Before the first question: one is in, and who else. */
export function PlayLobby({ state, onLeave }: { state: RoomState; onLeave: () => void }) {
  const { t } = useTexts();
  const { playerId, displayName, participants, participantTotal, gameNumber } = state;
  const others = participants.filter((other) => other.playerId !== playerId).slice(0, NAMED);
  const unnamed = Math.max(0, participantTotal - 1 - others.length);
  return (
    <div className="flex min-h-0 flex-1 flex-col text-center short:flex-row">
      <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-4 px-5 py-4 short:gap-2">
        <PartyPopper aria-hidden="true" className="size-14 animate-pop text-accent short:size-8" />
        <h1 className="max-w-full text-3xl">
          {gameNumber > 1 ? t('play.lobby.again') : t('play.lobby.in', { name: displayName })}
        </h1>
        <p className="text-lg text-balance text-soft">{t('play.lobby.wait')}</p>
        <Button kind="secondary" size="small" onClick={onLeave}>
          {t('play.lobby.rename')}
        </Button>
      </div>
      {/* Of one size, whoever comes: nothing moves. */}
      <div className="flex h-2/5 shrink-0 justify-center overflow-y-auto px-5 pb-6 short:h-auto short:w-1/2 short:pt-4">
        {participantTotal > 0 && (
          <section aria-labelledby="others" className="w-full max-w-md">
            <h2 id="others" className="mb-3 text-base text-soft">
              {t('play.lobby.count', { count: participantTotal })}
            </h2>
            <ul className="flex flex-wrap justify-center gap-2">
              {others.map((other) => (
                <li
                  key={other.playerId}
                  className="flex max-w-full animate-pop items-center gap-2 rounded-full border border-line bg-surface py-1 pl-1 pr-3"
                >
                  <Avatar name={other.displayName} url={null} className="size-7 shrink-0 text-sm" />
                  <span className="truncate">{other.displayName}</span>
                </li>
              ))}
              {unnamed > 0 && (
                <li className="flex items-center px-2 text-soft">
                  {t('play.lobby.more', { count: unnamed })}
                </li>
              )}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
