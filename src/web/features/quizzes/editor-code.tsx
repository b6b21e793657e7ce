import { useMutation } from '@tanstack/react-query';
import { Dices, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { useEditorView } from './editor-context.ts';
import type { Quiz } from './editor-wire.ts';

const CODE = /^[1-9][0-9]{5}$/;

/** The number that people type in to join. A published quiz may be given another one, too. */
export function CodeCard({ quiz }: { quiz: Quiz }) {
  const { t } = useTexts();
  const { editor } = useEditorView();
  const { fail } = useToasts();
  const [text, setText] = useState('');
  const params = { path: { id: quiz.id } };

  const generate = useMutation({
    mutationFn: () => read(api.POST('/quiz/{id}/generate-code', { params })),
    onSuccess: ({ code }) => editor.receive({ code }),
    onError: fail,
  });
  const set = useMutation({
    mutationFn: (code: number) => read(api.PUT('/quiz/{id}/code', { params, body: { code } })),
    onSuccess: ({ code }) => {
      editor.receive({ code });
      setText('');
    },
  });
  const remove = useMutation({
    mutationFn: () => read(api.DELETE('/quiz/{id}/code', { params })),
    onSuccess: () => editor.receive({ code: null }),
    onError: fail,
  });

  const isMalformed = text !== '' && !/^([1-9][0-9]{0,5})$/.test(text);
  const isTaken = set.error instanceof ApiError && set.error.status === 400;
  const refusal = set.error && (isTaken ? t('quizzes.codeTaken') : explain(set.error, t));
  const error = isMalformed ? t('quizzes.codeForm') : (refusal ?? undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (CODE.test(text)) set.mutate(Number(text));
  };

  return (
    <Card title={t('quizzes.code')}>
      <p className="mb-4 text-soft">{t('quizzes.codeHint')}</p>
      <div aria-live="polite" className="mb-4 flex min-h-11 flex-wrap items-center gap-3">
        {quiz.code === null ? (
          <p>{t('quizzes.codeNone')}</p>
        ) : (
          <>
            <p className="text-3xl font-extrabold tracking-wider tabular-nums">{quiz.code}</p>
            <CopyButton text={String(quiz.code)} />
            <Button kind="quiet" size="small" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              <Trash2 aria-hidden="true" className="size-4" />
              {t('quizzes.codeRemove')}
            </Button>
          </>
        )}
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Button kind="secondary" isBusy={generate.isPending} onClick={() => generate.mutate()}>
          <Dices aria-hidden="true" className="size-5" />
          {t(quiz.code === null ? 'quizzes.codeGenerate' : 'quizzes.codeAnother')}
        </Button>
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <div className="w-40">
            <TextField
              label={t('quizzes.codeOwn')}
              inputMode="numeric"
              autoComplete="off"
              required
              pattern="[1-9][0-9]{5}"
              title={t('quizzes.codeForm')}
              maxLength={6}
              value={text}
              onChange={({ currentTarget: { value } }) => {
                setText(value.trim());
                set.reset();
              }}
              error={error}
            />
          </div>
          <Button type="submit" kind="secondary" isBusy={set.isPending}>
            {t('quizzes.codeSet')}
          </Button>
        </form>
      </div>
    </Card>
  );
}
