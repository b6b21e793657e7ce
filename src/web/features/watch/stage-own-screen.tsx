import { MonitorUp, MonitorX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import type { ShareView } from './share.ts';
import { StageNotice } from './stage-notice.tsx';
import { useRoom } from './use-party.ts';
import { useShareScreen } from './use-share-screen.ts';

type Props = {
  share: Extract<ShareView, { role: 'sharer' }>;
  onVideo: (video: HTMLVideoElement | null) => void;
};

/** What the sharer sees of their own screen. */
export function StageOwnScreen({ share: { stream, viewers }, onVideo }: Props) {
  const { t } = useTexts();
  const { party } = useRoom();
  const { startSharing } = useShareScreen();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream ?? null;
    if (stream) element.play().catch(() => undefined);
    onVideo(element);
    return () => {
      element.srcObject = null;
      onVideo(null);
    };
  }, [stream, onVideo]);
  const seeing = [...viewers.values()].filter((state) => state === 'connected').length;
  return (
    <>
      {/* Its own sound would be an echo. */}
      <video
        ref={video}
        muted
        playsInline
        aria-label={t('watch.share.own')}
        className="size-full object-contain"
      />
      {stream ? (
        <p
          role="status"
          className="absolute left-2 top-2 flex items-center gap-2 rounded-full bg-black/70 px-3 py-1 text-sm font-bold text-white"
        >
          <MonitorUp aria-hidden="true" className="size-4" />
          {t('watch.share.seen', { count: seeing, total: viewers.size })}
        </p>
      ) : (
        <StageNotice icon={<MonitorX className="size-10" />}>
          <p className="text-lg font-bold">{t('watch.share.interrupted')}</p>
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={startSharing}>{t('watch.share.again')}</Button>
            <Button kind="secondary" onClick={party.stopShare}>
              {t('watch.share.stop')}
            </Button>
          </div>
        </StageNotice>
      )}
    </>
  );
}
