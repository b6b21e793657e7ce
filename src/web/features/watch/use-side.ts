import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { leaveFullScreen, useFullScreen } from '#web/lib/full-screen.ts';
import { CHAT_FIELD } from './chat-write.tsx';

export type SideTab = 'chat' | 'people' | 'tools';
export type Side = ReturnType<typeof useSide>;

/** What is beside the stage, and whether: in full screen the picture is alone until one wants company there as well. */
export function useSide() {
  const isFull = useFullScreen();
  const [tab, setTab] = useState<SideTab>('chat');
  const [isShown, setShown] = useState({ onPage: true, onScreen: false });
  const place = isFull ? 'onScreen' : 'onPage';
  const show = (next: boolean) => setShown((present) => ({ ...present, [place]: next }));
  useEffect(() => leaveFullScreen, []);
  return {
    isFull,
    isShown: isShown[place],
    tab,
    setTab,
    toggle: () => show(!isShown[place]),
    openChat(): void {
      // What isn’t seen takes no focus.
      flushSync(() => {
        setTab('chat');
        show(true);
      });
      document.getElementById(CHAT_FIELD)?.focus();
    },
  };
}
