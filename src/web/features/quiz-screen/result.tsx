import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Explanation, ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import type { ScreenState } from './state.ts';
import { answerSize } from './text-size.ts';

/** What came of a question: who chose what, what was right and why. Nothing that the quiz keeps from its players. */
export function ScreenResult({ state, question }: { state: ScreenState; question: ShownQuestion }) {
  const { t } = useTexts();
  const { result, room } = state;
  const explanation = room.settings.show_explanation ? result?.explanation : null;
  const right = room.settings.show_correct_answer ? (result?.correctAnswerIds ?? []) : [];
  return (
    <section aria-label={t('screen.result')} className="flex flex-1 flex-col gap-[1.2em]">
      <h2 className={question.question_text.length > 120 ? 'text-[1.3em]' : 'text-[2em]'}>
        {question.question_text}
      </h2>
      <div className="flex flex-1 gap-[2em] max-sm:flex-col">
        <Distribution state={state} question={question} right={right} />
        {explanation && <Explained explanation={explanation} />}
      </div>
    </section>
  );
}

/** More answers than these are closer together, so that all are seen at once. */
const DENSE = 5;

type DistributionProps = { state: ScreenState; question: ShownQuestion; right: readonly string[] };

function Distribution({ state: { result }, question: { answers }, right }: DistributionProps) {
  const { t, number } = useTexts();
  const [isGrown, setGrown] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setGrown(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  const counts = answers.map(({ id }) => result?.counts[id] ?? 0);
  const sum = counts.reduce((all, count) => all + count, 0);
  const most = Math.max(1, ...counts);
  const size = answerSize(answers.map(({ answer_text }) => answer_text));
  const isDense = answers.length > DENSE;
  return (
    <ol
      aria-label={t('screen.distribution')}
      className={`flex flex-[3] flex-col justify-center ${isDense ? 'gap-[0.35em] text-[0.85em]' : 'gap-[0.6em]'}`}
    >
      {answers.map(({ id, answer_text, image_url }, index) => {
        const isRight = right.includes(id);
        const count = counts[index] ?? 0;
        return (
          <li
            key={id}
            className={`flex items-center gap-[0.8em] rounded-card border-[0.2em] ${isDense ? 'px-[0.5em] py-[0.25em]' : 'p-[0.5em]'} ${isRight ? 'border-up bg-raised' : 'border-transparent'}`}
          >
            <span
              className={`flex size-[2.6em] shrink-0 items-center justify-center rounded-control ${answerLook(index).fill}`}
            >
              <AnswerShape index={index} className="size-[1.5em]" />
              <span className="sr-only">{t(answerLook(index).name)}</span>
            </span>
            <div className="min-w-0 flex-1">
              <p
                className={`flex items-center gap-[0.5em] leading-tight ${size} ${isRight ? 'font-extrabold' : ''}`}
              >
                {answer_text}
                {isRight && (
                  <span className="inline-flex shrink-0 items-center gap-[0.2em] text-[0.8em] text-up">
                    <Check aria-hidden="true" strokeWidth={3.5} className="size-[1.2em]" />
                    {t('screen.right')}
                  </span>
                )}
              </p>
              <div aria-hidden="true" className="mt-[0.3em] h-[0.8em] overflow-hidden rounded-full bg-sunken">
                <div
                  style={{ width: isGrown ? `${(100 * count) / most}%` : 0 }}
                  className={`h-full rounded-full transition-[width] duration-700 ease-out ${answerLook(index).fill}`}
                />
              </div>
            </div>
            {image_url && (
              <img
                src={image_url}
                alt=""
                className="max-h-[3.6em] max-w-[6em] rounded-control object-contain"
              />
            )}
            {result && (
              <span className="w-[4.5em] shrink-0 text-right leading-tight tabular-nums">
                <span className="block text-[1.6em] font-extrabold">{number(count)}</span>
                <span className="block text-soft">
                  {number(sum > 0 ? count / sum : 0, { style: 'percent' })}
                </span>
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const Explained = ({ explanation: { title, text, image_url } }: { explanation: Explanation }) => {
  const { t } = useTexts();
  return (
    <aside
      aria-label={t('screen.explanation')}
      className="flex flex-[2] animate-rise flex-col justify-center gap-[0.8em] self-center rounded-card border border-line bg-surface p-[1.5em] shadow-card"
    >
      {title && <h3 className="text-[1.7em]">{title}</h3>}
      {image_url && <img src={image_url} alt="" className="max-h-[38vh] rounded-control object-contain" />}
      {text && <p className={text.length > 300 ? 'text-[1em]' : 'text-[1.35em]'}>{text}</p>}
    </aside>
  );
};
