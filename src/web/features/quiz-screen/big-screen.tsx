import { Lock, WifiOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { toggleFullScreen, useFullScreen, useWholeWidth } from '#web/lib/full-screen.ts';
import { type Texts, useTexts } from '#web/lib/i18n.tsx';
import { useShortcuts } from '#web/lib/shortcuts.ts';
import { useTitle } from '#web/ui/page.tsx';
import { showNext, takeStep, togglePause } from './act.ts';
import { ScreenControls, type ScreenDialog } from './controls.tsx';
import { KeysDialog, RemoteDialog } from './dialogs.tsx';
import { useIdle } from './idle.ts';
import { KEYS } from './keys.ts';
import { PlayersDialog } from './kick.tsx';
import { ScreenLeaderboard } from './leaderboard.tsx';
import { ScreenLobby, spellCode } from './lobby.tsx';
import { ScreenPodium } from './podium.tsx';
import { ScreenQuestion } from './question.tsx';
import { ScreenResult } from './result.tsx';
import type { ScreenCommands } from './room.ts';
import { useScreenSounds, useSoundOn } from './sound.ts';
import { useStage } from './stage.ts';
import { questionOf, type ScreenState } from './state.ts';
import { nextStep, type Stage } from './steps.ts';

export type ScreenProps = {
  state: ScreenState;
  now: () => number;
  commands: ScreenCommands;
  /** What is shown may be old: the connection is being mended. */
  isLost: boolean;
};

/** The space bar isn't meant for what has come up only just now. */
const SETTLED_MS = 800;

/** What everybody in the room looks at. All sizes are in ems, which follow the window's. */
export function ScreenBig({ state, now, commands, isLost }: ScreenProps) {
  const { t } = useTexts();
  const { room, phase } = state;
  const [stage, setStage] = useStage(state);
  const [dialog, setDialog] = useState<ScreenDialog>();
  const [isSoundOn, setSoundOn] = useSoundOn();
  const isIdle = useIdle();
  const isFull = useFullScreen();
  useTitle(room.title);
  useWholeWidth();
  useScreenSounds(state, now);

  const takeNext = () => takeStep(nextStep(state, stage), commands, () => setStage('board'));
  const isSettled = useSettled(`${phase} ${state.index} ${stage}`);
  useShortcuts({
    ' ': () => {
      // Nor does it end a question before it could be answered.
      const isAlone = state.times !== undefined && now() < state.times.startsAt;
      if (isSettled() && !isAlone) takeNext();
    },
    ArrowRight: () => {
      if (phase === 'ended') setStage('board');
    },
    ArrowLeft: () => setStage('result'),
    [KEYS.show]: () => showNext(state, commands),
    [KEYS.pause]: () => togglePause(state, commands),
    [KEYS.extend]: () => {
      if (state.times) void commands.extend();
    },
    [KEYS.lock]: () => void commands.lock(!state.isLocked),
    [KEYS.full]: () => toggleFullScreen(),
    [KEYS.sound]: () => setSoundOn(!isSoundOn),
    [KEYS.help]: () => setDialog('keys'),
  });

  const isHidden = isFull && isIdle;
  const close = () => setDialog(undefined);
  return (
    <main
      id="main"
      tabIndex={-1}
      className={`flex min-h-dvh flex-col gap-[1em] p-[1.2em] text-[clamp(0.875rem,min(1.25vw,2.1vh),3rem)] outline-none ${isHidden ? 'cursor-none' : ''}`}
    >
      <Header state={state} isLost={isLost} />
      <p role="status" className="sr-only">
        {sayWhatIsOn(state, stage, t)}
      </p>
      <OnScreen state={state} stage={stage} now={now} commands={commands} />
      <ScreenControls
        state={state}
        commands={commands}
        stage={stage}
        onStage={setStage}
        onStep={takeNext}
        onDialog={setDialog}
        isHidden={isHidden}
      />
      <KeysDialog isOpen={dialog === 'keys'} onClose={close} />
      <RemoteDialog
        isOpen={dialog === 'remote'}
        onClose={close}
        url={new URL(`/host/quiz/${room.id}?remote`, room.joinUrl).href}
      />
      <PlayersDialog
        isOpen={dialog === 'players'}
        onClose={close}
        players={state.players}
        onKick={commands.kick}
      />
    </main>
  );
}

function OnScreen({ state, stage, now, commands }: Omit<ScreenProps, 'isLost'> & { stage: Stage }) {
  const question = questionOf(state);
  const key = `${state.gameNumber} ${state.index}`;
  if (state.phase === 'finished') return <ScreenPodium key={state.gameNumber} rankings={state.rankings} />;
  if (state.phase === 'lobby' || !question) return <ScreenLobby state={state} commands={commands} />;
  if (state.phase !== 'ended')
    return <ScreenQuestion key={key} state={state} question={question} now={now} />;
  return stage === 'board' ? (
    <ScreenLeaderboard key={key} rankings={state.rankings} />
  ) : (
    <ScreenResult key={key} state={state} question={question} />
  );
}

/** What the game is, how far it is, and the code for who comes late. */
function Header({ state, isLost }: Pick<ScreenProps, 'state' | 'isLost'>) {
  const { t } = useTexts();
  const { room, phase, index, isLocked } = state;
  const hasQuestion = phase !== 'lobby' && phase !== 'finished';
  return (
    <header className="flex items-center justify-between gap-[1.5em]">
      <h1 className="min-w-0 flex-1 truncate text-[1.4em]">{room.title}</h1>
      {isLost && (
        <p role="alert" className="flex items-center gap-[0.4em] font-bold text-danger">
          <WifiOff aria-hidden="true" className="size-[1.2em]" />
          {t('screen.lost')}
        </p>
      )}
      {hasQuestion && (
        <p className="text-[1.2em] font-bold text-soft">
          {t('screen.questionOf', { number: index + 1, total: room.questions.length })}
        </p>
      )}
      {phase !== 'lobby' && (
        <p className="flex items-center gap-[0.5em] text-[1.2em]">
          {isLocked ? (
            <>
              <Lock aria-hidden="true" className="size-[1em] text-danger" />
              <span className="text-soft">{t('screen.locked')}</span>
            </>
          ) : (
            <span className="font-extrabold tabular-nums text-accent">{spellCode(room.code)}</span>
          )}
        </p>
      )}
    </header>
  );
}

function sayWhatIsOn(state: ScreenState, stage: Stage, t: Texts['t']): string {
  const question = questionOf(state);
  switch (state.phase) {
    case 'lobby':
      return '';
    case 'shown':
    case 'open':
      return t('screen.sayQuestion', {
        number: state.index + 1,
        total: state.room.questions.length,
        text: question?.question_text ?? '',
      });
    case 'paused':
      return t('screen.paused');
    case 'ended':
      return stage === 'board' ? t('screen.leaderboard') : t('screen.sayOver');
    case 'finished':
      return t('screen.winners');
  }
}

/** Whether what is on has been for a while. */
function useSettled(what: string): () => boolean {
  const since = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of it that counts
  useEffect(() => {
    since.current = performance.now();
  }, [what]);
  return () => performance.now() - since.current >= SETTLED_MS;
}
