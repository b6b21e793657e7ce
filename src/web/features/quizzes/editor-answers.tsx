import { CheckCircle2, Circle, Plus, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/field.tsx';
import { useEditorView, useFault, useQuestionEdit } from './editor-context.ts';
import {
  type AnswerDraft,
  allowSeveral,
  MAX_ANSWERS,
  MIN_ANSWERS,
  markCorrect,
  move,
  newAnswer,
  type QuestionDraft,
} from './editor-draft.ts';
import { PictureField, usePicture } from './editor-picture.tsx';
import { useReorder } from './editor-reorder.ts';
import { ANSWERS_FIELD, fieldOf } from './editor-validation.ts';

/** What can be answered, each with its shape and colour, and which of it is right. */
export function Answers({ question }: { question: QuestionDraft }) {
  const { t } = useTexts();
  const { editor, visit, announce, goTo } = useEditorView();
  const edit = useQuestionEdit(question.key);
  const { answers, question_type } = question;
  const field = fieldOf(question.key, ANSWERS_FIELD);
  const fault = useFault(field);
  const isFree = question_type === 'multiple_choice';
  const list = useRef<HTMLOListElement>(null);

  const moveAnswer = (from: number, to: number) => {
    const place = Math.max(0, Math.min(to, answers.length - 1));
    if (place === from) return;
    edit((draft) => ({ ...draft, answers: move(draft.answers, from, place) }));
    announce(t('quizzes.movedTo', { place: place + 1, count: answers.length }));
  };
  const reorder = useReorder(list, !editor.get().isLocked, moveAnswer);

  const add = () => {
    const key = editor.newKey();
    edit((draft) => ({ ...draft, answers: [...draft.answers, newAnswer(key)] }));
    goTo(question.key, fieldOf(key, 'answer_text'));
  };
  const remove = (index: number) => {
    const next = answers[index + 1] ?? answers[index - 1];
    edit((draft) => ({ ...draft, answers: draft.answers.toSpliced(index, 1) }));
    if (next) goTo(question.key, fieldOf(next.key, 'answer_text'));
  };
  const goOn = (index: number) => {
    const next = answers[index + 1];
    if (next) goTo(question.key, fieldOf(next.key, 'answer_text'));
    else if (isFree && answers.length < MAX_ANSWERS && answers[index]?.answer_text.trim()) add();
  };

  return (
    <fieldset
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) visit(field);
      }}
      className="min-w-0"
    >
      <legend className="mb-1.5 font-bold">{t('quizzes.answers')}</legend>
      <p className="mb-2 text-sm text-soft">
        {t(question.allow_multiple ? 'quizzes.answersHintSeveral' : 'quizzes.answersHint')}
      </p>
      <ol ref={list} className="flex flex-col gap-2">
        {answers.map((answer, index) => (
          <AnswerRow
            key={answer.key}
            question={question}
            answer={answer}
            index={index}
            reorder={reorder}
            onMove={(to) => moveAnswer(index, to)}
            onNext={() => goOn(index)}
            onRemove={isFree && answers.length > MIN_ANSWERS ? () => remove(index) : undefined}
          />
        ))}
      </ol>
      {fault && (
        <p role="alert" className="mt-2 text-sm font-bold text-danger">
          {fault}
        </p>
      )}
      {isFree && (
        <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2">
          {answers.length < MAX_ANSWERS && (
            <Button kind="secondary" onClick={add}>
              <Plus aria-hidden="true" className="size-5" />
              {t('quizzes.addAnswer')}
            </Button>
          )}
          <Checkbox
            label={t('quizzes.allowSeveral')}
            checked={question.allow_multiple}
            onChange={({ currentTarget: { checked } }) => edit((draft) => allowSeveral(draft, checked))}
          />
        </div>
      )}
    </fieldset>
  );
}

type RowProps = {
  question: QuestionDraft;
  answer: AnswerDraft;
  index: number;
  reorder: ReturnType<typeof useReorder>;
  onMove: (to: number) => void;
  onNext: () => void;
  onRemove: (() => void) | undefined;
};

/** Enter goes on to the next answer, or adds one; Alt with an arrow key moves it. */
function AnswerRow({ question, answer, index, reorder, onMove, onNext, onRemove }: RowProps) {
  const { t } = useTexts();
  const edit = useQuestionEdit(question.key);
  const field = fieldOf(answer.key, 'answer_text');
  const fault = useFault(field);
  const look = answerLook(index);
  const name = t('quizzes.answerNumber', { number: index + 1, shape: t(look.name) });
  const change = (part: Partial<AnswerDraft>, group?: string) =>
    edit(
      (draft) => ({
        ...draft,
        answers: draft.answers.map((one) => (one.key === answer.key ? { ...one, ...part } : one)),
      }),
      group,
    );
  const picture = usePicture((image_url) => change({ image_url }));
  const correct = question.answers.filter(({ is_correct }) => is_correct).length;

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onNext();
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onMove(index + (event.key === 'ArrowUp' ? -1 : 1));
    }
  };

  return (
    <li
      data-item
      style={reorder.styleOf(index)}
      className={`rounded-control border-2 bg-raised ${answer.is_correct ? 'border-up' : 'border-line'} ${reorder.draggedIndex === index ? 'shadow-card' : ''}`}
      {...picture.target}
    >
      <div className="flex flex-wrap items-center gap-1 p-1">
        <span
          {...reorder.handleProps(index)}
          title={t('quizzes.moveAnswer')}
          className={`flex size-11 shrink-0 touch-none items-center justify-center rounded-lg ${look.fill}`}
          style={{ cursor: reorder.draggedIndex === index ? 'grabbing' : 'grab' }}
        >
          <AnswerShape index={index} className="size-6" />
        </span>
        <input
          name={field}
          aria-label={name}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${field}-error` : undefined}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          placeholder={name}
          autoComplete="off"
          enterKeyHint="next"
          value={answer.answer_text}
          onChange={({ currentTarget: { value } }) => change({ answer_text: value }, field)}
          onKeyDown={onKey}
          className="min-h-11 min-w-36 flex-1 rounded-lg bg-transparent px-2 text-ink placeholder:text-soft aria-invalid:outline-2 aria-invalid:outline-danger focus-visible:outline-3 focus-visible:outline-offset-0 focus-visible:outline-accent"
        />
        <span className="ml-auto flex items-center">
          <label
            title={t('quizzes.correct')}
            className={`relative inline-flex min-h-11 min-w-11 cursor-pointer items-center justify-center gap-1.5 rounded-lg px-2 text-sm font-bold has-focus-visible:outline-3 has-focus-visible:outline-accent has-disabled:cursor-default ${answer.is_correct ? 'text-up' : 'text-soft hover:text-ink'}`}
          >
            <input
              // Several that are marked where but one may be: each can be unmarked.
              type={question.allow_multiple || correct > 1 ? 'checkbox' : 'radio'}
              name={fieldOf(question.key, ANSWERS_FIELD)}
              aria-label={t('quizzes.correctOf', { name: answer.answer_text.trim() || name })}
              checked={answer.is_correct}
              onChange={({ currentTarget: { checked } }) =>
                edit((draft) => markCorrect(draft, answer.key, checked))
              }
              className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-default"
            />
            {answer.is_correct ? (
              <CheckCircle2 aria-hidden="true" className="size-6" />
            ) : (
              <Circle aria-hidden="true" className="size-6" />
            )}
            {answer.is_correct && <span aria-hidden="true">{t('quizzes.correct')}</span>}
          </label>
          <PictureField
            label={t('quizzes.pictureOf', { name })}
            url={answer.image_url}
            picture={picture}
            isSmall
            onRemove={() => change({ image_url: null })}
          />
          {onRemove && (
            <IconButton
              label={t('quizzes.removeAnswer', { name })}
              icon={<Trash2 aria-hidden="true" className="size-5" />}
              onClick={onRemove}
            />
          )}
        </span>
      </div>
      {fault && (
        <p id={`${field}-error`} role="alert" className="px-3 pb-2 text-sm font-bold text-danger">
          {fault}
        </p>
      )}
    </li>
  );
}
