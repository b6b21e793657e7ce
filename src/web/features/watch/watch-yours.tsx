import { ChevronRight, Crown } from 'lucide-react';
import { Link } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { useMemberships } from '#web/lib/party-membership.ts';
import { Card } from '#web/ui/card.tsx';

/** The way back to where one is somebody already. */
export function WatchYours() {
  const { t } = useTexts();
  const memberships = useMemberships();
  if (memberships.length === 0) return null;
  return (
    <Card title={t('watch.yours.title')}>
      <ul className="-my-2 flex flex-col">
        {memberships.map(({ partyId, name, isHost }) => (
          <li key={partyId} className="border-t border-line first:border-t-0">
            <Link
              href={`/watch/${partyId}`}
              className="flex min-h-14 items-center gap-3 rounded-control px-1 font-bold hover:bg-sunken"
            >
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{name}</span>
              {isHost && (
                <Crown
                  role="img"
                  aria-label={t('watch.yours.host')}
                  className="size-5 shrink-0 text-accent"
                />
              )}
              <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-soft" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
