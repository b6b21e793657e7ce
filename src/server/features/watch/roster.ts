/** A socket of a member's, wherever it is. */
export type Socket = { nodeId: string; connectionId: string };

/** One who has joined a party. Times are epoch milliseconds. */
export type Member = {
  userId: string;
  username: string;
  joinedAt: number;
  /** The newest; null while there is none. */
  socket: Socket | null;
  /** Since when there was one for the first time; null: never yet. */
  firstConnectedAt: number | null;
  /** Put out by the host. */
  isKicked: boolean;
  isReady: boolean;
  isBuffering: boolean;
  driftMs: number | null;
};

export type Party = { hostId: string; isLocked: boolean; maxParticipants: number };

/** How long a place is kept for one who has joined and not yet connected. */
export const PLACE_KEPT_MS = 120_000;

export const isConnected = ({ socket, isKicked }: Member) => socket !== null && !isKicked;

/** Who left gives the place back at once; who hasn't come yet has it for two minutes. */
function holdsPlace(member: Member, now: number): boolean {
  const { isKicked, firstConnectedAt, joinedAt } = member;
  if (isConnected(member)) return true;
  return !isKicked && firstConnectedAt === null && now - joinedAt < PLACE_KEPT_MS;
}

export const countPlaces = (members: readonly Member[], now: number): number =>
  members.filter((member) => holdsPlace(member, now)).length;

/** Whether somebody new may join. Who has joined before comes back with their token, and isn't asked. */
export function admit(party: Party, members: readonly Member[], now: number): 'ok' | 'locked' | 'full' {
  if (party.isLocked) return 'locked';
  return countPlaces(members, now) < party.maxParticipants ? 'ok' : 'full';
}

const sameSocket = (a: Socket | null, b: Socket) =>
  a !== null && a.nodeId === b.nodeId && a.connectionId === b.connectionId;

/** @returns the member with the new socket, and the one that must close for it, if any */
export function connect(
  member: Member,
  socket: Socket,
  now: number,
): { member: Member; replaced: Socket | null } {
  return {
    // A page that has just opened has nothing loaded, whatever the last one had.
    member: {
      ...member,
      socket,
      firstConnectedAt: member.firstConnectedAt ?? now,
      isReady: false,
      isBuffering: false,
      driftMs: null,
    },
    replaced: sameSocket(member.socket, socket) ? null : member.socket,
  };
}

/** The socket has closed. Nothing changes, and nobody has left, where a newer one has taken its place. */
export function disconnect(member: Member, socket: Socket): Member {
  if (!sameSocket(member.socket, socket)) return member;
  return { ...member, socket: null, isReady: false, isBuffering: false, driftMs: null };
}

/** Only the host puts others out, and never themselves. */
export function mayKick(
  party: Pick<Party, 'hostId'>,
  byUserId: string,
  target: Member | undefined,
): 'ok' | 'forbidden' | 'not_found' {
  if (byUserId !== party.hostId || target?.userId === party.hostId) return 'forbidden';
  return target && !target.isKicked ? 'ok' : 'not_found';
}

/** Those connected, the host first and then as they joined. */
export function listConnected(party: Pick<Party, 'hostId'>, members: readonly Member[]): Member[] {
  const order = ({ userId, joinedAt }: Member) =>
    userId === party.hostId ? Number.NEGATIVE_INFINITY : joinedAt;
  return members.filter(isConnected).toSorted((a, b) => order(a) - order(b));
}

/** Playback waits, where the host wants it, for one who is here and has the medium, but has run out of data. */
export const mustWait = (isWaitingForAll: boolean, members: readonly Member[]): boolean =>
  isWaitingForAll && members.some((member) => isConnected(member) && member.isReady && member.isBuffering);
