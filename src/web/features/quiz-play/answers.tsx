import { Check, CircleCheck, CloudOff, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape, answerLook } from '#web/ui/answer-shape.tsx';
import { Button } from '#web/ui/button.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { buzz } from './device.ts';
import type { RoomState } from './state.ts';

type PlayAnswersProps = {
  state: RoomState;
  question: ShownQuestion;
  /** No more time; the end hasn't been heard yet. */
  isOver: boolean;
  isOffline: boolean;
  onAnswer: (answerIds: readonly string[]) => void;
};

/** The answers, over all of the screen that is left; by number at a keyboard. */
export function PlayAnswers({ state, question, isOver, isOffline, onAnswer }: PlayAnswersProps) {
  const { t } = useTexts();
  const { answers, allow_multiple: isMultiple } = question;
  const [picked, setPicked] = useState<readonly string[]>([]);
  const chosen = state.answer?.answerIds ?? (isMultiple ? picked : []);
  const isDone = state.answer !== undefined || isOver;

  const choose = (id: string) => {
    if (isDone) return;
    buzz('tap');
    if (!isMultiple) onAnswer([id]);
    else setPicked((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));
  };
  const send = () => {
    if (isDone || picked.length === 0) return;
    buzz('tap');
    onAnswer(picked);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const answer = /^[1-8]$/.test(event.key) ? answers[Number(event.key) - 1] : undefined;
    if (answer) choose(answer.id);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);

  const layout = layOut(answers.map(({ answer_text }) => answer_text));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ul
        aria-label={t('play.question.answers')}
        className={`grid min-h-0 flex-1 auto-rows-[minmax(max-content,1fr)] gap-2 overflow-y-auto p-3 ${layout.columns}`}
      >
        {answers.map(({ id, answer_text, image_url }, index) => (
          <li key={id} className="flex">
            <AnswerButton
              index={index}
              text={answer_text}
              imageUrl={image_url}
              layout={layout.tile}
              count={state.counts?.[id]}
              isChosen={chosen.includes(id)}
              isDone={isDone}
              onChoose={() => choose(id)}
            />
          </li>
        ))}
      </ul>
      <div className="flex min-h-16 items-center justify-center gap-3 px-4 pb-[max(0.5rem,env(safe-area-inset-bottom))] short:min-h-13">
        <div role="status" className="font-bold">
          <Status state={state} isMultiple={isMultiple} isOver={isOver} isOffline={isOffline} />
        </div>
        {isMultiple && !isDone && (
          <Button aria-disabled={picked.length === 0} onClick={send} className="min-w-28 whitespace-nowrap">
            {t('play.question.send', { count: picked.length })}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Short ones are tiles beside each other, the shape over the text; long ones are lines, as wide as there is room. */
function layOut(texts: readonly string[]): { columns: string; tile: string } {
  const longest = Math.max(...texts.map((text) => text.length));
  const longestWord = Math.max(
    ...texts.flatMap((text) => text.match(/[\p{Script=Latin}\d]+/gu) ?? []).map((word) => word.length),
    0,
  );
  if (longest <= 40) {
    const size = longestWord > 11 || longest > 24 ? 'text-base leading-tight' : 'text-xl leading-tight';
    const columns =
      texts.length > 4
        ? 'grid-cols-2 short:grid-cols-4'
        : texts.length === 4
          ? 'grid-cols-2'
          : 'grid-cols-1 short:grid-cols-2';
    return { columns, tile: `flex-col justify-center gap-2 text-center short:gap-1 ${size}` };
  }
  const size = longest > 80 ? 'text-base leading-snug' : 'text-lg leading-snug';
  return { columns: 'grid-cols-1 short:grid-cols-2', tile: `pr-10 text-left ${size} short:text-base` };
}

type AnswerButtonProps = {
  index: number;
  text: string;
  imageUrl: string | null;
  layout: string;
  count: number | undefined;
  isChosen: boolean;
  isDone: boolean;
  onChoose: () => void;
};

function AnswerButton({
  index,
  text,
  imageUrl,
  layout,
  count,
  isChosen,
  isDone,
  onChoose,
}: AnswerButtonProps) {
  const { t, number } = useTexts();
  const { fill, name } = answerLook(index);
  const look = isChosen
    ? 'ring-4 ring-inset ring-current'
    : isDone
      ? 'opacity-40'
      : 'shadow-card active:scale-[0.98]';
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-disabled={isDone || undefined}
      aria-keyshortcuts={String(index + 1)}
      onClick={onChoose}
      className={`relative flex min-h-16 w-full touch-manipulation items-center gap-3 rounded-card p-3 font-bold transition select-none short:min-h-12 short:p-2 ${layout} ${fill} ${look}`}
    >
      <AnswerShape index={index} className="size-9 short:size-7" />
      <span className="sr-only">{t(name)}: </span>
      <span className="min-w-0 max-w-full flex-initial hyphens-auto wrap-anywhere">{text}</span>
      {imageUrl && (
        <img src={imageUrl} alt="" className="ml-auto size-16 shrink-0 rounded-control object-cover" />
      )}
      {isChosen && <Check aria-hidden="true" strokeWidth={4} className="absolute right-2 top-2 size-7" />}
      {count !== undefined && (
        <span className="absolute bottom-2 right-3 text-base tabular-nums">{number(count)}</span>
      )}
    </button>
  );
}

type StatusProps = { state: RoomState; isMultiple: boolean; isOver: boolean; isOffline: boolean };

/** What has become of the answer, or what there is to do. */
function Status({ state, isMultiple, isOver, isOffline }: StatusProps) {
  const { t } = useTexts();
  const { answer, refusal, missed } = state;
  if (answer?.status === 'accepted')
    return (
      <Line icon={<CircleCheck aria-hidden="true" className="size-6 shrink-0 animate-pop text-up" />}>
        {t('play.answer.accepted')}
      </Line>
    );
  if (answer)
    return isOffline ? (
      <Line icon={<CloudOff aria-hidden="true" className="size-6 shrink-0 text-accent" />}>
        {t('play.answer.kept')}
      </Line>
    ) : (
      <Line icon={<Spinner className="size-6 shrink-0" />}>{t('play.answer.sending')}</Line>
    );
  const warning = <TriangleAlert aria-hidden="true" className="size-6 shrink-0 text-danger" />;
  if (isOver) return <Line>{t(refusal ? 'play.answer.late' : 'play.answer.over')}</Line>;
  if (refusal)
    return (
      <Line icon={warning}>{t(refusal === 'rate_limited' ? 'error.tooMany' : 'play.answer.refused')}</Line>
    );
  if (missed)
    return (
      <Line icon={warning}>
        {t(missed.isSure ? 'play.answer.missed' : 'play.answer.maybeMissed', { index: missed.index + 1 })}
      </Line>
    );
  return <Line>{t(isMultiple ? 'play.question.several' : 'play.question.one')}</Line>;
}

const Line = ({ icon, children }: { icon?: ReactNode; children: ReactNode }) => (
  <p className="flex items-center gap-2">
    {icon}
    {children}
  </p>
);
