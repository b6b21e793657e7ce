import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { LIMITS } from './editor-validation.ts';
import { useQuizActions } from './state.ts';

/** Asks for no more than a title, and goes on to the editor. */
export function NewQuiz() {
  const { t } = useTexts();
  const [, navigate] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const { create } = useQuizActions();
  const make = async (title: string) => {
    const quiz = await create.mutateAsync(title).catch(() => undefined);
    if (quiz) navigate(`/host/quizzes/${quiz.id}`);
  };
  return (
    <>
      <Button
        onClick={() => {
          create.reset();
          setOpen(true);
        }}
      >
        <Plus aria-hidden="true" className="size-5" />
        {t('quizzes.new')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('quizzes.new')}>
        <TitleForm
          isBusy={create.isPending}
          error={create.error ? explain(create.error, t) : undefined}
          onTitle={(title) => void make(title)}
        />
      </Dialog>
    </>
  );
}

type FormProps = { isBusy: boolean; error: string | undefined; onTitle: (title: string) => void };

function TitleForm({ isBusy, error, onTitle }: FormProps) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const title = new FormData(event.currentTarget).get('title');
        if (typeof title === 'string' && title.trim()) onTitle(title.trim());
      }}
      className="flex flex-col gap-5"
    >
      <TextField
        ref={input}
        label={t('quizzes.title')}
        name="title"
        required
        pattern=".*\S.*"
        maxLength={LIMITS.title}
        autoComplete="off"
        placeholder={t('quizzes.titleExample')}
        error={error}
      />
      <div className="flex justify-end">
        <Button type="submit" isBusy={isBusy}>
          {t('quizzes.create')}
        </Button>
      </div>
    </form>
  );
}
