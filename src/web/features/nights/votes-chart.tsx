import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { placeMarks } from './votes-chart-marks.ts';

export type VoteBucket = { at: string; upvotes: number; downvotes: number };

const HEIGHT = 120;
const MIDDLE = HEIGHT / 2;

type Props = {
  buckets: readonly VoteBucket[];
  bucketSeconds: number;
  games: readonly { title: string; played_at: string }[];
};

/** Votes over the evening: those for above the line, those against below it, and where each game began. */
export function VotesChart({ buckets, bucketSeconds, games }: Props) {
  const { t, date, number } = useTexts();
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(1, ...buckets.flatMap(({ upvotes, downvotes }) => [upvotes, downvotes]));
  const heightOf = (votes: number) => (votes / most) * (MIDDLE - 2);
  const describeLength = (seconds: number) =>
    seconds < 90
      ? number(seconds, { style: 'unit', unit: 'second', unitDisplay: 'long' })
      : number(seconds / 60, {
          style: 'unit',
          unit: 'minute',
          unitDisplay: 'long',
          maximumFractionDigits: 0,
        });
  const time = (at: string | number) => date(at, { timeStyle: 'short' });
  const fromMs = Date.parse(first.at);
  const lengthMs = buckets.length * bucketSeconds * 1_000;
  const marks = placeMarks(games, fromMs, lengthMs);
  const sum = (pick: (bucket: VoteBucket) => number) => buckets.reduce((sum, one) => sum + pick(one), 0);
  const up = sum(({ upvotes }) => upvotes);
  const down = sum(({ downvotes }) => downvotes);
  return (
    <figure>
      <div className="relative mb-1 h-6">
        {marks.map(({ rank, title, place }) => (
          <span
            key={rank}
            aria-hidden="true"
            title={title}
            style={{ left: `${100 * place}%` }}
            className="absolute grid size-6 place-items-center rounded-full bg-ink text-sm font-extrabold text-surface"
          >
            {rank}
          </span>
        ))}
      </div>
      <svg
        role="img"
        aria-label={t('history.chartLabel', { from: time(first.at), to: time(fromMs + lengthMs), up, down })}
        viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-44 w-full rounded-control bg-sunken/60 sm:h-52"
      >
        {marks.map(({ rank, place }) => (
          <line
            key={rank}
            x1={place * buckets.length}
            x2={place * buckets.length}
            y1="0"
            y2={HEIGHT}
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
            className="stroke-gold"
          />
        ))}
        {buckets.map(({ at, upvotes, downvotes }, index) => (
          <g key={at}>
            <title>{t('history.chartBucket', { time: time(at), up: upvotes, down: downvotes })}</title>
            {/* To point at anywhere, not only where votes are. */}
            <rect x={index} width="1" y="0" height={HEIGHT} className="fill-transparent" />
            <rect
              x={index + 0.1}
              width="0.8"
              y={MIDDLE - heightOf(upvotes)}
              height={heightOf(upvotes)}
              className="fill-up"
            />
            <rect x={index + 0.1} width="0.8" y={MIDDLE} height={heightOf(downvotes)} className="fill-down" />
          </g>
        ))}
        <line
          x1="0"
          x2={buckets.length}
          y1={MIDDLE}
          y2={MIDDLE}
          vectorEffect="non-scaling-stroke"
          className="stroke-soft"
        />
      </svg>
      <figcaption className="mt-2 text-sm text-soft">
        <span className="flex justify-between gap-2 tabular-nums">
          <span>{time(first.at)}</span>
          <span>{time(fromMs + lengthMs)}</span>
        </span>
        <span className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
          <span className="inline-flex items-center gap-1.5">
            <ThumbsUp aria-hidden="true" className="size-4 text-up" />
            {t('history.chartUp')}
          </span>
          <span className="inline-flex items-center gap-1.5">
            <ThumbsDown aria-hidden="true" className="size-4 text-down" />
            {t('history.chartDown')}
          </span>
          <span>{t('history.chartBar', { length: describeLength(bucketSeconds), most })}</span>
        </span>
      </figcaption>
      {marks.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {marks.map(({ rank, title }) => (
            <li key={rank} className="font-bold">
              <span className="text-soft">{rank}</span> {title}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
