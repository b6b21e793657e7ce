import { ArrowLeft, CalendarOff } from 'lucide-react';
import { Link, useParams } from 'wouter';
import { ApiError } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { type Me, RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { isEditable, type Timeline } from './calendar-data.ts';
import { TimelineDelete } from './timeline-delete.tsx';
import { TimelineImport } from './timeline-import.tsx';
import { TimelineMembers } from './timeline-members.tsx';
import { useTimeline } from './timeline-requests.ts';
import { TimelineFacts, TimelineSettings } from './timeline-settings.tsx';
import { TimelineSubscribe } from './timeline-subscribe-card.tsx';

/** One calendar: what it is called, whom it is shared with, and the ways into it and out of it. */
export default function TimelinePage() {
  const { id = '' } = useParams<{ id: string }>();
  return <RequireSignIn>{(me) => <TimelineOf key={id} id={id} me={me} />}</RequireSignIn>;
}

function TimelineOf({ id, me }: { id: string; me: Me }) {
  const { t } = useTexts();
  const query = useTimeline(id);
  const { error } = query;
  if (error instanceof ApiError && error.status === 404)
    return (
      <Page title={t('timelines.missing')}>
        <Empty
          icon={<CalendarOff aria-hidden="true" className="size-10" />}
          title={t('timelines.missingTitle')}
          action={<ButtonLink href="/calendar">{t('timelines.toCalendar')}</ButtonLink>}
        >
          {t('timelines.missingText')}
        </Empty>
      </Page>
    );
  return (
    <Page title={query.data?.name ?? t('nav.calendar')}>
      <Loaded query={query}>{(timeline) => <TimelineView timeline={timeline} me={me} />}</Loaded>
    </Page>
  );
}

function TimelineView({ timeline, me }: { timeline: Timeline; me: Me }) {
  const { t } = useTexts();
  const { role } = timeline;
  const isManaged = role === 'owner' || me.isAdmin;
  return (
    <>
      <div className="-mt-4 mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Link
          href="/calendar"
          className="inline-flex min-h-11 items-center gap-2 font-bold text-accent underline-offset-4 hover:underline"
        >
          <ArrowLeft aria-hidden="true" className="size-5" />
          {t('timelines.toCalendar')}
        </Link>
        <Badge>{t(role ? `timelines.you.${role}` : 'timelines.you.admin')}</Badge>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          {isManaged ? <TimelineSettings timeline={timeline} /> : <TimelineFacts timeline={timeline} />}
          <TimelineMembers timeline={timeline} isManaged={isManaged} ownId={me.id} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {role !== null && <TimelineSubscribe timeline={timeline} />}
          {isEditable(timeline) && <TimelineImport timeline={timeline} />}
          {isManaged && <TimelineDelete timeline={timeline} />}
        </div>
      </div>
    </>
  );
}
