import { Dice1, Dice2, Dice3, Dice4, Dice5, Dice6 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';

const FACES = [Dice1, Dice2, Dice3, Dice4, Dice5, Dice6] as const;
const TUMBLE_MS = 90;

/** The dice in the air, and the games that they may choose flying by: for the eye only. */
export function PickerDice({ titles }: { titles: readonly string[] }) {
  const { t } = useTexts();
  const [tumble, setTumble] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTumble((times) => times + 1), TUMBLE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <p className="sr-only">{t('console.rolling')}</p>
      <div aria-hidden="true" className="flex items-center gap-4">
        <Die turns={tumble} first={0} />
        <Die turns={-tumble} first={3} />
        <p className="min-w-0 flex-1 truncate text-xl font-extrabold text-soft">
          {titles.length > 0 && titles[(tumble * 7) % titles.length]}
        </p>
      </div>
    </>
  );
}

function Die({ turns, first }: { turns: number; first: number }) {
  const Face = FACES[(Math.abs(turns) * 5 + first) % FACES.length] ?? Dice1;
  return (
    <Face
      style={{ rotate: `${turns * 47}deg`, translate: `0 ${turns % 2 === 0 ? -6 : 6}px` }}
      className="size-12 shrink-0 text-accent transition-[rotate,translate] duration-100 ease-linear motion-reduce:hidden"
    />
  );
}
