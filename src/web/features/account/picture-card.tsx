import { useQueryClient } from '@tanstack/react-query';
import { Trash2, Upload } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Me } from '#web/lib/require-sign-in.tsx';
import { upload } from '#web/lib/upload.ts';
import { useFocusAfterRemoval } from '#web/lib/use-focus-after-removal.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { FileButton } from '#web/ui/file-button.tsx';
import { useToasts } from '#web/ui/toast.tsx';

const MAX_BYTES = 5 * 1024 * 1024;

/** The picture that others see: dropped or chosen, shown while it is on its way. */
export function PictureCard({ me }: { me: Me }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const queries = useQueryClient();
  const [sending, setSending] = useState<{ file: File; share: number }>();
  const [error, setError] = useState<unknown>();
  const [isOver, setOver] = useState(false);
  const preview = usePreview(sending?.file);
  const fileInput = useRef<HTMLInputElement>(null);
  useFocusAfterRemoval(me.avatarUrl ? 1 : 0, fileInput);

  const send = async (file: File) => {
    setError(undefined);
    try {
      if (file.size > MAX_BYTES) throw new ApiError(413, undefined);
      setSending({ file, share: 0 });
      await upload('/profile/avatar', 'avatar', file, (share) => setSending({ file, share }));
      await queries.invalidateQueries({ queryKey: ['me'] });
      tell(t('account.pictureSaved'));
    } catch (cause) {
      setError(cause);
    } finally {
      setSending(undefined);
    }
  };
  const remove = async () => {
    try {
      await read(api.DELETE('/profile/avatar'));
      tell(t('account.pictureDeleted'));
    } catch (cause) {
      fail(cause);
    }
    await queries.invalidateQueries({ queryKey: ['me'] });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !sending) void send(file);
  };
  // The server tells by the bytes what is no picture, and can say so in one language only.
  const isNoPicture = error instanceof ApiError && error.status === 400;

  return (
    <Card title={t('account.picture')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button in it does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
            setOver(false);
        }}
        onDrop={drop}
        className={`flex flex-wrap items-center gap-5 rounded-control border-2 border-dashed p-4 transition ${isOver ? 'border-accent bg-sunken' : 'border-line'}`}
      >
        <Avatar name={me.displayName} url={preview ?? me.avatarUrl} className="size-28 shrink-0 text-5xl" />
        <div className="flex min-w-0 flex-1 basis-48 flex-col gap-3">
          <div className="flex flex-wrap gap-2">
            <FileButton
              accept="image/jpeg,image/png,image/webp,image/gif"
              input={fileInput}
              isDisabled={sending !== undefined}
              onFile={(file) => void send(file)}
            >
              <Upload aria-hidden="true" className="size-5" />
              {t('account.pictureChoose')}
            </FileButton>
            {me.avatarUrl && !sending && (
              <Confirm
                title={t('account.pictureDeleteTitle')}
                confirmLabel={t('account.pictureDelete')}
                onConfirm={remove}
                trigger={(open) => (
                  <Button kind="quiet" onClick={open}>
                    <Trash2 aria-hidden="true" className="size-5" />
                    {t('account.pictureDelete')}
                  </Button>
                )}
              >
                {t('account.pictureDeleteText')}
              </Confirm>
            )}
          </div>
          {sending ? (
            <Progress share={sending.share} />
          ) : (
            <p className="text-sm text-soft">{t('account.pictureHint')}</p>
          )}
          <p role="alert" className="font-bold text-danger empty:hidden">
            {error !== undefined && (isNoPicture ? t('account.pictureUnreadable') : explain(error, t))}
          </p>
        </div>
      </div>
    </Card>
  );
}

function Progress({ share }: { share: number }) {
  const { t, number } = useTexts();
  const percent = number(share, { style: 'percent' });
  return (
    <div className="flex items-center gap-3">
      <progress
        aria-label={t('account.pictureUploading')}
        value={share}
        className="h-2 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <span className="text-sm tabular-nums text-soft">{percent}</span>
    </div>
  );
}

/** An address under which a file that isn't anywhere yet can be looked at. */
function usePreview(file: File | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      setUrl(undefined);
      URL.revokeObjectURL(made);
    };
  }, [file]);
  return url;
}
