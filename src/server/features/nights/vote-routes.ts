import type { Type } from 'typebox';
import { NightError } from '#protocol/common.ts';
import {
  LiveVote,
  LiveVoteRecorded,
  NightVotes,
  VoteHistory,
  VoteHistoryQuery,
  VoteTimeline,
  VoteTimelineQuery,
} from '#protocol/votes.ts';
import type { Access } from '#server/platform/access.ts';
import type { Database } from '#server/platform/database.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { parseInstant } from './instants.ts';
import { findNight } from './night-repository.ts';
import {
  countVotes,
  listNightTotals,
  listVoteBuckets,
  listVotes,
  type VoteBucket,
  type VoteFilter,
} from './vote-repository.ts';
import type { VoteService } from './vote-service.ts';
import { clamp, isAbsent, isWrong, NightParams, parseId, refuseWith, requireNightId } from './wire.ts';

type Dependencies = { access: Access; votes: VoteService; database: Database };

const MISSING_FIELDS = 'Missing required fields: username, vote, timestamp';
const BAD_TIMESTAMP = 'Invalid timestamp format. Use ISO 8601 format (e.g., 2025-11-01T20:30:00Z)';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const DEFAULT_BUCKETS = 60;
const MAX_BUCKETS = 200;
/** Beyond it PostgreSQL's offset would overflow; no history is that long. */
const MAX_PAGE = 1_000_000_000;

export function addVoteRoutes(server: HttpServer, { access, votes, database }: Dependencies): void {
  server.post(
    '/api/votes/live',
    {
      onRequest: access.requireCaller('votes:write'),
      schema: {
        tags: ['votes'],
        summary: 'Vote for the game that was played at a moment of the active night',
        description:
          'Answered once the vote is durable. A vote of the same user less than a second away from another, in ' +
          'either direction, is a duplicate. Sends `vote.received` to the subscribers of the night.',
        body: LiveVote,
        response: {
          200: LiveVoteRecorded,
          400: NightError,
          401: NightError,
          403: NightError,
          404: NightError,
          409: NightError,
          503: NightError,
        },
      },
      schemaErrorFormatter: refuseWith(
        [isAbsent('username'), MISSING_FIELDS],
        [isAbsent('vote'), MISSING_FIELDS],
        [isAbsent('timestamp'), MISSING_FIELDS],
        [isWrong('username', 'minLength'), MISSING_FIELDS],
        [(error) => error.instancePath === '/vote' && error.data === '', MISSING_FIELDS],
        [isWrong('timestamp', 'minLength'), MISSING_FIELDS],
        [isWrong('username'), 'username must be a text of at most 200 characters'],
        [isWrong('vote'), 'vote must be either "up" or "down"'],
        [isWrong('timestamp'), BAD_TIMESTAMP],
      ),
    },
    async (request) => {
      const { username, vote: type, timestamp } = request.body;
      // Neither half a surrogate pair nor U+0000 can be stored as it was sent, to be compared exactly.
      if (!username.isWellFormed() || username.includes('\0'))
        throw invalid('username must be well-formed text');
      const atMs = parseInstant(timestamp);
      if (atMs === undefined) throw invalid(BAD_TIMESTAMP);
      const { accountId: hostId } = access.callerOf(request);
      const { night, game } = await votes.record({ hostId, username, type, timestamp, atMs });
      return {
        success: true as const,
        message: 'Vote recorded successfully',
        session: { id: night.id, games_played: night.gamesPlayed },
        game: {
          id: game.id,
          title: game.title,
          upvotes: game.upvotes,
          downvotes: game.downvotes,
          popularity_score: game.upvotes - game.downvotes,
        },
        vote: { username, type, timestamp },
      };
    },
  );

  server.get(
    '/api/votes',
    {
      schema: {
        tags: ['votes'],
        summary: 'The history of live votes, the newest first',
        security: [],
        querystring: VoteHistoryQuery,
        response: { 200: VoteHistory, 400: NightError },
      },
    },
    async (request) => {
      const filter = readFilter(request.query);
      const page = readWhole('page', request.query.page, 1, MAX_PAGE);
      const limit = readWhole('limit', request.query.limit, DEFAULT_LIMIT, MAX_LIMIT);
      const [rows, total] = await Promise.all([
        listVotes(database.db, filter, { offset: (page - 1) * limit, limit }),
        countVotes(database.db, filter),
      ]);
      return {
        votes: rows.map((row) => ({
          id: row.id,
          session_id: row.nightId,
          game_id: row.gameId,
          game_title: row.title,
          pack_name: row.packName,
          username: row.username,
          vote_type: row.vote === 1 ? ('up' as const) : ('down' as const),
          timestamp: row.votedAt.toISOString(),
          created_at: row.createdAt.toISOString(),
        })),
        pagination: { page, limit, total, total_pages: Math.ceil(total / limit) },
      };
    },
  );

  server.get(
    '/api/sessions/:id/votes',
    {
      schema: {
        tags: ['votes'],
        summary: "A night's live votes by game, the best liked first",
        security: [],
        params: NightParams,
        response: { 200: NightVotes, 404: NightError },
      },
    },
    async (request) => {
      const nightId = requireNightId(request.params.id);
      if (!(await findNight(database.db, nightId))) throw notFound('Session not found');
      const rows = await listNightTotals(database.db, nightId);
      return {
        session_id: nightId,
        votes: rows.map(({ id, title, packName, upvotes, downvotes }) => ({
          game_id: id,
          title,
          pack_name: packName,
          upvotes,
          downvotes,
          net_score: upvotes - downvotes,
          total_votes: upvotes + downvotes,
        })),
      };
    },
  );

  server.get(
    '/api/sessions/:id/votes/timeline',
    {
      schema: {
        tags: ['votes'],
        summary: "A night's live votes over time, for a chart",
        description:
          'Counted by when they were cast, in buckets of whole seconds from the first vote to the last. The votes ' +
          'of imported chats are not among them.',
        security: [],
        params: NightParams,
        querystring: VoteTimelineQuery,
        response: { 200: VoteTimeline, 400: NightError, 404: NightError },
      },
    },
    async ({ params, query }) => {
      const nightId = requireNightId(params.id);
      if (!(await findNight(database.db, nightId))) throw notFound('Session not found');
      const most = clamp(query.buckets ?? DEFAULT_BUCKETS, MAX_BUCKETS);
      return toTimeline(nightId, await listVoteBuckets(database.db, nightId, most));
    },
  );
}

const toTimeline = (nightId: number, buckets: readonly VoteBucket[]): Type.Static<typeof VoteTimeline> => {
  const [first, last] = [buckets[0], buckets.at(-1)];
  return {
    session_id: nightId,
    from: first ? new Date(first.atMs).toISOString() : null,
    to: last ? new Date(last.atMs + last.widthMs).toISOString() : null,
    bucket_seconds: first ? first.widthMs / 1000 : null,
    buckets: buckets.map(({ atMs, upvotes, downvotes }) => ({
      at: new Date(atMs).toISOString(),
      upvotes,
      downvotes,
    })),
  };
};

type Query = Type.Static<typeof VoteHistoryQuery>;

/** @throws 400 for a filter that isn't valid */
function readFilter({ session_id, game_id, username, vote_type }: Query): VoteFilter {
  const id = (name: string, text: string | undefined) => {
    if (text === undefined) return undefined;
    if (!/^0*[1-9]\d*$/.test(text)) throw invalid(`${name} must be a positive integer`);
    // Beyond the store's integers it is an id that nothing has, as 0 is.
    return parseId(text) ?? 0;
  };
  if (vote_type !== undefined && vote_type !== 'up' && vote_type !== 'down')
    throw invalid('vote_type must be either "up" or "down"');
  return {
    nightId: id('session_id', session_id),
    gameId: id('game_id', game_id),
    username: username || undefined,
    vote: vote_type && (vote_type === 'up' ? 1 : -1),
  };
}

/** A page number or size: what is below 1 or above the most is brought within. */
function readWhole(name: string, text: string | undefined, fallback: number, max: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^-?\d+$/.test(text)) throw invalid(`${name} must be an integer`);
  return clamp(Number(text), max);
}
