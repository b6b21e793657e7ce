import { type ReactNode, useEffect } from 'react';
import { catchFocus } from '../lib/lost-focus.ts';

type PageProps = { title: string; actions?: ReactNode; isNarrow?: boolean; children: ReactNode };

/** The page's heading, also the window's title, and its content. */
export function Page({ title, actions, isNarrow = false, children }: PageProps) {
  useTitle(title);
  return (
    <main
      id="main"
      tabIndex={-1}
      className={`mx-auto w-full px-4 pb-24 pt-6 outline-none sm:px-6 ${isNarrow ? 'max-w-xl' : 'max-w-6xl'}`}
    >
      <header className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="min-w-0 text-3xl [overflow-wrap:anywhere] sm:text-4xl">{title}</h1>
        {actions}
      </header>
      {children}
    </main>
  );
}

/** The window's title; and the page is gone on with by whoever acted on what was here before it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Soiree`;
  }, [title]);
  useEffect(catchFocus, []);
}
