import { createContext, useContext, useSyncExternalStore } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { changeQuestion, type QuestionDraft, type QuizFields } from './editor-draft.ts';
import type { Editor, EditorState } from './editor-store.ts';
import type { Fault } from './editor-validation.ts';

type EditorView = {
  editor: Editor;
  faults: ReadonlyMap<string, Fault>;
  /** Whether somebody has been in that field, or wants to know of everything that is missing. */
  isVisited: (field: string) => boolean;
  visit: (field: string) => void;
  /** Shows a field, wherever it is, and puts the focus into it. */
  goTo: (questionKey: string | undefined, field: string) => void;
  /** Tells those who can't see what has moved. */
  announce: (text: string) => void;
};

export const EditorContext = createContext<EditorView | undefined>(undefined);

export function useEditorView(): EditorView {
  const view = useContext(EditorContext);
  if (!view) throw new Error('useEditorView outside of the editor');
  return view;
}

export const useEditorState = (editor: Editor): EditorState =>
  useSyncExternalStore(editor.subscribe, editor.get);

/** What is wrong with a field, once that is worth saying. */
export function useFault(field: string): string | undefined {
  const { t } = useTexts();
  const { faults, isVisited } = useEditorView();
  const fault = faults.get(field);
  if (!fault || (fault.isMissing && !isVisited(field))) return undefined;
  return t(fault.text, fault.values);
}

/** Changes a question. What is typed into one field in a row is undone together. */
export function useQuestionEdit(key: string) {
  const { editor } = useEditorView();
  return (change: (question: QuestionDraft) => QuestionDraft, group?: string): void =>
    editor.edit((draft) => changeQuestion(draft, key, change), { place: key, group });
}

export function useQuizEdit() {
  const { editor } = useEditorView();
  return (change: Partial<QuizFields>, group?: string): void =>
    editor.edit((draft) => ({ ...draft, quiz: { ...draft.quiz, ...change } }), { place: undefined, group });
}
