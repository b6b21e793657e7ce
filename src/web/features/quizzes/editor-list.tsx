import { GripVertical, ImageIcon, Plus, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { imageSource } from '#web/ui/image-source.ts';
import { useEditorView } from './editor-context.ts';
import { MAX_QUESTIONS, move, type QuestionDraft } from './editor-draft.ts';
import { useReorder } from './editor-reorder.ts';
import { findQuestionFaults } from './editor-validation.ts';

type Props = {
  questions: readonly QuestionDraft[];
  selected: string | undefined;
  isReadOnly: boolean;
  onSelect: (key: string) => void;
  onAdd: () => void;
};

/** All questions, to be chosen from and put into order: by dragging, or by the arrow keys at their handles. */
export function QuestionList({ questions, selected, isReadOnly, onSelect, onAdd }: Props) {
  const { t } = useTexts();
  const { editor, announce } = useEditorView();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);

  const moveQuestion = (from: number, to: number) => {
    const place = Math.max(0, Math.min(to, questions.length - 1));
    const key = questions[from]?.key;
    if (place === from || key === undefined) return;
    editor.edit((draft) => ({ ...draft, questions: move(draft.questions, from, place) }), { place: key });
    announce(t('quizzes.movedTo', { place: place + 1, count: questions.length }));
  };
  const { draggedIndex, handleProps, styleOf } = useReorder(list, !isReadOnly, moveQuestion);

  const moveByKey = (event: KeyboardEvent, index: number) => {
    const places: Record<string, number> = {
      ArrowUp: index - 1,
      ArrowDown: index + 1,
      Home: 0,
      End: questions.length - 1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    moveQuestion(index, place);
  };

  return (
    <nav aria-label={t('quizzes.questions')} className="flex flex-col gap-3">
      {!isReadOnly && questions.length > 1 && (
        <p id={`${id}-hint`} className="sr-only">
          {t('quizzes.moveHint')}
        </p>
      )}
      <ol
        ref={list}
        className="flex flex-col gap-1.5 lg:max-h-[calc(100dvh-16rem)] lg:overflow-y-auto lg:p-1"
      >
        {questions.map((question, index) => {
          const isHere = question.key === selected;
          const number = index + 1;
          return (
            <li
              key={question.key}
              data-item
              style={styleOf(index)}
              className={`flex items-stretch rounded-control border-2 bg-raised ${isHere ? 'border-accent' : 'border-line'} ${draggedIndex === index ? 'shadow-card' : ''}`}
            >
              {!isReadOnly && (
                <button
                  type="button"
                  aria-label={t('quizzes.moveQuestion', { number })}
                  aria-describedby={`${id}-hint`}
                  title={t('quizzes.moveQuestion', { number })}
                  onKeyDown={(event) => moveByKey(event, index)}
                  {...handleProps(index)}
                  className="flex min-h-11 w-11 shrink-0 touch-none items-center justify-center rounded-l-control text-soft select-none hover:text-ink lg:w-8"
                  style={{ cursor: draggedIndex === index ? 'grabbing' : 'grab' }}
                >
                  <GripVertical aria-hidden="true" className="size-5" />
                </button>
              )}
              <button
                type="button"
                id={listItemId(question.key)}
                aria-current={isHere ? 'true' : undefined}
                onClick={() => onSelect(question.key)}
                className={`flex min-h-14 min-w-0 flex-1 items-center gap-2 rounded-control py-2 pr-3 text-left ${isReadOnly ? 'pl-3' : ''}`}
              >
                <span className="w-6 shrink-0 text-center font-extrabold tabular-nums text-soft">
                  {number}
                </span>
                <span className="line-clamp-2 min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">
                  {question.question_text.trim() || (
                    <span className="italic text-soft">{t('quizzes.noText')}</span>
                  )}
                </span>
                {question.image_url && <Thumbnail url={question.image_url} />}
                {!isReadOnly && findQuestionFaults(question).length > 0 && (
                  <span title={t('quizzes.unfinished')} className="shrink-0 text-danger">
                    <TriangleAlert aria-hidden="true" className="size-4" />
                    <span className="sr-only">{t('quizzes.unfinished')}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
      {!isReadOnly && questions.length < MAX_QUESTIONS && (
        <Button kind="secondary" onClick={onAdd} title={t('quizzes.addQuestionKeys')}>
          <Plus aria-hidden="true" className="size-5" />
          {t('quizzes.addQuestion')}
        </Button>
      )}
    </nav>
  );
}

export const listItemId = (key: string): string => `question-${key}`;

const Thumbnail = ({ url }: { url: string }) => (
  <span className="relative flex size-9 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-soft">
    <ImageIcon aria-hidden="true" className="size-4" />
    <img src={imageSource(url)} alt="" loading="lazy" className="absolute inset-0 size-full object-cover" />
  </span>
);
