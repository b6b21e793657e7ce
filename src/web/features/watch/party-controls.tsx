import {
  Clapperboard,
  Keyboard,
  Maximize,
  Minimize,
  MonitorUp,
  MonitorX,
  PictureInPicture2,
  RectangleHorizontal,
  SmilePlus,
  Square,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toggleFullScreen } from '#web/lib/full-screen.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcuts } from '#web/lib/shortcuts.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { ChooseMedia } from './choose-media.tsx';
import type { LocalFiles } from './local-file.ts';
import { PartyKeys } from './party-keys.tsx';
import { PartySlider } from './party-slider.tsx';
import { PartyTransport, useSteering } from './party-transport.tsx';
import { useVolume } from './party-volume.ts';
import { EMOJIS } from './reactions.ts';
import { useRoom } from './use-party.ts';
import { useShareScreen } from './use-share-screen.ts';
import type { Side } from './use-side.ts';

type Props = {
  video: HTMLVideoElement | null;
  files: LocalFiles;
  side: Side;
};

/** Below the picture: what plays, how loud, and how large. */
export function PartyControls(props: Props) {
  const { video, files, side } = props;
  const { state, share, isHost, isOpen } = useRoom();
  const [isKeysOpen, setKeysOpen] = useState(false);
  const [volume, setVolume] = useVolume();
  const steering = useSteering(video);
  const isSteered = isHost && isOpen && state.media !== null && share.role === 'none';
  useShortcuts({
    ...(isSteered && {
      ' ': steering.toggle,
      K: steering.toggle,
      ArrowLeft: () => steering.skip(-10),
      ArrowRight: () => steering.skip(10),
    }),
    M: () => setVolume({ isMuted: !volume.isMuted }),
    T: side.toggle,
    F: toggleFullScreen,
    P: () => togglePicture(video),
    C: side.openChat,
    '?': () => setKeysOpen(true),
  });
  return (
    <div className="@container flex shrink-0 flex-col border-line bg-surface below:border-b beside:border-t">
      {state.media && share.role === 'none' && <PartyTransport steering={steering} />}
      <div className="flex flex-wrap items-center justify-between gap-x-2 px-2 py-1">
        <Reactions />
        <Watched files={files} />
        <Look {...props} onKeys={() => setKeysOpen(true)} />
      </div>
      <PartyKeys isHost={isHost} isOpen={isKeysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}

function Reactions() {
  const { t } = useTexts();
  const { party, isOpen } = useRoom();
  return (
    <details
      className="relative"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
      onKeyDown={({ currentTarget, key }) => {
        if (key === 'Escape') currentTarget.open = false;
      }}
    >
      <summary
        aria-label={t('watch.react')}
        title={t('watch.react')}
        className="flex size-11 list-none items-center justify-center rounded-control hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        <SmilePlus aria-hidden="true" className="size-5" />
      </summary>
      <ul
        aria-label={t('watch.react')}
        className="absolute bottom-full left-0 z-30 grid w-max grid-cols-4 sm:grid-cols-8 rounded-card border border-line bg-raised p-1 shadow-card"
      >
        {EMOJIS.map((emoji) => (
          <li key={emoji}>
            <button
              type="button"
              aria-label={t('watch.reactWith', { emoji })}
              disabled={!isOpen}
              onClick={() => party.react(emoji)}
              className="flex size-11 items-center justify-center rounded-control text-2xl hover:bg-sunken active:scale-90"
            >
              {emoji}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is watched is chosen here, and ended. */
function Watched({ files }: { files: LocalFiles }) {
  const { t } = useTexts();
  const { party, state, share, isHost, isOpen, userId } = useRoom();
  const { mayShare, startSharing } = useShareScreen();
  const [isChoosing, setChoosing] = useState(false);
  const { sharerId, media } = state;
  if (!media && share.role === 'none') return null;
  const isSharing = share.role === 'sharer';
  const mayStop = isSharing || (isHost && sharerId !== null);
  return (
    <div className="flex flex-wrap items-center gap-1">
      {mayStop ? (
        <Tool
          icon={<MonitorX className="size-5" />}
          kind={isSharing ? 'danger' : 'quiet'}
          onClick={party.stopShare}
          isDisabled={!isOpen && sharerId !== userId}
          label={t('watch.share.stop')}
        />
      ) : (
        mayShare && (
          <Tool
            icon={<MonitorUp className="size-5" />}
            onClick={startSharing}
            isDisabled={!isOpen}
            label={t('watch.share.start')}
          />
        )
      )}
      {isHost && share.role === 'none' && (
        <>
          <Tool
            icon={<Clapperboard className="size-5" />}
            onClick={() => setChoosing(true)}
            isDisabled={!isOpen}
            label={t('watch.media.change')}
          />
          <Tool
            icon={<Square className="size-5" />}
            onClick={() => party.setMedia(null)}
            isDisabled={!isOpen}
            label={t('watch.media.end')}
          />
        </>
      )}
      <ChooseMedia files={files} isOpen={isChoosing} onClose={() => setChoosing(false)} />
    </div>
  );
}

type ToolProps = {
  icon: ReactNode;
  kind?: 'quiet' | 'danger';
  isDisabled: boolean;
  onClick: () => void;
  label: string;
};

/** Where there is no room for its words, they are read out, and shown as a tooltip. */
const Tool = ({ icon, kind = 'quiet', isDisabled, onClick, label }: ToolProps) => (
  <Button kind={kind} onClick={onClick} disabled={isDisabled} title={label} className="@max-xl:!px-2.5">
    {icon}
    <span className="sr-only @5xl:not-sr-only">{label}</span>
  </Button>
);

function togglePicture(video: HTMLVideoElement | null): void {
  if (!video || !document.pictureInPictureEnabled) return;
  const done = document.pictureInPictureElement
    ? document.exitPictureInPicture()
    : video.requestPictureInPicture();
  done.catch(() => undefined);
}

function Look({ video, side, onKeys }: Props & { onKeys: () => void }) {
  const { t, number } = useTexts();
  const [{ level, isMuted }, setVolume] = useVolume();
  const { isFull } = side;
  return (
    <div className="flex items-center">
      <IconButton
        label={isMuted ? t('watch.unmute') : t('watch.mute')}
        icon={isMuted ? <VolumeX className="size-5" /> : <Volume2 className="size-5" />}
        onClick={() => setVolume({ isMuted: !isMuted })}
      />
      <PartySlider
        label={t('watch.volume')}
        max={1}
        step={0.05}
        value={isMuted ? 0 : level}
        valueText={number(isMuted ? 0 : level, { style: 'percent' })}
        onMove={(next) => setVolume({ level: next, isMuted: false })}
        onCommit={(next) => setVolume({ level: next, isMuted: false })}
        className="w-20 @max-xl:hidden"
      />
      {document.pictureInPictureEnabled && video && (
        <IconButton
          label={t('watch.picture')}
          icon={<PictureInPicture2 className="size-5" />}
          className="@max-xl:hidden"
          onClick={() => togglePicture(video)}
        />
      )}
      <IconButton
        label={t('watch.theatre')}
        aria-pressed={!side.isShown}
        icon={<RectangleHorizontal className="size-5" />}
        className="@max-xl:hidden below:hidden"
        onClick={side.toggle}
      />
      {document.fullscreenEnabled && (
        <IconButton
          label={isFull ? t('watch.fullScreenOff') : t('watch.fullScreen')}
          icon={isFull ? <Minimize className="size-5" /> : <Maximize className="size-5" />}
          onClick={toggleFullScreen}
        />
      )}
      <IconButton
        label={t('watch.keys.title')}
        icon={<Keyboard className="size-5" />}
        className="@max-xl:hidden pointer-coarse:hidden"
        onClick={onKeys}
      />
    </div>
  );
}
