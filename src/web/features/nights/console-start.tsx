import { useMutation } from '@tanstack/react-query';
import { CalendarHeart, PartyPopper } from 'lucide-react';
import type { FormEvent } from 'react';
import { Link } from 'wouter';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { isTitle, TITLE_MAX_LENGTH } from './night-page-notes.ts';
import { type Night, useNextNight } from './night-state.ts';

type Props = {
  last: Night | null;
  /** A night may have begun, here or in another window. */
  onMaybe: () => void;
};

/** No night is on: the way to one, and back to the last. */
export function ConsoleStart({ last, onMaybe }: Props) {
  const { t, date } = useTexts();
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
            <TextField
              label={t('console.notes')}
              hint={t('console.notesHint')}
              error={start.error ? explain(start.error, t) : undefined}
              name="notes"
              maxLength={TITLE_MAX_LENGTH}
              autoComplete="off"
              enterKeyHint="go"
            />
          </div>
          <Button type="submit" size="large" isBusy={start.isPending || start.isSuccess}>
            {t('console.start')}
          </Button>
        </form>
      </Card>
      {last && (
        <Link
          href={`/host/nights/${last.id}`}
          className="mt-4 flex min-h-11 items-center gap-3 rounded-card border border-line bg-surface px-4 py-3 shadow-card transition hover:border-accent sm:px-6"
        >
          <CalendarHeart aria-hidden="true" className="size-6 shrink-0 text-accent" />
          <span className="min-w-0 flex-1">
            <span className="block text-sm text-soft">{t('console.lastNight')}</span>
            <span className="block truncate font-bold">
              {isTitle(last.notes) ? last.notes : date(last.created_at, { dateStyle: 'long' })}
            </span>
          </span>
          <span className="shrink-0 text-soft">{t('history.games', { count: last.games_played })}</span>
        </Link>
      )}
    </Page>
  );
}
