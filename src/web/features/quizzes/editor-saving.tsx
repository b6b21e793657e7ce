import { Check, CloudAlert, Redo2, Undo2 } from 'lucide-react';
import { explain } from '#web/lib/explain.ts';
import { type Texts, useTexts } from '#web/lib/i18n.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { useEditorView } from './editor-context.ts';
import type { EditorState, Saving } from './editor-store.ts';

/** Whether everything is kept, and if not, why. */
export function SavingState({ saving, onShowHeld }: { saving: Saving; onShowHeld: () => void }) {
  const { t } = useTexts();
  const { editor } = useEditorView();
  return (
    <div className="flex min-h-9 min-w-0 flex-wrap items-center gap-2 text-sm font-bold">
      {saving.state === 'saved' && (
        <span className="inline-flex items-center gap-1.5 text-up">
          <Check aria-hidden="true" className="size-4" />
          {t('quizzes.saved')}
        </span>
      )}
      {saving.state === 'saving' && (
        <span className="inline-flex items-center gap-1.5 text-soft">
          <Spinner />
          {t('quizzes.saving')}
        </span>
      )}
      {/* That all is well nobody needs to hear after each word. */}
      <p role="status" className="min-w-0">
        <NotSaved saving={saving} />
      </p>
      {saving.state === 'failed' && (
        <Button kind="secondary" size="small" onClick={() => void editor.flush()}>
          {t('common.retry')}
        </Button>
      )}
      {saving.state === 'held' && (
        <Button kind="secondary" size="small" onClick={onShowHeld}>
          {t('quizzes.showHeld')}
        </Button>
      )}
    </div>
  );
}

function NotSaved({ saving }: { saving: Saving }) {
  const { t } = useTexts();
  const why = explainUnsaved(saving, t);
  if (why === undefined) return null;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-danger">
      <CloudAlert aria-hidden="true" className="size-4 shrink-0" />
      {t('quizzes.notSaved', { why })}
    </span>
  );
}

function explainUnsaved(saving: Saving, t: Texts['t']): string | undefined {
  switch (saving.state) {
    case 'held':
      return t('quizzes.heldWhy', { count: saving.count });
    case 'locked':
      return t('quizzes.lockedWhy');
    case 'failed':
      return explain(saving.error, t);
    default:
      return undefined;
  }
}

type UndoProps = { state: EditorState; onUndo: () => void; onRedo: () => void };

export function UndoButtons({ state: { canUndo, canRedo, isLocked }, onUndo, onRedo }: UndoProps) {
  const { t } = useTexts();
  if (isLocked) return null;
  return (
    <span className="flex">
      <IconButton
        label={t('quizzes.undo')}
        title={t('quizzes.undoKeys')}
        aria-keyshortcuts="Control+Z"
        icon={<Undo2 aria-hidden="true" className="size-5" />}
        aria-disabled={!canUndo}
        onClick={onUndo}
      />
      <IconButton
        label={t('quizzes.redo')}
        title={t('quizzes.redoKeys')}
        aria-keyshortcuts="Control+Shift+Z"
        icon={<Redo2 aria-hidden="true" className="size-5" />}
        aria-disabled={!canRedo}
        onClick={onRedo}
      />
    </span>
  );
}
