import { DoorClosed, WifiOff } from 'lucide-react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Me } from '#web/lib/require-sign-in.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Page } from '#web/ui/page.tsx';
import { ChatImport } from './chat-import.tsx';
import { useConsoleActions } from './console-actions.ts';
import { ConsolePicker } from './console-picker.tsx';
import { ConsolePlaying } from './console-playing.tsx';
import { ConsoleTimeline } from './console-timeline.tsx';
import { JoinLink } from './join-link.tsx';
import { type Night, useNight } from './night-state.ts';

type Props = { night: Night; me: Me; onClosed: () => void };

/** The open night: what is on, what comes next, what was. */
export function ConsoleNight({ night, me, onClosed }: Props) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const state = useNight(night.id);
  const actions = useConsoleActions(night.id, state.refetch);
  const overlay = new URL(`/overlay/votes?host=${encodeURIComponent(me.username)}`, location.origin).href;
  const close = async () => {
    await actions.close.mutateAsync();
    onClosed();
    go(`/host/nights/${night.id}`);
  };
  return (
    <Page
      title={night.notes || t('console.tonight')}
      actions={
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
          {t('console.closeText')}
        </Confirm>
      }
    >
      <p
        role="status"
        className={`mb-4 flex items-center gap-2 rounded-control bg-sunken px-4 py-2 font-bold ${state.live === 'offline' ? '' : 'hidden'}`}
      >
        <WifiOff aria-hidden="true" className="size-5" />
        {state.live === 'offline' && t('console.offline')}
      </p>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="flex flex-col gap-6">
          <ConsolePlaying state={state} actions={actions} />
          <Card title={t('console.evening')}>
            <ConsoleTimeline state={state} actions={actions} />
          </Card>
        </div>
        <div className="flex flex-col gap-6">
          <ConsolePicker nightId={night.id} games={state.games} actions={actions} />
          <Card title={t('console.share')}>
            <JoinLink username={me.username} />
            <div className="mt-5 flex flex-wrap items-center gap-3 border-t border-line pt-5">
              <p className="min-w-0 flex-1 basis-48 text-soft">{t('console.overlay')}</p>
              <CopyButton text={overlay} label={t('console.copyOverlay')} />
            </div>
          </Card>
        </div>
        <details className="rounded-card border border-line bg-surface p-4 shadow-card sm:p-6 lg:col-span-2">
          <summary className="text-xl font-extrabold">{t('history.importTitle')}</summary>
          <div className="mt-4">
            <ChatImport nightId={night.id} />
          </div>
        </details>
      </div>
    </Page>
  );
}
