import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { BarChart } from '#web/ui/bar-chart.tsx';
import type { Imported } from './chat-import-sum.ts';

/** What an import came to: how much was taken, and which votes went to which game. */
export function ChatImportResult({ result }: { result: Imported }) {
  const { t } = useTexts();
  const { messagesImported, votesProcessed, duplicatesSkipped, invalidSkipped, votesByGame } = result;
  const games = Object.entries(votesByGame).sort(
    ([, one], [, other]) => other.upvotes + other.downvotes - one.upvotes - one.downvotes,
  );
  return (
    <div className="flex flex-col gap-4">
      <div>
        <div className="flex flex-wrap gap-x-4 text-xl font-extrabold">
          <p>{t('history.imported', { count: messagesImported })}</p>
          <p className="text-up">{t('history.importedVotes', { count: votesProcessed })}</p>
        </div>
        {duplicatesSkipped + invalidSkipped > 0 && (
          <p className="text-soft">
            {[
              duplicatesSkipped > 0 && t('history.importedTwice', { count: duplicatesSkipped }),
              invalidSkipped > 0 && t('history.importedNot', { count: invalidSkipped }),
            ]
              .filter(Boolean)
              .join(' ')}
          </p>
        )}
        {votesProcessed === 0 && <p>{t('history.importedNoVotes')}</p>}
      </div>
      {games.length > 0 && (
        <BarChart
          label={t('history.importByGame')}
          bars={games.map(([id, { title, upvotes, downvotes }]) => ({
            key: id,
            label: title,
            value: upvotes + downvotes,
            text: t('history.upDown', { up: upvotes, down: downvotes }),
          }))}
        />
      )}
      <Matches matches={result.debug.voteMatches} isAll={result.debug.voteMatches.length >= votesProcessed} />
    </div>
  );
}

type Match = Imported['debug']['voteMatches'][number];

/** The votes one by one, to see why a game has them. */
function Matches({ matches, isAll }: { matches: readonly Match[]; isAll: boolean }) {
  const { t, date } = useTexts();
  if (matches.length === 0) return null;
  return (
    <details>
      <summary className="min-h-11 content-center font-bold">
        {isAll ? t('history.importMatches') : t('history.importFirstMatches', { count: matches.length })}
      </summary>
      <ul className="max-h-64 overflow-y-auto overscroll-contain rounded-control border border-line px-3 text-sm">
        {matches.map(({ username, timestamp, vote, matched_game }) => (
          <li
            key={`${timestamp} ${username} ${vote}`}
            className="flex items-center gap-3 border-b border-line py-1.5 last:border-0"
          >
            {vote === 'up' ? (
              <ThumbsUp aria-label={t('history.voteUp')} className="size-4 shrink-0 text-up" />
            ) : (
              <ThumbsDown aria-label={t('history.voteDown')} className="size-4 shrink-0 text-down" />
            )}
            <span className="min-w-0 flex-1 truncate font-bold">{username}</span>
            <span className="min-w-0 flex-1 truncate">{matched_game}</span>
            <time dateTime={timestamp} className="shrink-0 tabular-nums text-soft">
              {date(timestamp, { timeStyle: 'medium' })}
            </time>
          </li>
        ))}
      </ul>
    </details>
  );
}
