import { sql } from 'kysely';
import type { Executor, Send } from '#server/platform/database.ts';

export type ActiveNight = { nightId: number; hostId: string; wantsWebhook: boolean };
export type TimelineGame = {
  nightId: number;
  gameId: number;
  title: string;
  packName: string;
  playedAtMs: number;
};
export type NewVote = { nightId: number; gameId: number; username: string; vote: 1 | -1; atMs: number };
export type GameTotals = { gameId: number; upvotes: number; downvotes: number };

/**
 * The active nights of these hosts, locked until the transaction ends: batches of votes on one night are decided
 * one after the other, on all nodes, and a night can't close in between.
 */
export async function lockActiveNights(send: Send, hostIds: readonly string[]): Promise<ActiveNight[]> {
  const { rows } = await send(
    sql<ActiveNight>`
    SELECT n.id AS "nightId", n.host_id AS "hostId", EXISTS (
      SELECT FROM webhooks w
      WHERE w.host_id = n.host_id AND w.enabled AND 'vote.received' = ANY (w.events)
    ) AS "wantsWebhook"
    FROM nights n
    WHERE n.is_active AND n.host_id = ANY (${hostIds}::uuid[])
    ORDER BY n.id
    FOR NO KEY UPDATE OF n`,
    'lock_active_nights',
  );
  return rows;
}

/** The timelines of these hosts' active nights, one after the other, each in the order of play. */
export async function readTimelines(send: Send, hostIds: readonly string[]): Promise<TimelineGame[]> {
  const { rows } = await send(
    sql<TimelineGame>`
    SELECT ng.night_id AS "nightId", ng.game_id AS "gameId", g.title, g.pack_name AS "packName",
      (extract(epoch FROM ng.played_at) * 1000)::bigint AS "playedAtMs"
    FROM nights n JOIN night_games ng ON ng.night_id = n.id JOIN games g ON g.id = ng.game_id
    WHERE n.is_active AND n.host_id = ANY (${hostIds}::uuid[])
    ORDER BY ng.night_id, ng.played_at, ng.id`,
    'read_timelines',
  );
  return rows;
}

/**
 * The recorded votes of the same voter on the host's active night, less than `windowMs` from each given vote, by
 * its index. A look-up in the voter's index for each vote: the lateral subquery keeps the planner from any join
 * whose cost grows with the history.
 */
export async function findNearbyVotes(
  send: Send,
  votes: readonly { hostId: string; username: string; atMs: number }[],
  windowMs: number,
): Promise<Map<number, number[]>> {
  const { rows } = await send(sql<{ index: number; atMs: number }>`
    SELECT (given.ordinal - 1)::integer AS index, near.at_ms AS "atMs"
    FROM unnest(
      ${votes.map((vote) => vote.hostId)}::uuid[],
      ${votes.map((vote) => vote.username)}::text[],
      ${votes.map((vote) => vote.atMs)}::bigint[]
    ) WITH ORDINALITY AS given (host_id, username, at_ms, ordinal)
    JOIN nights n ON n.host_id = given.host_id AND n.is_active
    CROSS JOIN LATERAL (
      SELECT v.voted_at_ms AS at_ms FROM live_votes v
      WHERE v.username = given.username AND v.night_id = n.id
        AND v.voted_at_ms > given.at_ms - ${windowMs}::bigint
        AND v.voted_at_ms < given.at_ms + ${windowMs}::bigint
      OFFSET 0
    ) near`);
  const nearby = new Map<number, number[]>();
  for (const { index, atMs } of rows) {
    const times = nearby.get(index);
    if (times) times.push(atMs);
    else nearby.set(index, [atMs]);
  }
  return nearby;
}

/**
 * Records votes and counts them, in one statement whatever their number.
 * @returns the games' totals with all these votes in them
 */
export async function recordVotes(send: Send, votes: readonly NewVote[]): Promise<GameTotals[]> {
  const { rows } = await send(
    sql<GameTotals>`
    WITH recorded AS (
      INSERT INTO live_votes (night_id, game_id, username, vote, voted_at_ms)
      SELECT * FROM unnest(
        ${votes.map((vote) => vote.nightId)}::integer[],
        ${votes.map((vote) => vote.gameId)}::integer[],
        ${votes.map((vote) => vote.username)}::text[],
        ${votes.map((vote) => vote.vote)}::smallint[],
        ${votes.map((vote) => vote.atMs)}::bigint[]
      )
      RETURNING night_id, game_id, vote
    ), counted AS (
      SELECT night_id, game_id,
        count(*) FILTER (WHERE vote = 1)::integer AS up, count(*) FILTER (WHERE vote = -1)::integer AS down
      FROM recorded GROUP BY night_id, game_id
    ), tallied AS (
      INSERT INTO live_vote_totals AS t (night_id, game_id, upvotes, downvotes)
      SELECT night_id, game_id, up, down FROM counted
      ON CONFLICT (night_id, game_id)
      DO UPDATE SET upvotes = t.upvotes + excluded.upvotes, downvotes = t.downvotes + excluded.downvotes
    )
    UPDATE games g SET upvotes = g.upvotes + c.up, downvotes = g.downvotes + c.down
    FROM (SELECT game_id, sum(up)::integer AS up, sum(down)::integer AS down FROM counted GROUP BY game_id) c
    WHERE g.id = c.game_id
    RETURNING g.id AS "gameId", g.upvotes, g.downvotes`,
    'record_votes',
  );
  return rows;
}

export type VoteFilter = {
  nightId?: number | undefined;
  gameId?: number | undefined;
  username?: string | undefined;
  vote?: 1 | -1 | undefined;
};

export const listVotes = (db: Executor, filter: VoteFilter, page: { offset: number; limit: number }) => {
  let query = db
    .selectFrom('liveVotes')
    .innerJoin('games', 'games.id', 'liveVotes.gameId')
    .selectAll('liveVotes')
    .select(['games.title', 'games.packName']);
  if (filter.nightId !== undefined) query = query.where('liveVotes.nightId', '=', filter.nightId);
  if (filter.gameId !== undefined) query = query.where('liveVotes.gameId', '=', filter.gameId);
  if (filter.username !== undefined) query = query.where('liveVotes.username', '=', filter.username);
  if (filter.vote !== undefined) query = query.where('liveVotes.vote', '=', filter.vote);
  return query
    .orderBy('liveVotes.votedAt', 'desc')
    .orderBy('liveVotes.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
};

/** Adds up what was counted as it was recorded; only one voter's votes are counted one by one. */
export async function countVotes(db: Executor, filter: VoteFilter): Promise<number> {
  if (filter.username !== undefined) return countVotesOf(db, filter, filter.username);
  const counted =
    filter.vote === 1 ? sql`upvotes` : filter.vote === -1 ? sql`downvotes` : sql`upvotes + downvotes`;
  let query = db
    .selectFrom('liveVoteTotals')
    .select(sql<number>`coalesce(sum(${counted}), 0)::bigint`.as('count'));
  if (filter.nightId !== undefined) query = query.where('nightId', '=', filter.nightId);
  if (filter.gameId !== undefined) query = query.where('gameId', '=', filter.gameId);
  return (await query.executeTakeFirstOrThrow()).count;
}

async function countVotesOf(db: Executor, filter: VoteFilter, username: string): Promise<number> {
  let query = db
    .selectFrom('liveVotes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('username', '=', username);
  if (filter.nightId !== undefined) query = query.where('nightId', '=', filter.nightId);
  if (filter.gameId !== undefined) query = query.where('gameId', '=', filter.gameId);
  if (filter.vote !== undefined) query = query.where('vote', '=', filter.vote);
  return (await query.executeTakeFirstOrThrow()).count;
}

export type VoteBucket = { atMs: number; widthMs: number; upvotes: number; downvotes: number };

/**
 * A night's live votes over time, from the first to the last, in at most so many buckets of whole seconds, one after
 * the other.
 */
export async function listVoteBuckets(db: Executor, nightId: number, most: number): Promise<VoteBucket[]> {
  const { rows } = await sql<VoteBucket>`
    WITH span AS (
      SELECT floor(extract(epoch FROM min(voted_at)))::bigint AS first,
        floor(extract(epoch FROM max(voted_at)))::bigint AS last
      FROM live_votes WHERE night_id = ${nightId}
    ), scale AS (
      SELECT first, last, (last - first + ${most}::bigint) / ${most}::bigint AS width FROM span
    ), counted AS (
      SELECT (v.voted_at_ms / 1000 - s.first) / s.width AS index,
        count(*) FILTER (WHERE v.vote = 1)::integer AS upvotes,
        count(*) FILTER (WHERE v.vote = -1)::integer AS downvotes
      FROM scale s, live_votes v WHERE v.night_id = ${nightId}
      GROUP BY 1
    )
    SELECT (s.first + index * s.width) * 1000 AS "atMs", s.width * 1000 AS "widthMs",
      coalesce(c.upvotes, 0) AS upvotes, coalesce(c.downvotes, 0) AS downvotes
    FROM scale s
    CROSS JOIN generate_series(0, (s.last - s.first) / s.width) AS index
    LEFT JOIN counted c USING (index)
    ORDER BY index`.execute(db);
  return rows;
}

/** A night's live votes by game, the best liked first. */
export const listNightTotals = (db: Executor, nightId: number) =>
  db
    .selectFrom('liveVoteTotals')
    .innerJoin('games', 'games.id', 'liveVoteTotals.gameId')
    .select([
      'games.id',
      'games.title',
      'games.packName',
      'liveVoteTotals.upvotes',
      'liveVoteTotals.downvotes',
    ])
    .where('nightId', '=', nightId)
    .orderBy(sql`live_vote_totals.upvotes - live_vote_totals.downvotes`, 'desc')
    .orderBy(sql`live_vote_totals.upvotes + live_vote_totals.downvotes`, 'desc')
    .orderBy('games.id', 'desc')
    .execute();
