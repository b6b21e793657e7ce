import type { ReactNode } from 'react';

export type Bar = {
  key: string | number;
  label: ReactNode;
  value: number;
  text: string;
  tone?: 'accent' | 'up' | 'down';
};

const TONES = { accent: 'bg-accent', up: 'bg-up', down: 'bg-down' };

/** Values side by side, each with its name and its figure: a list to a screen reader, a chart to the eye. */
export function BarChart({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => Math.abs(value)));
  return (
    <ol aria-label={label} className="flex flex-col gap-3">
      {bars.map(({ key, label: name, value, text, tone = 'accent' }) => (
        <li key={key}>
          <div className="mb-1 flex items-baseline justify-between gap-3">
            <span className="min-w-0 font-bold">{name}</span>
            <span className="shrink-0 tabular-nums text-soft">{text}</span>
          </div>
          <div aria-hidden="true" className="h-3 overflow-hidden rounded-full bg-sunken">
            <div
              style={{ width: `${(100 * Math.abs(value)) / most}%` }}
              className={`h-full min-w-1 rounded-full ${TONES[tone]}`}
            />
          </div>
        </li>
      ))}
    </ol>
  );
}
