import { Dices, House, ThumbsUp } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';

const POINTS = [
  { Icon: Dices, title: 'home.points.pick', text: 'home.points.pickText' },
  { Icon: ThumbsUp, title: 'home.points.vote', text: 'home.points.voteText' },
  { Icon: House, title: 'home.points.own', text: 'home.points.ownText' },
] as const;

/** What Soiree is, in short. */
export function Points() {
  const { t } = useTexts();
  return (
    <section aria-labelledby="points">
      <h2 id="points" className="mb-4 text-2xl">
        {t('home.points.title')}
      </h2>
      <ul className="grid gap-4 md:grid-cols-3">
        {POINTS.map(({ Icon, title, text }) => (
          <li key={title} className="rounded-card border border-line bg-surface p-5 shadow-card">
            <Icon aria-hidden="true" className="mb-3 size-8 text-accent" />
            <h3 className="mb-1 text-lg">{t(title)}</h3>
            <p className="text-soft">{t(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
