import { Monitor, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { imageSource } from '#web/ui/image-source.ts';
import type { QuestionDraft } from './editor-draft.ts';

type Props = { question: QuestionDraft | undefined; index: number; count: number };

/** A question as people will see it. What it says stands in the form, so it isn't read out twice. */
export function Previews({ question, index, count }: Props) {
  const { t } = useTexts();
  if (!question) return <p className="text-soft">{t('quizzes.previewNone')}</p>;
  return (
    <div className="flex flex-col gap-5">
      <Preview label={t('quizzes.previewScreen')} icon={<Monitor aria-hidden="true" className="size-5" />}>
        <ScreenPreview question={question} index={index} count={count} />
      </Preview>
      <Preview label={t('quizzes.previewPhone')} icon={<Smartphone aria-hidden="true" className="size-5" />}>
        <PhonePreview question={question} index={index} count={count} />
      </Preview>
    </div>
  );
}

const Preview = ({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) => (
  <figure>
    <figcaption className="mb-2 flex items-center gap-2 text-sm font-bold text-soft">
      {icon}
      {label}
    </figcaption>
    {children}
  </figure>
);

type Shown = { question: QuestionDraft; index: number; count: number };

const textOf = (text: string): string => text.trim() || '…';

/** Everything in it is as large as its width says. */
function ScreenPreview({ question, index, count }: Shown) {
  const { answers, answering_time } = question;
  return (
    <div
      aria-hidden="true"
      className="@container aspect-video w-full overflow-hidden rounded-control border-4 border-ink bg-canvas"
    >
      <div className="flex h-full flex-col gap-[2cqw] p-[3cqw]">
        <div className="flex items-center justify-between text-[3cqw] font-bold text-soft">
          <span className="tabular-nums">
            {index + 1} / {count}
          </span>
          <span className="flex size-[8cqw] items-center justify-center rounded-full border-[0.6cqw] border-accent tabular-nums text-ink">
            {Number.isNaN(answering_time) ? '' : answering_time}
          </span>
        </div>
        <div className="flex min-h-0 flex-1 items-center justify-center gap-[3cqw]">
          {question.image_url && (
            <img
              src={imageSource(question.image_url)}
              alt=""
              className="h-full min-w-0 max-w-[45%] rounded-[1cqw] object-contain"
            />
          )}
          <p className="line-clamp-4 text-center text-[4.4cqw] leading-tight font-extrabold text-balance">
            {textOf(question.question_text)}
          </p>
        </div>
        <ol className={`grid gap-[1.2cqw] ${answers.length > 6 ? 'grid-cols-4' : 'grid-cols-2'}`}>
          {answers.map((answer, place) => (
            <li
              key={answer.key}
              className={`flex min-w-0 items-center gap-[1.5cqw] rounded-[1.2cqw] p-[1.4cqw] text-[2.8cqw] leading-tight font-bold ${answerLook(place).fill}`}
            >
              <AnswerShape index={place} className="size-[4cqw]" />
              {answer.image_url && (
                <img
                  src={imageSource(answer.image_url)}
                  alt=""
                  className="size-[6cqw] rounded-[0.6cqw] object-cover"
                />
              )}
              <span className="line-clamp-2 min-w-0">{textOf(answer.answer_text)}</span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function PhonePreview({ question, index, count }: Shown) {
  const { answers } = question;
  return (
    <div
      aria-hidden="true"
      className="@container mx-auto aspect-[9/17] w-44 max-w-full overflow-hidden rounded-[1.6rem] border-[6px] border-ink bg-canvas"
    >
      <div className="flex h-full flex-col gap-[3cqw] p-[5cqw]">
        <p className="text-[5cqw] font-bold text-soft tabular-nums">
          {index + 1} / {count}
        </p>
        {question.image_url && (
          <img
            src={imageSource(question.image_url)}
            alt=""
            className="max-h-[22%] rounded-[3cqw] object-contain"
          />
        )}
        <p className="line-clamp-4 text-[7cqw] leading-tight font-extrabold">
          {textOf(question.question_text)}
        </p>
        <ol
          className={`grid min-h-0 flex-1 auto-rows-fr gap-[3cqw] ${answers.length > 4 ? 'grid-cols-2 text-[5cqw]' : 'text-[6cqw]'}`}
        >
          {answers.map((answer, place) => (
            <li
              key={answer.key}
              className={`flex min-h-0 min-w-0 items-center gap-[3cqw] overflow-hidden rounded-[4cqw] px-[3cqw] leading-tight font-bold ${answerLook(place).fill}`}
            >
              <AnswerShape index={place} className="size-[9cqw]" />
              {answer.image_url && (
                <img
                  src={imageSource(answer.image_url)}
                  alt=""
                  className="size-[14cqw] rounded-[2cqw] object-cover"
                />
              )}
              <span className="line-clamp-2 min-w-0">{textOf(answer.answer_text)}</span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
