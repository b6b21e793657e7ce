import { type ComponentProps, type ReactNode, useId } from 'react';

type Labelled = { label: string; hint?: ReactNode; error?: string | undefined; isLabelHidden?: boolean };

const CONTROL =
  'w-full min-h-11 rounded-control border border-line bg-raised px-3.5 py-2 text-ink placeholder:text-soft hover:border-accent aria-invalid:border-danger disabled:opacity-60';

/** Ties a control to its label, its hint and what is wrong with it. */
function Labelled({
  label,
  hint,
  error,
  isLabelHidden,
  children,
}: Labelled & {
  children: (wiring: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'font-bold'}>
        {label}
      </label>
      {children({
        id,
        ...(described && { 'aria-describedby': described }),
        ...(error && { 'aria-invalid': true as const }),
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-bold text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

const split = <T extends Labelled>({ label, hint, error, isLabelHidden, ...control }: T) => ({
  labelled: {
    label,
    ...(hint !== undefined && { hint }),
    ...(error !== undefined && { error }),
    ...(isLabelHidden !== undefined && { isLabelHidden }),
  },
  control,
});

export function TextField(props: Labelled & ComponentProps<'input'>) {
  const { labelled, control } = split(props);
  return (
    <Labelled {...labelled}>
      {(wiring) => <input {...control} {...wiring} className={`${CONTROL} ${control.className ?? ''}`} />}
    </Labelled>
  );
}

export function TextArea(props: Labelled & ComponentProps<'textarea'>) {
  const { labelled, control } = split(props);
  return (
    <Labelled {...labelled}>
      {(wiring) => (
        <textarea rows={3} {...control} {...wiring} className={`${CONTROL} ${control.className ?? ''}`} />
      )}
    </Labelled>
  );
}

export function SelectField(props: Labelled & ComponentProps<'select'>) {
  const { labelled, control } = split(props);
  return (
    <Labelled {...labelled}>
      {(wiring) => <select {...control} {...wiring} className={`${CONTROL} ${control.className ?? ''}`} />}
    </Labelled>
  );
}

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode };

export const Checkbox = ({ label, className = '', ...props }: CheckboxProps) => (
  <label className={`inline-flex min-h-11 items-center gap-3 ${className}`}>
    <input {...props} type="checkbox" className="size-5 shrink-0 accent-accent" />
    <span>{label}</span>
  </label>
);
