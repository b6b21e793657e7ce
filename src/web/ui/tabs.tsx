import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

type Tab = { id: string; label: string; content: ReactNode };

/** Several views of which one is shown; the arrow keys move between them. */
export const Tabs = ({
  tabs,
  value,
  onChange,
}: {
  tabs: readonly Tab[];
  value: string;
  onChange: (id: string) => void;
}) => (
  <Base.Root value={value} onValueChange={(next) => onChange(String(next))}>
    <Base.List className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ id, label }) => (
        <Base.Tab
          key={id}
          value={id}
          className="min-h-11 shrink-0 border-b-4 border-transparent px-3 font-bold sm:px-4 text-soft hover:text-ink data-[active]:border-accent data-[active]:text-ink data-[selected]:border-accent data-[selected]:text-ink"
        >
          {label}
        </Base.Tab>
      ))}
    </Base.List>
    {tabs.map(({ id, content }) => (
      <Base.Panel key={id} value={id}>
        {content}
      </Base.Panel>
    ))}
  </Base.Root>
);
