import { LoaderCircle, Play, WifiOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { IceServer } from '#protocol/watch.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { useVolumeOf } from './party-volume.ts';
import type { ShareView } from './share.ts';
import { ShareMeter } from './share-meter.tsx';
import { StageNotice } from './stage-notice.tsx';
import { findParticipant, useRoom } from './use-party.ts';

type Props = {
  share: Extract<ShareView, { role: 'viewer' }>;
  onVideo: (video: HTMLVideoElement | null) => void;
};

/** Somebody else’s screen. */
export function StageScreen({ share, onVideo }: Props) {
  const { t } = useTexts();
  const { state, nameOf } = useRoom();
  const { stream, sharerId } = share;
  const video = useRef<HTMLVideoElement>(null);
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  const [isBlocked, setBlocked] = useState(false);
  useVolumeOf(element, state.playback.volume);

  const play = () => {
    video.current?.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') setBlocked(true);
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it plays what has just come
  useEffect(() => {
    const present = video.current;
    if (!present) return;
    present.srcObject = stream ?? null;
    if (stream) play();
  }, [stream]);
  useEffect(() => {
    setElement(video.current);
    onVideo(video.current);
    return () => onVideo(null);
  }, [onVideo]);

  const name = nameOf(sharerId);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions of a screen while it is shown */}
      <video
        ref={video}
        playsInline
        // By a key for media, or by a phone that rang.
        onPause={() => setBlocked(true)}
        onPlaying={() => setBlocked(false)}
        aria-label={t('watch.share.of', { name })}
        className="size-full object-contain"
      />
      {share.state === 'connected' && stream ? (
        <ShareMeter connection={share.connection} />
      ) : (
        <NotYet share={share} name={name} isAway={!findParticipant(state, sharerId)} />
      )}
      {isBlocked && share.state === 'connected' && (
        <StageNotice>
          <Button size="large" onClick={play}>
            <Play className="size-6" />
            {t('watch.tapToPlay')}
          </Button>
        </StageNotice>
      )}
    </>
  );
}

const hasRelay = (servers: readonly IceServer[]): boolean =>
  servers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/.test(url)));

function NotYet({ share, name, isAway }: { share: Props['share']; name: string; isAway: boolean }) {
  const { t } = useTexts();
  const { party } = useRoom();
  if (isAway)
    return (
      <StageNotice icon={<WifiOff className="size-10" />}>
        <p role="status" className="text-lg font-bold">
          {t('watch.share.away', { name })}
        </p>
      </StageNotice>
    );
  if (share.state === 'failed')
    return (
      <StageNotice icon={<WifiOff className="size-10" />}>
        <div role="alert" className="max-w-lg">
          <p className="text-lg font-bold">{t('watch.share.failed')}</p>
          <p className="mt-1">
            {t(hasRelay(party.iceServers()) ? 'watch.share.failedRelay' : 'watch.share.failedNoRelay')}
          </p>
        </div>
      </StageNotice>
    );
  return (
    <StageNotice icon={<LoaderCircle className="size-10 animate-spin" />}>
      <p role="status" className="text-lg font-bold">
        {t(share.state === 'trouble' ? 'watch.share.trouble' : 'watch.share.connecting', { name })}
      </p>
    </StageNotice>
  );
}
