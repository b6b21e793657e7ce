import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { ChatMessage } from './chat-message.ts';

export type GameVotes = { gameId: number; upvotes: number; downvotes: number };
type MatchedMessage = ChatMessage & { gameId: number | null };

/** Tells this advisory lock from others; the night's id is its second half. */
const CHAT_IMPORT_LOCK = 7_305;

/** Imports of one night go one after the other, without holding up its live votes. */
export const lockChatImport = (tx: Executor, nightId: number) =>
  sql`SELECT pg_advisory_xact_lock(${CHAT_IMPORT_LOCK}::integer, ${nightId}::integer)`.execute(tx);

/**
 * Inserts the messages that the night doesn't have yet.
 * @returns how many there were of each vote and game; messages that vote for no game are in one row
 */
export async function insertChatMessages(tx: Executor, nightId: number, messages: readonly MatchedMessage[]) {
  const { rows } = await sql<{ gameId: number | null; vote: 1 | -1 | null; count: number }>`
    WITH inserted AS (
      INSERT INTO chat_logs (night_id, username, message, sent_at, vote, message_hash, game_id)
      SELECT ${nightId}::integer, given.username, given.message, to_timestamp(given.sent_at_ms / 1000.0),
        given.vote, given.hash, given.game_id
      FROM unnest(
        ${messages.map(({ username }) => username)}::text[],
        ${messages.map(({ message }) => message)}::text[],
        ${messages.map(({ sentAtMs }) => sentAtMs)}::bigint[],
        ${messages.map(({ vote }) => vote)}::smallint[],
        ${messages.map(({ hash }) => hash)}::bytea[],
        ${messages.map(({ gameId }) => gameId)}::integer[]
      ) AS given (username, message, sent_at_ms, vote, hash, game_id)
      ON CONFLICT (night_id, message_hash) DO NOTHING
      RETURNING game_id, vote
    )
    SELECT game_id AS "gameId", vote, count(*)::integer AS count FROM inserted GROUP BY game_id, vote`.execute(
    tx,
  );
  return rows;
}

/** Adds an import's votes to the games' totals. */
export const addToTotals = (tx: Executor, games: readonly GameVotes[]) =>
  sql`
    UPDATE games g SET upvotes = g.upvotes + given.up, downvotes = g.downvotes + given.down
    FROM unnest(
      ${games.map(({ gameId }) => gameId)}::integer[],
      ${games.map(({ upvotes }) => upvotes)}::integer[],
      ${games.map(({ downvotes }) => downvotes)}::integer[]
    ) AS given (game_id, up, down)
    WHERE g.id = given.game_id`.execute(tx);

/** In the order in which it was said. */
export const listChatMessages = (db: Executor, nightId: number) =>
  db
    .selectFrom('chatLogs')
    .select(['username', 'message', 'sentAt', 'vote'])
    .where('nightId', '=', nightId)
    .orderBy('sentAt')
    .orderBy('id')
    .execute();
