import {
  BarChart3,
  Eye,
  Flag,
  Keyboard,
  Lock,
  LockOpen,
  Maximize,
  Minimize,
  Pause,
  RotateCcw,
  Smartphone,
  Square,
  TimerReset,
  Trophy,
  Users,
  Volume2,
  VolumeX,
  X,
} from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { toggleFullScreen, useFullScreen } from '#web/lib/full-screen.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcutsOn } from '#web/lib/shortcuts.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { isPlaying, nameStep, showNext, togglePause } from './act.ts';
import { KEYS } from './keys.ts';
import type { ScreenCommands } from './room.ts';
import { useSoundOn } from './sound.ts';
import { nextQuestionOf, type ScreenState } from './state.ts';
import { mayShowNext, nextStep, type Stage } from './steps.ts';
import { ReportLink } from './words.tsx';

export type ScreenDialog = 'keys' | 'players' | 'remote';

type Props = {
  state: ScreenState;
  commands: ScreenCommands;
  stage: Stage;
  onStage: (stage: Stage) => void;
  onStep: () => void;
  onDialog: (dialog: ScreenDialog) => void;
  isHidden: boolean;
};

/** Who has clicked goes on with the keys: the space bar is for the next step, not for what was clicked last. */
function letGo({ detail }: MouseEvent): void {
  if (detail > 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** What the host does, along the lower edge. */
export function ScreenControls(props: Props) {
  const { t } = useTexts();
  return (
    <div
      role="toolbar"
      aria-label={t('screen.controls')}
      onClickCapture={letGo}
      className={`flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-base transition-opacity focus-within:opacity-100 ${props.isHidden ? 'opacity-0' : ''}`}
    >
      <GameControls {...props} />
      <ScreenSettings {...props} />
    </div>
  );
}

function GameControls({ state, commands, stage, onStage, onStep }: Props) {
  const { t } = useTexts();
  const { phase, room } = state;
  const step = nextStep(state, stage);
  const next = nextQuestionOf(state);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {step && (
        <Button size="large" onClick={onStep}>
          {t(nameStep(step, state))}
          <Key>{t('screen.space')}</Key>
        </Button>
      )}
      {isPlaying(state) && (
        <>
          {phase === 'open' ? (
            <Button kind="secondary" onClick={() => togglePause(state, commands)}>
              <Pause className="size-5" />
              {t('screen.pause')}
              <Key>{KEYS.pause}</Key>
            </Button>
          ) : (
            <Button kind="secondary" onClick={commands.end}>
              <Square className="size-5" />
              {t('screen.end')}
            </Button>
          )}
          <Button kind="secondary" onClick={commands.extend}>
            <TimerReset className="size-5" />
            {t('screen.extend')}
            <Key>{KEYS.extend}</Key>
          </Button>
        </>
      )}
      {next && mayShowNext(state) && (
        <Button kind="secondary" onClick={() => showNext(state, commands)}>
          <Eye className="size-5" />
          {t('screen.show')}
          <Key>{KEYS.show}</Key>
        </Button>
      )}
      {phase === 'ended' && next && stage === 'board' && (
        <IconButton
          label={t('screen.toResult')}
          icon={<BarChart3 className="size-5" />}
          onClick={() => onStage('result')}
        />
      )}
      {phase !== 'lobby' && phase !== 'finished' && next && <FinishEarly commands={commands} />}
      {phase === 'finished' && <AfterGame roomId={room.id} commands={commands} />}
    </div>
  );
}

const FinishEarly = ({ commands }: { commands: ScreenCommands }) => {
  const { t } = useTexts();
  return (
    <Confirm
      title={t('screen.finishTitle')}
      confirmLabel={t('screen.finish')}
      onConfirm={commands.finish}
      trigger={(open) => (
        <Button kind="quiet" onClick={open}>
          <Trophy className="size-5" />
          {t('screen.finish')}
        </Button>
      )}
    >
      {t('screen.finishText')}
    </Confirm>
  );
};

/** What can be done once there are winners. */
export const AfterGame = ({ roomId, commands }: { roomId: string; commands: ScreenCommands }) => {
  const { t } = useTexts();
  return (
    <>
      <ReportLink roomId={roomId} />
      <Button kind="secondary" onClick={commands.restart}>
        <RotateCcw className="size-5" />
        {t('screen.restart')}
      </Button>
      <Confirm
        title={t('screen.closeTitle')}
        confirmLabel={t('screen.close')}
        onConfirm={commands.close}
        trigger={(open) => (
          <Button kind="quiet" onClick={open}>
            <X className="size-5" />
            {t('screen.close')}
          </Button>
        )}
      >
        {t('screen.closeText')}
      </Confirm>
    </>
  );
};

function ScreenSettings({ state: { isLocked, room, players }, commands, onDialog }: Props) {
  const { t, number } = useTexts();
  const [isSoundOn, setSoundOn] = useSoundOn();
  const isFull = useFullScreen();
  return (
    <div className="flex items-center gap-1">
      {room.settings.auto_advance && (
        <span className="mr-2 inline-flex items-center gap-2 font-bold text-soft">
          <Flag aria-hidden="true" className="size-5" />
          <span className="max-xl:sr-only">{t('screen.autoAdvance')}</span>
        </span>
      )}
      <Button
        kind="quiet"
        onClick={() => onDialog('players')}
        aria-label={t('screen.playerCount', { count: players.length })}
      >
        <Users className="size-5" />
        {number(players.length)}
      </Button>
      <IconButton
        label={isLocked ? t('screen.unlock') : t('screen.lock')}
        aria-pressed={isLocked}
        icon={isLocked ? <Lock className="size-5 text-danger" /> : <LockOpen className="size-5" />}
        onClick={() => commands.lock(!isLocked)}
      />
      <IconButton
        label={t('screen.remote')}
        icon={<Smartphone className="size-5" />}
        onClick={() => onDialog('remote')}
      />
      <IconButton
        label={isSoundOn ? t('screen.soundOff') : t('screen.soundOn')}
        icon={isSoundOn ? <Volume2 className="size-5" /> : <VolumeX className="size-5" />}
        onClick={() => setSoundOn(!isSoundOn)}
      />
      {document.fullscreenEnabled && (
        <IconButton
          label={isFull ? t('screen.fullScreenOff') : t('screen.fullScreen')}
          icon={isFull ? <Minimize className="size-5" /> : <Maximize className="size-5" />}
          onClick={() => toggleFullScreen()}
        />
      )}
      <IconButton
        label={t('screen.keys')}
        icon={<Keyboard className="size-5" />}
        className="pointer-coarse:hidden"
        onClick={() => onDialog('keys')}
      />
    </div>
  );
}

/** The key beside what it does. */
function Key({ children }: { children: ReactNode }) {
  const [isOn] = useShortcutsOn();
  return isOn ? (
    <span
      aria-hidden="true"
      className="rounded border border-current px-1.5 text-xs leading-5 max-xl:hidden pointer-coarse:hidden"
    >
      {children}
    </span>
  ) : null;
}
