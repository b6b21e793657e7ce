import { Lock } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';
import { KickConfirm } from './kick.tsx';
import { fitNames } from './names.ts';
import type { ScreenCommands } from './room.ts';
import type { ScreenState } from './state.ts';

type Props = { state: ScreenState; commands: ScreenCommands };

/** In two halves, so that it can be called out. */
export const spellCode = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** Before the game: how to join, and who has. */
export function ScreenLobby({ state, commands }: Props) {
  const { t } = useTexts();
  const { code, joinUrl } = state.room;
  // Where the code is asked for.
  const address = new URL('.', joinUrl);
  return (
    <section aria-label={t('screen.lobby')} className="flex flex-1 gap-[2.5em] max-sm:flex-col">
      <div className="flex shrink-0 flex-col items-center justify-center gap-[0.8em] self-center rounded-card border border-line bg-surface p-[1.8em] text-center shadow-card">
        <p className="max-w-[18em] text-[1.4em] leading-tight">
          {t('screen.joinAt')}{' '}
          <b className="block break-all">{`${address.host}${address.pathname.slice(0, -1)}`}</b>
        </p>
        <p className="text-soft">{t('screen.withCode')}</p>
        <p className="text-[4.6em] font-extrabold leading-none tracking-wide tabular-nums text-accent">
          {spellCode(code)}
        </p>
        <QrCode text={joinUrl} label={t('screen.joinQr')} className="size-[min(18em,40vh)]" />
        {state.isLocked && (
          <p className="flex items-center gap-[0.4em] text-[1.3em] font-bold text-danger">
            <Lock aria-hidden="true" className="size-[1.1em]" />
            {t('screen.locked')}
          </p>
        )}
      </div>
      <Names state={state} commands={commands} />
    </section>
  );
}

function Names({ state: { players }, commands }: Props) {
  const { t } = useTexts();
  const { size, shown } = fitNames(players);
  const more = players.length - shown.length;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-[1em]">
      <h2 className="text-[2.2em]">{t('screen.playerCount', { count: players.length })}</h2>
      {players.length === 0 && <p className="text-[1.5em] text-soft">{t('screen.waiting')}</p>}
      {more > 0 && <p className="text-[1.2em] text-soft">{t('screen.morePlayers', { count: more })}</p>}
      <KickConfirm onKick={commands.kick}>
        {(ask) => (
          <ul
            aria-label={t('screen.players')}
            style={{ fontSize: `${size}em` }}
            className="flex flex-wrap content-start gap-x-[0.5em] gap-y-[0.35em]"
          >
            {shown.map((player) => (
              <li
                key={player.playerId}
                className="max-w-[12em] transition duration-700 ease-out starting:translate-y-[40vh] starting:scale-200 starting:opacity-0"
              >
                <button
                  type="button"
                  title={t('screen.kickTitle', { name: player.displayName })}
                  onClick={() => ask(player)}
                  className={`block max-w-full truncate rounded-control border bg-raised px-[0.5em] py-[0.1em] font-bold leading-snug hover:border-danger ${player.connected ? 'border-line' : 'border-dashed border-soft text-soft'}`}
                >
                  {player.displayName}
                </button>
              </li>
            ))}
          </ul>
        )}
      </KickConfirm>
    </div>
  );
}
