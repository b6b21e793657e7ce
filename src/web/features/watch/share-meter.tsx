import { SignalHigh, SignalLow, SignalMedium } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { judgeShare, type SharePicture, type ShareSample, sampleShare } from './share-quality.ts';

const LOOK_EVERY_MS = 2_000;

const LEVELS = {
  good: { Icon: SignalHigh, words: 'watch.quality.good' },
  fair: { Icon: SignalMedium, words: 'watch.quality.fair' },
  poor: { Icon: SignalLow, words: 'watch.quality.poor' },
} as const;

function useSharePicture(connection: RTCPeerConnection | undefined): SharePicture | undefined {
  const [picture, setPicture] = useState<SharePicture>();
  useEffect(() => {
    if (!connection) return;
    let last: ShareSample | undefined;
    let isOver = false;
    async function look(from: RTCPeerConnection): Promise<void> {
      const sample = await sampleShare(from).catch(() => undefined);
      if (isOver || !sample) return;
      if (last) setPicture(judgeShare(last, sample));
      last = sample;
    }
    void look(connection);
    const timer = setInterval(() => void look(connection), LOOK_EVERY_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [connection]);
  return picture;
}

/** How well the screen comes through. */
export function ShareMeter({ connection }: { connection: RTCPeerConnection | undefined }) {
  const { t, number } = useTexts();
  const picture = useSharePicture(connection);
  if (!picture) return null;
  const { level, height, fps, kilobits } = picture;
  const { Icon, words } = LEVELS[level];
  const megabits = number(kilobits / 1_000, { maximumFractionDigits: 1 });
  return (
    <p className="absolute right-2 top-2 flex items-center gap-1.5 rounded-full bg-black/70 px-2.5 py-1 text-sm text-white">
      <Icon aria-hidden="true" className="size-4" />
      <span className="font-bold">{t(words)}</span>
      <span className="tabular-nums opacity-90 max-sm:sr-only">
        {t('watch.quality.figures', { height, fps, megabits })}
      </span>
    </p>
  );
}
