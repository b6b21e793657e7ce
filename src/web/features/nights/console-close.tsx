import { DoorClosed } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/field.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { NOTES_MAX_LENGTH } from './night-page-notes.ts';
import type { Night } from './night-state.ts';

/** Ends the night, with a last word on it. */
export function ConsoleClose({ night, actions }: { night: Night; actions: ConsoleActions }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState<string>();
  const notes = typed ?? night.notes ?? '';
  const close = async () => {
    const last = notes.trim();
    try {
      await actions.close.mutateAsync(last === (night.notes ?? '') ? undefined : last);
    } catch {
      // It has been told; what was typed is kept.
    }
  };
  return (
    <Confirm
      title={t('console.closeTitle')}
      confirmLabel={t('console.close')}
      onConfirm={close}
      trigger={(open) => (
        <Button kind="secondary" onClick={open}>
          <DoorClosed className="size-5" />
          {t('console.close')}
        </Button>
      )}
    >
      <p className="mb-4">{t('console.closeText')}</p>
      <TextArea
        label={t('console.closeNotes')}
        value={notes}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        maxLength={NOTES_MAX_LENGTH}
        rows={2}
      />
    </Confirm>
  );
}
