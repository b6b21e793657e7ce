import { Popover } from '@base-ui/react/popover';
import { CalendarSearch, ChevronLeft, ChevronRight, Layers, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Choice } from '#web/ui/choice.tsx';
import { TextField } from '#web/ui/field.tsx';
import { VIEWS, type View } from './calendar-period.ts';

type Props = {
  /** Such as “November 2026”. */
  period: string;
  view: View;
  date: Temporal.PlainDate;
  isPhone: boolean;
  shortcuts: ReactNode;
  onToday: () => void;
  onStep: (direction: -1 | 1) => void;
  onView: (view: View) => void;
  onDate: (date: Temporal.PlainDate) => void;
  onCreate: (() => void) | undefined;
  /** Where the list of calendars isn’t beside. */
  onCalendars: () => void;
};

/** What is shown, and the ways to what is before, after, or elsewhere. */
export function CalendarToolbar(props: Props) {
  const { period, view, isPhone, shortcuts, onToday, onStep, onView, onCreate, onCalendars } = props;
  const { t } = useTexts();
  const step = isPhone && view === 'week' ? 'days' : view;
  return (
    <header className="mb-4 flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h1 aria-live="polite" className="min-w-0 text-2xl sm:text-4xl">
          {period}
        </h1>
        {onCreate && (
          <Button
            onClick={onCreate}
            aria-label={t('calendar.new')}
            className="shrink-0 max-sm:aspect-square max-sm:!px-0"
          >
            <Plus className="size-5" />
            <span className="max-sm:hidden">{t('calendar.new')}</span>
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-3">
        <IconButton
          kind="secondary"
          label={t(`calendar.previous.${step}`)}
          icon={<ChevronLeft className="size-5" />}
          onClick={() => onStep(-1)}
        />
        <Button kind="secondary" onClick={onToday}>
          {t('calendar.today')}
        </Button>
        <IconButton
          kind="secondary"
          label={t(`calendar.next.${step}`)}
          icon={<ChevronRight className="size-5" />}
          onClick={() => onStep(1)}
        />
        <JumpToDate {...props} />
        <Button
          kind="quiet"
          onClick={onCalendars}
          aria-label={t('calendar.calendars')}
          className="lg:hidden max-sm:aspect-square max-sm:!px-0"
        >
          <Layers className="size-5" />
          <span className="max-sm:hidden">{t('calendar.calendars')}</span>
        </Button>
        <div className="ml-auto flex items-center gap-1 max-sm:w-full">
          {shortcuts}
          <Choice
            legend={t('calendar.views')}
            isLegendHidden
            value={view}
            onChange={onView}
            options={VIEWS.map((value) => ({
              value,
              label: t(`calendar.view.${isPhone && value === 'week' ? 'days' : value}`),
            }))}
          />
        </div>
      </div>
    </header>
  );
}

function JumpToDate({ date, onDate }: Pick<Props, 'date' | 'onDate'>) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const jump = (form: FormData) => {
    const given = form.get('date');
    if (typeof given !== 'string' || given === '') return;
    setOpen(false);
    onDate(Temporal.PlainDate.from(given));
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        render={<IconButton label={t('calendar.jump')} icon={<CalendarSearch className="size-5" />} />}
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} className="z-40">
          <Popover.Popup className="w-72 max-w-[calc(100vw-2rem)] animate-rise rounded-card border border-line bg-surface p-5 shadow-card">
            <form action={jump} className="flex flex-col gap-4">
              <Popover.Title className="sr-only">{t('calendar.jump')}</Popover.Title>
              <TextField
                type="date"
                name="date"
                label={t('calendar.jump')}
                required
                min="1900-01-01"
                max="2199-12-31"
                defaultValue={date.toString()}
              />
              <Button type="submit">{t('calendar.jumpGo')}</Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
