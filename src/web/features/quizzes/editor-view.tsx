import { Download, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { download } from '#web/lib/download.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink, IconButton } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty } from '#web/ui/states.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { EditorContext, useEditorState } from './editor-context.ts';
import { useFocusRequest } from './editor-focus.ts';
import { useEditorKeys } from './editor-keys.ts';
import { useIsWide, usePresence } from './editor-presence.ts';
import { Previews } from './editor-preview.tsx';
import { FaultList, PublishedNotice, usePublishing } from './editor-publish.tsx';
import { Questions, useQuestions } from './editor-questions.tsx';
import { SavingState, UndoButtons } from './editor-saving.tsx';
import { QuizSettings } from './editor-settings.tsx';
import type { Editor } from './editor-store.ts';
import { type FaultyPart, findFaultyParts } from './editor-validation.ts';
import { useStartGame } from './start.ts';

type TabId = 'questions' | 'settings' | 'preview';

/** The whole editor of a quiz that is loaded. */
export function EditorView({ editor }: { editor: Editor }) {
  const { draft } = useEditorState(editor);
  const faulty = useMemo(() => findFaultyParts(draft), [draft]);
  const faults = useMemo(
    () => new Map(faulty.flatMap((part) => part.faults).map((fault) => [fault.field, fault])),
    [faulty],
  );
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const [isStrict, setStrict] = useState(false);
  const [announcement, announce] = useState('');
  const [tab, setTab] = useState<TabId>('questions');
  const [selected, setSelected] = useState<string | undefined>(draft.questions[0]?.key);
  const [isFormOpen, setFormOpen] = useState(false);
  const requestFocus = useFocusRequest();

  const visit = (field: string) => {
    if (field !== '' && !visited.has(field)) setVisited(new Set(visited).add(field));
  };
  const view = {
    editor,
    faults,
    isVisited: (field: string) => isStrict || visited.has(field),
    visit,
    announce,
    goTo(questionKey: string | undefined, field: string) {
      setTab(questionKey === undefined ? 'settings' : 'questions');
      if (questionKey !== undefined) {
        setSelected(questionKey);
        setFormOpen(true);
      }
      requestFocus(field);
    },
  };
  return (
    <EditorContext value={view}>
      <EditorFrame
        faulty={faulty}
        tab={tab}
        onTab={setTab}
        choice={{ selected, isFormOpen, select: setSelected, openForm: setFormOpen, requestFocus }}
        editor={editor}
        onStrict={() => setStrict(true)}
      />
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </EditorContext>
  );
}

type FrameProps = {
  editor: Editor;
  faulty: readonly FaultyPart[];
  tab: TabId;
  onTab: (tab: TabId) => void;
  choice: Parameters<typeof useQuestions>[0];
  onStrict: () => void;
};

function EditorFrame({ editor, faulty, tab, onTab, choice, onStrict }: FrameProps) {
  const { t } = useTexts();
  const { fail } = useToasts();
  const isWide = useIsWide();
  const state = useEditorState(editor);
  const { draft, quiz, isLocked, saving } = state;
  const [areFaultsOpen, setFaultsOpen] = useState(false);
  const game = useStartGame();
  const questions = useQuestions(choice);
  const hasQuestions = draft.questions.length > 0;
  const isReady = hasQuestions && faulty.length === 0;

  const showFaults = () => {
    onStrict();
    setFaultsOpen(true);
    choice.requestFocus('faults-summary');
  };
  const publishing = usePublishing(quiz, isReady, showFaults);
  const showEdit = (edit: { place: string | undefined } | undefined) => {
    if (!edit) return;
    onTab(edit.place === undefined ? 'settings' : 'questions');
    if (edit.place !== undefined) choice.select(edit.place);
  };
  const undo = () => showEdit(editor.undo());
  const redo = () => showEdit(editor.redo());
  const addAfterThis = () => {
    onTab('questions');
    questions.add(questions.index + 1);
  };
  usePresence(editor);
  useEditorKeys({
    undo,
    redo,
    save: () => void editor.flush(),
    add: addAfterThis,
    step: (by) => {
      onTab('questions');
      questions.step(by);
    },
  });

  const start = async () => {
    if (!isReady && !isLocked) return showFaults();
    if (await editor.flush()) await game.start({ id: quiz.id, title: draft.quiz.title });
  };
  const exportFile = async () => {
    await editor.flush();
    await download(`/quiz/${quiz.id}/export`, `${draft.quiz.title.trim() || t('quizzes.quiz')}.json`).catch(
      fail,
    );
  };

  const title = draft.quiz.title.trim() || t('quizzes.untitled');
  if (state.isGone)
    return (
      <Page title={title}>
        <Empty
          title={t('quizzes.deletedElsewhere')}
          action={<ButtonLink href="/host/quizzes">{t('quizzes.toList')}</ButtonLink>}
        />
      </Page>
    );

  const previews = (
    <Previews question={questions.question} index={questions.index} count={draft.questions.length} />
  );
  const tabs = [
    {
      id: 'questions',
      label: t('quizzes.questions'),
      content: <Questions questions={questions} isWide={isWide} />,
    },
    {
      id: 'settings',
      label: t('quizzes.settings'),
      content: <QuizSettings fields={draft.quiz} quiz={quiz} isReadOnly={isLocked} />,
    },
    ...(isWide ? [] : [{ id: 'preview', label: t('quizzes.preview'), content: previews }]),
  ];

  return (
    <Page
      title={title}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="secondary" isBusy={game.startingId !== undefined} onClick={() => void start()}>
            <Play aria-hidden="true" className="size-5" />
            {t('quizzes.start')}
          </Button>
          {!isLocked && (
            <Button isBusy={publishing.isBusy} onClick={() => void publishing.publish()}>
              {t('quizzes.publish')}
            </Button>
          )}
        </div>
      }
    >
      <div className="sticky top-15 z-20 -mx-4 -mt-3 mb-3 flex min-h-12 items-center justify-between gap-3 bg-canvas/90 px-4 py-1 backdrop-blur sm:-mx-6 sm:px-6">
        <SavingState saving={saving} onShowHeld={showFaults} />
        <div className="flex shrink-0">
          <UndoButtons state={state} onUndo={undo} onRedo={redo} />
          <IconButton
            label={t('quizzes.export')}
            icon={<Download aria-hidden="true" className="size-5" />}
            onClick={() => void exportFile()}
          />
        </div>
      </div>
      {isLocked && (
        <PublishedNotice isBusy={publishing.isBusy} onUnpublish={() => void publishing.unpublish()} />
      )}
      {!isLocked && (
        <FaultList
          faulty={faulty}
          hasQuestions={hasQuestions}
          isOpen={areFaultsOpen}
          onToggle={setFaultsOpen}
          onAdd={addAfterThis}
        />
      )}
      <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_17rem] lg:items-start lg:gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Tabs
          tabs={tabs}
          value={isWide && tab === 'preview' ? 'questions' : tab}
          onChange={(id) => onTab(id === 'settings' || id === 'preview' ? id : 'questions')}
        />
        {isWide && (
          <aside aria-label={t('quizzes.preview')} className="sticky top-30">
            {previews}
          </aside>
        )}
      </div>
    </Page>
  );
}
