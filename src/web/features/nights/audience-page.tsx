import { Redirect, useParams } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { readPartyId } from '#web/lib/party-id.ts';
import { OfflineNotice } from '#web/ui/offline-notice.tsx';
import { useTitle } from '#web/ui/page.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { AudienceBetween } from './audience-between.tsx';
import { AudienceEvening } from './audience-evening.tsx';
import { AudienceHeader } from './audience-header.tsx';
import { AudienceNow } from './audience-now.tsx';
import { AudienceVotes } from './audience-votes.tsx';
import { useNewestNight, useNight, useNightEnd } from './night-state.ts';

/** Where a host's viewers and players follow the evening: what is on, how to join in, and how it is liked. */
export default function AudiencePage() {
  const { host } = useParams<{ host: string }>();
  // Links to watch parties have the same form, with an id where no username can be.
  const partyId = readPartyId(host);
  if (partyId) return <Redirect to={`/watch/${partyId}`} replace />;
  return <Evenings key={host} username={host} />;
}

function Evenings({ username }: { username: string }) {
  const { t } = useTexts();
  const { night, error, reload } = useNewestNight(username);
  useTitle(t('audience.title', { name: night?.host.display_name ?? username }));
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-[110rem] px-4 pb-24 pt-5 outline-none sm:px-6 lg:pt-8 2xl:px-12"
    >
      {night?.is_active ? (
        <OpenNight key={night.id} id={night.id} onEnd={reload} />
      ) : night !== undefined ? (
        <AudienceBetween username={username} last={night} onMaybe={reload} />
      ) : error ? (
        <Failed error={error} onRetry={reload} />
      ) : (
        <Loading />
      )}
    </main>
  );
}

function OpenNight({ id, onEnd }: { id: number; onEnd: () => void }) {
  const state = useNight(id);
  const { night, games, playing, votesOf, live } = state;

  const isOver = useNightEnd(state, onEnd);
  if (!night || state.isPending)
    return state.error && !isOver ? <Failed error={state.error} onRetry={state.refetch} /> : <Loading />;
  return (
    <>
      <AudienceHeader host={night.host} isLive={live === 'live'} />
      <div className="grid items-start gap-4 sm:gap-6 lg:grid-cols-[3fr_2fr] 2xl:gap-8">
        <AudienceNow playing={playing} hostName={night.host.display_name} isFirst={games.length === 0} />
        <div className="flex flex-col gap-4 sm:gap-6 2xl:gap-8">
          {playing && <AudienceVotes {...votesOf(playing.game_id)} />}
          <AudienceEvening games={games} votesOf={votesOf} />
        </div>
      </div>
      <OfflineNotice live={live} />
    </>
  );
}
