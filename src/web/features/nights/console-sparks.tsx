import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

/** So many at once are a crowd already; more would only take the machine's time from the stream. */
const MAX_SPARKS = 10;
/** A greater step is a count that was loaded, and no votes that have just landed. */
const MAX_STEP = 5;
const FLIGHT_MS = 1_100;

type Spark = { id: number; isUp: boolean; shift: number };

/** Each vote as it lands: a thumb that flies up, or drops. For the eye only, the meter has the figures. */
export function ConsoleSparks({ up, down }: { up: number; down: number }) {
  const [sparks, setSparks] = useState<readonly Spark[]>([]);
  const before = useRef({ up, down });
  const lastId = useRef(0);

  useEffect(() => {
    const ups = up - before.current.up;
    const downs = down - before.current.down;
    before.current = { up, down };
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const add = (count: number, isUp: boolean) =>
      Array.from({ length: count > 0 && count <= MAX_STEP ? count : 0 }, () => {
        lastId.current++;
        return { id: lastId.current, isUp, shift: Math.random() };
      });
    const landed = [...add(ups, true), ...add(downs, false)];
    if (landed.length > 0) setSparks((flying) => [...flying, ...landed].slice(-MAX_SPARKS));
  }, [up, down]);

  const remove = (id: number) => setSparks((flying) => flying.filter((spark) => spark.id !== id));
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      {sparks.map((spark) => (
        <Flight key={spark.id} {...spark} onEnd={() => remove(spark.id)} />
      ))}
    </div>
  );
}

function Flight({ isUp, shift, onEnd }: Spark & { onEnd: () => void }) {
  const place = useRef<HTMLSpanElement>(null);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    const way = isUp ? -1 : 1;
    const flight = place.current?.animate(
      [
        { opacity: 0, transform: 'scale(0.5)' },
        { opacity: 1, transform: `translateY(${way * 18}px) scale(1.15)`, offset: 0.25 },
        {
          opacity: 0,
          transform: `translate(${shift * 48 - 24}px, ${way * 84}px) rotate(${shift * 40 - 20}deg)`,
        },
      ],
      { duration: FLIGHT_MS, easing: 'ease-out', fill: 'both' },
    );
    flight?.addEventListener('finish', () => end());
    return () => flight?.cancel();
  }, [isUp, shift]);
  const Thumb = isUp ? ThumbsUp : ThumbsDown;
  return (
    <span
      ref={place}
      style={isUp ? { left: `${4 + shift * 22}%` } : { right: `${4 + shift * 22}%` }}
      className={`absolute top-1/4 ${isUp ? 'text-up' : 'text-down'}`}
    >
      <Thumb className="size-7 fill-current" />
    </span>
  );
}
