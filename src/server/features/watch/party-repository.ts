import { sql } from 'kysely';
import type { Media } from '#protocol/watch-state.ts';
import type { Executor } from '#server/platform/database.ts';
import type { Playback } from './playback.ts';
import type { Share } from './share.ts';

export type PartySettings = {
  isLocked: boolean;
  isChatOff: boolean;
  isShareOpen: boolean;
  waitsForAll: boolean;
};

export type Party = {
  id: string;
  name: string;
  hostId: string;
  settings: PartySettings;
  share: Share;
  media: Media | null;
  playback: Playback;
  createdAt: Date;
  expiresAt: Date;
};

export type NewParty = {
  /** A new one where it is absent. */
  id?: string;
  name: string;
  passwordHash: string;
  hostId: string;
  accountId: string | null;
  playback: Playback;
  createdAt: Date;
  expiresAt: Date;
};

const COLUMNS = [
  'id',
  'name',
  'hostId',
  'isLocked',
  'isChatOff',
  'isShareOpen',
  'waitsForAll',
  'shareUserId',
  'isPlaying',
  'isWaiting',
  'position',
  'positionAt',
  'rate',
  'volume',
  'revision',
  'createdAt',
  'expiresAt',
] as const;

const select = (db: Executor, id: string, now: Date) =>
  db
    .selectFrom('watchParties')
    .select(COLUMNS)
    // Written by us alone, in this form.
    .select(sql<Media | null>`media`.as('media'))
    .where('id', '=', id)
    .where('expiresAt', '>', now);

type PartyRow = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>;

const toParty = (row: PartyRow): Party => ({
  id: row.id,
  name: row.name,
  hostId: row.hostId,
  settings: {
    isLocked: row.isLocked,
    isChatOff: row.isChatOff,
    isShareOpen: row.isShareOpen,
    waitsForAll: row.waitsForAll,
  },
  share: row.shareUserId === null ? null : { userId: row.shareUserId },
  media: row.media,
  playback: {
    isPlaying: row.isPlaying,
    isWaiting: row.isWaiting,
    position: row.position,
    at: row.positionAt.getTime(),
    rate: row.rate,
    volume: row.volume,
    revision: row.revision,
  },
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
});

const toPlaybackColumns = (playback: Playback) => ({
  isPlaying: playback.isPlaying,
  isWaiting: playback.isWaiting,
  position: playback.position,
  positionAt: new Date(playback.at),
  rate: playback.rate,
  volume: playback.volume,
  revision: playback.revision,
});

export async function insertParty(tx: Executor, { playback, ...party }: NewParty): Promise<Party> {
  const { id } = await tx
    .insertInto('watchParties')
    .values({ ...party, ...toPlaybackColumns(playback) })
    .returning('id')
    .executeTakeFirstOrThrow();
  const row = await select(tx, id, party.createdAt).executeTakeFirstOrThrow();
  return toParty(row);
}

/** One that isn't over. */
export async function findParty(db: Executor, id: string, now: Date): Promise<Party | undefined> {
  const row = await select(db, id, now).executeTakeFirst();
  return row && toParty(row);
}

/** The same, against all other changes of the party and of who is in it until the transaction ends. */
export async function lockParty(tx: Executor, id: string, now: Date): Promise<Party | undefined> {
  const row = await select(tx, id, now).forUpdate().executeTakeFirst();
  return row && toParty(row);
}

export async function findPasswordHash(db: Executor, id: string, now: Date): Promise<string | undefined> {
  const row = await db
    .selectFrom('watchParties')
    .select('passwordHash')
    .where('id', '=', id)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
  return row?.passwordHash;
}

/** What may change of a party, under its lock. */
export async function updateParty(
  tx: Executor,
  { id, settings, share, media, playback }: Party,
): Promise<void> {
  await tx
    .updateTable('watchParties')
    .set({
      ...settings,
      ...toPlaybackColumns(playback),
      shareUserId: share?.userId ?? null,
      media: media && JSON.stringify(media),
    })
    .where('id', '=', id)
    .execute();
}

export type ChatRights = { hostId: string; isChatOff: boolean };

/** Of those of these parties that aren't over; what they say of chat doesn't change until the transaction ends. */
export async function shareChatRights(
  tx: Executor,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, ChatRights>> {
  const rows = await tx
    .selectFrom('watchParties')
    .select(['id', 'hostId', 'isChatOff'])
    .where('id', '=', sql<string>`ANY(${ids}::uuid[])`)
    .where('expiresAt', '>', now)
    .orderBy('id')
    .forShare()
    .execute();
  return new Map(rows.map(({ id, ...rights }) => [id, rights]));
}

/** Up to `limit` parties that are over, with all that belongs to them. */
export async function deleteExpired(db: Executor, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .deleteFrom('watchParties')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('watchParties')
        .select('id')
        .where('expiresAt', '<=', now)
        .orderBy('expiresAt')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
