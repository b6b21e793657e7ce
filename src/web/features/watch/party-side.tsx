import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { PartyChat } from './party-chat.tsx';
import { PartyPeople } from './party-people.tsx';
import { PartyTools } from './party-tools.tsx';
import { useRoom } from './use-party.ts';
import type { Side, SideTab } from './use-side.ts';

/** Beside the stage, or below it on phones: what is said, and who is here. */
export function PartySide({ side }: { side: Side }) {
  const { t, number } = useTexts();
  const { state, isHost } = useRoom();
  return (
    <Tabs.Root
      value={side.tab}
      onValueChange={side.setTab}
      className={`flex min-h-80 min-w-0 flex-col border-line bg-surface below:border-t beside:min-h-0 beside:border-l ${
        side.isShown ? '' : side.isFull ? 'hidden' : 'beside:hidden'
      }`}
    >
      <Tabs.List className="flex shrink-0 border-b border-line px-1">
        <Tab value="chat">{t('watch.chat.title')}</Tab>
        <Tab value="people">
          {t('watch.people.title')}
          <span className="rounded-full bg-sunken px-2 text-sm tabular-nums text-ink">
            {number(state.participants.length)}
          </span>
        </Tab>
        {isHost && <Tab value="tools">{t('watch.tools.title')}</Tab>}
      </Tabs.List>
      {/* What is written stays while one looks at the others. */}
      <Tabs.Panel value="chat" keepMounted className="flex min-h-0 flex-1 flex-col [[hidden]]:hidden">
        <PartyChat />
      </Tabs.Panel>
      <Tabs.Panel value="people" className="min-h-0 flex-1 overflow-y-auto p-4">
        <PartyPeople />
      </Tabs.Panel>
      {isHost && (
        <Tabs.Panel value="tools" className="min-h-0 flex-1 overflow-y-auto p-4">
          <PartyTools />
        </Tabs.Panel>
      )}
    </Tabs.Root>
  );
}

const Tab = ({ value, children }: { value: SideTab; children: ReactNode }) => (
  <Tabs.Tab
    value={value}
    className="flex min-h-11 flex-1 items-center justify-center gap-2 border-b-4 border-transparent px-2 font-bold whitespace-nowrap text-soft short:px-0 short:text-sm hover:text-ink data-[active]:border-accent data-[active]:text-ink"
  >
    {children}
  </Tabs.Tab>
);
