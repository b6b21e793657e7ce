import { useEffect, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Emoji } from './reactions.ts';
import { useRoom, useTold } from './use-party.ts';

type Shown = {
  id: number;
  emoji: Emoji;
  name: string;
  left: number;
  /** Who sends the same many times is read out once. */
  isAgain: boolean;
};

const SHOWN_MS = 3_500;
const SHOWN_AT_MOST = 12;

/** What the others feel at this moment, rising over the picture. */
export function PartyReactions() {
  const { t } = useTexts();
  const { party, nameOf } = useRoom();
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const lastId = useRef(0);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const { current } = timers;
    return () => {
      for (const timer of current) clearTimeout(timer);
    };
  }, []);
  useTold(party, (told) => {
    if (told.type !== 'reaction') return;
    lastId.current++;
    const id = lastId.current;
    const { emoji, user_id } = told.payload;
    const one = { id, emoji, name: nameOf(user_id), left: 8 + Math.random() * 76 };
    setShown((present) => {
      const isAgain = present.some((other) => other.emoji === emoji && other.name === one.name);
      return [...present, { ...one, isAgain }].slice(-SHOWN_AT_MOST);
    });
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setShown((present) => present.filter((other) => other.id !== id));
    }, SHOWN_MS);
    timers.current.add(timer);
  });
  return (
    <ul
      aria-label={t('watch.reactions')}
      aria-live="polite"
      className="pointer-events-none absolute inset-0 z-10"
    >
      {shown.map(({ id, emoji, name, left, isAgain }) => (
        <li
          key={id}
          aria-hidden={isAgain}
          style={{ left: `${left}%` }}
          className="absolute bottom-[10%] flex animate-float flex-col motion-reduce:animate-none items-center"
        >
          <span className="text-4xl sm:text-5xl">{emoji}</span>
          <span className="max-w-28 truncate rounded-full bg-black/60 px-2 text-xs text-white">{name}</span>
        </li>
      ))}
    </ul>
  );
}
