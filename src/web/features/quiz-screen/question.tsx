import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { type Texts, useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { useCountdown } from './clock.ts';
import { ScreenRing } from './ring.tsx';
import type { ScreenState } from './state.ts';
import { connectedCount } from './steps.ts';
import { answerSize, questionSize } from './text-size.ts';

type Props = { state: ScreenState; question: ShownQuestion; now: () => number };

/** A question while it is on: alone at first where the quiz wants it so, then with its answers. */
export function ScreenQuestion({ state, question, now }: Props) {
  const { t } = useTexts();
  const countdown = useCountdown(state, now);
  const isPaused = state.phase === 'paused';
  return (
    <section aria-label={t('screen.question')} className="flex flex-1 flex-col gap-[1.5em]">
      <div className="flex flex-1 items-center gap-[2em]">
        <div className="flex min-w-0 flex-1 items-center justify-center gap-[2em] max-sm:flex-col">
          <h2 className={`min-w-0 flex-1 text-center ${questionSize(question.question_text)}`}>
            {question.question_text}
          </h2>
          {question.image_url && (
            <img
              src={question.image_url}
              alt=""
              className={`rounded-card object-contain shadow-card ${countdown.isAlone ? 'max-h-[60vh] max-w-[45vw]' : 'max-h-[42vh] max-w-[36vw]'}`}
            />
          )}
        </div>
        {state.phase !== 'shown' && (
          <div className="flex w-[9em] shrink-0 flex-col items-center gap-[1em]">
            <ScreenRing countdown={countdown} isPaused={isPaused} className="w-[7.5em]" />
            {!countdown.isAlone && <Answered state={state} />}
          </div>
        )}
      </div>
      <p className="min-h-[1.5em] text-center text-[1.5em] font-bold leading-normal text-soft">
        {sayAbove(countdown.isAlone, isPaused, question, t)}
      </p>
      {!countdown.isAlone && <Answers state={state} question={question} />}
    </section>
  );
}

/** In a line that is always there, so that nothing moves when it says something else. */
function sayAbove(isAlone: boolean, isPaused: boolean, question: ShownQuestion, t: Texts['t']): string {
  if (isPaused) return t('screen.paused');
  if (isAlone) return t('screen.answersSoon');
  return question.allow_multiple ? t('screen.severalAllowed') : '';
}

function Answered({ state }: { state: ScreenState }) {
  const { t, number } = useTexts();
  // Who has answered and gone has answered.
  const of = Math.max(connectedCount(state), state.answered);
  return (
    <p className="text-center">
      <span className="block text-[2em] font-extrabold leading-tight tabular-nums">
        {t('screen.answeredOf', { answered: number(state.answered), of: number(of) })}
      </span>
      <span className="block text-soft">
        {of > 0 && state.answered === of ? t('screen.allAnswered') : t('screen.answered')}
      </span>
    </p>
  );
}

function Answers({ state, question: { answers } }: Pick<Props, 'state' | 'question'>) {
  const { t, number } = useTexts();
  const size = answerSize(answers.map(({ answer_text }) => answer_text));
  return (
    <ol aria-label={t('screen.answers')} className="grid grid-cols-1 gap-[0.8em] sm:grid-cols-2">
      {answers.map(({ id, answer_text, image_url }, index) => (
        <li
          key={id}
          className={`flex min-h-[4.2em] animate-rise items-center gap-[0.9em] rounded-card px-[1.2em] py-[0.5em] ${answerLook(index).fill}`}
        >
          <AnswerShape index={index} className="size-[2.2em]" />
          <span className="sr-only">{t(answerLook(index).name)}</span>
          <span className={`min-w-0 flex-1 font-bold leading-tight ${size}`}>{answer_text}</span>
          {image_url && (
            <img
              src={image_url}
              alt=""
              className="max-h-[5.5em] max-w-[9em] rounded-control object-contain"
            />
          )}
          {state.room.settings.show_live_counts && (
            <span className="text-[1.5em] font-extrabold tabular-nums">{number(state.counts[id] ?? 0)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
