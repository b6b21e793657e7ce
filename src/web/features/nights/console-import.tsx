import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { ChatImport } from './chat-import.tsx';

/** Out of the way until it is needed. It stays there while closed: an import goes on, and shows how far it is. */
export function ConsoleImport({ nightId }: { nightId: number }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="rounded-card border border-line bg-surface p-4 shadow-card sm:px-6"
    >
      <summary className="min-h-11 content-center text-xl font-extrabold">{t('history.importTitle')}</summary>
      <div className="mt-4">
        <ChatImport nightId={nightId} onFile={() => setOpen(true)} />
      </div>
    </details>
  );
}
