import { ChevronDown, CircleAlert, Lock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { useEditorView } from './editor-context.ts';
import type { FaultyPart } from './editor-validation.ts';
import type { Quiz } from './editor-wire.ts';

/** Publishes what is saved, or makes it a draft again. */
export function usePublishing(quiz: Quiz, isReady: boolean, onFaulty: () => void) {
  const { t } = useTexts();
  const { editor } = useEditorView();
  const { tell, fail } = useToasts();
  const [isBusy, setBusy] = useState(false);
  const params = { path: { id: quiz.id } };

  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };

  return {
    isBusy,

    publish: () =>
      during(async () => {
        if (!isReady) return onFaulty();
        if (!(await editor.flush())) return;
        try {
          editor.receive(await read(api.POST('/quiz/{id}/publish', { params })));
          tell(t('quizzes.published'));
        } catch (error) {
          // Another tab has changed it.
          if (error instanceof ApiError && error.code === 'validation_failed') await editor.reload();
          throw error;
        }
      }),

    unpublish: () =>
      during(async () => {
        editor.receive(await read(api.POST('/quiz/{id}/unpublish', { params })));
        tell(t('quizzes.unpublished'));
      }),
  };
}

/** Says why nothing can be changed, and offers what lets it. */
export function PublishedNotice({ isBusy, onUnpublish }: { isBusy: boolean; onUnpublish: () => void }) {
  const { t } = useTexts();
  return (
    <div className="mb-5 flex flex-wrap items-center justify-between gap-3 rounded-card border-2 border-up bg-surface p-4">
      <p className="flex min-w-0 flex-1 basis-64 items-center gap-3">
        <Lock aria-hidden="true" className="size-6 shrink-0 text-up" />
        <span>{t('quizzes.publishedNotice')}</span>
      </p>
      <Button kind="secondary" isBusy={isBusy} onClick={onUnpublish}>
        {t('quizzes.unpublish')}
      </Button>
    </div>
  );
}

type ListProps = {
  faulty: readonly FaultyPart[];
  hasQuestions: boolean;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  onAdd: () => void;
};

/** All that is still to be done before it can be published; each leads to its field. */
export function FaultList({ faulty, hasQuestions, isOpen, onToggle, onAdd }: ListProps) {
  const { t } = useTexts();
  const { goTo } = useEditorView();
  const count = faulty.reduce((sum, { faults }) => sum + faults.length, hasQuestions ? 0 : 1);
  if (count === 0) return null;
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
      className="group mb-5 rounded-card border border-line bg-surface px-4"
    >
      <summary id="faults-summary" className="flex min-h-11 items-center gap-2 font-bold">
        <CircleAlert aria-hidden="true" className="size-5 shrink-0 text-danger" />
        {t('quizzes.beforePublishing', { count })}
        <ChevronDown aria-hidden="true" className="ml-auto size-5 shrink-0 group-open:rotate-180" />
      </summary>
      <ul className="grid max-h-72 gap-x-4 overflow-y-auto pb-3 md:grid-cols-2">
        {!hasQuestions && (
          <li>
            <FaultButton onClick={onAdd}>{t('quizzes.fault.noQuestions')}</FaultButton>
          </li>
        )}
        {faulty.flatMap(({ question, faults }) =>
          faults.map(({ field, text, values, answer }) => (
            <li key={field}>
              <FaultButton onClick={() => goTo(question?.key, field)}>
                {question && (
                  <span className="font-bold">
                    {t('quizzes.questionNumber', { number: question.index + 1 })}
                    {answer !== undefined && `, ${t('quizzes.answerPlace', { number: answer })}`}
                    {': '}
                  </span>
                )}
                {t(text, values)}
              </FaultButton>
            </li>
          )),
        )}
      </ul>
    </details>
  );
}

const FaultButton = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button
    type="button"
    onClick={onClick}
    className="min-h-11 w-full rounded-control px-3 text-left underline decoration-line underline-offset-4 hover:bg-sunken hover:decoration-accent"
  >
    {children}
  </button>
);
