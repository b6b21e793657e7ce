import { ArrowDown, ArrowUp, ChevronDown, ChevronLeft, Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Choice } from '#web/ui/choice.tsx';
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx';
import { Answers } from './editor-answers.tsx';
import { useEditorView, useFault, useQuestionEdit } from './editor-context.ts';
import { changeType, DIFFICULTIES, type QuestionDraft } from './editor-draft.ts';
import { PictureField, usePicture } from './editor-picture.tsx';
import { fieldOf, RANGES } from './editor-validation.ts';
import { QUESTION_TYPES } from './editor-wire.ts';

type Props = {
  question: QuestionDraft;
  index: number;
  count: number;
  isReadOnly: boolean;
  /** To the list, where that isn't beside it. */
  onBack: (() => void) | undefined;
  onMove: (to: number) => void;
  onCopy: () => void;
  onRemove: () => void;
};

/** All that there is to say of one question. */
export function QuestionForm({
  question,
  index,
  count,
  isReadOnly,
  onBack,
  onMove,
  onCopy,
  onRemove,
}: Props) {
  const { t } = useTexts();
  const { visit } = useEditorView();
  return (
    <section
      aria-label={t('quizzes.questionNumber', { number: index + 1 })}
      onBlur={({ target }) => {
        if ('name' in target && typeof target.name === 'string') visit(target.name);
      }}
      className="rounded-card border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <header className="mb-4 flex items-center sm:gap-1">
        {onBack && (
          <Button kind="quiet" onClick={onBack} className="-ml-2 !gap-1 !px-1">
            <ChevronLeft aria-hidden="true" className="size-5" />
            {t('quizzes.questions')}
          </Button>
        )}
        <h2 className={onBack ? 'sr-only' : 'flex-1 text-xl'}>
          {t('quizzes.questionNumber', { number: index + 1 })}
        </h2>
        {onBack && <span className="flex-1" />}
        {!isReadOnly && (
          <>
            <IconButton
              label={t('quizzes.moveUp')}
              icon={<ArrowUp aria-hidden="true" className="size-5" />}
              aria-disabled={index === 0}
              onClick={() => onMove(index - 1)}
            />
            <IconButton
              label={t('quizzes.moveDown')}
              icon={<ArrowDown aria-hidden="true" className="size-5" />}
              aria-disabled={index === count - 1}
              onClick={() => onMove(index + 1)}
            />
            <IconButton
              label={t('quizzes.copyQuestion')}
              icon={<Copy aria-hidden="true" className="size-5" />}
              onClick={onCopy}
            />
            <IconButton
              label={t('quizzes.deleteQuestion')}
              icon={<Trash2 aria-hidden="true" className="size-5" />}
              onClick={onRemove}
            />
          </>
        )}
      </header>
      <fieldset
        disabled={isReadOnly}
        className="flex min-w-0 flex-col gap-5 [&_input]:scroll-mt-32 [&_textarea]:scroll-mt-36"
      >
        <Asked question={question} />
        <Answers question={question} />
        <Numbers question={question} />
        <Explanation question={question} />
      </fieldset>
    </section>
  );
}

function Asked({ question }: { question: QuestionDraft }) {
  const { t } = useTexts();
  const { editor } = useEditorView();
  const edit = useQuestionEdit(question.key);
  const field = fieldOf(question.key, 'question_text');
  const picture = usePicture((image_url) => edit((draft) => ({ ...draft, image_url })));
  return (
    <div className="flex flex-col gap-4" {...picture.target}>
      <TextArea
        label={t('quizzes.questionText')}
        name={field}
        rows={2}
        value={question.question_text}
        onChange={({ currentTarget: { value } }) =>
          edit((draft) => ({ ...draft, question_text: value }), field)
        }
        error={useFault(field)}
        className="text-lg font-bold"
      />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <Choice
          legend={t('quizzes.type')}
          value={question.question_type}
          options={QUESTION_TYPES.map((value) => ({ value, label: t(`quizzes.type.${value}`) }))}
          onChange={(type) => {
            const words = [t('quizzes.true'), t('quizzes.false')] as const;
            edit((draft) => changeType(draft, type, words, editor.newKey));
          }}
        />
        <PictureField
          label={t('quizzes.pictureOfQuestion')}
          url={question.image_url}
          picture={picture}
          onRemove={() => edit((draft) => ({ ...draft, image_url: null }))}
        />
      </div>
    </div>
  );
}

function Numbers({ question }: { question: QuestionDraft }) {
  const { t } = useTexts();
  const edit = useQuestionEdit(question.key);
  return (
    <div className="grid grid-cols-2 items-end gap-x-3 gap-y-4 sm:grid-cols-4">
      <NumberField question={question} name="answering_time" />
      <NumberField question={question} name="points" />
      <NumberField question={question} name="show_question_time" />
      <SelectField
        label={t('quizzes.difficulty')}
        value={question.difficulty}
        onChange={({ currentTarget: { value } }) => {
          const difficulty = DIFFICULTIES.find((one) => one === value);
          if (difficulty) edit((draft) => ({ ...draft, difficulty }));
        }}
      >
        {DIFFICULTIES.map((difficulty) => (
          <option key={difficulty} value={difficulty}>
            {t(`quizzes.difficulty.${difficulty}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

type NumberName = Exclude<keyof typeof RANGES, 'max_players'>;

function NumberField({ question, name }: { question: QuestionDraft; name: NumberName }) {
  const { t } = useTexts();
  const edit = useQuestionEdit(question.key);
  const field = fieldOf(question.key, name);
  const value = question[name];
  return (
    <TextField
      label={t(`quizzes.field.${name}`)}
      name={field}
      type="number"
      inputMode="numeric"
      min={1}
      max={RANGES[name]}
      value={Number.isNaN(value) ? '' : value}
      onChange={({ currentTarget: { valueAsNumber } }) =>
        edit((draft) => ({ ...draft, [name]: valueAsNumber }), field)
      }
      error={useFault(field)}
    />
  );
}

/** What is shown after the question, folded away until there is something. */
function Explanation({ question }: { question: QuestionDraft }) {
  const { t } = useTexts();
  const edit = useQuestionEdit(question.key);
  const { key, explanation_title, explanation_text, explanation_image_url } = question;
  const title = fieldOf(key, 'explanation_title');
  const text = fieldOf(key, 'explanation_text');
  const faults = [useFault(title), useFault(text), useFault(fieldOf(key, 'show_explanation_time'))];
  const isFilled = explanation_title !== '' || explanation_text !== '' || explanation_image_url !== null;
  const [isOpen, setOpen] = useState(isFilled);
  const picture = usePicture((url) => edit((draft) => ({ ...draft, explanation_image_url: url })));
  return (
    <details
      // What is wrong is never out of sight.
      open={isOpen || faults.some((fault) => fault !== undefined)}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="group rounded-control border border-line px-4"
      {...picture.target}
    >
      <summary className="flex min-h-11 items-center font-bold">
        {t('quizzes.explanation')}
        {isFilled && (
          <span className="ml-2 text-sm font-normal text-soft">{t('quizzes.explanationThere')}</span>
        )}
        <ChevronDown aria-hidden="true" className="ml-auto size-5 shrink-0 group-open:rotate-180" />
      </summary>
      <div className="flex flex-col gap-4 pb-4 pt-1">
        <p className="text-sm text-soft">{t('quizzes.explanationHint')}</p>
        <TextField
          label={t('quizzes.explanationTitle')}
          name={title}
          autoComplete="off"
          value={explanation_title}
          onChange={({ currentTarget: { value } }) =>
            edit((draft) => ({ ...draft, explanation_title: value }), title)
          }
          error={faults[0]}
        />
        <TextArea
          label={t('quizzes.explanationText')}
          name={text}
          value={explanation_text}
          onChange={({ currentTarget: { value } }) =>
            edit((draft) => ({ ...draft, explanation_text: value }), text)
          }
          error={faults[1]}
        />
        <div className="flex flex-wrap items-end gap-4">
          <div className="w-40">
            <NumberField question={question} name="show_explanation_time" />
          </div>
          <PictureField
            label={t('quizzes.pictureOfExplanation')}
            url={explanation_image_url}
            picture={picture}
            onRemove={() => edit((draft) => ({ ...draft, explanation_image_url: null }))}
          />
        </div>
      </div>
    </details>
  );
}
