import { ImagePlus, Trash2 } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { ApiError } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { upload } from '#web/lib/upload.ts';
import { Button } from '#web/ui/button.tsx';
import { imageSource } from '#web/ui/image-source.ts';
import { useToasts } from '#web/ui/toast.tsx';
import { useEditorView } from './editor-context.ts';

const MAX_BYTES = 5 * 1024 * 1024;

export type PictureUpload = ReturnType<typeof usePicture>;

/** Sends pictures, whether chosen, dropped or pasted. `onUrl` is told where one is, even when its field is gone from view. */
export function usePicture(onUrl: (url: string) => void) {
  const { t } = useTexts();
  const { editor } = useEditorView();
  const { fail } = useToasts();
  const [share, setShare] = useState<number>();
  const [error, setError] = useState<string>();
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);

  const send = async (file: File) => {
    setError(undefined);
    try {
      if (file.size > MAX_BYTES) throw new ApiError(413, undefined);
      setShare(0);
      const path = `/quiz/${editor.get().quiz.id}/images`;
      const url = readUrl(await editor.during(upload(path, 'image', file, setShare)));
      onUrl(url);
    } catch (cause) {
      // The server tells by the bytes what is no picture, and can say so in one language only.
      const isNoPicture = cause instanceof ApiError && cause.status === 400;
      if (isShown.current) setError(isNoPicture ? t('quizzes.pictureUnreadable') : explain(cause, t));
      else fail(cause);
    } finally {
      setShare(undefined);
    }
  };

  const take = (event: { preventDefault: () => void }, data: DataTransfer) => {
    const file = [...data.files].find(({ type }) => type.startsWith('image/'));
    if (!file) return;
    event.preventDefault();
    if (share === undefined && !editor.get().isLocked) void send(file);
  };

  return {
    share,
    error,
    send,
    /** For what surrounds the field: pictures can be dropped on it, and pasted anywhere in it. */
    target: {
      onDragOver(event: DragEvent) {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault();
      },
      onDrop(event: DragEvent) {
        event.stopPropagation();
        take(event, event.dataTransfer);
      },
      onPaste(event: ClipboardEvent) {
        event.stopPropagation();
        take(event, event.clipboardData);
      },
    },
  };
}

function readUrl(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'url' in answer && typeof answer.url === 'string')
    return answer.url;
  throw new Error('the server answered without an address');
}

type Props = {
  label: string;
  url: string | null;
  picture: PictureUpload;
  isSmall?: boolean;
  onRemove: () => void;
};

/** A picture with its removal, or the way to choose one. */
export function PictureField({ label, url, picture, isSmall = false, onRemove }: Props) {
  const { t, number } = useTexts();
  const id = useId();
  const { share, error } = picture;
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      {url && share === undefined && <Picture key={url} url={url} isSmall={isSmall} />}
      {share !== undefined && (
        <span className="flex min-h-11 items-center gap-2 text-sm">
          <progress
            aria-label={t('quizzes.pictureUploading')}
            value={share}
            className="h-2 w-24 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          />
          <span className="tabular-nums text-soft">{number(share, { style: 'percent' })}</span>
        </span>
      )}
      <input
        ref={input}
        id={id}
        type="file"
        aria-label={label}
        accept="image/jpeg,image/png,image/webp,image/gif"
        className="peer sr-only"
        disabled={share !== undefined}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // So that the same file can be chosen again.
          currentTarget.value = '';
          if (file) void picture.send(file);
        }}
      />
      <label
        htmlFor={id}
        title={label}
        className={`inline-flex min-h-11 min-w-11 cursor-pointer items-center justify-center gap-2 rounded-control text-sm font-bold hover:border-accent peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent peer-disabled:cursor-default peer-disabled:opacity-50 ${isSmall ? 'text-soft hover:text-ink' : 'border border-line bg-raised px-4'}`}
      >
        <ImagePlus aria-hidden="true" className="size-5" />
        {!isSmall && t(url ? 'quizzes.pictureOther' : 'quizzes.pictureAdd')}
      </label>
      {url && share === undefined && (
        <Button
          kind="quiet"
          size="small"
          aria-label={t('quizzes.pictureRemove', { label })}
          title={t('quizzes.pictureRemove', { label })}
          onClick={() => {
            onRemove();
            input.current?.focus();
          }}
        >
          <Trash2 aria-hidden="true" className="size-5" />
        </Button>
      )}
      <p role="alert" className="basis-full text-sm font-bold text-danger empty:hidden">
        {error}
      </p>
    </div>
  );
}

/** Pictures of other servers aren't loaded by our pages. */
function Picture({ url, isSmall }: { url: string; isSmall: boolean }) {
  const { t } = useTexts();
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <span className="text-sm text-soft">{t('quizzes.pictureBroken')}</span>;
  return (
    <img
      src={imageSource(url)}
      alt=""
      onError={() => setBroken(true)}
      className={`rounded-control border border-line bg-sunken object-contain ${isSmall ? 'size-11' : 'h-28 w-40'}`}
    />
  );
}
