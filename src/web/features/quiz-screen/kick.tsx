import { UserX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { PlayerSummary } from '#protocol/quiz-live-fields.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Confirm, Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Empty } from '#web/ui/states.tsx';

type KickConfirmProps = {
  onKick: (playerId: string) => Promise<void>;
  /** What the players are chosen from. */
  children: (ask: (player: PlayerSummary) => void) => ReactNode;
};

/** One question for all players that somebody may be put out. */
export function KickConfirm({ onKick, children }: KickConfirmProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<PlayerSummary>();
  return (
    <Confirm
      title={t('screen.kickTitle', { name: chosen?.displayName ?? '' })}
      confirmLabel={t('screen.kick')}
      onConfirm={async () => {
        if (chosen) await onKick(chosen.playerId);
      }}
      trigger={(open) =>
        children((player) => {
          setChosen(player);
          open();
        })
      }
    >
      {t('screen.kickText')}
    </Confirm>
  );
}

/** More are found by their name. */
const LISTED = 100;

type PlayersDialogProps = {
  players: readonly PlayerSummary[];
  isOpen: boolean;
  onClose: () => void;
  onKick: (playerId: string) => Promise<void>;
};

/** Everybody who plays, to be found by name and put out. */
export function PlayersDialog({ players, isOpen, onClose, onKick }: PlayersDialogProps) {
  const { t } = useTexts();
  const [wanted, setWanted] = useState('');
  const needle = wanted.trim().toLocaleLowerCase();
  const found = players.filter(({ displayName }) => displayName.toLocaleLowerCase().includes(needle));
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('screen.playerCount', { count: players.length })}>
      <TextField
        label={t('screen.findPlayer')}
        type="search"
        value={wanted}
        onChange={({ currentTarget }) => setWanted(currentTarget.value)}
      />
      {found.length === 0 && <Empty title={t('screen.noPlayer')} />}
      <KickConfirm onKick={onKick}>
        {(ask) => (
          <ul aria-label={t('screen.players')} className="mt-3 flex flex-col">
            {found.slice(0, LISTED).map((player) => (
              <li
                key={player.playerId}
                className="flex items-center gap-3 border-t border-line py-1 first:border-t-0"
              >
                <span className="min-w-0 flex-1 break-words font-bold">{player.displayName}</span>
                {!player.connected && <span className="text-sm text-soft">{t('screen.away')}</span>}
                <IconButton
                  label={t('screen.kickTitle', { name: player.displayName })}
                  icon={<UserX className="size-5" />}
                  onClick={() => ask(player)}
                />
              </li>
            ))}
          </ul>
        )}
      </KickConfirm>
      {found.length > LISTED && (
        <p className="mt-2 text-soft">{t('screen.morePlayers', { count: found.length - LISTED })}</p>
      )}
    </Dialog>
  );
}
