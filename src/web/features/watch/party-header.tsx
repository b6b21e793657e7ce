import { DoorOpen, LoaderCircle, Lock, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Membership } from '#web/lib/party-membership.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { PartyInvite } from './party-invite.tsx';
import { useRoom } from './use-party.ts';

const isNewParty = (): boolean => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'isNew' in state && state.isNew === true;
};

/** Which party this is, whether one is connected, and the way in for others and out for oneself. */
export function PartyHeader({ membership }: { membership: Membership }) {
  const { t } = useTexts();
  const { state, isOpen } = useRoom();
  const [, navigate] = useLocation();
  const [isInviting, setInviting] = useState(isNewParty);
  const close = () => {
    setInviting(false);
    // Who loads the page again has seen it.
    history.replaceState(null, '');
  };
  return (
    <header className="col-span-full flex items-center gap-1 border-b border-line bg-surface py-1.5 pl-4 pr-2 short:py-0 sm:gap-2">
      <img src="/favicon.svg" alt="" className="size-7 max-sm:hidden" />
      <h1 className="flex min-w-0 flex-1 items-center gap-2 text-lg sm:text-xl">
        <span className="truncate">{membership.name}</span>
        {state.settings.lock && (
          <Lock role="img" aria-label={t('watch.locked')} className="size-4 shrink-0 text-soft" />
        )}
      </h1>
      <p role="status" className="flex items-center gap-2 font-bold text-danger">
        {!isOpen && (
          <>
            <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
            <span className="max-sm:text-sm">{t('watch.reconnecting')}</span>
          </>
        )}
      </p>
      <Button kind="secondary" size="small" onClick={() => setInviting(true)}>
        <UserPlus className="size-4" />
        {t('watch.invite.open')}
      </Button>
      <IconButton
        label={t('watch.leave')}
        icon={<DoorOpen className="size-5" />}
        onClick={() => navigate('/watch')}
      />
      <Dialog isOpen={isInviting} onClose={close} title={t('watch.invite.title')}>
        <PartyInvite partyId={membership.partyId} />
      </Dialog>
    </header>
  );
}
