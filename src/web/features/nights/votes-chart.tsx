import { useTexts } from '#web/lib/i18n.tsx';

export type VoteBucket = { at: string; upvotes: number; downvotes: number };

const HEIGHT = 120;
const MIDDLE = HEIGHT / 2;

type Props = { buckets: readonly VoteBucket[]; marks: readonly { at: string; title: string }[] };

/** Votes over the evening: those for above the line, those against below it; a dotted line where a game began. */
export function VotesChart({ buckets, marks }: Props) {
  const { t, date, number } = useTexts();
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return null;
  const most = Math.max(1, ...buckets.flatMap(({ upvotes, downvotes }) => [upvotes, downvotes]));
  const heightOf = (votes: number) => (votes / most) * (MIDDLE - 4);
  const startMs = Date.parse(first.at);
  const stepMs = buckets[1] ? Date.parse(buckets[1].at) - startMs : 60_000;
  const time = (at: string) => date(at, { timeStyle: 'short' });
  const up = buckets.reduce((sum, { upvotes }) => sum + upvotes, 0);
  const down = buckets.reduce((sum, { downvotes }) => sum + downvotes, 0);
  return (
    <figure>
      <svg
        role="img"
        aria-label={t('history.chartLabel', { from: time(first.at), to: time(last.at), up, down })}
        viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-44 w-full"
      >
        {marks.map(({ at }) => {
          const x = (Date.parse(at) - startMs) / stepMs;
          return (
            <line
              key={at}
              x1={x}
              x2={x}
              y1="0"
              y2={HEIGHT}
              stroke="currentColor"
              strokeDasharray="3 4"
              vectorEffect="non-scaling-stroke"
              className="text-line"
            />
          );
        })}
        {buckets.map(({ at, upvotes, downvotes }, index) => (
          <g key={at}>
            <title>{t('history.chartBucket', { time: time(at), up: upvotes, down: downvotes })}</title>
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
          stroke="currentColor"
          vectorEffect="non-scaling-stroke"
          className="text-soft"
        />
      </svg>
      <figcaption className="mt-2 flex flex-wrap justify-between gap-2 text-sm text-soft">
        <span>{time(first.at)}</span>
        <span>{t('history.chartCaption', { most: number(most) })}</span>
        <span>{time(new Date(Date.parse(last.at) + stepMs).toISOString())}</span>
      </figcaption>
    </figure>
  );
}
