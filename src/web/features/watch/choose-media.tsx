import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { MediaChoice } from '#protocol/watch-state.ts';
import type { MessageId } from '#web/lib/i18n.tsx';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { describeFile, type LocalFiles, probeVideo } from './local-file.ts';
import { useRoom } from './use-party.ts';

type Props = { files: LocalFiles; isOpen: boolean; onClose: () => void };

/** The host says what all watch: a video at an address, or a file that everybody has. */
export function ChooseMedia({ files, isOpen, onClose }: Props) {
  const { t } = useTexts();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('watch.media.choose')}>
      <div className="flex flex-col gap-6">
        <ByAddress onDone={onClose} />
        <ByFile files={files} onDone={onClose} />
      </div>
    </Dialog>
  );
}

/** Looking at a video takes a while: only what was looked at last is watched, and nothing once this was closed. */
function useChoice(onDone: () => void) {
  const { party } = useRoom();
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current = -1;
    },
    [],
  );
  /** @returns what went wrong, if anything did that still matters */
  return async (find: () => Promise<MediaChoice>, failed: MessageId): Promise<MessageId | undefined> => {
    latest.current++;
    const mine = latest.current;
    const choice = await find().catch(() => undefined);
    if (mine !== latest.current) return undefined;
    if (!choice) return failed;
    if (!party.setMedia(choice)) return 'watch.refusal.other';
    onDone();
    return undefined;
  };
}

function readAddress(text: string): string | undefined {
  const url = URL.parse(text.trim());
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function ByAddress({ onDone }: { onDone: () => void }) {
  const { t } = useTexts();
  const choose = useChoice(onDone);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<MessageId>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const url = readAddress(text);
    if (!url) {
      setFault('watch.media.noAddress');
      return;
    }
    setBusy(true);
    const find = async () => ({ kind: 'url' as const, url, ...(await probeVideo(url)), ...titleOf(url) });
    setFault(await choose(find, 'watch.media.noVideo'));
    setBusy(false);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField
        label={t('watch.media.address')}
        hint={t('watch.media.addressHint')}
        name="url"
        type="url"
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setFault(undefined);
        }}
        placeholder={t('watch.media.addressExample')}
        maxLength={2_000}
        autoComplete="off"
        error={fault && t(fault)}
      />
      <Button type="submit" isBusy={isBusy} className="self-start">
        {t('watch.media.useAddress')}
      </Button>
    </form>
  );
}

/** The file’s name at the end of an address. */
function titleOf(url: string): { title?: string } {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    const title = decodeURIComponent(last)
      .replace(/\p{Cc}/gu, '')
      .slice(0, 200)
      .toWellFormed();
    return title ? { title } : {};
  } catch {
    return {};
  }
}

function ByFile({ files, onDone }: { files: LocalFiles; onDone: () => void }) {
  const { t } = useTexts();
  const id = useId();
  const choose = useChoice(onDone);
  const [words, setWords] = useState<MessageId>();
  const pick = async (file: File | undefined) => {
    if (!file) return;
    setWords('watch.file.checking');
    const find = async () => {
      const choice = await describeFile(file);
      files.keep(choice, file);
      return choice;
    };
    setWords(await choose(find, 'watch.file.noVideo'));
  };
  return (
    <div className="flex flex-col gap-1.5 border-t border-line pt-5">
      <label htmlFor={id} className="font-bold">
        {t('watch.file.choose')}
      </label>
      <input
        id={id}
        type="file"
        accept="video/*,audio/*"
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => void pick(currentTarget.files?.[0])}
        className="max-w-full rounded-control border border-line bg-raised file:mr-3 file:min-h-11 file:rounded-control file:border-0 file:bg-sunken file:px-4 file:font-bold file:text-ink"
      />
      <p id={`${id}-hint`} className="text-sm text-soft">
        {t('watch.file.chooseHint')}
      </p>
      <p role="status" className="min-h-6 text-sm font-bold">
        {words && t(words)}
      </p>
    </div>
  );
}
