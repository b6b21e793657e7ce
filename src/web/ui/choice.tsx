import { type ReactNode, useId } from 'react';

/** What is loud stands out among many choices that are left as they were. */
type Option<T> = { value: T; label: ReactNode; isLoud?: boolean };

type Props<T> = {
  legend: string;
  isLegendHidden?: boolean;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
};

const CHOSEN = 'border-soft bg-raised text-ink';
const LOUD = 'border-accent bg-accent text-on-accent';
const OTHER = 'border-transparent text-soft hover:text-ink';

/** One of a few, side by side; the arrow keys move between them. */
export function Choice<T extends string | number>({
  legend,
  isLegendHidden = false,
  options,
  value,
  onChange,
}: Props<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={isLegendHidden ? 'sr-only' : 'mb-1.5 font-bold'}>{legend}</legend>
      <div className="flex w-fit max-w-full flex-wrap rounded-control bg-sunken">
        {options.map(({ value: option, label, isLoud }) => (
          <label
            key={option}
            className={`relative flex min-h-11 min-w-11 cursor-pointer items-center justify-center rounded-control border-2 px-2.5 text-sm font-bold has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
              option === value ? (isLoud ? LOUD : CHOSEN) : OTHER
            }`}
          >
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
