import { Check, Minus } from 'lucide-react';

type Props = {
  label: string;
  isOn: boolean;
  /** On for some of many: neither on nor off. */
  isMixed?: boolean;
  onChange: (isOn: boolean) => void;
};

/** Something on or off at once. One for many is a checkbox to a screen reader, since no switch may be half on. */
export function Switch({ label, isOn, isMixed, onChange }: Props) {
  const place = isMixed ? 'translate-x-2.5' : isOn ? 'translate-x-5' : '';
  return (
    <span className="relative inline-flex size-11 shrink-0 items-center justify-center">
      <input
        type="checkbox"
        {...(isMixed === undefined && { role: 'switch' })}
        aria-label={label}
        title={label}
        checked={isOn}
        ref={(input) => {
          if (input) input.indeterminate = isMixed ?? false;
        }}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        className="peer absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <span
        aria-hidden="true"
        className={`pointer-events-none flex h-6 w-11 items-center rounded-full border-2 p-0.5 transition peer-hover:border-accent peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent ${
          isOn || isMixed ? 'border-accent bg-accent' : 'border-soft bg-sunken'
        }`}
      >
        <span
          className={`flex size-4 items-center justify-center rounded-full transition ${place} ${
            isOn || isMixed ? 'bg-on-accent text-accent' : 'bg-soft'
          }`}
        >
          {isMixed ? <Minus className="size-3" /> : isOn && <Check className="size-3" />}
        </span>
      </span>
    </span>
  );
}
