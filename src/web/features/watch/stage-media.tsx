import { CircleAlert, FileVideo, LoaderCircle, Play, Users } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Media } from '#protocol/watch-state.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import type { LocalFiles } from './local-file.ts';
import { useVolumeOf } from './party-volume.ts';
import { PickFile } from './pick-file.tsx';
import { StageNotice } from './stage-notice.tsx';
import { type SyncLoop, type SyncReport, startSync } from './sync-loop.ts';
import { useRoom } from './use-party.ts';

type Props = {
  media: Media;
  files: LocalFiles;
  onVideo: (video: HTMLVideoElement | null) => void;
};

/** The medium: from its address, or from the file that is here, where it is the right one. */
export function StageMedia({ media, files, onVideo }: Props) {
  const { t } = useTexts();
  const [address, setAddress] = useState(() => (media.kind === 'url' ? media.url : files.find(media)));
  if (address) return <Synced media={media} address={address} onVideo={onVideo} />;
  if (media.kind !== 'file') return null;
  return (
    <StageNotice icon={<FileVideo className="size-10" />}>
      <p className="text-lg font-bold [overflow-wrap:anywhere]">
        {t('watch.file.needed', { name: media.name })}
      </p>
      <PickFile media={media} files={files} onFound={() => setAddress(files.find(media))} />
    </StageNotice>
  );
}

type SyncedProps = { media: Media; address: string; onVideo: Props['onVideo'] };

const START: SyncReport = { driftMs: null, isBuffering: false, isSlow: false, isBlocked: false };

function Synced({ media, address, onVideo }: SyncedProps) {
  const { t } = useTexts();
  const { party, state, isOpen } = useRoom();
  const video = useRef<HTMLVideoElement>(null);
  const sync = useRef<SyncLoop>(undefined);
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [report, setReport] = useState(START);
  const { playback } = state;
  const readPlayback = useEffectEvent(() => party.view().state?.playback ?? playback);
  useVolumeOf(element, playback.volume);

  useEffect(() => {
    const present = video.current;
    if (!present) return;
    setElement(present);
    onVideo(present);
    const loop = startSync({
      video: present,
      playback: () => readPlayback(),
      serverNow: party.serverNow,
      onReport: (said) => {
        party.report(said);
        // Five times a second, and for the most part there is nothing new in it to be shown.
        setReport((last) => (isSame(last, said) ? last : said));
      },
    });
    sync.current = loop;
    return () => {
      loop.close();
      onVideo(null);
      party.setReady(false);
    };
  }, [party, onVideo]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new command is followed at once
  useEffect(() => sync.current?.look(), [playback.revision]);

  const retry = () => video.current?.load();
  const comeBack = useEffectEvent(() => {
    if (isOpen && hasFailed) retry();
  });
  // A network that is back may have been all that was wrong.
  // biome-ignore lint/correctness/useExhaustiveDependencies: not when it has failed, only when the party is back
  useEffect(() => comeBack(), [isOpen]);

  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: whose film it is has its captions in it, or none */}
      <video
        ref={video}
        src={address}
        preload="auto"
        playsInline
        disableRemotePlayback
        aria-label={media.title ?? (media.kind === 'file' ? media.name : t('watch.media.title'))}
        onCanPlay={() => {
          setFailed(false);
          party.setReady(true);
        }}
        onError={() => {
          setFailed(true);
          party.setReady(false);
        }}
        className="size-full object-contain"
      />
      {hasFailed ? (
        <StageNotice icon={<CircleAlert className="size-10" />}>
          <div role="alert" className="max-w-lg">
            <p className="text-lg font-bold">{t('watch.media.failed')}</p>
            <p className="mt-1">
              {t(media.kind === 'url' ? 'watch.media.failedUrl' : 'watch.media.failedFile')}
            </p>
          </div>
          <Button onClick={retry}>{t('common.retry')}</Button>
        </StageNotice>
      ) : report.isBlocked ? (
        <StageNotice>
          <Button size="large" onClick={() => sync.current?.unblock()}>
            <Play className="size-6" />
            {t('watch.tapToPlay')}
          </Button>
        </StageNotice>
      ) : playback.waiting ? (
        <Passing icon={<Users className="size-6" />}>{t('watch.media.waiting')}</Passing>
      ) : report.isBuffering ? (
        <Passing icon={<LoaderCircle className="size-6 animate-spin" />}>
          {t('watch.media.buffering')}
        </Passing>
      ) : report.isSlow ? (
        <Passing icon={<CircleAlert className="size-6" />}>{t('watch.media.slow')}</Passing>
      ) : null}
    </>
  );
}

const isSame = (a: SyncReport, b: SyncReport): boolean =>
  a.isBuffering === b.isBuffering && a.isSlow === b.isSlow && a.isBlocked === b.isBlocked;

/** What passes by itself, over the picture’s edge. */
const Passing = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <p
    role="status"
    className="absolute bottom-3 left-1/2 flex max-w-[90%] -translate-x-1/2 items-center gap-2 rounded-full bg-black/75 px-4 py-1.5 font-bold text-white"
  >
    <span aria-hidden="true">{icon}</span>
    {children}
  </p>
);
