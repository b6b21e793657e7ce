import { Copy, Globe, Play, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Quiz } from './editor-wire.ts';
import { QuizFacts } from './own-quizzes.tsx';
import { useStartGame } from './start.ts';
import { usePublicQuizzes, useQuizActions } from './state.ts';

/** What anybody on this server may play or copy. */
export function PublicQuizzes() {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const query = usePublicQuizzes(search);
  const game = useStartGame();
  return (
    <>
      <search className="mb-4 block max-w-xl">
        <TextField
          label={t('quizzes.searchPublic')}
          type="search"
          autoComplete="off"
          maxLength={100}
          value={text}
          onChange={({ currentTarget: { value } }) => setText(value)}
        />
      </search>
      <Loaded query={query}>
        {({ pages }) => {
          const quizzes = pages.flatMap((page) => page.quizzes);
          const isSearch = search !== '';
          if (quizzes.length === 0)
            return (
              <Empty
                icon={
                  isSearch ? (
                    <SearchX aria-hidden="true" className="size-10" />
                  ) : (
                    <Globe aria-hidden="true" className="size-10" />
                  )
                }
                title={t(isSearch ? 'quizzes.nothingFound' : 'quizzes.nonePublic')}
              >
                {!isSearch && t('quizzes.nonePublicText')}
              </Empty>
            );
          return (
            <>
              <p role="status" className="mb-3 text-soft tabular-nums">
                {t('quizzes.count', { count: pages[0]?.total ?? 0 })}
              </p>
              <ul className="grid gap-4 md:grid-cols-2">
                {quizzes.map((quiz) => (
                  <li key={quiz.id} className="flex">
                    <PublicCard quiz={quiz} game={game} />
                  </li>
                ))}
              </ul>
              {query.hasNextPage && (
                <div className="mt-5 flex justify-center">
                  <Button
                    kind="secondary"
                    isBusy={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('quizzes.more')}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function PublicCard({ quiz, game }: { quiz: Quiz; game: ReturnType<typeof useStartGame> }) {
  const { t } = useTexts();
  const { fail } = useToasts();
  const [, navigate] = useLocation();
  const { clone } = useQuizActions();
  const { id, title, author } = quiz;
  return (
    <article
      aria-label={title}
      className="flex w-full min-w-0 flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <h2 className="text-xl [overflow-wrap:anywhere]">{title}</h2>
      <p className="flex items-center gap-2 text-sm text-soft">
        <Avatar name={author.display_name} url={author.avatar_url} className="size-7" />
        {t('quizzes.by', { name: author.display_name })}
      </p>
      {quiz.description && <p className="line-clamp-3 text-soft">{quiz.description}</p>}
      <QuizFacts quiz={quiz} />
      <div className="mt-auto flex flex-wrap gap-2 pt-1">
        <Button
          isBusy={game.startingId === id}
          onClick={() => void game.start(quiz)}
          aria-label={t('quizzes.startOf', { title })}
        >
          <Play aria-hidden="true" className="size-5" />
          {t('quizzes.start')}
        </Button>
        <Button
          kind="secondary"
          isBusy={clone.isPending}
          aria-label={t('quizzes.copyToOwnOf', { title })}
          onClick={() =>
            clone.mutate(id, {
              onSuccess: (made) => navigate(`/host/quizzes/${made.id}`),
              onError: fail,
            })
          }
        >
          <Copy aria-hidden="true" className="size-5" />
          {t('quizzes.copyToOwn')}
        </Button>
      </div>
    </article>
  );
}
