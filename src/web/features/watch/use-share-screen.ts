import { useTexts } from '#web/lib/i18n.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { useRoom } from './use-party.ts';

const WANTED: DisplayMediaStreamOptions = {
  video: { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } },
  // As the source has it: what tidies up a voice spoils a film.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};

/** Browsers share screens from secure pages only, and those of most phones not at all. */
const canShare = (): boolean => 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;

/** Whether one may share one’s screen, and what begins it, from within a press. */
export function useShareScreen() {
  const { t } = useTexts();
  const { tell } = useToasts();
  const { party, state, isHost, userId } = useRoom();
  const { sharerId, settings, participants } = state;
  const isTaken =
    sharerId !== null && sharerId !== userId && participants.some((one) => one.user_id === sharerId);
  const mayShare = isHost || sharerId === userId || (settings.share_open && !isTaken);

  async function startSharing(): Promise<void> {
    if (!canShare()) {
      tell(t(isSecureContext ? 'watch.share.cannot' : 'watch.share.insecure'));
      return;
    }
    try {
      party.startShare(await navigator.mediaDevices.getDisplayMedia(WANTED));
    } catch (error) {
      // Who was asked for a screen has chosen none: that is their answer.
      const isChoice = error instanceof DOMException && error.name === 'NotAllowedError';
      if (!isChoice) tell(t('watch.share.noCapture'));
    }
  }

  return { mayShare, startSharing: () => void startSharing() };
}
