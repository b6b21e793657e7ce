import { ChevronLeft, ChevronRight, Presentation } from 'lucide-react';
import { useSearch } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { ReportListItem } from './list-item.tsx';
import { PAGE_SIZE, useGames } from './state.ts';

/** All games of whoever is signed in, the newest first. */
export default function ReportListPage() {
  const { t } = useTexts();
  return (
    <Page
      title={t('report.listTitle')}
      actions={
        <ButtonLink href="/host/quizzes" kind="secondary">
          {t('report.toQuizzes')}
        </ButtonLink>
      }
    >
      <RequireSignIn>{() => <Games />}</RequireSignIn>
    </Page>
  );
}

function readPage(search: string): number {
  const page = Number(new URLSearchParams(search).get('page'));
  return Number.isSafeInteger(page) && page > 1 ? Math.min(page, 1_000) : 1;
}

function Games() {
  const { t } = useTexts();
  const page = readPage(useSearch());
  const query = useGames(page);
  return (
    <Loaded query={query}>
      {({ flows, total, offset }) =>
        flows.length === 0 ? (
          <Empty
            icon={<Presentation className="size-10" />}
            title={page === 1 ? t('report.noGames') : t('report.noMoreGames')}
            action={
              page === 1 ? (
                <ButtonLink href="/host/quizzes">{t('report.toQuizzes')}</ButtonLink>
              ) : (
                <ButtonLink href="/host/games">{t('report.toNewest')}</ButtonLink>
              )
            }
          >
            {page === 1 && t('report.noGamesText')}
          </Empty>
        ) : (
          <>
            <ul
              aria-busy={query.isPlaceholderData}
              className={`grid gap-3 transition-opacity ${query.isPlaceholderData ? 'opacity-60' : ''}`}
            >
              {flows.map((flow) => (
                <li key={flow.game_id}>
                  <ReportListItem flow={flow} />
                </li>
              ))}
            </ul>
            {total > PAGE_SIZE && (
              <Pages page={page} from={offset + 1} to={offset + flows.length} total={total} />
            )}
          </>
        )
      }
    </Loaded>
  );
}

type PagesProps = { page: number; from: number; to: number; total: number };

function Pages({ page, from, to, total }: PagesProps) {
  const { t } = useTexts();
  return (
    <nav
      aria-label={t('report.pages')}
      className="mt-6 grid grid-cols-[1fr_auto_1fr] items-center gap-2 max-sm:text-sm"
    >
      <span>
        {page > 1 && (
          <ButtonLink href={page === 2 ? '/host/games' : `/host/games?page=${page - 1}`} kind="secondary">
            <ChevronLeft aria-hidden="true" className="size-5 max-sm:hidden" />
            {t('report.newer')}
          </ButtonLink>
        )}
      </span>
      <span className="tabular-nums text-soft">{t('report.range', { from, to, total })}</span>
      <span className="text-right">
        {to < total && (
          <ButtonLink href={`/host/games?page=${page + 1}`} kind="secondary">
            {t('report.older')}
            <ChevronRight aria-hidden="true" className="size-5 max-sm:hidden" />
          </ButtonLink>
        )}
      </span>
    </nav>
  );
}
