import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './common.ts';

export const VoteType = Type.Enum(['up', 'down']);
export type VoteType = Static<typeof VoteType>;

export const LiveVote = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 200, description: 'Who votes; compared exactly.' }),
    vote: VoteType,
    timestamp: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'When the vote was cast: ISO 8601, UTC where it names no zone.',
    }),
  },
  { examples: [{ username: 'viewer123', vote: 'up', timestamp: '2026-03-15T20:30:00Z' }] },
);

export const LiveVoteRecorded = Type.Object(
  {
    success: Type.Literal(true),
    message: Type.String(),
    session: Type.Object({ id: Type.Integer(), games_played: Type.Integer() }),
    game: Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      upvotes: Type.Integer({ description: 'With this vote, as are the others.' }),
      downvotes: Type.Integer(),
      popularity_score: Type.Integer(),
    }),
    vote: Type.Object({ username: Type.String(), type: VoteType, timestamp: Type.String() }),
  },
  {
    examples: [
      {
        success: true,
        message: 'Vote recorded successfully',
        session: { id: 3, games_played: 5 },
        game: { id: 42, title: 'Quiplash 3', upvotes: 11, downvotes: 2, popularity_score: 9 },
        vote: { username: 'viewer123', type: 'up', timestamp: '2026-03-15T20:30:00Z' },
      },
    ],
  },
);

/** Texts, since what is out of range is clamped or refused in the contract's own way. */
export const VoteHistoryQuery = Type.Object({
  session_id: Type.Optional(Type.String({ examples: ['5'] })),
  game_id: Type.Optional(Type.String({ examples: ['42'] })),
  username: Type.Optional(Type.String({ maxLength: 200, examples: ['viewer123'] })),
  vote_type: Type.Optional(Type.String({ description: '`up` or `down`.', examples: ['up'] })),
  page: Type.Optional(Type.String({ description: 'From 1, the default.', examples: ['1'] })),
  limit: Type.Optional(Type.String({ description: '1 to 100, 50 by default.', examples: ['50'] })),
});

export const VoteHistory = Type.Object(
  {
    votes: Type.Array(
      Type.Object({
        id: Type.Integer(),
        session_id: Type.Integer(),
        game_id: Type.Integer(),
        game_title: Type.String(),
        pack_name: Type.String(),
        username: Type.String(),
        vote_type: VoteType,
        timestamp: Instant('When the vote was cast.'),
        created_at: Instant('When it was recorded.'),
      }),
    ),
    pagination: Type.Object({
      page: Type.Integer(),
      limit: Type.Integer(),
      total: Type.Integer(),
      total_pages: Type.Integer(),
    }),
  },
  {
    examples: [
      {
        votes: [
          {
            id: 891,
            session_id: 5,
            game_id: 42,
            game_title: 'Quiplash 3',
            pack_name: 'Jackbox Party Pack 7',
            username: 'viewer123',
            vote_type: 'up',
            timestamp: '2026-03-15T20:29:55.000Z',
            created_at: '2026-03-15T20:29:56.000Z',
          },
        ],
        pagination: { page: 1, limit: 50, total: 237, total_pages: 5 },
      },
    ],
  },
);

export const NightVotes = Type.Object(
  {
    session_id: Type.Integer(),
    votes: Type.Array(
      Type.Object({
        game_id: Type.Integer(),
        title: Type.String(),
        pack_name: Type.String(),
        upvotes: Type.Integer(),
        downvotes: Type.Integer(),
        net_score: Type.Integer(),
        total_votes: Type.Integer(),
      }),
    ),
  },
  {
    examples: [
      {
        session_id: 5,
        votes: [
          {
            game_id: 42,
            title: 'Quiplash 3',
            pack_name: 'Jackbox Party Pack 7',
            upvotes: 14,
            downvotes: 3,
            net_score: 11,
            total_votes: 17,
          },
        ],
      },
    ],
  },
);

export const VoteTimelineQuery = Type.Object({
  buckets: Type.Optional(
    Type.Integer({
      description: 'At most so many: 1 to 200, 60 by default; what is out of range is brought within.',
      examples: [60],
    }),
  ),
});

/** A night's live votes over time. The votes of imported chats are not among them. */
export const VoteTimeline = Type.Object(
  {
    session_id: Type.Integer(),
    from: Nullable(Instant('The second of the first vote; null without votes.')),
    to: Nullable(Instant('The end of the last bucket, which is no longer in it; null without votes.')),
    bucket_seconds: Nullable(Type.Integer({ minimum: 1, description: 'Of each; null without votes.' })),
    buckets: Type.Array(
      Type.Object({ at: Instant('Its beginning.'), upvotes: Type.Integer(), downvotes: Type.Integer() }),
      { description: 'One after the other, those without votes too; none without votes.' },
    ),
  },
  {
    examples: [
      {
        session_id: 5,
        from: '2026-03-15T20:29:55.000Z',
        to: '2026-03-15T20:31:25.000Z',
        bucket_seconds: 45,
        buckets: [
          { at: '2026-03-15T20:29:55.000Z', upvotes: 14, downvotes: 3 },
          { at: '2026-03-15T20:30:40.000Z', upvotes: 2, downvotes: 5 },
        ],
      },
    ],
  },
);
