import type { ReactNode } from 'react';

export type Column = {
  key: number;
  /** What it is of, and how much: read out, and shown to who points at it. */
  text: string;
  /** From bottom to top. */
  parts: readonly { value: number; className: string }[];
};

type Props = { label: string; columns: readonly Column[]; from: ReactNode; to: ReactNode };

/** More than so many have no room for their figures above them. */
const MAX_FIGURES = 24;

/** Values side by side over a time: a list to a screen reader, columns to the eye. */
export function HistoryColumns({ label, columns, from, to }: Props) {
  const totalOf = ({ parts }: Column) => parts.reduce((sum, { value }) => sum + value, 0);
  const most = Math.max(1, ...columns.map(totalOf));
  const hasFigures = columns.length <= MAX_FIGURES;
  return (
    <figure>
      <ol aria-label={label} className="flex h-52 lg:h-72 items-stretch gap-px sm:gap-1.5">
        {columns.map((column) => (
          <li key={column.key} title={column.text} className="group flex min-w-0 flex-1 flex-col justify-end">
            <span className="sr-only">{column.text}</span>
            <span
              aria-hidden="true"
              className={`mb-1 flex justify-center whitespace-nowrap text-xs font-bold tabular-nums text-soft group-hover:text-ink ${hasFigures ? 'max-sm:hidden' : 'hidden'}`}
            >
              {totalOf(column) > 0 && totalOf(column)}
            </span>
            <div
              style={{ height: `${(88 * totalOf(column)) / most}%` }}
              className="mx-auto flex w-full max-w-12 flex-col-reverse gap-0.5 overflow-hidden rounded-t-md group-hover:opacity-80"
            >
              {column.parts.map(
                ({ value, className }) =>
                  value > 0 && <div key={className} style={{ flexGrow: value }} className={className} />,
              )}
            </div>
          </li>
        ))}
      </ol>
      <figcaption className="mt-1 flex justify-between gap-4 border-t border-line pt-1.5 text-sm text-soft">
        <span>{from}</span>
        <span className="text-right">{to}</span>
      </figcaption>
    </figure>
  );
}
