import { useMutation } from '@tanstack/react-query';
import { PartyPopper } from 'lucide-react';
import type { FormEvent } from 'react';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { type Me, RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { ConsoleNight } from './console-night.tsx';
import { useNewestNight, useNextNight } from './night-state.ts';

/** Where a host runs the evening. */
export default function ConsolePage() {
  return <RequireSignIn>{(me) => <Console me={me} />}</RequireSignIn>;
}

function Console({ me }: { me: Me }) {
  const { t } = useTexts();
  const { night, error, reload } = useNewestNight(me.username);
  // Another window of the same host may start the night, or end it.
  useNextNight(reload);
  if (night === undefined)
    return (
      <Page title={t('console.title')}>
        {error ? <Failed error={error} onRetry={reload} /> : <Loading />}
      </Page>
    );
  if (night?.is_active === 1) return <ConsoleNight key={night.id} night={night} me={me} onClosed={reload} />;
  return (
    <Page title={t('console.title')} isNarrow>
      <Start onStarted={reload} />
      {night && (
        <p className="mt-6 text-center">
          <ButtonLink kind="quiet" href={`/host/nights/${night.id}`}>
            {t('console.lastNight')}
          </ButtonLink>
        </p>
      )}
    </Page>
  );
}

function Start({ onStarted }: { onStarted: () => void }) {
  const { t } = useTexts();
  const start = useMutation({
    mutationFn: (notes: string) => read(api.POST('/api/sessions', { body: { notes: notes || null } })),
    onSettled: onStarted,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const notes = new FormData(event.currentTarget).get('notes');
    start.mutate(typeof notes === 'string' ? notes.trim() : '');
  };
  return (
    <Card>
      <form onSubmit={submit} className="flex flex-col gap-5 text-center">
        <PartyPopper aria-hidden="true" className="mx-auto size-14 text-accent" />
        <p className="text-lg">{t('console.startText')}</p>
        <div className="text-left">
          <TextArea
            label={t('console.notes')}
            hint={t('console.notesHint')}
            error={start.error ? explain(start.error, t) : undefined}
            name="notes"
            maxLength={500}
            rows={2}
          />
        </div>
        <Button type="submit" size="large" isBusy={start.isPending}>
          {t('console.start')}
        </Button>
      </form>
    </Card>
  );
}
