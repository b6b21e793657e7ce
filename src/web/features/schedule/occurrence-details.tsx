import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Globe, Pencil, Repeat, Trash2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm, Dialog } from '#web/ui/dialog.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { ActivityOpening } from './activity-opening.tsx';
import {
  isEditable,
  type NamedOccurrence,
  type Session,
  useSession,
  useTimelines,
  useWrites,
} from './calendar-data.ts';
import { applyRemoval, type Scope } from './occurrence-writes.ts';
import { ruleOf } from './recurrence-rule.ts';
import { ruleInWords } from './recurrence-words.ts';
import { ScopeQuestion, TITLES } from './series-scope.tsx';
import { colorOf } from './timeline-colors.ts';
import { TimelineMark } from './timeline-mark.tsx';
import { isElsewhere, useTimes } from './viewer-zone.ts';

type Props = { occurrence: NamedOccurrence; onClose: () => void; onEdit: () => void };

/** An event as one reads it, and what can be done with it. */
export function OccurrenceDetails({ occurrence, onClose, onEdit }: Props) {
  const { t } = useTexts();
  const session = useSession(occurrence.sessionId);
  const [isAsking, setAsking] = useState(false);
  const [hasAsked, setAsked] = useState(false);
  const remove = useRemoval(occurrence, onClose);
  if (isAsking && session.data) {
    const found = session.data;
    return (
      <Dialog isOpen onClose={() => setAsking(false)} title={t(TITLES.remove)}>
        <ScopeQuestion
          kind="remove"
          session={found}
          occurrence={occurrence}
          onChoose={(scope) => {
            setAsking(false);
            void remove(found, scope);
          }}
          onCancel={() => setAsking(false)}
        />
      </Dialog>
    );
  }
  return (
    <Dialog isOpen onClose={onClose} title={occurrence.name}>
      <div className="flex flex-col gap-5">
        <Facts occurrence={occurrence} session={session.data} />
        <Loaded query={session}>
          {(found) => (
            <OfSession
              session={found}
              occurrence={occurrence}
              hasAsked={hasAsked}
              onEdit={onEdit}
              onRemove={() => remove(found, 'all')}
              onAsk={() => {
                setAsking(true);
                setAsked(true);
              }}
            />
          )}
        </Loaded>
      </div>
    </Dialog>
  );
}

function useRemoval(occurrence: NamedOccurrence, onClose: () => void) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const writes = useWrites();
  return async (session: Session, scope: Scope): Promise<void> => {
    // What is gone isn't to be asked for again.
    onClose();
    try {
      await applyRemoval(writes, session, occurrence, scope);
      tell(t('sessions.removed', { name: occurrence.name }));
    } catch (error) {
      fail(error);
    }
  };
}

const Fact = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <li className="flex items-start gap-3">
    <span aria-hidden="true" className="mt-0.5 shrink-0 text-soft">
      {icon}
    </span>
    <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
  </li>
);

/** When and where it is; what its session says of that comes a moment later. */
function Facts({ occurrence, session }: { occurrence: NamedOccurrence; session: Session | undefined }) {
  const { t } = useTexts();
  const { zone: here, when, zoneName } = useTimes();
  const { data: timelines = [] } = useTimelines();
  const timeline = timelines.find(({ id }) => id === occurrence.timelineId);
  const { startDateTime, endDateTime } = occurrence;
  const zone = session?.timeZone ?? here;
  const clash = session?.conflictingOccurrence;
  return (
    <ul className="flex flex-col gap-2.5">
      <Fact icon={<CalendarClock className="size-5" />}>
        <span className="font-bold">{when(startDateTime, endDateTime)}</span>
      </Fact>
      {isElsewhere(zone, here, startDateTime) && (
        <Fact icon={<Globe className="size-5" />}>
          {when(startDateTime, endDateTime, zone)}
          <span className="block text-sm text-soft">{zoneName(zone, startDateTime)}</span>
        </Fact>
      )}
      {session?.type === 'RECURRING' && (
        <Fact icon={<Repeat className="size-5" />}>
          <Recurrence session={session} occurrence={occurrence} />
        </Fact>
      )}
      {timeline && (
        <Fact icon={<TimelineMark color={colorOf(timeline.id, timelines)} className="size-5" />}>
          {timeline.name}
        </Fact>
      )}
      {clash && (
        <Fact icon={<TriangleAlert className="size-5 text-danger" />}>
          <span className="font-bold">{t('sessions.clashes')}</span>{' '}
          {when(clash.startDateTime, clash.endDateTime)}
        </Fact>
      )}
    </ul>
  );
}

type OfSessionProps = {
  session: Session;
  occurrence: NamedOccurrence;
  /** One comes back from the question of what to delete. */
  hasAsked: boolean;
  onEdit: () => void;
  onRemove: () => Promise<void>;
  onAsk: () => void;
};

function OfSession({ session, occurrence, hasAsked, onEdit, onRemove, onAsk }: OfSessionProps) {
  const { t } = useTexts();
  const { data: timelines = [] } = useTimelines();
  const timeline = timelines.find(({ id }) => id === session.timelineId);
  const canEdit = timeline === undefined || isEditable(timeline);
  const { activity } = session;
  const description = occurrence.description ?? session.description;
  const isSeries = session.type === 'RECURRING';
  return (
    <>
      {description && <p className="whitespace-pre-line [overflow-wrap:anywhere]">{description}</p>}
      {activity && <ActivityOpening activity={activity} occurrence={occurrence} canOpen={canEdit} />}
      {canEdit && (
        <div className="flex flex-wrap justify-end gap-3">
          {isSeries ? (
            <RemoveButton onClick={onAsk} takesFocus={hasAsked} />
          ) : (
            <Confirm
              trigger={(open) => <RemoveButton onClick={open} />}
              title={t('sessions.removeTitle', { name: occurrence.name })}
              confirmLabel={t('sessions.remove')}
              onConfirm={onRemove}
            >
              {t('sessions.removeText')}
            </Confirm>
          )}
          <Button onClick={onEdit}>
            <Pencil className="size-4" />
            {t('sessions.edit')}
          </Button>
        </div>
      )}
    </>
  );
}

function RemoveButton({ onClick, takesFocus = false }: { onClick: () => void; takesFocus?: boolean }) {
  const { t } = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);
  return (
    <Button ref={button} kind="secondary" onClick={onClick}>
      <Trash2 className="size-4" />
      {t('sessions.remove')}
    </Button>
  );
}

const SHOWN_DATES = 3;

/** The rule in words, and when it is next. */
function Recurrence({ session, occurrence }: { session: Session; occurrence: NamedOccurrence }) {
  const { t } = useTexts();
  const { locale, plainDay, zone: here } = useTimes();
  const next = useNextStarts(session, occurrence);
  const rule = ruleOf(session);
  if (!rule || session.startDateTime === null) return null;
  const zone = session.timeZone;
  const start = Temporal.Instant.from(session.startDateTime).toZonedDateTimeISO(zone).toPlainDateTime();
  const days = next.map((instant) =>
    plainDay(Temporal.Instant.from(instant).toZonedDateTimeISO(here).toPlainDate(), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
    }),
  );
  return (
    <>
      {ruleInWords(rule, { start, zone }, { t, locale })}
      {days.length > 0 && (
        <span className="block break-keep text-sm text-soft">
          {t('sessions.next', { days: days.join(' · ') })}
        </span>
      )}
    </>
  );
}

/** Those that follow an event within two years. */
function useNextStarts({ id, updatedAt }: Session, { endDateTime }: NamedOccurrence): string[] {
  const { data = [] } = useQuery({
    queryKey: ['schedule', 'next', id, endDateTime, updatedAt],
    queryFn: async () => {
      const to = Temporal.Instant.from(endDateTime)
        .add({ hours: 2 * 366 * 24 })
        .toString();
      const query = { from: endDateTime, to, take: SHOWN_DATES };
      return (await read(api.GET('/sessions/{id}/occurrences', { params: { path: { id }, query } }))).data;
    },
  });
  return data.map(({ startDateTime }) => startDateTime);
}
