import { useId, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { isInOrder, moveStart, readTimes, type TimesDraft } from './event-times.ts';
import type { SessionFaults } from './session-faults.ts';
import { isElsewhere, useTimes } from './viewer-zone.ts';
import { ZoneField } from './zone-field.tsx';

type Props = { times: TimesDraft; onChange: (times: TimesDraft) => void; faults: SessionFaults };

/** The years that the server keeps. */
const DAYS = { min: '1900-01-01', max: '2199-12-31' };

/** When an event begins and ends, and by the clocks of which zone. */
export function SessionTimes({ times, onChange, faults }: Props) {
  const { t } = useTexts();
  const { zone: here, when, zoneName } = useTimes();
  const [isZoneWanted, setZoneWanted] = useState(false);
  const [isZoneElsewhere] = useState(times.zone !== here);
  const span = readTimes(times);
  const at = span?.start.toString() ?? new Date().toISOString();
  const isAway = isElsewhere(times.zone, here, at);
  const endFault = faults.end ?? (span && !isInOrder(span) ? t('sessions.wrong.order') : undefined);
  return (
    <div className="flex flex-col gap-3">
      <Moment
        legend={t('sessions.starts')}
        labels={{ date: t('sessions.startDate'), time: t('sessions.startTime') }}
        date={times.startDate}
        time={times.startTime}
        onDate={(startDate) => onChange(moveStart(times, { startDate }))}
        onTime={(startTime) => onChange(moveStart(times, { startTime }))}
        error={faults.start}
      />
      <Moment
        legend={t('sessions.ends')}
        labels={{ date: t('sessions.endDate'), time: t('sessions.endTime') }}
        date={times.endDate}
        time={times.endTime}
        min={times.startDate}
        onDate={(endDate) => onChange({ ...times, endDate })}
        onTime={(endTime) => onChange({ ...times, endTime })}
        error={endFault}
      />
      {isZoneWanted || isZoneElsewhere ? (
        <ZoneField
          zone={times.zone}
          takesFocus={isZoneWanted}
          at={at}
          onChange={(zone) => onChange({ ...times, zone })}
          hint={
            isAway && span
              ? t('sessions.forYou', { when: when(span.start.toString(), span.end.toString()) })
              : undefined
          }
          error={faults.zone}
        />
      ) : (
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-soft">
          {zoneName(times.zone, at)}
          <Button kind="quiet" size="small" onClick={() => setZoneWanted(true)}>
            {t('sessions.otherZone')}
          </Button>
        </p>
      )}
    </div>
  );
}

type MomentProps = {
  legend: string;
  labels: { date: string; time: string };
  date: string;
  time: string;
  min?: string;
  onDate: (date: string) => void;
  onTime: (time: string) => void;
  error: string | undefined;
};

function Moment({ legend, labels, date, time, min = DAYS.min, onDate, onTime, error }: MomentProps) {
  const id = useId();
  const wiring = error ? ({ 'aria-describedby': `${id}-error`, 'aria-invalid': true } as const) : {};
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-bold">{legend}</legend>
      <div className="grid grid-cols-2 gap-2">
        <TextField
          {...wiring}
          label={labels.date}
          isLabelHidden
          type="date"
          required
          min={min}
          max={DAYS.max}
          value={date}
          onChange={({ currentTarget }) => onDate(currentTarget.value)}
        />
        <TextField
          {...wiring}
          label={labels.time}
          isLabelHidden
          type="time"
          required
          value={time}
          onChange={({ currentTarget }) => onTime(currentTarget.value)}
        />
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm font-bold text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
