import type { ReactNode } from 'react';

const KINDS = {
  plain: 'bg-sunken text-ink',
  live: 'bg-accent text-on-accent',
  good: 'border border-up text-up',
  bad: 'border border-danger text-danger',
};

export const Badge = ({ kind = 'plain', children }: { kind?: keyof typeof KINDS; children: ReactNode }) => (
  <span
    className={`inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 text-sm font-bold ${KINDS[kind]}`}
  >
    {children}
  </span>
);
