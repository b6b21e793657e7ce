import type { ReactNode } from 'react';

type CardProps = { title?: string; actions?: ReactNode; className?: string; children: ReactNode };

/** A piece of a page, with its heading. */
export function Card({ title, actions, className = '', children }: CardProps) {
  return (
    <section className={`rounded-card border border-line bg-surface p-4 shadow-card sm:p-6 ${className}`}>
      {(title || actions) && (
        <header className="mb-4 flex flex-wrap items-center justify-between gap-3">
          {title && <h2 className="text-xl">{title}</h2>}
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
