import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import { useTexts } from '../lib/i18n.tsx';
import { Button, IconButton } from './button.tsx';

const BACKDROP = 'fixed inset-0 bg-black/50 backdrop-blur-[2px] animate-rise';
/** A sheet from below on phones, a window in the middle elsewhere. */
const POPUP =
  'fixed z-50 inset-x-0 bottom-0 max-h-[92dvh] overflow-y-auto rounded-t-card bg-surface p-5 shadow-card animate-rise sm:inset-auto sm:left-1/2 sm:top-1/2 sm:w-[min(36rem,calc(100vw-2rem))] sm:-translate-1/2 sm:rounded-card sm:p-6';

type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What has the focus at first; else the first that can. To focus it oneself would keep it from returning later. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A window over the page; focus stays in it, and returns to where it was. */
export function Dialog({ isOpen, onClose, title, initialFocus, children }: DialogProps) {
  const { t } = useTexts();
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={`${BACKDROP} z-40`} />
        <Base.Popup {...(initialFocus && { initialFocus })} className={POPUP}>
          <div className="mb-4 flex items-start justify-between gap-3">
            <Base.Title className="text-xl font-extrabold">{title}</Base.Title>
            <Base.Close render={<IconButton label={t('common.close')} icon={<X />} size="small" />} />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

type ConfirmProps = {
  /** The button that asks for it. */
  trigger: (open: () => void) => ReactNode;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  onConfirm: () => Promise<unknown> | unknown;
};

/** What can't be undone asks first. Stays open while it is done. */
export function Confirm({ trigger, title, children, confirmLabel, onConfirm }: ConfirmProps) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
    } finally {
      setBusy(false);
      setOpen(false);
    }
  };
  return (
    <>
      {trigger(() => setOpen(true))}
      <AlertDialog.Root open={isOpen} onOpenChange={setOpen}>
        <AlertDialog.Portal>
          {/* Also over the dialog that it was asked for in. */}
          <AlertDialog.Backdrop forceRender className={`${BACKDROP} z-50`} />
          <AlertDialog.Popup className={POPUP}>
            <AlertDialog.Title className="text-xl font-extrabold">{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div className="mt-2 text-soft" />}>
              {children}
            </AlertDialog.Description>
            <div className="mt-6 flex flex-wrap justify-end gap-3">
              <AlertDialog.Close render={<Button kind="secondary">{t('common.cancel')}</Button>} />
              <Button kind="danger" isBusy={isBusy} onClick={confirm}>
                {confirmLabel}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  );
}
