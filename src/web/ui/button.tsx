import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { Link } from 'wouter';
import { Spinner } from './spinner.tsx';

type Look = { kind?: 'primary' | 'secondary' | 'quiet' | 'danger'; size?: 'small' | 'normal' | 'large' };

const KINDS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'bg-raised text-ink border border-line hover:border-accent',
  quiet: 'text-ink hover:bg-sunken',
  danger: 'bg-danger text-on-danger hover:brightness-110',
};
/** Each can be hit with a fingertip; the small one reaches further than it looks. */
const SIZES = {
  small: "relative min-h-9 px-3 text-sm gap-1.5 after:absolute after:-inset-1 after:content-['']",
  normal: 'min-h-11 px-4 gap-2',
  large: 'min-h-14 px-6 text-lg gap-2.5',
};

const lookOf = ({ kind = 'primary', size = 'normal' }: Look): string =>
  `inline-flex items-center justify-center rounded-control font-bold transition select-none active:scale-[0.98] disabled:opacity-50 disabled:active:scale-100 aria-disabled:opacity-50 aria-disabled:active:scale-100 ${KINDS[kind]} ${SIZES[size]}`;

type ButtonProps = ComponentProps<'button'> & Look & { isBusy?: boolean };

/** Also whatever else a press would do, such as to send a form. */
const refuse = (event: MouseEvent) => event.preventDefault();

export function Button({ kind, size, isBusy = false, className = '', children, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      // Not disabled: that would take the focus away from it.
      {...(isBusy && { 'aria-busy': true, 'aria-disabled': true, onClick: refuse })}
      className={`${lookOf({ ...(kind && { kind }), ...(size && { size }) })} ${className}`}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'aria-label'> & { label: string; icon: ReactNode };

/** A button that shows a picture; its label is read out, and shown as a tooltip. */
export function IconButton({ label, icon, kind = 'quiet', className = '', ...props }: IconButtonProps) {
  return (
    <Button
      {...props}
      kind={kind}
      aria-label={label}
      title={label}
      className={`aspect-square !px-0 ${className}`}
    >
      {icon}
    </Button>
  );
}

type ButtonLinkProps = Look & { href: string; className?: string; children: ReactNode };

/** A link that looks like a button. */
export const ButtonLink = ({ href, kind, size, className = '', children }: ButtonLinkProps) => (
  <Link href={href} className={`${lookOf({ ...(kind && { kind }), ...(size && { size }) })} ${className}`}>
    {children}
  </Link>
);
