import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

export type NightFiguresRow = {
  id: number;
  createdAt: Date;
  games: number;
  mostPlayers: number | null;
  upvotes: number;
  downvotes: number;
};

/** What these nights came to, in their order; from the totals that are kept, so that no vote is counted again. */
export async function countNights(db: Executor, ids: readonly number[]): Promise<NightFiguresRow[]> {
  const { rows } = await sql<NightFiguresRow>`
    SELECT n.id, n.created_at AS "createdAt", g.games, g.most_players AS "mostPlayers", v.upvotes, v.downvotes
    FROM nights n
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status <> 'skipped')::integer AS games, max(player_count) AS most_players
      FROM night_games WHERE night_id = n.id
    ) g
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(upvotes), 0)::integer AS upvotes, coalesce(sum(downvotes), 0)::integer AS downvotes
      FROM live_vote_totals WHERE night_id = n.id
    ) v
    WHERE n.id = ANY (${ids}::integer[])
    ORDER BY array_position(${ids}::integer[], n.id)`.execute(db);
  return rows;
}

export type LovedGameRow = {
  gameId: number;
  title: string;
  packName: string;
  upvotes: number;
  downvotes: number;
  nights: number;
};

const MAX_LOVED = 10;

/** The games with the best balance of live votes over all nights, or a host's; none with as many against as for. */
export async function listLovedGames(db: Executor, hostId: string | undefined): Promise<LovedGameRow[]> {
  const { rows } = await sql<LovedGameRow>`
    SELECT g.id AS "gameId", g.title, g.pack_name AS "packName", sum(t.upvotes)::integer AS upvotes,
      sum(t.downvotes)::integer AS downvotes, count(*)::integer AS nights
    FROM nights n
    JOIN live_vote_totals t ON t.night_id = n.id
    JOIN games g ON g.id = t.game_id
    ${hostId === undefined ? sql`` : sql`WHERE n.host_id = ${hostId}::uuid`}
    GROUP BY g.id
    HAVING sum(t.upvotes) > sum(t.downvotes)
    ORDER BY sum(t.upvotes) - sum(t.downvotes) DESC, sum(t.upvotes) + sum(t.downvotes) DESC, g.id DESC
    LIMIT ${MAX_LOVED}`.execute(db);
  return rows;
}
