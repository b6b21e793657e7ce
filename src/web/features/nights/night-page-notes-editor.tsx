import { useMutation, useQueryClient } from '@tanstack/react-query';
import { NotebookPen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { NOTES_MAX_LENGTH, TITLE_MAX_LENGTH } from './night-page-notes.ts';
import { type Night, nightKey } from './night-state.ts';

/** Changes a night's notes, during it and afterwards. */
export function NightNotesEditor({ night }: { night: Pick<Night, 'id' | 'notes'> }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        <NotebookPen className="size-5" />
        {night.notes ? t('history.editNotes') : t('history.addNotes')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('history.notesTitle')}>
        <NotesForm night={night} onSaved={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type FormProps = { night: Pick<Night, 'id' | 'notes'>; onSaved: () => void };

function NotesForm({ night: { id, notes }, onSaved }: FormProps) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (typed: string) =>
      read(
        api.PATCH('/api/sessions/{id}', {
          params: { path: { id: String(id) } },
          body: { notes: typed || null },
        }),
      ),
    async onSuccess() {
      void queries.invalidateQueries({ queryKey: ['nights'] });
      await queries.invalidateQueries({ queryKey: nightKey(id) });
      onSaved();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('notes');
    if (typeof typed === 'string' && !save.isPending) save.mutate(typed.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextArea
        label={t('history.notes')}
        hint={t('history.notesHint', { most: TITLE_MAX_LENGTH })}
        error={save.error ? explain(save.error, t) : undefined}
        name="notes"
        defaultValue={notes ?? ''}
        maxLength={NOTES_MAX_LENGTH}
        rows={4}
      />
      <Button type="submit" isBusy={save.isPending} className="self-end">
        {t('history.saveNotes')}
      </Button>
    </form>
  );
}
