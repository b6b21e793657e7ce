import { Link } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Report } from './figures.ts';

/** The games that one room has played, to go from one to another. */
export function ReportGames({ report: { game_id: id, games, game_number: shown } }: { report: Report }) {
  const { t } = useTexts();
  return (
    <nav aria-label={t('report.games')} className="mb-4 sm:mb-6 print:hidden">
      <ol className="flex flex-wrap gap-2">
        {Array.from({ length: games }, (_, index) => index + 1).map((game) => (
          <li key={game}>
            <Link
              href={`/host/games/${id}?game=${game}`}
              replace
              aria-current={game === shown ? 'page' : undefined}
              className={`flex min-h-11 items-center rounded-control border-2 px-4 font-bold hover:border-accent ${game === shown ? 'border-soft bg-raised text-ink' : 'border-transparent bg-sunken text-soft'}`}
            >
              {t('report.game', { number: game })}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
