import { Dices, Users } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AudienceRoom } from './audience-room.tsx';
import type { NightGame } from './night-state.ts';

type Props = { playing: NightGame | undefined; hostName: string; isFirst: boolean };

/** What is on this moment, large enough for the other end of the room. */
export function AudienceNow({ playing, hostName, isFirst }: Props) {
  const { t } = useTexts();
  const code = playing?.room_code;
  const spelled = code ? [...code].join(' ') : '';
  return (
    <section
      aria-label={t('audience.nowPlaying')}
      className="rounded-card border border-line bg-surface p-5 shadow-card sm:p-8 2xl:p-12"
    >
      <p role="status" className="sr-only">
        {playing &&
          t(code ? 'audience.announceRoom' : 'audience.announce', { title: playing.title, code: spelled })}
      </p>
      {playing ? (
        <div key={playing.id} className="animate-rise">
          <p className="text-lg font-bold text-accent 2xl:text-3xl">{t('audience.nowPlaying')}</p>
          <h2 className="mt-1 text-[clamp(2.25rem,4.8vw,6rem)]">{playing.title}</h2>
          <p className="mt-2 text-lg text-soft sm:text-xl 2xl:text-3xl">{playing.pack_name}</p>
          <Players game={playing} />
          <AudienceRoom code={playing.room_code} />
        </div>
      ) : (
        <div className="flex animate-rise flex-col items-center gap-4 py-8 text-center 2xl:py-20">
          <Dices aria-hidden="true" className="size-16 text-accent 2xl:size-28" />
          <h2 className="text-[clamp(1.75rem,4vw,4.5rem)]">
            {t(isFirst ? 'audience.firstTitle' : 'audience.nextTitle')}
          </h2>
          <p className="max-w-xl text-lg text-soft 2xl:max-w-4xl 2xl:text-3xl">
            {t('audience.picking', { name: hostName })}
          </p>
        </div>
      )}
    </section>
  );
}

function Players({ game: { min_players: min, max_players: max, player_count: count } }: { game: NightGame }) {
  const { t } = useTexts();
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-1 text-lg sm:text-xl 2xl:text-3xl">
      <span className="inline-flex items-center gap-2 text-soft">
        <Users aria-hidden="true" className="size-[1.1em]" />
        {t(min === max ? 'audience.playersExactly' : 'audience.players', { min, max })}
      </span>
      {count !== null && (
        <span key={count} className="animate-pop font-bold">
          {t('audience.playersNow', { count })}
        </span>
      )}
    </p>
  );
}
