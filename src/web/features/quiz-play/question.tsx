import { Eye, Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { PlayAnswers } from './answers.tsx';
import { Countdown, useTimeLeft } from './countdown.tsx';
import type { RoomState } from './state.ts';

type PlayQuestionProps = {
  state: RoomState;
  question: ShownQuestion;
  isOffline: boolean;
  now: () => number;
  onAnswer: (answerIds: readonly string[]) => void;
};

/** A question, alone at first where the host wants it so, then with its answers. The question keeps its place. */
export function PlayQuestion({ state, question, isOffline, now, onAnswer }: PlayQuestionProps) {
  const { phase, startsAt, endsAt } = state;
  const untilStartMs = useTimeLeft(startsAt, now);
  const untilEndMs = useTimeLeft(endsAt, now);
  const isAlone = phase === 'shown' || (phase === 'open' && untilStartMs > 0);
  // A pause that began while the player was away is told a moment before how much it left.
  const leftMs = phase === 'paused' && Number.isFinite(state.remainingMs) ? state.remainingMs : untilEndMs;
  const totalMs = endsAt - startsAt;
  return (
    <div className="flex min-h-0 flex-1 flex-col short:flex-row">
      <div className="flex max-h-[45%] shrink-0 flex-col gap-2 overflow-y-auto px-4 pb-1 pt-3 short:max-h-none short:w-2/5">
        <div className={isAlone || totalMs <= 0 ? 'invisible' : ''}>
          <Countdown leftMs={leftMs} totalMs={totalMs} />
        </div>
        <h1 className={sizeOf(question.question_text)}>{question.question_text}</h1>
        {question.image_url && (
          <img
            src={question.image_url}
            alt=""
            className="h-[18dvh] w-full rounded-control object-contain short:h-[40dvh]"
          />
        )}
      </div>
      {phase === 'paused' ? (
        <Paused />
      ) : isAlone ? (
        <GetReady startsInMs={phase === 'open' ? untilStartMs : undefined} />
      ) : (
        <PlayAnswers
          key={question.id}
          state={state}
          question={question}
          isOver={untilEndMs === 0}
          isOffline={isOffline}
          onAnswer={onAnswer}
        />
      )}
    </div>
  );
}

function sizeOf(text: string): string {
  if (text.length > 240) return 'text-base leading-snug';
  return text.length > 100 ? 'text-lg leading-snug' : 'text-2xl sm:text-3xl short:text-xl';
}

const Middle = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <div className="flex flex-1 flex-col items-center justify-center gap-3 px-6 text-center">
    {icon}
    {children}
  </div>
);

function GetReady({ startsInMs }: { startsInMs: number | undefined }) {
  const { t, number } = useTexts();
  return (
    <Middle icon={<Eye aria-hidden="true" className="size-10 text-accent" />}>
      <p className="text-xl font-bold">{t('play.question.read')}</p>
      <p aria-hidden="true" className="h-20 text-7xl font-extrabold tabular-nums">
        {startsInMs !== undefined && number(Math.ceil(startsInMs / 1_000))}
      </p>
    </Middle>
  );
}

function Paused() {
  const { t } = useTexts();
  return (
    <Middle icon={<Pause aria-hidden="true" className="size-14 text-accent" />}>
      <p className="text-2xl font-extrabold">{t('play.paused.title')}</p>
      <p className="text-soft">{t('play.paused.text')}</p>
    </Middle>
  );
}
