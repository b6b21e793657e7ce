import {
  ChevronRight,
  Eye,
  Lock,
  LockOpen,
  Pause,
  Square,
  TimerReset,
  Trophy,
  Users,
  WifiOff,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { type MessageId, useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { useTitle } from '#web/ui/page.tsx';
import { isPlaying, nameStep, showNext, takeStep, togglePause } from './act.ts';
import type { ScreenProps } from './big-screen.tsx';
import { useCountdown } from './clock.ts';
import { AfterGame } from './controls.tsx';
import { PlayersDialog } from './kick.tsx';
import { spellCode } from './lobby.tsx';
import { nextQuestionOf, questionOf, type ScreenState } from './state.ts';
import { connectedCount, mayShowNext, nextStep } from './steps.ts';

const PHASES: Readonly<Record<ScreenState['phase'], MessageId>> = {
  lobby: 'screen.onLobby',
  shown: 'screen.onShown',
  open: 'screen.onOpen',
  paused: 'screen.paused',
  ended: 'screen.onEnded',
  finished: 'screen.onFinished',
};

/** The host's phone: what the big screen shows, what comes next, and all that leads there under the thumb. */
export function ScreenRemote({ state, now, commands, isLost }: ScreenProps) {
  const { t, number } = useTexts();
  const { room, phase, index, isLocked, players } = state;
  const [isListOpen, setListOpen] = useState(false);
  const question = phase === 'finished' || phase === 'lobby' ? undefined : questionOf(state);
  const next = phase === 'finished' ? undefined : nextQuestionOf(state);
  // The big screen comes to its leaderboard by itself.
  const step = nextStep(state, 'board');
  useTitle(room.title);
  return (
    <main id="main" tabIndex={-1} className="mx-auto flex min-h-dvh max-w-xl flex-col gap-3 p-4 outline-none">
      <header className="flex items-center justify-between gap-3">
        <h1 className="min-w-0 truncate text-lg">{room.title}</h1>
        <p className="shrink-0 font-extrabold tabular-nums text-accent">{spellCode(room.code)}</p>
      </header>
      {isLost && (
        <p role="alert" className="flex items-center gap-2 font-bold text-danger">
          <WifiOff aria-hidden="true" className="size-5 shrink-0" />
          {t('screen.lost')}
        </p>
      )}
      <section
        aria-label={t('screen.onScreen')}
        className="rounded-card border border-line bg-surface p-4 shadow-card"
      >
        <div className="flex items-center justify-between gap-3">
          <p role="status" className="font-bold text-accent">
            {t(PHASES[phase])}
          </p>
          {question && (
            <p className="text-sm text-soft">
              {t('screen.questionOf', { number: index + 1, total: room.questions.length })}
            </p>
          )}
        </div>
        {question ? (
          <Present state={state} question={question} now={now} />
        ) : (
          <p className="mt-1 text-2xl font-extrabold">{t('screen.playerCount', { count: players.length })}</p>
        )}
        {phase === 'finished' && state.rankings && (
          <ol aria-label={t('screen.podium')} className="mt-3 flex flex-col gap-1">
            {state.rankings.slice(0, 3).map(({ playerId, rank, displayName, score }) => (
              <li key={playerId} className="flex items-baseline gap-3">
                <span className="font-extrabold text-accent">{number(rank)}</span>
                <span className="min-w-0 flex-1 truncate font-bold">{displayName}</span>
                <span className="tabular-nums">{number(score)}</span>
              </li>
            ))}
          </ol>
        )}
      </section>
      {next && (
        <section aria-label={t('screen.upNext')} className="px-4 text-soft">
          <h2 className="text-sm font-bold">{t('screen.upNext')}</h2>
          <p className="line-clamp-3">{next.question_text}</p>
        </section>
      )}
      <div className="flex-1" />
      <div
        role="toolbar"
        aria-label={t('screen.controls')}
        className="sticky bottom-0 -mx-4 -mb-4 flex flex-col gap-2 bg-canvas px-4 pt-2 pb-[max(1rem,env(safe-area-inset-bottom))]"
      >
        <div className="grid grid-cols-3 gap-2">
          {isPlaying(state) && (
            <>
              {phase === 'open' ? (
                <Tile
                  icon={<Pause />}
                  label={t('screen.pause')}
                  onClick={() => togglePause(state, commands)}
                />
              ) : (
                <Tile icon={<Square />} label={t('screen.end')} onClick={commands.end} />
              )}
              <Tile icon={<TimerReset />} label={t('screen.extend')} onClick={commands.extend} />
            </>
          )}
          {next && mayShowNext(state) && (
            <Tile icon={<Eye />} label={t('screen.show')} onClick={() => showNext(state, commands)} />
          )}
          {phase !== 'lobby' && phase !== 'finished' && next && (
            <Confirm
              title={t('screen.finishTitle')}
              confirmLabel={t('screen.finish')}
              onConfirm={commands.finish}
              trigger={(open) => <Tile icon={<Trophy />} label={t('screen.finish')} onClick={open} />}
            >
              {t('screen.finishText')}
            </Confirm>
          )}
          <Tile
            icon={isLocked ? <Lock className="text-danger" /> : <LockOpen />}
            label={isLocked ? t('screen.unlock') : t('screen.lock')}
            onClick={() => commands.lock(!isLocked)}
          />
          <Tile
            icon={<Users />}
            label={t('screen.playerCountShort', { count: number(players.length) })}
            onClick={() => setListOpen(true)}
          />
        </div>
        {phase === 'finished' && (
          <div className="flex flex-wrap justify-center gap-2">
            <AfterGame roomId={room.id} commands={commands} />
          </div>
        )}
        {step && (
          <Button
            onClick={() => takeStep(step, commands, () => undefined)}
            className="min-h-24 gap-2 text-2xl"
          >
            {t(nameStep(step, state))}
            <ChevronRight aria-hidden="true" className="size-8" />
          </Button>
        )}
      </div>
      <PlayersDialog
        isOpen={isListOpen}
        onClose={() => setListOpen(false)}
        players={players}
        onKick={commands.kick}
      />
    </main>
  );
}

type TileProps = { icon: ReactNode; label: string; onClick: () => void };

const Tile = ({ icon, label, onClick }: TileProps) => (
  <Button kind="secondary" onClick={onClick} className="min-h-16 flex-col gap-1 !px-1 text-sm leading-tight">
    <span aria-hidden="true" className="shrink-0">
      {icon}
    </span>
    {label}
  </Button>
);

type PresentProps = { state: ScreenState; question: ShownQuestion; now: () => number };

function Present({ state, question, now }: PresentProps) {
  const { t, number } = useTexts();
  const { seconds, isAlone } = useCountdown(state, now);
  const { phase, counts, answered, result } = state;
  const isOver = phase === 'ended';
  const of = Math.max(connectedCount(state), answered);
  return (
    <>
      <p className="mt-1 line-clamp-4 text-lg font-extrabold leading-snug">{question.question_text}</p>
      {isPlaying(state) && (
        <dl className="mt-2 flex gap-6">
          <Figure
            label={isAlone ? t('screen.untilAnswers') : t('screen.timeLeft')}
            value={seconds === undefined ? '–' : number(seconds)}
          />
          {!isAlone && (
            <Figure
              label={t('screen.answered')}
              value={t('screen.answeredOf', { answered: number(answered), of: number(of) })}
            />
          )}
        </dl>
      )}
      <ul aria-label={t('screen.answers')} className="mt-3 flex flex-col gap-1">
        {question.answers.map(({ id, answer_text }, at) => {
          const isRight = result?.correctAnswerIds.includes(id) ?? false;
          return (
            <li key={id} className="flex items-center gap-2">
              <span
                className={`flex size-7 shrink-0 items-center justify-center rounded-md ${answerLook(at).fill}`}
              >
                <AnswerShape index={at} className="size-4" />
                <span className="sr-only">{t(answerLook(at).name)}</span>
              </span>
              <span className={`min-w-0 flex-1 truncate ${isRight ? 'font-extrabold text-up' : ''}`}>
                {answer_text}
              </span>
              {isRight && <span className="text-sm font-bold text-up">{t('screen.right')}</span>}
              {(isOver || phase === 'open' || phase === 'paused') && (
                <span className="font-bold tabular-nums">{number(counts[id] ?? 0)}</span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div className="flex flex-col-reverse">
    <dt className="text-sm text-soft">{label}</dt>
    <dd className="text-3xl font-extrabold leading-tight tabular-nums">{value}</dd>
  </div>
);
