import { Clapperboard, MonitorUp, Popcorn } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { ChooseMedia } from './choose-media.tsx';
import type { LocalFiles } from './local-file.ts';
import { useRoom } from './use-party.ts';
import { useShareScreen } from './use-share-screen.ts';

/** Nothing is watched yet: who may change that is told how. */
export function StageEmpty({ files }: { files: LocalFiles }) {
  const { t } = useTexts();
  const { isHost, isOpen } = useRoom();
  const { mayShare, startSharing } = useShareScreen();
  const [isChoosing, setChoosing] = useState(false);
  return (
    <div className="flex flex-col items-center gap-2 p-4 text-center text-white sm:gap-4">
      <Popcorn aria-hidden="true" className="size-10 text-gold sm:size-16" />
      <p className="text-lg font-extrabold sm:text-2xl">
        {isHost ? t('watch.empty.host') : t('watch.empty.title')}
      </p>
      {!isHost && <p className="max-w-md opacity-80">{t('watch.empty.text')}</p>}
      <div className="flex flex-wrap justify-center gap-2 sm:gap-3">
        {isHost && (
          <Button disabled={!isOpen} onClick={() => setChoosing(true)}>
            <Clapperboard className="size-5" />
            {t('watch.media.choose')}
          </Button>
        )}
        {mayShare && (
          <Button kind="secondary" disabled={!isOpen} onClick={startSharing}>
            <MonitorUp className="size-5" />
            {t('watch.share.start')}
          </Button>
        )}
      </div>
      {isHost && <ChooseMedia files={files} isOpen={isChoosing} onClose={() => setChoosing(false)} />}
    </div>
  );
}
