/** Who holds the screen share; null: nobody has taken it, and it is the host's. */
export type Share = { userId: string } | null;

type Asking = { userId: string; hostId: string; isOpen: boolean };

/** The host always may; others where the host lets them, and nobody who is here holds it. */
export function mayTakeShare(share: Share, asking: Asking, isHere: (userId: string) => boolean): boolean {
  const { userId, hostId, isOpen } = asking;
  if (userId === hostId || share?.userId === userId) return true;
  return isOpen && (share === null || !isHere(share.userId));
}

/** Who holds it gives it back; the host may take it from others. */
export const mayStopShare = (share: Share, { userId, hostId }: Pick<Asking, 'userId' | 'hostId'>): boolean =>
  userId === hostId || share?.userId === userId;

/** When the host no longer lets others share, only the host's own share stays. */
export const closeShare = (share: Share, hostId: string): Share => (share?.userId === hostId ? share : null);
