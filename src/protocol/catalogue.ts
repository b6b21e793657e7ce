import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** Code points of a pack's name, a title or a type. */
export const NAME_MAX_LENGTH = 200;
export const PLAYERS_MAX = 10_000;
export const LENGTH_MAX_MINUTES = 1_440;

/** A yes or no of the nights' REST form: answers have 1 and 0, requests may have true and false as well. */
const Bit = Type.Enum([0, 1]);
const Flag = Type.Union([Type.Boolean(), Bit]);

export const FavorBias = Type.Enum([-1, 0, 1], {
  description: '1 is favoured (weight 3), 0 neutral (1), -1 disfavoured (0.2); the pack’s weight multiplies.',
});
export type FavorBias = Static<typeof FavorBias>;

export const DrawingFilter = Type.Enum(['only', 'exclude'], {
  description: 'Games whose game_type is Drawing, or all others.',
});
export type DrawingFilter = Static<typeof DrawingFilter>;

export const LengthFilter = Type.Enum(['short', 'medium', 'long'], {
  description: 'To 15 minutes or unknown, 16 to 25, over 25.',
});
export type LengthFilter = Static<typeof LengthFilter>;

const Players = Type.Integer({ minimum: 1, maximum: PLAYERS_MAX });
const Name = Type.String({ minLength: 1, maxLength: NAME_MAX_LENGTH });
const OptionalName = Type.Optional(Nullable(Type.String({ maxLength: NAME_MAX_LENGTH })));

const gameExample = {
  id: 42,
  pack_name: 'Jackbox Party Pack 7',
  title: 'Quiplash 3',
  min_players: 3,
  max_players: 8,
  length_minutes: 15,
  has_audience: 1,
  family_friendly: 1,
  game_type: 'Writing',
  secondary_type: 'Voting',
  play_count: 4,
  popularity_score: 12,
  upvotes: 15,
  downvotes: 3,
  enabled: 1,
  favor_bias: 0,
  created_at: '2026-03-15T19:00:00.000Z',
};

export const Game = Type.Object(
  {
    id: Type.Integer(),
    pack_name: Type.String(),
    title: Type.String(),
    min_players: Type.Integer(),
    max_players: Type.Integer(),
    length_minutes: Nullable(Type.Integer()),
    has_audience: Bit,
    family_friendly: Nullable(Bit),
    game_type: Nullable(Type.String()),
    secondary_type: Nullable(Type.String()),
    play_count: Type.Integer(),
    popularity_score: Type.Integer({ description: 'upvotes − downvotes' }),
    upvotes: Type.Integer(),
    downvotes: Type.Integer(),
    enabled: Bit,
    favor_bias: FavorBias,
    created_at: Instant(),
  },
  { examples: [gameExample] },
);
export type Game = Static<typeof Game>;

export const NewGame = Type.Object(
  {
    pack_name: Name,
    title: Name,
    min_players: Players,
    max_players: Players,
    length_minutes: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: LENGTH_MAX_MINUTES }))),
    has_audience: Type.Optional(Flag),
    family_friendly: Type.Optional(Nullable(Flag)),
    game_type: OptionalName,
    secondary_type: OptionalName,
    enabled: Type.Optional(Flag),
    favor_bias: Type.Optional(FavorBias),
  },
  {
    examples: [
      {
        pack_name: 'Jackbox Party Pack 7',
        title: 'Quiplash 3',
        min_players: 3,
        max_players: 8,
        length_minutes: 15,
        has_audience: true,
        family_friendly: true,
        game_type: 'Writing',
        secondary_type: 'Voting',
      },
    ],
  },
);
export type NewGame = Static<typeof NewGame>;

export const GameChange = Type.Partial(NewGame, {
  description: 'What is absent stays. Other fields of a game may be sent along; they are ignored.',
  examples: [{ length_minutes: 20, family_friendly: null }],
});
export type GameChange = Static<typeof GameChange>;

export const EnabledChange = Type.Object({ enabled: Flag }, { examples: [{ enabled: false }] });
export const FavorChange = Type.Object({ favor_bias: FavorBias }, { examples: [{ favor_bias: 1 }] });

const QueryFlag = Type.Enum(['true', 'false', '1', '0']);

export const GameQuery = Type.Object({
  enabled: Type.Optional(QueryFlag),
  playerCount: Type.Optional(Players),
  drawing: Type.Optional(DrawingFilter),
  length: Type.Optional(LengthFilter),
  familyFriendly: Type.Optional(QueryFlag),
  pack: Type.Optional(Name),
});

export const Pack = Type.Object(
  { name: Type.String(), favor_bias: FavorBias },
  { examples: [{ name: 'Jackbox Party Pack 7', favor_bias: 0 }] },
);

export const PackSummary = Type.Object(
  {
    name: Type.String(),
    total_count: Type.Integer(),
    enabled_count: Type.Integer(),
    total_plays: Type.Integer(),
    favor_bias: FavorBias,
  },
  {
    examples: [
      { name: 'Jackbox Party Pack 7', total_count: 5, enabled_count: 4, total_plays: 31, favor_bias: 0 },
    ],
  },
);
export type PackSummary = Static<typeof PackSummary>;

export const GameDeleted = Type.Object(
  { message: Type.String() },
  { examples: [{ message: 'Game deleted successfully' }] },
);

export const CatalogueImported = Type.Object(
  { message: Type.String(), created: Type.Integer(), updated: Type.Integer(), total: Type.Integer() },
  { examples: [{ message: '67 games imported', created: 2, updated: 65, total: 67 }] },
);

/** Either the file as a whole can't be read, or all that is wrong with its rows is listed. */
export const ImportRefused = Type.Object(
  {
    error: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          row: Type.Integer({
            description: 'The line of the file on which the row begins; the header is 1.',
          }),
          column: Type.Optional(Type.String()),
          message: Type.String(),
        }),
      ),
    ),
  },
  {
    examples: [
      {
        error: 'The file has errors, nothing was imported',
        errors: [{ row: 3, column: 'max_players', message: 'must not be less than min_players' }],
      },
    ],
  },
);

export const PickRequest = Type.Object(
  {
    playerCount: Type.Optional(Nullable(Players)),
    drawing: Type.Optional(Nullable(DrawingFilter)),
    length: Type.Optional(Nullable(LengthFilter)),
    familyFriendly: Type.Optional(Nullable(Flag)),
    sessionId: Type.Optional(Nullable(Type.Integer())),
    excludePlayed: Type.Optional(Nullable(Flag)),
  },
  { examples: [{ playerCount: 6, drawing: 'exclude', length: 'short', sessionId: 5 }] },
);

export const Pick = Type.Object(
  {
    game: Game,
    poolSize: Type.Integer({ description: 'How many games the choice was among.' }),
    totalEnabled: Type.Integer(),
  },
  { examples: [{ game: gameExample, poolSize: 23, totalEnabled: 67 }] },
);

const Count = Type.Object({ count: Type.Integer() });

const RankedGame = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  pack_name: Type.String(),
  play_count: Type.Integer(),
  popularity_score: Type.Integer(),
  upvotes: Type.Integer(),
  downvotes: Type.Integer(),
});

const rankedExample = {
  id: 42,
  title: 'Quiplash 3',
  pack_name: 'Jackbox Party Pack 7',
  play_count: 4,
  popularity_score: 12,
  upvotes: 15,
  downvotes: 3,
};

export const Stats = Type.Object(
  {
    games: Count,
    gamesEnabled: Count,
    packs: Count,
    sessions: Count,
    activeSessions: Count,
    totalGamesPlayed: Count,
    totalVotes: Type.Object({ count: Type.Integer(), upvotes: Type.Integer(), downvotes: Type.Integer() }),
    mostPlayedGames: Type.Array(RankedGame, { description: 'At most 10, all of them played.' }),
    topRatedGames: Type.Array(RankedGame, { description: 'At most 10, all of a positive score.' }),
  },
  {
    examples: [
      {
        games: { count: 67 },
        gamesEnabled: { count: 65 },
        packs: { count: 14 },
        sessions: { count: 12 },
        activeSessions: { count: 1 },
        totalGamesPlayed: { count: 61 },
        totalVotes: { count: 1_204, upvotes: 981, downvotes: 223 },
        mostPlayedGames: [rankedExample],
        topRatedGames: [rankedExample],
      },
    ],
  },
);
