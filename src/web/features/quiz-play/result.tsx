import { Check, Flame, Hourglass, Minus, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { buzz } from './device.ts';
import { rankValues } from './rank.ts';
import type { Result, RoomState } from './state.ts';

/** What the question gave, which answers were right, and why. */
export function PlayResult({ state }: { state: RoomState }) {
  const { result, reveal, question } = state;
  const isCorrect = result?.isCorrect;
  useEffect(() => {
    if (isCorrect !== undefined) buzz(isCorrect ? 'right' : 'wrong');
  }, [isCorrect]);
  return (
    <div className="flex flex-1 flex-col overflow-y-auto pb-[max(1rem,env(safe-area-inset-bottom))] short:grid short:grid-cols-2">
      <Verdict state={state} />
      <div className="mx-auto flex w-full max-w-xl flex-col gap-5 p-4">
        {question && reveal && reveal.correctAnswerIds.length > 0 && <RightAnswers state={state} />}
        {reveal?.explanation && <Explanation {...reveal.explanation} />}
      </div>
    </div>
  );
}

function lookOf(result: Result | undefined) {
  if (!result) return { Icon: Hourglass, panel: 'bg-sunken text-ink', words: 'play.result.wait' } as const;
  if (result.isCorrect)
    return { Icon: Check, panel: 'bg-up text-surface', words: 'play.result.right' } as const;
  return result.answerIds.length > 0
    ? ({ Icon: X, panel: 'bg-sunken text-down', words: 'play.result.wrong' } as const)
    : ({ Icon: Minus, panel: 'bg-sunken text-ink', words: 'play.result.none' } as const);
}

/** Of one height before the result is there and after. */
function Verdict({ state }: { state: RoomState }) {
  const { t, number } = useTexts();
  const { result, standing, missed } = state;
  const { Icon, panel, words } = lookOf(result);
  return (
    <div
      className={`flex min-h-[19rem] flex-col items-center justify-center gap-2 px-5 py-6 text-center short:min-h-0 ${panel}`}
    >
      <Icon
        key={words}
        aria-hidden="true"
        strokeWidth={3.5}
        className="size-20 animate-pop rounded-full border-4 border-current p-3"
      />
      <h1 className="text-4xl">{t(words)}</h1>
      <p className="min-h-8 text-2xl font-extrabold tabular-nums">
        {result && result.points > 0 && t('play.result.points', { points: number(result.points) })}
      </p>
      <p className={`min-h-7 text-lg font-bold ${result?.isCorrect ? '' : 'text-ink'}`}>
        {result && standing && t('play.result.rank', rankValues(state))}
      </p>
      {missed && result && <p className="font-bold text-ink">{t('play.result.late')}</p>}
      {result && standing && standing.streak > 1 && (
        <p className="flex items-center gap-1.5 text-lg font-bold">
          <Flame aria-hidden="true" className="size-6" />
          {t('play.result.streak', { count: standing.streak })}
        </p>
      )}
    </div>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-2">
    <h2 className="text-lg">{title}</h2>
    {children}
  </section>
);

function RightAnswers({ state }: { state: RoomState }) {
  const { t } = useTexts();
  const correct = state.reveal?.correctAnswerIds ?? [];
  const own = state.result?.answerIds ?? state.answer?.answerIds ?? [];
  const shown = (state.question?.answers ?? [])
    .map((answer, index) => ({ ...answer, index }))
    .filter(({ id }) => correct.includes(id) || own.includes(id));
  return (
    <Section title={t('play.result.answers')}>
      <ul className="flex flex-col gap-2">
        {shown.map(({ id, index, answer_text }) => (
          <li
            key={id}
            className={`flex items-center gap-3 rounded-card p-3 font-bold ${answerLook(index).fill}`}
          >
            <AnswerShape index={index} />
            <span className="min-w-0 flex-1 wrap-anywhere">
              <span className="sr-only">{t(answerLook(index).name)}: </span>
              {answer_text}
              {own.includes(id) && <span className="block text-sm">{t('play.result.yours')}</span>}
            </span>
            {correct.includes(id) ? (
              <>
                <Check aria-hidden="true" strokeWidth={4} className="size-7 shrink-0" />
                <span className="sr-only">{t('play.result.right')}</span>
              </>
            ) : (
              <>
                <X aria-hidden="true" strokeWidth={4} className="size-7 shrink-0" />
                <span className="sr-only">{t('play.result.wrong')}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

type ExplanationProps = { title: string | null; text: string | null; image_url: string | null };

function Explanation({ title, text, image_url }: ExplanationProps) {
  const { t } = useTexts();
  return (
    <Section title={title ?? t('play.result.why')}>
      {image_url && <img src={image_url} alt="" className="h-48 w-full rounded-card object-contain" />}
      {text && <p className="whitespace-pre-line">{text}</p>}
    </Section>
  );
}
