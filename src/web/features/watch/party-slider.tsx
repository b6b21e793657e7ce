import { useEffect, useEffectEvent, useRef, useState } from 'react';

type Props = {
  label: string;
  value: number;
  max: number;
  step: number;
  /** Read out in place of the number. */
  valueText: string;
  isDisabled?: boolean;
  /** While it is held. */
  onMove?: (value: number) => void;
  /** Once it is let go. */
  onCommit: (value: number) => void;
  className?: string;
};

/** From 0 to `max`. While it is held, by hand or by a key, it stays where it is put, whatever happens elsewhere. */
export function PartySlider({
  label,
  value,
  max,
  step,
  valueText,
  isDisabled,
  onMove,
  onCommit,
  className,
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [held, setHeld] = useState<number>();
  const isKeyDown = useRef(false);
  const commit = () => {
    if (!input.current) return;
    setHeld(undefined);
    onCommit(Number(input.current.value));
  };
  const letGo = () => {
    isKeyDown.current = false;
    if (held !== undefined) commit();
  };
  const change = useEffectEvent(() => {
    if (!isKeyDown.current) commit();
  });
  useEffect(() => {
    const slider = input.current;
    // React’s own event of this name comes with every move; and this one with every repetition of a key.
    const listener = () => change();
    slider?.addEventListener('change', listener);
    return () => slider?.removeEventListener('change', listener);
  }, []);
  return (
    <input
      ref={input}
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      min={0}
      max={max}
      step={step}
      value={held ?? value}
      disabled={isDisabled}
      onInput={({ currentTarget }) => {
        const next = Number(currentTarget.value);
        setHeld(next);
        onMove?.(next);
      }}
      onKeyDown={() => {
        isKeyDown.current = true;
      }}
      onKeyUp={letGo}
      onBlur={letGo}
      // It was the page that was moved.
      onPointerCancel={() => setHeld(undefined)}
      // Its value is set above.
      onChange={() => undefined}
      className={`h-11 accent-accent disabled:opacity-70 ${className ?? ''}`}
    />
  );
}
