import { Type } from 'typebox';
import { Instant, Nullable } from './common.ts';
import { VoteType } from './votes.ts';

/** The elements are read one by one: those that aren't messages are counted and skipped. */
export const ChatImport = Type.Object(
  { chatData: Type.Array(Type.Unknown(), { description: 'Of `{ username, message, timestamp }`.' }) },
  {
    examples: [
      { chatData: [{ username: 'viewer1', message: 'thisgame++', timestamp: '2026-03-15T20:30:00Z' }] },
    ],
  },
);

export const ChatImported = Type.Object(
  {
    message: Type.String(),
    messagesImported: Type.Integer(),
    duplicatesSkipped: Type.Integer({ description: 'In the log twice, or imported before.' }),
    invalidSkipped: Type.Integer({ description: 'Not a message, or its timestamp could not be read.' }),
    votesProcessed: Type.Integer({ description: 'Votes that matched a game.' }),
    votesByGame: Type.Record(
      Type.String({ description: 'The game of the catalogue.' }),
      Type.Object({ title: Type.String(), upvotes: Type.Integer(), downvotes: Type.Integer() }),
    ),
    debug: Type.Object({
      sessionGamesTimeline: Type.Array(
        Type.Object({ title: Type.String(), played_at: Instant(), played_at_ms: Type.Integer() }),
      ),
      voteMatches: Type.Array(
        Type.Object({
          username: Type.String(),
          timestamp: Instant(),
          vote: VoteType,
          matched_game: Type.String(),
        }),
        { description: 'The first hundred.' },
      ),
    }),
  },
  {
    examples: [
      {
        message: 'Chat log imported and processed successfully',
        messagesImported: 150,
        duplicatesSkipped: 3,
        invalidSkipped: 0,
        votesProcessed: 17,
        votesByGame: { 42: { title: 'Quiplash 3', upvotes: 15, downvotes: 2 } },
        debug: {
          sessionGamesTimeline: [
            { title: 'Quiplash 3', played_at: '2026-03-15T20:00:00.000Z', played_at_ms: 1_773_604_800_000 },
          ],
          voteMatches: [],
        },
      },
    ],
  },
);

export const NightExport = Type.Object(
  {
    session: Type.Object({
      id: Type.Integer(),
      created_at: Instant(),
      closed_at: Nullable(Instant()),
      is_active: Type.Boolean(),
      notes: Nullable(Type.String()),
      games_played: Type.Integer(),
    }),
    games: Type.Array(
      Type.Object({
        title: Type.String(),
        pack: Type.String(),
        players: Type.String({ description: 'From–to, as `3-8`.' }),
        type: Nullable(Type.String()),
        played_at: Instant(),
        manually_added: Type.Boolean(),
        status: Type.String(),
      }),
    ),
    chat_logs: Type.Array(
      Type.Object({
        username: Type.String(),
        message: Type.String(),
        timestamp: Instant(),
        vote: Nullable(Type.Enum(['thisgame++', 'thisgame--'])),
      }),
    ),
  },
  {
    examples: [
      {
        session: {
          id: 5,
          created_at: '2026-03-15T19:00:00.000Z',
          closed_at: '2026-03-15T23:30:00.000Z',
          is_active: false,
          notes: 'Friday game night',
          games_played: 4,
        },
        games: [
          {
            title: 'Quiplash 3',
            pack: 'Jackbox Party Pack 7',
            players: '3-8',
            type: 'Writing',
            played_at: '2026-03-15T19:15:00.000Z',
            manually_added: true,
            status: 'played',
          },
        ],
        chat_logs: [
          {
            username: 'viewer1',
            message: 'thisgame++',
            timestamp: '2026-03-15T19:20:00.000Z',
            vote: 'thisgame++',
          },
        ],
      },
    ],
  },
);
