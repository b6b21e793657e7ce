import { useEffect, useMemo, useState } from 'react';
import { useWholeWidth } from '#web/lib/full-screen.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { catchFocus } from '#web/lib/lost-focus.ts';
import { forgetMembership, type Membership } from '#web/lib/party-membership.ts';
import { useWakeLock } from '#web/lib/wake-lock.ts';
import { useTitle } from '#web/ui/page.tsx';
import { Loading } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Party, PartyView, Told } from './party.ts';
import { PartyHeader } from './party-header.tsx';
import { PartyOver } from './party-over.tsx';
import { explainRefusal } from './party-refusals.ts';
import { PartySide } from './party-side.tsx';
import { PartyStage } from './party-stage.tsx';
import { findParticipant, type Room, RoomProvider, useParty, useTold } from './use-party.ts';
import { type Side, useSide } from './use-side.ts';

type Props = { membership: Membership; onLeave: () => void };

export function PartyRoom(props: Props) {
  const [visit, setVisit] = useState(0);
  return <Visit key={visit} {...props} onReturn={() => setVisit((last) => last + 1)} />;
}

function Visit({ membership, onLeave, onReturn }: Props & { onReturn: () => void }) {
  const { t } = useTexts();
  const { party, view } = useParty(membership);
  const { end, state, connection } = view;
  const leave = () => {
    forgetMembership(membership.partyId);
    onLeave();
  };
  useTitle(membership.name);
  useWakeLock();
  useWholeWidth();
  const isLost = end !== undefined && end !== 'replaced';
  useEffect(() => {
    // It is of no use to anybody any more.
    if (isLost) forgetMembership(membership.partyId);
  }, [isLost, membership.partyId]);

  if (end) return <PartyOver name={membership.name} end={end} onReturn={onReturn} onLeave={leave} />;
  if (!party || !state)
    return (
      <main id="main" tabIndex={-1} className="flex min-h-dvh flex-col justify-center outline-none">
        <h1 className="text-center text-2xl">{membership.name}</h1>
        <Loading label={connection === 'lost' ? t('watch.lost') : t('watch.connecting')} />
      </main>
    );
  return (
    <Inside
      party={party}
      state={state}
      share={view.share}
      isOpen={connection === 'open'}
      membership={membership}
    />
  );
}

type InsideProps = {
  party: Party;
  state: NonNullable<PartyView['state']>;
  share: PartyView['share'];
  isOpen: boolean;
  membership: Membership;
};

function Inside({ party, state, share, isOpen, membership }: InsideProps) {
  const { t } = useTexts();
  const { userId, isHost } = membership;
  const side = useSide();
  const [names] = useState(() => new Map<string, string>());
  for (const { user_id, username } of state.participants) names.set(user_id, username);
  for (const { user_id, username } of state.chat) if (!names.has(user_id)) names.set(user_id, username);

  const room = useMemo(
    (): Room => ({
      party,
      state,
      share,
      userId,
      isHost,
      isOpen,
      nameOf: (id) => findParticipant(state, id)?.username ?? names.get(id) ?? t('watch.somebody'),
    }),
    [party, state, share, userId, isHost, isOpen, names, t],
  );
  useRefusals(party);
  // Who chose what is watched, or put somebody out, did it with a button that is gone now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus may have gone with what has changed
  useEffect(catchFocus, [state, share]);
  return (
    <RoomProvider value={room}>
      <main
        id="main"
        tabIndex={-1}
        className={`grid h-dvh grid-cols-[minmax(0,1fr)] outline-none ${rowsOf(side)} ${
          side.isShown ? 'beside:grid-cols-[minmax(0,1fr)_min(22rem,36vw)]' : ''
        }`}
      >
        {side.isFull ? (
          <h1 className="sr-only">{membership.name}</h1>
        ) : (
          <PartyHeader membership={membership} />
        )}
        <PartyStage side={side} />
        <PartySide side={side} />
      </main>
    </RoomProvider>
  );
}

/** On phones nobody scrolls from the film to what they write, unless there is very little room. */
function rowsOf({ isFull, isShown }: Side): string {
  if (!isFull) return 'grid-rows-[auto_auto_minmax(20rem,1fr)] beside:grid-rows-[auto_minmax(0,1fr)]';
  return isShown
    ? 'grid-rows-[auto_minmax(20rem,1fr)] beside:grid-rows-[minmax(0,1fr)]'
    : 'grid-rows-[minmax(0,1fr)]';
}

/** What the server didn’t do, in words; of what passes by itself none are made. */
function useRefusals(party: Party): void {
  const { t } = useTexts();
  const { tell } = useToasts();
  useTold(party, (told: Told) => {
    const words = told.type === 'error' ? explainRefusal(told.payload) : undefined;
    if (words) tell(t(words));
  });
}
