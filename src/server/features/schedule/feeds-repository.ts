import type { Executor } from '#server/platform/database.ts';

/** What a feed says of a timeline, and what differs once anything on it does. */
export type FeedSource = {
  id: string;
  name: string;
  updatedAt: Date;
  sessions: number;
  /** Grows with each change of a session. */
  sequences: number;
  lastChangeAt: Date | null;
};

/** Those of these timelines that weren't deleted, in the order of their names. */
export const listSources = (db: Executor, timelineIds: readonly string[]): Promise<FeedSource[]> =>
  db
    .selectFrom('timelines')
    .leftJoin('scheduleSessions', (join) =>
      join
        .onRef('scheduleSessions.timelineId', '=', 'timelines.id')
        .on('scheduleSessions.removedAt', 'is', null),
    )
    .select(['timelines.id', 'timelines.name', 'timelines.updatedAt'])
    .select((eb) => [
      eb.fn.count<number>('scheduleSessions.id').as('sessions'),
      eb.fn.coalesce(eb.fn.sum<number>('scheduleSessions.sequence'), eb.lit(0)).as('sequences'),
      eb.fn.max('scheduleSessions.updatedAt').as('lastChangeAt'),
    ])
    .where((eb) => eb('timelines.id', '=', eb.fn.any(eb.val([...timelineIds]))))
    .where('timelines.removedAt', 'is', null)
    .groupBy('timelines.id')
    .orderBy('timelines.name')
    .orderBy('timelines.id')
    .execute();
