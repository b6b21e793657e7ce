import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Large figures side by side. */
export const HistoryFigures = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">{children}</dl>
);

type Props = { icon: LucideIcon; name: string; value: string };

export const HistoryFigure = ({ icon: Icon, name, value }: Props) => (
  <div className="flex flex-col-reverse justify-end">
    <dt className="text-soft">{name}</dt>
    <dd className="flex items-center gap-2.5 whitespace-nowrap text-2xl font-extrabold tabular-nums sm:text-3xl">
      <Icon aria-hidden="true" className="size-7 shrink-0 text-accent max-sm:hidden" />
      {value}
    </dd>
  </div>
);
