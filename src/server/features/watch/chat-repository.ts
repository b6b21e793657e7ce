import { sql } from 'kysely';
import { CHAT_KEPT, type ChatMessage } from '#protocol/watch-state.ts';
import type { Executor } from '#server/platform/database.ts';

export type Said = ChatMessage & { partyId: string };

/** In this order. */
export async function insertChat(tx: Executor, said: readonly Said[]): Promise<void> {
  await sql`
    INSERT INTO watch_chat (party_id, id, user_id, username, message, said_at)
    SELECT party_id, id, user_id, username, message, said_at FROM unnest(
      ${said.map(({ partyId }) => partyId)}::uuid[],
      ${said.map(({ id }) => id)}::uuid[],
      ${said.map(({ user_id }) => user_id)}::uuid[],
      ${said.map(({ username }) => username)}::text[],
      ${said.map(({ message }) => message)}::text[],
      ${said.map(({ timestamp }) => new Date(timestamp))}::timestamptz[]
    ) WITH ORDINALITY AS s (party_id, id, user_id, username, message, said_at, place)
    ORDER BY place
  `.execute(tx);
}

/** Leaves the last ones of each party. */
export async function trimChat(tx: Executor, partyIds: readonly string[]): Promise<void> {
  await sql`
    DELETE FROM watch_chat c
    USING unnest(${partyIds}::uuid[]) AS p (id), LATERAL (
      SELECT number FROM watch_chat WHERE party_id = p.id ORDER BY number DESC OFFSET ${CHAT_KEPT} LIMIT 1
    ) AS last
    WHERE c.party_id = p.id AND c.number <= last.number
  `.execute(tx);
}

/** What newcomers are told, the oldest first. */
export async function listChat(db: Executor, partyId: string): Promise<ChatMessage[]> {
  const rows = await db
    .selectFrom('watchChat')
    .select(['id', 'userId', 'username', 'message', 'saidAt'])
    .where('partyId', '=', partyId)
    .orderBy('number', 'desc')
    .limit(CHAT_KEPT)
    .execute();
  return rows.toReversed().map(({ id, userId, username, message, saidAt }) => ({
    id,
    user_id: userId,
    username,
    message,
    timestamp: saidAt.getTime(),
  }));
}
