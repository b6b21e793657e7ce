import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import {
  conflictOf,
  isEditable,
  type NamedOccurrence,
  type Session,
  type Timeline,
  useSession,
  useTimelines,
  useWrites,
} from './calendar-data.ts';
import { draftNew, draftPresent, type EventDraft, isUnchanged, readChange, readNew } from './event-draft.ts';
import { type Span, suggestTimes } from './event-times.ts';
import { FirstCalendar } from './first-calendar.tsx';
import { applyChange, type EventChange, type Scope } from './occurrence-writes.ts';
import { ScopeQuestion, TITLES } from './series-scope.tsx';
import { NO_FAULTS, readFaults } from './session-faults.ts';
import { SessionForm } from './session-form.tsx';
import { useTimes, viewerZone } from './viewer-zone.ts';

/** How a new event begins; instants, as ISO 8601. */
export type SessionDraft = { timelineId?: string; start?: string; end?: string };

type Props = { onClose: () => void } & (
  | { draft: SessionDraft; occurrence?: never }
  | { occurrence: NamedOccurrence; draft?: never }
);

/** Makes a new event, or changes one. */
export function SessionDialog({ draft, occurrence, onClose }: Props) {
  return occurrence ? (
    <ChangeDialog occurrence={occurrence} onClose={onClose} />
  ) : (
    <NewDialog draft={draft} onClose={onClose} />
  );
}

function NewDialog({ draft, onClose }: { draft: SessionDraft; onClose: () => void }) {
  const { t } = useTexts();
  const timelines = useTimelines();
  return (
    <Dialog isOpen onClose={onClose} title={t('sessions.new')}>
      <Loaded query={timelines}>
        {(all) => {
          const writable = all.filter(isEditable);
          const [first] = writable;
          if (!first) return <FirstCalendar onClose={onClose} />;
          const wanted = writable.find(({ id }) => id === draft.timelineId) ?? first;
          return <NewForm draft={draft} timelineId={wanted.id} timelines={writable} onClose={onClose} />;
        }}
      </Loaded>
    </Dialog>
  );
}

function spanOf({ start, end }: SessionDraft): Span {
  const suggested = suggestTimes(Temporal.Now.zonedDateTimeISO());
  const from = start === undefined ? suggested.start : Temporal.Instant.from(start);
  const to = end === undefined ? from.add(suggested.start.until(suggested.end)) : Temporal.Instant.from(end);
  return { start: from, end: to };
}

type NewFormProps = {
  draft: SessionDraft;
  timelineId: string;
  timelines: readonly Timeline[];
  onClose: () => void;
};

function NewForm({ draft, timelineId, timelines, onClose }: NewFormProps) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const times = useTimes();
  const { create } = useWrites();
  const [event, setEvent] = useState(() => draftNew({ timelineId, span: spanOf(draft), zone: viewerZone() }));
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: create,
    onSuccess({ name }) {
      tell(t('sessions.created', { name }));
      onClose();
    },
  });
  const faults = useMemo(
    () => (error ? readFaults(error, conflictOf(error), t, times) : NO_FAULTS),
    [error, t, times],
  );
  /** What was wrong with it before may be right now. */
  const edit = (next: EventDraft) => {
    setEvent(next);
    if (error) reset();
  };
  const submit = () => {
    const body = readNew(event);
    if (body) mutate(body);
  };
  return (
    <SessionForm
      draft={event}
      onChange={edit}
      timelines={timelines}
      isSeries={false}
      focusOn="name"
      faults={faults}
      isBusy={isPending}
      submitLabel={t('sessions.create')}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

function ChangeDialog({ occurrence, onClose }: { occurrence: NamedOccurrence; onClose: () => void }) {
  const { t } = useTexts();
  const timelines = useTimelines();
  const session = useSession(occurrence.sessionId);
  if (!session.data || !timelines.data)
    return (
      <Dialog isOpen onClose={onClose} title={t('sessions.change')}>
        <Loaded query={session.data ? timelines : session}>{() => null}</Loaded>
      </Dialog>
    );
  return (
    <ChangeForm
      session={session.data}
      occurrence={occurrence}
      timelines={timelines.data.filter(isEditable)}
      onClose={onClose}
    />
  );
}

type ChangeFormProps = {
  session: Session;
  occurrence: NamedOccurrence;
  timelines: readonly Timeline[];
  onClose: () => void;
};

function ChangeForm({ session, occurrence, timelines, onClose }: ChangeFormProps) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const times = useTimes();
  const writes = useWrites();
  // What others change meanwhile doesn't change what is being written here.
  const [before] = useState(() => draftPresent(session, occurrence));
  const [event, setEvent] = useState<EventDraft>(before);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ change, scope }: { change: EventChange; scope: Scope }) =>
      applyChange(writes, session, occurrence, change, scope),
    onSuccess() {
      tell(t('sessions.changed', { name: event.name.trim() }));
      onClose();
    },
  });
  /** While it is asked for how many events a change is meant, the form waits. */
  const [isAsking, setAsking] = useState(false);
  const [hasAsked, setAsked] = useState(false);
  const isSeries = session.type === 'RECURRING';
  const ask = () => {
    setAsking(true);
    setAsked(true);
  };
  const change = readChange(before, event);
  const faults = useMemo(
    () => (error ? readFaults(error, conflictOf(error), t, times) : NO_FAULTS),
    [error, t, times],
  );
  /** What was wrong with it before may be right now. */
  const edit = (next: EventDraft) => {
    setEvent(next);
    if (error) reset();
  };
  const submit = () => {
    if (!change) return;
    if (isUnchanged(change)) onClose();
    else if (isSeries) ask();
    else mutate({ change, scope: 'all' });
  };
  const isChoosing = isAsking && change !== undefined;
  return (
    <Dialog
      isOpen
      onClose={isChoosing ? () => setAsking(false) : onClose}
      title={t(isChoosing ? TITLES.change : 'sessions.change')}
    >
      {isChoosing ? (
        <ScopeQuestion
          kind="change"
          session={session}
          occurrence={occurrence}
          change={change}
          onChoose={(scope) => {
            setAsking(false);
            mutate({ change, scope });
          }}
          onCancel={() => setAsking(false)}
        />
      ) : (
        <SessionForm
          draft={event}
          onChange={edit}
          timelines={timelines}
          isSeries={isSeries}
          focusOn={hasAsked ? 'submit' : undefined}
          faults={faults}
          isBusy={isPending}
          submitLabel={t('sessions.save')}
          onSubmit={submit}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
