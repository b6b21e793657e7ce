import { Check, Clock, Target, UserX } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { type Bar, countSilent, distributionOf, type Question, shareRight } from './figures.ts';

/** One question: what was chosen how often, how many were right, and how long they took. */
export function ReportQuestion({ question, players }: { question: Question; players: number }) {
  const { t, number } = useTexts();
  const right = shareRight(question);
  const silent = countSilent(question, players);
  return (
    <>
      <h3 className="text-lg text-balance">
        {t('report.numbered', { number: question.order_index + 1, text: question.question_text })}
      </h3>
      {right === undefined ? (
        <p className="mt-1 text-soft">{t('report.unanswered')}</p>
      ) : (
        <p className="mt-1 flex flex-wrap items-center gap-x-5 gap-y-1 text-soft [&_svg]:size-4 [&_svg]:shrink-0 [&>span]:inline-flex [&>span]:items-center [&>span]:gap-1.5">
          <span className="font-bold text-ink">
            <Target aria-hidden="true" />
            {t('report.shareRight', { share: number(right, { style: 'percent' }) })}
          </span>
          {question.average_seconds !== null && (
            <span>
              <Clock aria-hidden="true" />
              {t('report.onAverage', { seconds: number(question.average_seconds) })}
            </span>
          )}
          {silent > 0 && (
            <span>
              <UserX aria-hidden="true" />
              {t('report.silent', { count: silent })}
            </span>
          )}
        </p>
      )}
      <ul
        aria-label={t('report.distribution', { number: question.order_index + 1 })}
        className="mt-3 grid gap-x-8 gap-y-2.5 lg:grid-cols-2"
      >
        {distributionOf(question).map((bar, index) => (
          <AnswerBar key={bar.id} bar={bar} index={index} />
        ))}
      </ul>
    </>
  );
}

function AnswerBar({ bar, index }: { bar: Bar; index: number }) {
  const { t, number } = useTexts();
  const { fill, name } = answerLook(index);
  return (
    <li className="flex items-center gap-3">
      <span className={`flex size-9 shrink-0 items-center justify-center rounded-lg print:border ${fill}`}>
        <AnswerShape index={index} className="size-5" />
        <span className="sr-only">{t(name)}: </span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline justify-between gap-3">
          <span className={`min-w-0 ${bar.is_correct ? 'font-extrabold' : ''}`}>
            {bar.is_correct && (
              <Check
                aria-hidden="true"
                strokeWidth={4}
                className="mr-1.5 inline size-5 -translate-y-px rounded-full bg-up p-1 text-surface"
              />
            )}
            {bar.answer_text}
            {bar.is_correct && <span className="sr-only"> ({t('report.isRight')})</span>}
          </span>
          <span className="shrink-0 tabular-nums text-soft">
            {t('report.chosen', { count: bar.count, share: number(bar.share, { style: 'percent' }) })}
          </span>
        </p>
        <div aria-hidden="true" className="mt-1 h-2.5 overflow-hidden rounded-full bg-sunken print:border">
          {bar.count > 0 && (
            <div style={{ width: `${100 * bar.share}%` }} className={`h-full min-w-1 rounded-full ${fill}`} />
          )}
        </div>
      </div>
    </li>
  );
}
