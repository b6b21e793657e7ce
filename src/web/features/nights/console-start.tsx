import { useMutation } from '@tanstack/react-query';
import { PartyPopper } from 'lucide-react';
import type { FormEvent } from 'react';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { NOTES_MAX_LENGTH } from './console-close.tsx';
import { type Night, useNextNight } from './night-state.ts';

type Props = {
  last: Night | null;
  /** A night may have begun, here or in another window. */
  onMaybe: () => void;
};

/** No night is on: the way to one, and back to the last. */
export function ConsoleStart({ last, onMaybe }: Props) {
  const { t } = useTexts();
  useNextNight(onMaybe);
  const start = useMutation({
    mutationFn: (notes: string) => read(api.POST('/api/sessions', { body: { notes: notes || null } })),
    // Another window may have been first: then that night is the one.
    onSettled: onMaybe,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const notes = new FormData(event.currentTarget).get('notes');
    start.mutate(typeof notes === 'string' ? notes.trim() : '');
  };
  return (
    <Page title={t('console.title')} isNarrow>
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
              maxLength={NOTES_MAX_LENGTH}
              rows={2}
            />
          </div>
          <Button type="submit" size="large" isBusy={start.isPending || start.isSuccess}>
            {t('console.start')}
          </Button>
        </form>
      </Card>
      {last && (
        <p className="mt-6 text-center">
          <ButtonLink kind="quiet" href={`/host/nights/${last.id}`}>
            {t('console.lastNight')}
          </ButtonLink>
        </p>
      )}
    </Page>
  );
}
