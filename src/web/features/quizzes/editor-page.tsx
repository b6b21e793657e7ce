import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'wouter';
import { ApiError } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { createBackend, loadQuiz } from './editor-backend.ts';
import { createEditor, type LoadedQuiz } from './editor-store.ts';
import { EditorView } from './editor-view.tsx';

/** One quiz, to be written. */
export default function EditorPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  return (
    <RequireSignIn>{() => <EditorLoader key={id} id={id} fallbackTitle={t('quizzes.quiz')} />}</RequireSignIn>
  );
}

/** Quizzes that were left, while the last of them is still on its way to the server. */
const leaving = new Map<string, Promise<unknown>>();

function EditorLoader({ id, fallbackTitle }: { id: string; fallbackTitle: string }) {
  const query = useQuery({
    queryKey: ['quiz-editor', id],
    // The editor itself follows what changes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: async () => {
      await leaving.get(id);
      return loadQuiz(id);
    },
  });
  if (query.data) return <OpenEditor loaded={query.data} />;
  const isNone = query.error instanceof ApiError && [400, 403, 404].includes(query.error.status);
  return (
    <Page title={fallbackTitle}>{isNone ? <NoQuiz /> : <Loaded query={query}>{() => null}</Loaded>}</Page>
  );
}

function NoQuiz() {
  const { t } = useTexts();
  return (
    <Empty
      title={t('quizzes.notFound')}
      action={<ButtonLink href="/host/quizzes">{t('quizzes.toList')}</ButtonLink>}
    >
      {t('quizzes.notFoundText')}
    </Empty>
  );
}

function OpenEditor({ loaded }: { loaded: LoadedQuiz }) {
  const queries = useQueryClient();
  const [editor] = useState(() => createEditor(loaded, createBackend(loaded.quiz.id)));

  useEffect(() => {
    const { id } = editor.get().quiz;
    return () => {
      const left = editor.flush().finally(() => {
        editor.stop();
        void queries.invalidateQueries({ queryKey: ['quizzes'] });
      });
      leaving.set(id, left);
    };
  }, [editor, queries]);

  return <EditorView editor={editor} />;
}
