import { Copy, Download, ListChecks, Pencil, Play, SearchX, Trash2 } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { download } from '#web/lib/download.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { useFocusAfterRemoval } from '#web/lib/use-focus-after-removal.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button, ButtonLink, IconButton } from '#web/ui/button.tsx';
import { Choice } from '#web/ui/choice.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Quiz, QuizStatus } from './editor-wire.ts';
import { filterQuizzes, type QuizFilter } from './filter.ts';
import { useStartGame } from './start.ts';
import { useOwnQuizzes, useQuizActions } from './state.ts';

const STATUSES: readonly QuizStatus[] = ['draft', 'published', 'archived'];
const ALL: QuizFilter = { text: '', status: 'all' };

export function OwnQuizzes() {
  const query = useOwnQuizzes();
  return <Loaded query={query}>{(quizzes) => <QuizList quizzes={quizzes} />}</Loaded>;
}

function QuizList({ quizzes }: { quizzes: readonly Quiz[] }) {
  const { t } = useTexts();
  const [filter, setFilter] = useState(ALL);
  const applied = useDeferredValue(filter);
  const search = useRef<HTMLParagraphElement>(null);
  useFocusAfterRemoval(quizzes.length, search);
  const game = useStartGame();
  const shown = filterQuizzes(quizzes, applied);
  const used = STATUSES.filter((status) => quizzes.some((quiz) => quiz.status === status));

  return (
    <>
      {quizzes.length > 0 && (
        <search className="mb-2 flex flex-wrap items-end gap-4">
          <div className="min-w-0 flex-1 basis-56">
            <TextField
              label={t('quizzes.search')}
              type="search"
              autoComplete="off"
              value={filter.text}
              onChange={({ currentTarget: { value } }) => setFilter({ ...filter, text: value })}
            />
          </div>
          {used.length > 1 && (
            <Choice
              legend={t('quizzes.status')}
              value={filter.status}
              options={(['all', ...used] as const).map((value) => ({
                value,
                label: t(`quizzes.status.${value}`),
              }))}
              onChange={(status) => setFilter({ ...filter, status })}
            />
          )}
        </search>
      )}
      <p ref={search} tabIndex={-1} role="status" className="mb-3 text-soft outline-none tabular-nums">
        {quizzes.length > 0 && t('quizzes.count', { count: shown.length })}
      </p>
      {quizzes.length === 0 && (
        <Empty icon={<ListChecks aria-hidden="true" className="size-10" />} title={t('quizzes.none')}>
          {t('quizzes.noneText')}
        </Empty>
      )}
      {quizzes.length > 0 && shown.length === 0 && (
        <Empty
          icon={<SearchX aria-hidden="true" className="size-10" />}
          title={t('quizzes.nothingFound')}
          action={
            <Button kind="secondary" onClick={() => setFilter(ALL)}>
              {t('quizzes.showAll')}
            </Button>
          }
        />
      )}
      <ul className="grid gap-4 md:grid-cols-2">
        {shown.map((quiz) => (
          <li key={quiz.id} className="flex">
            <QuizCard quiz={quiz} game={game} />
          </li>
        ))}
      </ul>
    </>
  );
}

function QuizCard({ quiz, game }: { quiz: Quiz; game: ReturnType<typeof useStartGame> }) {
  const { t, ago } = useTexts();
  const { id, title, status } = quiz;
  return (
    <article
      aria-label={title}
      className="flex w-full min-w-0 flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 text-xl [overflow-wrap:anywhere]">
          <Link href={`/host/quizzes/${id}`} className="hover:underline">
            {title}
          </Link>
        </h2>
        <span className="shrink-0">
          <Badge kind={status === 'published' ? 'good' : 'plain'}>{t(`quizzes.status.${status}`)}</Badge>
        </span>
      </div>
      {quiz.description && <p className="line-clamp-2 text-soft">{quiz.description}</p>}
      <QuizFacts quiz={quiz} />
      <p className="text-sm text-soft">{t('quizzes.changed', { when: ago(quiz.updated_at) })}</p>
      <div className="mt-auto flex flex-wrap items-center gap-2 pt-1">
        <Button
          isBusy={game.startingId === id}
          disabled={quiz.total_questions === 0}
          onClick={() => void game.start(quiz)}
          aria-label={t('quizzes.startOf', { title })}
        >
          <Play aria-hidden="true" className="size-5" />
          {t('quizzes.start')}
        </Button>
        <ButtonLink href={`/host/quizzes/${id}`} kind="secondary">
          <Pencil aria-hidden="true" className="size-5" />
          {t('quizzes.edit')}
        </ButtonLink>
        <MoreActions quiz={quiz} />
      </div>
    </article>
  );
}

function MoreActions({ quiz: { id, title } }: { quiz: Quiz }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const [, navigate] = useLocation();
  const { clone, remove } = useQuizActions();
  const copy = () =>
    clone.mutate(id, {
      onSuccess: (made) => {
        const open = { label: t('quizzes.open'), run: () => navigate(`/host/quizzes/${made.id}`) };
        tell(t('quizzes.copied', { title }), open);
      },
      onError: fail,
    });
  return (
    <span className="ml-auto flex">
      <IconButton
        label={t('quizzes.copyOf', { title })}
        icon={<Copy aria-hidden="true" className="size-5" />}
        isBusy={clone.isPending}
        onClick={copy}
      />
      <IconButton
        label={t('quizzes.exportOf', { title })}
        icon={<Download aria-hidden="true" className="size-5" />}
        onClick={() => void download(`/quiz/${id}/export`, `${title}.json`).catch(fail)}
      />
      <Confirm
        title={t('quizzes.deleteTitle', { title })}
        confirmLabel={t('quizzes.delete')}
        onConfirm={() => remove.mutateAsync(id).then(() => tell(t('quizzes.deleted', { title })), fail)}
        trigger={(open) => (
          <IconButton
            label={t('quizzes.deleteOf', { title })}
            icon={<Trash2 aria-hidden="true" className="size-5" />}
            onClick={open}
          />
        )}
      >
        {t('quizzes.deleteText')}
      </Confirm>
    </span>
  );
}

/** What there is to know of a quiz before it is opened. */
export function QuizFacts({ quiz }: { quiz: Quiz }) {
  const { t } = useTexts();
  const { category, total_questions, times_played, is_public, code, tags } = quiz;
  return (
    <ul aria-label={t('quizzes.facts')} className="flex flex-wrap gap-x-2 gap-y-1.5">
      <li>
        <Badge>{t('quizzes.questionCount', { count: total_questions })}</Badge>
      </li>
      {times_played > 0 && (
        <li>
          <Badge>{t('quizzes.played', { count: times_played })}</Badge>
        </li>
      )}
      {is_public && (
        <li>
          <Badge>{t('quizzes.public')}</Badge>
        </li>
      )}
      {code !== null && (
        <li>
          <Badge>{t('quizzes.codeIs', { code: String(code) })}</Badge>
        </li>
      )}
      {category && (
        <li>
          <Badge>{category}</Badge>
        </li>
      )}
      {tags.map((tag) => (
        <li key={tag}>
          <Badge>{`#${tag}`}</Badge>
        </li>
      ))}
    </ul>
  );
}
