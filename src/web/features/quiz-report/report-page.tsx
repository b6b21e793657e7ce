import { useParams, useSearch } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Failed, Loading } from '#web/ui/states.tsx';
import { ReportActions } from './actions.tsx';
import type { Report } from './figures.ts';
import { ReportGames } from './games.tsx';
import { ReportHeadline } from './headline.tsx';
import { ReportPlayers } from './players.tsx';
import { ReportPodium } from './podium.tsx';
import { ReportQuestions } from './questions.tsx';
import { type Flow, refusalOf, useReport } from './state.ts';

/** How a game went: to its host, while it is played and afterwards. */
export default function ReportPage() {
  const { id } = useParams<{ id: string }>();
  return <RequireSignIn>{() => <Game key={id} id={id} />}</RequireSignIn>;
}

function readGameNumber(search: string): number | undefined {
  const number = Number(new URLSearchParams(search).get('game'));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function Game({ id }: { id: string }) {
  const { t } = useTexts();
  const query = useReport(id, readGameNumber(useSearch()));
  if (query.data && !refusalOf(query.error)) return <Whole {...query.data} />;
  return (
    <Page title={t('report.title')}>
      {query.isPending ? <Loading /> : <Refused error={query.error} onRetry={() => void query.refetch()} />}
    </Page>
  );
}

function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTexts();
  const refusal = refusalOf(error);
  if (!refusal) return <Failed error={error} onRetry={onRetry} />;
  return (
    <Empty
      title={refusal === 'foreign' ? t('report.foreign') : t('report.missing')}
      action={<ButtonLink href="/host/games">{t('report.toGames')}</ButtonLink>}
    >
      {refusal === 'foreign' ? t('report.foreignText') : t('report.missingText')}
    </Empty>
  );
}

function Whole({ report, flow }: { report: Report; flow: Flow }) {
  const { t } = useTexts();
  const isEmpty = report.questions.every(({ answered }) => answered === 0);
  return (
    <Page title={report.title} actions={<ReportActions report={report} flow={flow} />}>
      <ReportHeadline report={report} flow={flow} />
      {report.games > 1 && <ReportGames report={report} />}
      {isEmpty ? (
        <Card>
          <Empty title={t('report.empty')}>
            {report.player_count === 0 ? t('report.emptyNobody') : t('report.emptySilent')}
          </Empty>
        </Card>
      ) : (
        <>
          <ReportPodium players={report.players} />
          <ReportQuestions questions={report.questions} players={report.player_count} />
        </>
      )}
      {report.player_count > 0 && <ReportPlayers report={report} />}
    </Page>
  );
}
