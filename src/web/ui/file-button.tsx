import { type ReactNode, type RefObject, useId } from 'react';

type Props = {
  /** As the input has it: types and endings. */
  accept: string;
  isDisabled?: boolean;
  input?: RefObject<HTMLInputElement | null>;
  onFile: (file: File) => void;
  children: ReactNode;
};

/** A button by which a file is chosen: a label, since the browser's own can't be made to look like the others. */
export function FileButton({ accept, isDisabled, input, onFile, children }: Props) {
  const id = useId();
  return (
    <>
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        className="peer sr-only"
        disabled={isDisabled}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // So that the same file can be chosen again.
          currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <label
        htmlFor={id}
        className="inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-control border border-line bg-raised px-4 font-bold hover:border-accent peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent peer-disabled:cursor-default peer-disabled:opacity-50"
      >
        {children}
      </label>
    </>
  );
}
