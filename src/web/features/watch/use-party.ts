import { createContext, useContext, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { Participant } from '#protocol/watch-state.ts';
import type { Membership } from '#web/lib/party-membership.ts';
import { openParty, type Party, type PartyView, type Told } from './party.ts';
import type { PartyState } from './party-state.ts';

const nothing: PartyView = {
  connection: 'connecting',
  end: undefined,
  state: undefined,
  share: { role: 'none' },
};

/** Takes part in a party for as long as the component is there; of another membership it is to be mounted anew. */
export function useParty(membership: Membership): { party: Party | undefined; view: PartyView } {
  const [party, setParty] = useState<Party>();
  // A token that was renewed meanwhile is the party’s own matter.
  const open = useEffectEvent(() => openParty(membership));
  useEffect(() => {
    const opened = open();
    setParty(opened);
    return () => opened.close();
  }, []);
  const view = useSyncExternalStore<PartyView>(
    (listener) => party?.subscribe(listener) ?? (() => undefined),
    () => party?.view() ?? nothing,
  );
  return { party, view };
}

/** What all parts of the room share. */
export type Room = {
  party: Party;
  state: PartyState;
  share: PartyView['share'];
  userId: string;
  isHost: boolean;
  /** Commands get there. */
  isOpen: boolean;
  nameOf: (userId: string) => string;
};

const Context = createContext<Room | undefined>(undefined);
export const RoomProvider = Context;

export function useRoom(): Room {
  const room = useContext(Context);
  if (!room) throw new Error('useRoom outside of a party');
  return room;
}

export function useTold(party: Party, hear: (told: Told) => void): void {
  const onTold = useEffectEvent(hear);
  useEffect(() => party.listen((told) => onTold(told)), [party]);
}

export const findParticipant = (state: PartyState, userId: string): Participant | undefined =>
  state.participants.find(({ user_id }) => user_id === userId);
