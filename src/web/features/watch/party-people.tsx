import { AudioLines, CircleCheck, CircleDashed, Crown, LoaderCircle, MonitorUp, UserX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Participant } from '#protocol/watch-state.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { useRoom } from './use-party.ts';

/** Who is here, and how what is watched gets to each. */
export function PartyPeople() {
  const { t } = useTexts();
  const { party, state, userId, isHost } = useRoom();
  const [chosen, setChosen] = useState<Participant>();
  return (
    <Confirm
      title={t('watch.kick.title', { name: chosen?.username ?? '' })}
      confirmLabel={t('watch.kick.go')}
      onConfirm={() => chosen && party.kick(chosen.user_id)}
      trigger={(open) => (
        <ul aria-label={t('watch.people.title')} className="flex flex-col">
          {state.participants.map((one) => (
            <li
              key={one.user_id}
              className="flex items-center gap-3 border-t border-line py-2 first:border-t-0"
            >
              <Avatar name={one.username} url={null} className="size-9 shrink-0" />
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2 font-bold">
                  <span className="truncate">{one.username}</span>
                  {one.is_host && (
                    <Crown
                      role="img"
                      aria-label={t('watch.people.host')}
                      className="size-4 shrink-0 text-accent"
                    />
                  )}
                  {one.user_id === userId && <Badge>{t('watch.people.you')}</Badge>}
                </p>
                <Condition of={one} />
              </div>
              {isHost && one.user_id !== userId && (
                <IconButton
                  label={t('watch.kick.title', { name: one.username })}
                  icon={<UserX className="size-5" />}
                  onClick={() => {
                    setChosen(one);
                    open();
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    >
      {t('watch.kick.text')}
    </Confirm>
  );
}

/** More than this is heard by who sits in the same room. */
const HEARD_MS = 50;

function Condition({ of: one }: { of: Participant }) {
  const { t, number } = useTexts();
  const { state, share } = useRoom();
  if (state.sharerId === one.user_id)
    return <Words icon={<MonitorUp className="size-4" />}>{t('watch.people.shares')}</Words>;
  if (share.role === 'sharer') {
    const sees = share.viewers.get(one.user_id);
    if (!sees) return null;
    if (sees === 'connected')
      return <Words icon={<CircleCheck className="size-4 text-up" />}>{t('watch.people.sees')}</Words>;
    return (
      <Words icon={<LoaderCircle className="size-4 animate-spin" />}>
        {sees === 'connecting' ? t('watch.people.connecting') : t('watch.people.trouble')}
      </Words>
    );
  }
  if (!state.media || state.sharerId !== null) return null;
  if (one.buffering)
    return (
      <Words icon={<LoaderCircle className="size-4 animate-spin" />}>{t('watch.people.buffering')}</Words>
    );
  if (!one.ready)
    return <Words icon={<CircleDashed className="size-4" />}>{t('watch.people.notReady')}</Words>;
  if (one.drift_ms === null || !state.playback.playing)
    return <Words icon={<CircleCheck className="size-4 text-up" />}>{t('watch.people.ready')}</Words>;
  const isTogether = Math.abs(one.drift_ms) <= HEARD_MS;
  return (
    <Words icon={<AudioLines className={`size-4 ${isTogether ? 'text-up' : 'text-danger'}`} />}>
      {isTogether
        ? t('watch.people.together', { ms: number(Math.abs(one.drift_ms)) })
        : t(one.drift_ms > 0 ? 'watch.people.ahead' : 'watch.people.behind', {
            ms: number(Math.abs(one.drift_ms)),
          })}
    </Words>
  );
}

const Words = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <p className="flex items-center gap-1.5 text-sm text-soft">
    <span aria-hidden="true" className="shrink-0">
      {icon}
    </span>
    {children}
  </p>
);
