import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { Standing } from './scoring.ts';

export type PlayerKey = { roomId: string; playerId: string };

const columnsOf = (keys: readonly PlayerKey[]) => sql`
  unnest(${keys.map(({ roomId }) => roomId)}::uuid[], ${keys.map(({ playerId }) => playerId)}::text[])
`;

/** Where a player's newest socket is. */
export type Place = { nodeId: string; socketId: string };

export type NewPlayer = PlayerKey &
  Place & {
    displayName: string;
    nameKey: string;
    tokenHash: Buffer;
    accountId: string | null;
    deviceId: string | null;
  };

/** Of these players, those that there are. */
export const findPlayers = (db: Executor, keys: readonly PlayerKey[]) =>
  db
    .selectFrom('quizPlayers')
    .select(['roomId', 'playerId', 'displayName', 'tokenHash', 'leftAt', 'kickedAt'])
    .where(sql<boolean>`(room_id, player_id) IN (SELECT * FROM ${columnsOf(keys)})`)
    .execute();

export type FoundPlayer = Awaited<ReturnType<typeof findPlayers>>[number];

type WantedName = { roomId: string; nameKey: string; deviceId: string | null };

/** Of each in their order: whether somebody present has the name, and whether the device was kicked. */
export async function lookNamesUp(db: Executor, wanted: readonly WantedName[]) {
  const { rows } = await sql<{ isTaken: boolean; isKicked: boolean }>`
    SELECT
      EXISTS (
        SELECT FROM quiz_players p
        WHERE p.room_id = w.room_id AND p.name_key = w.name_key AND p.left_at IS NULL
      ) AS "isTaken",
      EXISTS (
        SELECT FROM quiz_players p
        WHERE p.room_id = w.room_id AND p.device_id = w.device_id AND p.kicked_at IS NOT NULL
      ) AS "isKicked"
    FROM unnest(
      ${wanted.map(({ roomId }) => roomId)}::uuid[],
      ${wanted.map(({ nameKey }) => nameKey)}::text[],
      ${wanted.map(({ deviceId }) => deviceId)}::text[]
    ) WITH ORDINALITY AS w (room_id, name_key, device_id, place)
    ORDER BY w.place
  `.execute(db);
  return rows;
}

export async function insertPlayers(tx: Executor, players: readonly NewPlayer[], at: Date): Promise<void> {
  await tx
    .insertInto('quizPlayers')
    .values(players.map((player) => ({ ...player, joinedAt: at })))
    .execute();
}

export type SeatedPlayer = PlayerKey & Place & { displayName: string; nameKey: string };

/** They are there again, under these names and on these sockets. */
export async function seatPlayers(tx: Executor, players: readonly SeatedPlayer[]): Promise<void> {
  await sql`
    UPDATE quiz_players p
    SET
      node_id = s.node_id, socket_id = s.socket_id, display_name = s.display_name, name_key = s.name_key,
      left_at = NULL
    FROM unnest(
      ${players.map(({ roomId }) => roomId)}::uuid[],
      ${players.map(({ playerId }) => playerId)}::text[],
      ${players.map(({ nodeId }) => nodeId)}::uuid[],
      ${players.map(({ socketId }) => socketId)}::text[],
      ${players.map(({ displayName }) => displayName)}::text[],
      ${players.map(({ nameKey }) => nameKey)}::text[]
    ) AS s (room_id, player_id, node_id, socket_id, display_name, name_key)
    WHERE p.room_id = s.room_id AND p.player_id = s.player_id
  `.execute(tx);
}

/** Their sockets are gone, unless they have newer ones by now. */
export async function unseatPlayers(
  db: Executor,
  players: readonly (PlayerKey & { socketId: string })[],
): Promise<void> {
  await sql`
    UPDATE quiz_players p SET node_id = NULL, socket_id = NULL
    FROM unnest(
      ${players.map(({ roomId }) => roomId)}::uuid[],
      ${players.map(({ playerId }) => playerId)}::text[],
      ${players.map(({ socketId }) => socketId)}::text[]
    ) AS s (room_id, player_id, socket_id)
    WHERE p.room_id = s.room_id AND p.player_id = s.player_id AND p.socket_id = s.socket_id
  `.execute(db);
}

/** Returns the room of each who was there until now. */
export async function markLeft(tx: Executor, keys: readonly PlayerKey[], at: Date): Promise<string[]> {
  const rows = await tx
    .updateTable('quizPlayers')
    .set({ leftAt: at, nodeId: null, socketId: null })
    .where(sql<boolean>`(room_id, player_id) IN (SELECT * FROM ${columnsOf(keys)})`)
    .where('leftAt', 'is', null)
    .returning('roomId')
    .execute();
  return rows.map(({ roomId }) => roomId);
}

/** Kicked players have left, and can't come back. Returns false where there is no such player. */
export async function markKicked(tx: Executor, { roomId, playerId }: PlayerKey, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('quizPlayers')
    .set({ kickedAt: at })
    .where('roomId', '=', roomId)
    .where('playerId', '=', playerId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Of these players, those who may answer. */
export async function findPresent(db: Executor, keys: readonly PlayerKey[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    SELECT room_id || player_id AS key FROM quiz_players
    WHERE (room_id, player_id) IN (SELECT * FROM ${columnsOf(keys)}) AND left_at IS NULL
  `.execute(db);
  return new Set(rows.map(({ key }) => key));
}

export type Participant = { playerId: string; displayName: string; connected: boolean };

/** Who is in the room, in the order of joining. */
export async function listParticipants(
  db: Executor,
  roomId: string,
  { aliveNodes, limit }: { aliveNodes: readonly string[]; limit?: number },
): Promise<Participant[]> {
  let query = db
    .selectFrom('quizPlayers')
    .select(['playerId', 'displayName'])
    .select(sql<boolean>`node_id IS NOT NULL AND node_id = ANY(${aliveNodes}::uuid[])`.as('connected'))
    .where('roomId', '=', roomId)
    .where('leftAt', 'is', null)
    .orderBy('joinedOrder');
  if (limit !== undefined) query = query.limit(limit);
  return query.execute();
}

export type NamedStanding = Standing & { displayName: string; isPresent: boolean };

/** Everybody's score in the room's present game, those who left too. */
export async function listStandings(
  db: Executor,
  roomId: string,
  gameNumber: number,
): Promise<NamedStanding[]> {
  const { rows } = await sql<NamedStanding>`
    SELECT
      p.player_id AS "playerId", p.joined_order AS "joinedOrder", p.display_name AS "displayName",
      p.left_at IS NULL AS "isPresent",
      coalesce(s.score, 0) AS score, coalesce(s.correct, 0) AS correct, coalesce(s.elapsed_ms, 0) AS "elapsedMs",
      coalesce(s.streak, 0) AS streak, coalesce(s.delta, 0) AS delta
    FROM quiz_players p
    LEFT JOIN quiz_scores s
      ON s.room_id = p.room_id AND s.player_id = p.player_id AND s.game_number = ${gameNumber}
    WHERE p.room_id = ${roomId} AND p.kicked_at IS NULL
  `.execute(db);
  return rows;
}

export async function saveStandings(
  tx: Executor,
  roomId: string,
  gameNumber: number,
  standings: readonly Standing[],
): Promise<void> {
  if (standings.length === 0) return;
  await sql`
    INSERT INTO quiz_scores (room_id, game_number, player_id, score, correct, elapsed_ms, streak, delta)
    SELECT ${roomId}::uuid, ${gameNumber}::integer, * FROM unnest(
      ${standings.map(({ playerId }) => playerId)}::text[],
      ${standings.map(({ score }) => score)}::integer[],
      ${standings.map(({ correct }) => correct)}::integer[],
      ${standings.map(({ elapsedMs }) => elapsedMs)}::bigint[],
      ${standings.map(({ streak }) => streak)}::integer[],
      ${standings.map(({ delta }) => delta)}::integer[]
    )
    ON CONFLICT (room_id, game_number, player_id) DO UPDATE SET
      score = excluded.score, correct = excluded.correct, elapsed_ms = excluded.elapsed_ms,
      streak = excluded.streak, delta = excluded.delta
  `.execute(tx);
}
