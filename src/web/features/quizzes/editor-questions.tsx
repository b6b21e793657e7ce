import { MessageCircleQuestion, Plus } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Empty } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { useEditorState, useEditorView } from './editor-context.ts';
import { MAX_QUESTIONS, move, newQuestion } from './editor-draft.ts';
import { listItemId, QuestionList } from './editor-list.tsx';
import { QuestionForm } from './editor-question.tsx';
import { fieldOf } from './editor-validation.ts';

type Choice = {
  selected: string | undefined;
  /** Where there is room for one of them: the form rather than the list. */
  isFormOpen: boolean;
  select: (key: string) => void;
  openForm: (isOpen: boolean) => void;
  requestFocus: (idOrName: string) => void;
};

export type QuestionsState = ReturnType<typeof useQuestions>;

/** The question that is being worked on, and what can be done with it as a whole. */
export function useQuestions({ selected, isFormOpen, select, openForm, requestFocus }: Choice) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const { editor, goTo, announce } = useEditorView();
  const { draft, isLocked } = useEditorState(editor);
  const { questions } = draft;
  const found = questions.findIndex(({ key }) => key === selected);
  const index = found < 0 ? questions.length - 1 : found;
  const question = questions[index];

  const insert = (place: number, make: () => NonNullable<typeof question>) => {
    if (isLocked || questions.length >= MAX_QUESTIONS) return;
    const made = make();
    editor.edit((draft) => ({ ...draft, questions: draft.questions.toSpliced(place, 0, made) }), {
      place: made.key,
    });
    goTo(made.key, fieldOf(made.key, 'question_text'));
  };

  return {
    questions,
    question,
    index,
    isLocked,
    isFormOpen,

    select(key: string) {
      select(key);
      openForm(true);
    },

    showList() {
      openForm(false);
      if (question) requestFocus(listItemId(question.key));
    },

    add: (place = questions.length) =>
      insert(place, () => {
        const keys = [editor.newKey(), editor.newKey(), editor.newKey()] as const;
        return newQuestion(keys, questions[place - 1] ?? questions.at(-1));
      }),

    copy(): void {
      if (!question) return;
      insert(index + 1, () => ({
        ...question,
        key: editor.newKey(),
        answers: question.answers.map((answer) => ({ ...answer, key: editor.newKey() })),
      }));
    },

    remove(): void {
      if (!question) return;
      const next = questions[index + 1] ?? questions[index - 1];
      editor.edit(
        (draft) => ({ ...draft, questions: draft.questions.filter(({ key }) => key !== question.key) }),
        {
          place: question.key,
        },
      );
      openForm(false);
      if (next) select(next.key);
      requestFocus(next ? listItemId(next.key) : 'main');
      const restore = () => {
        editor.edit(
          ({ questions, ...rest }) => {
            const isThere = questions.some(({ key }) => key === question.key);
            return { ...rest, questions: isThere ? questions : questions.toSpliced(index, 0, question) };
          },
          { place: question.key },
        );
        goTo(question.key, fieldOf(question.key, 'question_text'));
      };
      tell(t('quizzes.questionDeleted'), { label: t('quizzes.undo'), run: restore });
    },

    move(to: number): void {
      const place = Math.max(0, Math.min(to, questions.length - 1));
      if (!question || place === index) return;
      editor.edit((draft) => ({ ...draft, questions: move(draft.questions, index, place) }), {
        place: question.key,
      });
      announce(t('quizzes.movedTo', { place: place + 1, count: questions.length }));
    },

    step(by: 1 | -1): void {
      const next = questions[index + by];
      if (next) goTo(next.key, fieldOf(next.key, 'question_text'));
    },
  };
}

/** The list and the form, side by side where there is room. */
export function Questions({ questions: state, isWide }: { questions: QuestionsState; isWide: boolean }) {
  const { t } = useTexts();
  const { questions, question, index, isLocked } = state;
  if (!question)
    return (
      <Empty
        icon={<MessageCircleQuestion aria-hidden="true" className="size-10" />}
        title={t('quizzes.noQuestions')}
        action={
          !isLocked && (
            <Button size="large" onClick={() => state.add()}>
              <Plus aria-hidden="true" className="size-5" />
              {t('quizzes.addFirst')}
            </Button>
          )
        }
      >
        {t('quizzes.noQuestionsText')}
      </Empty>
    );
  return (
    <div className="lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] lg:items-start lg:gap-4 xl:grid-cols-[15rem_minmax(0,1fr)]">
      {(isWide || !state.isFormOpen) && (
        <div className="lg:sticky lg:top-30">
          <QuestionList
            questions={questions}
            selected={isWide ? question.key : undefined}
            isReadOnly={isLocked}
            onSelect={state.select}
            onAdd={() => state.add()}
          />
          {!isLocked && (
            <p className="mt-3 text-sm text-soft max-lg:hidden pointer-coarse:hidden">{t('quizzes.keys')}</p>
          )}
        </div>
      )}
      {(isWide || state.isFormOpen) && (
        <QuestionForm
          key={question.key}
          question={question}
          index={index}
          count={questions.length}
          isReadOnly={isLocked}
          onBack={isWide ? undefined : state.showList}
          onMove={state.move}
          onCopy={state.copy}
          onRemove={state.remove}
        />
      )}
    </div>
  );
}
