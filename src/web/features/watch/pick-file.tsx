import { useId, useState } from 'react';
import type { Media } from '#protocol/watch-state.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { fingerprint, isSameFile, type LocalFiles } from './local-file.ts';

type Props = {
  media: Extract<Media, { kind: 'file' }>;
  files: LocalFiles;
  onFound: () => void;
};

/** Each viewer opens the file that they have themselves: it must be the same one. */
export function PickFile({ media, files, onFound }: Props) {
  const { t, number } = useTexts();
  const id = useId();
  const [words, setWords] = useState<'watch.file.checking' | 'watch.file.other' | 'watch.file.unreadable'>();
  const pick = async (file: File | undefined) => {
    if (!file) return;
    setWords('watch.file.checking');
    try {
      const print = await fingerprint(file);
      if (!isSameFile(print, media)) {
        setWords('watch.file.other');
        return;
      }
      files.keep(print, file);
      onFound();
    } catch {
      setWords('watch.file.unreadable');
    }
  };
  const megabytes = number(media.size / 1_000_000, { maximumFractionDigits: 1 });
  return (
    <div className="flex max-w-lg flex-col items-center gap-2">
      <label htmlFor={id}>{t('watch.file.pick', { megabytes })}</label>
      <input
        id={id}
        type="file"
        accept="video/*,audio/*"
        onChange={({ currentTarget }) => void pick(currentTarget.files?.[0])}
        className="max-w-full rounded-control border border-white/50 text-white file:mr-3 file:min-h-11 file:rounded-control file:border-0 file:bg-accent file:px-4 file:font-bold file:text-on-accent"
      />
      <p role="status" className="min-h-6 font-bold">
        {words && t(words)}
      </p>
    </div>
  );
}
