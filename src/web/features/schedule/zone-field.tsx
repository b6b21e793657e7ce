import { Combobox } from '@base-ui/react/combobox';
import { ChevronDown } from 'lucide-react';
import { useEffect, useId, useMemo, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useTimes } from './viewer-zone.ts';

type Zone = { id: string; label: string; name: string };

type Props = {
  zone: string;
  /** For which it is asked what the zone is called: it may differ by the season. */
  at: string;
  onChange: (zone: string) => void;
  /** It has just been asked for. */
  takesFocus: boolean;
  hint?: string | undefined;
  error?: string | undefined;
};

const labelOf = (id: string): string => id.replaceAll('_', ' ');

/** Browsers list neither UTC nor, in some of them, names that the server goes by. */
const listIds = (present: string): string[] =>
  [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])].toSorted();

/** One of all time zones, found by its place or by its name in the reader's language. */
export function ZoneField({ zone, at, onChange, takesFocus, hint, error }: Props) {
  const { t } = useTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    input.current?.focus();
    input.current?.select();
  }, [takesFocus]);
  const { zones, present } = useZones(zone, at);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-bold">
        {t('sessions.zone')}
      </label>
      <Combobox.Root<Zone>
        items={zones}
        value={present}
        onValueChange={(chosen) => chosen && onChange(chosen.id)}
        isItemEqualToValue={(one, other) => one.id === other.id}
        itemToStringLabel={({ label }) => label}
        filter={matches}
        autoHighlight
      >
        <div className="relative">
          <Combobox.Input
            id={id}
            ref={input}
            // While the list is open, it hides the label from screen readers.
            aria-label={t('sessions.zone')}
            autoComplete="off"
            spellCheck={false}
            {...(described && { 'aria-describedby': described })}
            {...(error && { 'aria-invalid': true })}
            className="min-h-11 w-full rounded-control border border-line bg-raised py-2 pl-3.5 pr-12 text-ink hover:border-accent aria-invalid:border-danger"
          />
          <Combobox.Trigger
            aria-label={t('sessions.zoneList')}
            className="absolute inset-y-0 right-0 flex w-11 items-center justify-center rounded-control text-soft hover:text-ink"
          >
            <ChevronDown className="size-5" />
          </Combobox.Trigger>
        </div>
        <Combobox.Portal>
          <Combobox.Positioner className="z-50 outline-none" sideOffset={6}>
            <Combobox.Popup className="max-h-[min(20rem,var(--available-height))] w-(--anchor-width) animate-rise overflow-y-auto overscroll-contain rounded-card border border-line bg-raised p-1.5 shadow-card">
              <Combobox.Empty>
                <p className="px-3 py-2.5 text-soft">{t('sessions.zoneNone')}</p>
              </Combobox.Empty>
              <Combobox.List aria-label={t('sessions.zone')}>
                {(item: Zone) => (
                  <Combobox.Item
                    key={item.id}
                    value={item}
                    className="flex min-h-11 cursor-pointer flex-col justify-center rounded-control px-3 py-1 data-highlighted:bg-sunken data-selected:font-bold"
                  >
                    <span>{item.label}</span>
                    <span className="text-sm font-normal text-soft">{item.name}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-bold text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

/** With what each is called, which takes some dozen milliseconds for all. */
function useZones(zone: string, at: string): { zones: Zone[]; present: Zone } {
  const { zoneName } = useTimes();
  return useMemo(() => {
    const zones = listIds(zone).map((id) => ({ id, label: labelOf(id), name: zoneName(id, at) }));
    const present = zones.find(({ id }) => id === zone) ?? { id: zone, label: labelOf(zone), name: zone };
    return { zones, present };
  }, [zone, at, zoneName]);
}

const plain = (text: string): string => text.normalize('NFKD').toLocaleLowerCase();

function matches({ id, label, name }: Zone, query: string): boolean {
  const wanted = plain(query.trim());
  return [id, label, name].some((text) => plain(text).includes(wanted));
}
