import { useDeferredValue } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Me } from '#web/lib/require-sign-in.tsx';
import { Card } from '#web/ui/card.tsx';
import { OfflineNotice } from '#web/ui/offline-notice.tsx';
import { Page } from '#web/ui/page.tsx';
import { Loading } from '#web/ui/states.tsx';
import { useConsoleActions } from './console-actions.ts';
import { ConsoleClose } from './console-close.tsx';
import { ConsoleImport } from './console-import.tsx';
import { ConsolePlaying } from './console-playing.tsx';
import { ConsoleShare } from './console-share.tsx';
import { ConsoleShortcuts } from './console-shortcuts.tsx';
import { ConsoleTimeline } from './console-timeline.tsx';
import { isTitle } from './night-page-notes.ts';
import { NightNotesEditor } from './night-page-notes-editor.tsx';
import { type Night, useNight, useNightEnd } from './night-state.ts';
import { PickerCard } from './picker-card.tsx';

type Props = { night: Night; me: Me; onEnded: () => void };

/** The open night: what is on, what comes next, what was. */
export function ConsoleNight({ night, me, onEnded }: Props) {
  const { t } = useTexts();
  const state = useNight(night.id);
  const actions = useConsoleActions(night.id);
  useNightEnd(state, onEnded);
  const present = state.night ?? night;
  const { notes } = present;
  const title = isTitle(notes) ? notes : t('console.tonight');
  // All of it at once, so that nothing is pushed away by what comes later; rendered in slices, as it is much.
  const isReady = useDeferredValue(!state.isPending, false);
  if (!isReady)
    return (
      <Page title={title}>
        <Loading />
      </Page>
    );
  return (
    <Page
      title={title}
      actions={
        <div className="flex gap-2 max-sm:hidden">
          <NightNotesEditor night={present} />
          <ConsoleShortcuts />
          <ConsoleClose night={present} actions={actions} />
        </div>
      }
    >
      {notes && !isTitle(notes) && (
        <p className="-mt-3 mb-6 max-w-prose whitespace-pre-line text-soft">{notes}</p>
      )}
      <div className="grid gap-4 sm:gap-6 lg:grid-cols-2 lg:grid-rows-[auto_1fr_auto] [&>*]:min-w-0">
        <ConsolePlaying state={state} actions={actions} />
        <PickerCard nightId={night.id} games={state.games} actions={actions} />
        <Card title={t('console.evening')}>
          <ConsoleTimeline state={state} actions={actions} />
        </Card>
        <div className="lg:row-span-2">
          <ConsoleShare username={me.username} />
        </div>
        <ConsoleImport nightId={night.id} />
      </div>
      {/* On a phone, what ends the evening isn't what it begins with. */}
      <div className="mt-6 flex flex-wrap justify-center gap-2 sm:hidden">
        <NightNotesEditor night={present} />
        <ConsoleClose night={present} actions={actions} />
      </div>
      <OfflineNotice live={state.live} isAboveToasts />
    </Page>
  );
}
