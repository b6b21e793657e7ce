import { CalendarSync, Plus, Settings2 } from 'lucide-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { createStored } from '#web/lib/stored.ts';
import { AnswerShape } from '#web/ui/answer-shape.tsx';
import { Button } from '#web/ui/button.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { type Timeline, useTimelines } from './calendar-data.ts';
import { colorOf } from './timeline-colors.ts';
import { TimelineCreate } from './timeline-create.tsx';
import { SubscribeDialog } from './timeline-subscribe.tsx';

const readIds = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : undefined;

const stored = createStored('soiree.hiddenCalendars', readIds);

/** The calendars that this device leaves out of its views. */
export function useHiddenTimelines(): { hidden: ReadonlySet<string>; toggle: (timelineId: string) => void } {
  const ids = useSyncExternalStore(stored.subscribe, stored.get);
  const toggle = (timelineId: string) => {
    const next = new Set(stored.get());
    if (!next.delete(timelineId)) next.add(timelineId);
    stored.set(next.size > 0 ? [...next] : undefined);
  };
  const hidden = useMemo(() => new Set(ids), [ids]);
  return { hidden, toggle };
}

type Props = { hidden: ReadonlySet<string>; onToggle: (timelineId: string) => void };

/** The viewer's calendars, each with its switch and the way to its settings, and the way to another. */
export function TimelineList({ hidden, onToggle }: Props) {
  const { t } = useTexts();
  const query = useTimelines();
  const [open, setOpen] = useState<'create' | 'subscribe'>();
  const close = () => setOpen(undefined);
  return (
    <>
      {/* Where it is a dialog's, that has a title. */}
      <h2 className="mb-2 text-lg max-lg:hidden">{t('timelines.title')}</h2>
      <Loaded query={query}>
        {(timelines) =>
          timelines.length > 0 ? (
            <ul className="-mx-2 flex flex-col">
              {timelines.map((timeline) => (
                <TimelineItem
                  key={timeline.id}
                  timeline={timeline}
                  timelines={timelines}
                  isShown={!hidden.has(timeline.id)}
                  onToggle={() => onToggle(timeline.id)}
                />
              ))}
            </ul>
          ) : (
            <p className="py-2 text-soft">{t('timelines.noneText')}</p>
          )
        }
      </Loaded>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="secondary" size="small" onClick={() => setOpen('create')}>
          <Plus aria-hidden="true" className="size-4" />
          {t('timelines.new')}
        </Button>
        {query.data && query.data.length > 0 && (
          <Button kind="secondary" size="small" onClick={() => setOpen('subscribe')}>
            <CalendarSync aria-hidden="true" className="size-4" />
            {t('timelines.subscribe')}
          </Button>
        )}
      </div>
      {open === 'create' && <TimelineCreate onClose={close} />}
      {open === 'subscribe' && <SubscribeDialog onClose={close} />}
    </>
  );
}

type ItemProps = {
  timeline: Timeline;
  timelines: readonly Timeline[];
  isShown: boolean;
  onToggle: () => void;
};

function TimelineItem({ timeline: { id, name }, timelines, isShown, onToggle }: ItemProps) {
  const { t } = useTexts();
  return (
    <li className="flex items-center">
      <label className="relative flex min-h-11 min-w-0 flex-1 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-sunken has-focus-visible:outline-3 has-focus-visible:outline-accent">
        <input type="checkbox" checked={isShown} onChange={onToggle} className="sr-only" />
        <TimelineBox isShown={isShown} color={colorOf(id, timelines)} />
        <span className={`line-clamp-2 min-w-0 [overflow-wrap:anywhere] ${isShown ? '' : 'text-soft'}`}>
          {name}
        </span>
      </label>
      <Link
        href={`/calendar/timelines/${id}`}
        aria-label={t('timelines.settingsOf', { name })}
        title={t('timelines.settingsOf', { name })}
        className="flex size-11 shrink-0 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
      >
        <Settings2 aria-hidden="true" className="size-5" />
      </Link>
    </li>
  );
}

/** A checkbox in the calendar's colour, its shape for a tick. */
const TimelineBox = ({
  isShown,
  color: { shape, fill, edge },
}: {
  isShown: boolean;
  color: ReturnType<typeof colorOf>;
}) => (
  <span
    aria-hidden="true"
    className={`flex size-6 shrink-0 items-center justify-center rounded-md border-2 ${edge} ${isShown ? fill : ''}`}
  >
    {isShown && <AnswerShape index={shape} className="size-3.5" />}
  </span>
);
