import { useTexts } from '#web/lib/i18n.tsx';
import type { Me } from '#web/lib/require-sign-in.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';
import { AudienceOffline } from './audience-offline.tsx';
import { ChatImport } from './chat-import.tsx';
import { useConsoleActions } from './console-actions.ts';
import { ConsoleClose } from './console-close.tsx';
import { ConsolePlaying } from './console-playing.tsx';
import { ConsoleShare } from './console-share.tsx';
import { ConsoleShortcuts } from './console-shortcuts.tsx';
import { ConsoleTimeline } from './console-timeline.tsx';
import { type Night, useNight, useNightEnd } from './night-state.ts';
import { PickerCard } from './picker-card.tsx';

/** Longer notes are a story, and no title. */
const TITLE_MAX_LENGTH = 60;

type Props = { night: Night; me: Me; onEnded: () => void };

/** The open night: what is on, what comes next, what was. */
export function ConsoleNight({ night, me, onEnded }: Props) {
  const { t } = useTexts();
  const state = useNight(night.id);
  const actions = useConsoleActions(night.id);
  useNightEnd(state, onEnded);
  const present = state.night ?? night;
  const notes = present.notes ?? '';
  const isTitle = notes !== '' && notes.length <= TITLE_MAX_LENGTH;
  return (
    <Page
      title={isTitle ? notes : t('console.tonight')}
      actions={
        <div className="flex flex-wrap gap-2">
          <ConsoleShortcuts />
          <ConsoleClose night={present} actions={actions} />
        </div>
      }
    >
      {!isTitle && notes !== '' && <p className="-mt-3 mb-6 whitespace-pre-line text-soft">{notes}</p>}
      <div className="grid gap-4 sm:gap-6 lg:grid-cols-2 [&>*]:min-w-0">
        <ConsolePlaying state={state} actions={actions} />
        <PickerCard nightId={night.id} games={state.games} actions={actions} />
        <Card title={t('console.evening')}>
          <ConsoleTimeline state={state} actions={actions} />
        </Card>
        <ConsoleShare username={me.username} />
        {/* It stays there while closed: an import goes on, and shows how far it is. */}
        <details className="rounded-card border border-line bg-surface p-4 shadow-card sm:p-6 lg:col-span-2">
          <summary className="min-h-11 content-center text-xl font-extrabold">
            {t('history.importTitle')}
          </summary>
          <div className="mt-4">
            <ChatImport nightId={night.id} />
          </div>
        </details>
      </div>
      <AudienceOffline live={state.live} />
    </Page>
  );
}
