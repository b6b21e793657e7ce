import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { type Me, RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Page } from '#web/ui/page.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { ConsoleNight } from './console-night.tsx';
import { ConsoleStart } from './console-start.tsx';
import { ConsoleSummary } from './console-summary.tsx';
import { useNewestNight } from './night-state.ts';

/** Where a host runs the evening. */
export default function ConsolePage() {
  return <RequireSignIn>{(me) => <Console key={me.username} me={me} />}</RequireSignIn>;
}

function Console({ me }: { me: Me }) {
  const { t } = useTexts();
  const { night, error, reload } = useNewestNight(me.username);
  /** The night that was on here, in whatever window it was closed. */
  const [endedId, setEndedId] = useState<number>();
  if (night === undefined)
    return (
      <Page title={t('console.title')}>
        {error ? <Failed error={error} onRetry={reload} /> : <Loading />}
      </Page>
    );
  if (night?.is_active === 1) {
    const end = () => {
      setEndedId(night.id);
      reload();
    };
    return <ConsoleNight key={night.id} night={night} me={me} onEnded={end} />;
  }
  if (night && night.id === endedId)
    return <ConsoleSummary id={night.id} onMaybe={reload} onDone={() => setEndedId(undefined)} />;
  return <ConsoleStart last={night} onMaybe={reload} />;
}
