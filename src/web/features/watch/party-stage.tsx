import { useEffect, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { createLocalFiles } from './local-file.ts';
import { PartyControls } from './party-controls.tsx';
import { PartyReactions } from './party-reactions.tsx';
import { StageEmpty } from './stage-empty.tsx';
import { StageMedia } from './stage-media.tsx';
import { StageOwnScreen } from './stage-own-screen.tsx';
import { StageScreen } from './stage-screen.tsx';
import { useRoom } from './use-party.ts';
import type { Side } from './use-side.ts';

/** What is watched together: somebody’s screen, else the medium. */
export function PartyStage({ side }: { side: Side }) {
  const { t } = useTexts();
  const { state, share } = useRoom();
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [files] = useState(createLocalFiles);
  useEffect(() => files.close, [files]);
  const { media } = state;
  return (
    <section aria-label={t('watch.stage')} className="flex min-h-0 min-w-0 flex-col bg-black">
      <div
        className={`relative flex min-h-0 min-w-0 flex-1 items-center justify-center overflow-hidden ${
          side.isFull && !side.isShown ? '' : 'below:aspect-video below:max-h-[60dvh]'
        }`}
      >
        {share.role === 'sharer' ? (
          <StageOwnScreen share={share} onVideo={setVideo} />
        ) : share.role === 'viewer' ? (
          <StageScreen key={share.sharerId} share={share} onVideo={setVideo} />
        ) : media ? (
          <StageMedia key={media.id} media={media} files={files} onVideo={setVideo} />
        ) : (
          <StageEmpty files={files} />
        )}
        <PartyReactions />
      </div>
      <PartyControls video={video} files={files} side={side} />
    </section>
  );
}
