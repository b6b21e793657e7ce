import { CopyButton } from './copy-button.tsx';

/** Lines to be copied as they are. */
export function Snippet({ text, copyLabel }: { text: string; copyLabel: string }) {
  return (
    <div className="flex flex-col items-start gap-3">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="w-full overflow-x-auto rounded-control bg-sunken p-3 text-sm">
        {text}
      </pre>
      <CopyButton text={text} label={copyLabel} />
    </div>
  );
}
