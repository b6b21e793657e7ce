import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';

/** The page before the game, and after it: a little in the middle. */
export const DoorPage = ({ title, children }: { title: string; children: ReactNode }) => (
  <main
    id="main"
    tabIndex={-1}
    className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-5 pb-[max(2rem,env(safe-area-inset-bottom))] pt-8 outline-none short:max-w-2xl short:gap-3"
  >
    <Link
      href="/"
      className="flex min-h-11 items-center justify-center gap-2 self-center text-xl font-extrabold"
    >
      <img src="/favicon.svg" alt="" className="size-9" />
      Soiree
    </Link>
    <h1 className="text-center text-3xl sm:text-4xl">{title}</h1>
    {children}
  </main>
);

type DoorFieldProps = ComponentProps<'input'> & { id: string; label: string; note: string; isWrong: boolean };

/** One big field; its hint gives its place to what is wrong, so that nothing moves. */
export const DoorField = ({ id, label, note, isWrong, className = '', ...input }: DoorFieldProps) => (
  <div className="flex flex-col gap-2">
    <label htmlFor={id} className="font-bold">
      {label}
    </label>
    <input
      {...input}
      id={id}
      required
      autoCorrect="off"
      spellCheck={false}
      aria-describedby={`${id}-note`}
      aria-invalid={isWrong || undefined}
      className={`min-h-16 w-full rounded-control border-2 border-line bg-raised px-4 text-ink placeholder:text-soft hover:border-accent aria-invalid:border-danger ${className}`}
    />
    <p
      id={`${id}-note`}
      role="status"
      className={`min-h-10 text-sm ${isWrong ? 'font-bold text-danger' : 'text-soft'}`}
    >
      {note}
    </p>
  </div>
);
