import { useShortcutsOn } from '../lib/shortcuts.ts';
import { Checkbox } from './field.tsx';

type Props = {
  /** The key as it is written on keyboards, and what it does. */
  keys: readonly (readonly [key: string, text: string])[];
  /** Of the switch for all of them. */
  switchLabel: string;
};

/** Which keys there are, and whether they do anything. */
export function ShortcutList({ keys, switchLabel }: Props) {
  const [isOn, setOn] = useShortcutsOn();
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, text]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded border border-line bg-sunken px-2 py-0.5 text-center font-sans font-bold">
                {key}
              </kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label={switchLabel}
        checked={isOn}
        onChange={({ currentTarget }) => setOn(currentTarget.checked)}
        className="mt-3"
      />
    </>
  );
}
