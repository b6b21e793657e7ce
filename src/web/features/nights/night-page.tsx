import { CalendarX, MoveRight } from 'lucide-react';
import { useParams } from 'wouter';
import { ApiError } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { type Me, RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Failed, Loading } from '#web/ui/states.tsx';
import { ChatImport } from './chat-import.tsx';
import { NightDelete } from './night-page-delete.tsx';
import { NightExport } from './night-page-export.tsx';
import { NightFigures } from './night-page-figures.tsx';
import { NightLoved, NightPlayed, NightPlayers } from './night-page-games.tsx';
import { isTitle } from './night-page-notes.ts';
import { NightNotesEditor } from './night-page-notes-editor.tsx';
import { type Night, useNight } from './night-state.ts';
import { VotesOverTime } from './votes-over-time.tsx';

/** One evening, open or over: what was played, how the votes went, and what can be done with it afterwards. */
export default function NightPage() {
  const { id } = useParams<{ id: string }>();
  return <RequireSignIn>{(me) => <Evening key={id} id={Number(id)} me={me} />}</RequireSignIn>;
}

function Evening({ id, me }: { id: number; me: Me }) {
  const { t, date } = useTexts();
  const loaded = useNight(id);
  const { night, games } = loaded;
  if (loaded.error instanceof ApiError && loaded.error.status === 404)
    return (
      <Page title={t('history.title')}>
        <Empty
          icon={<CalendarX className="size-10" />}
          title={t('history.gone')}
          action={<ButtonLink href="/host/nights">{t('history.toNights')}</ButtonLink>}
        />
      </Page>
    );
  if (!night)
    return (
      <Page title={t('history.title')}>
        {loaded.isPending ? <Loading /> : <Failed error={loaded.error} onRetry={loaded.refetch} />}
      </Page>
    );
  const day = date(night.created_at, { dateStyle: 'long' });
  const isOwn = me.isAdmin || night.host.username === me.username;
  const isOver = night.is_active === 0;
  return (
    <Page
      title={t('history.nightTitle', { date: day })}
      actions={
        isOwn && (
          <div className="flex flex-wrap gap-2 max-sm:[&>*]:px-3 max-sm:[&>*]:text-sm max-sm:[&_svg]:hidden">
            <NightExport id={id} />
            {isOver && <NightDelete id={id} />}
          </div>
        )
      }
    >
      <p className="-mt-2 mb-6 flex flex-wrap items-center gap-x-3 gap-y-1 text-lg text-soft">
        <span>{timesOf(night)}</span>
        {!isOver && <Badge kind="live">{t('history.open')}</Badge>}
        {!isOver && isOwn && (
          <ButtonLink href="/host" kind="quiet" size="small">
            {t('history.toConsole')}
            <MoveRight className="size-4" />
          </ButtonLink>
        )}
        {isOwn && <NightNotesEditor night={night} />}
      </p>
      {night.notes && (
        <p
          className={`mb-6 max-w-prose whitespace-pre-line ${isTitle(night.notes) ? 'text-2xl font-extrabold' : 'text-lg'}`}
        >
          {night.notes}
        </p>
      )}
      <div className="grid gap-4 sm:gap-6 lg:grid-cols-2 [&>*]:min-w-0">
        <Card className="lg:col-span-2">
          <NightFigures loaded={loaded} />
        </Card>
        <Card title={t('history.votesOverTime')} className="lg:col-span-2">
          <VotesOverTime id={id} games={games} isLive={!isOver} />
        </Card>
        <Card title={t('history.mostLoved')}>
          <NightLoved loaded={loaded} />
        </Card>
        <Card title={t('history.playersByGame')}>
          <NightPlayers games={games} />
        </Card>
        <Card title={t('history.played')} className="lg:col-span-2">
          <NightPlayed loaded={loaded} />
        </Card>
        {isOwn && (
          <Card title={t('history.importTitle')} className="lg:col-span-2">
            <ChatImport nightId={id} />
          </Card>
        )}
      </div>
    </Page>
  );

  function timesOf({ created_at, closed_at }: Night): string {
    const from = date(created_at, { timeStyle: 'short' });
    return closed_at
      ? t('history.from', { from, to: date(closed_at, { timeStyle: 'short' }) })
      : t('history.since', { from });
  }
}
