import { useEffect, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { createLocalFiles } from './local-file.ts';
import { PartyControls } from './party-controls.tsx';
import { PartyReactions } from './party-reactions.tsx';
import { StageEmpty } from './stage-empty.tsx';
import { StageMedia } from './stage-media.tsx';
import { StageOwnScreen } from './stage-own-screen.tsx';
import { StageScreen } from './stage-screen.tsx';
import { useRoom } from './use-party.ts';

type Props = { isTheatre: boolean; onTheatre: () => void };

/** What is watched together: somebody’s screen, else the medium. */
export function PartyStage({ isTheatre, onTheatre }: Props) {
  const { t } = useTexts();
  const { state, share } = useRoom();
  const frame = useRef<HTMLElement>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [files] = useState(createLocalFiles);
  useEffect(() => files.close, [files]);
  const { media } = state;
  return (
    <section
      ref={frame}
      aria-label={t('watch.stage')}
      className="flex min-h-0 min-w-0 flex-col bg-black below:sticky below:top-0 below:z-20"
    >
      <div
        className={`relative flex min-h-0 min-w-0 flex-1 items-center justify-center overflow-hidden below:aspect-video below:max-h-[60dvh] ${
          isTheatre ? 'below:max-h-[80dvh]' : ''
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
      <PartyControls video={video} frame={frame} files={files} isTheatre={isTheatre} onTheatre={onTheatre} />
    </section>
  );
}
