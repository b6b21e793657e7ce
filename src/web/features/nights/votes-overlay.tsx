import { useLayoutEffect } from 'react';
import { useSearch } from 'wouter';
import { useNewestNight, useNextNight, useNight, useNightEnd } from './night-state.ts';
import { type OverlayOptions, readOverlayOptions } from './overlay-options.ts';
import { LEAVE_MS, OverlayPanel } from './overlay-panel.tsx';

/** A transparent page to lay over a stream: what is played, how to join, how it is liked, and nothing else. */
export default function VotesOverlay() {
  const { host, theme, align } = readOverlayOptions(useSearch());
  useTransparentPage(theme);
  return (
    <main className="fixed inset-0 overflow-hidden p-[min(2vw,3vh)] text-ink">
      {host && <Evenings key={host} host={host} align={align} />}
    </main>
  );
}

type Align = OverlayOptions['align'];

function Evenings({ host, align }: { host: string; align: Align }) {
  const { night, reload } = useNewestNight(host);
  return night?.is_active ? (
    <OpenNight key={night.id} id={night.id} align={align} onEnd={reload} />
  ) : (
    <Waiting onMaybe={reload} />
  );
}

function Waiting({ onMaybe }: { onMaybe: () => void }) {
  useNextNight(onMaybe);
  return null;
}

function OpenNight({ id, align, onEnd }: { id: number; align: Align; onEnd: () => void }) {
  const state = useNight(id);
  const { playing, votesOf } = state;
  // Not before the panel has left.
  const isOver = useNightEnd(state, onEnd, LEAVE_MS);
  const present = playing && !isOver ? { game: playing, votes: votesOf(playing.game_id) } : undefined;
  return <OverlayPanel present={present} align={align} />;
}

/** Undone when the page is left: all others have a background and scroll. */
function useTransparentPage(theme: OverlayOptions['theme']): void {
  useLayoutEffect(() => {
    const { documentElement: root, body } = document;
    const before = { theme: root.dataset.theme, root: root.style.cssText, body: body.style.cssText };
    root.dataset.theme = theme;
    // A page that calls itself dark gets a dark canvas from the browser.
    root.style.colorScheme = 'light';
    root.style.overflow = 'hidden';
    root.style.scrollbarGutter = 'auto';
    root.style.background = 'transparent';
    body.style.background = 'transparent';
    return () => {
      if (before.theme === undefined) delete root.dataset.theme;
      else root.dataset.theme = before.theme;
      root.style.cssText = before.root;
      body.style.cssText = before.body;
    };
  }, [theme]);
}
