import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** A yes or no of the nights' REST form, where the wire has 1 and 0. */
const Bit = Type.Enum([0, 1]);

export const NightError = Type.Object(
  { error: Type.String() },
  {
    description: 'What was wrong, in words.',
    additionalProperties: true,
    examples: [{ error: 'Session not found' }],
  },
);

const nightFields = {
  id: Type.Integer(),
  notes: Nullable(Type.String()),
  is_active: Bit,
  created_at: Instant(),
  closed_at: Nullable(Instant()),
};

export const NightCreated = Type.Object(nightFields, {
  examples: [
    {
      id: 5,
      notes: 'Friday game night',
      is_active: 1,
      created_at: '2026-03-15T19:00:00.000Z',
      closed_at: null,
    },
  ],
});

export const Night = Type.Object(
  { ...nightFields, games_played: Type.Integer() },
  {
    examples: [
      {
        id: 5,
        notes: 'Friday game night',
        is_active: 1,
        created_at: '2026-03-15T19:00:00.000Z',
        closed_at: null,
        games_played: 3,
      },
    ],
  },
);
export type Night = Static<typeof Night>;

export const NightGameStatus = Type.Enum(['playing', 'played', 'skipped']);
export type NightGameStatus = Static<typeof NightGameStatus>;

const nightGameFields = {
  id: Type.Integer({ description: 'The session game, not the game of the catalogue.' }),
  session_id: Type.Integer(),
  game_id: Type.Integer(),
  manually_added: Bit,
  status: NightGameStatus,
  room_code: Nullable(Type.String()),
  played_at: Instant(),
  player_count: Nullable(Type.Integer()),
  player_count_check_status: Type.String(),
  pack_name: Type.String(),
  title: Type.String(),
  game_type: Nullable(Type.String()),
  min_players: Type.Integer(),
  max_players: Type.Integer(),
  popularity_score: Type.Integer(),
  upvotes: Type.Integer(),
  downvotes: Type.Integer(),
};

/** A game as it was played on a night, joined with the catalogue's. */
export const NightGame = Type.Object(nightGameFields, {
  examples: [
    {
      id: 12,
      session_id: 5,
      game_id: 42,
      manually_added: 1,
      status: 'played',
      room_code: 'ABCD',
      played_at: '2026-03-15T19:15:00.000Z',
      player_count: 6,
      player_count_check_status: 'completed',
      pack_name: 'Jackbox Party Pack 7',
      title: 'Quiplash 3',
      game_type: 'Writing',
      min_players: 3,
      max_players: 8,
      popularity_score: 12,
      upvotes: 15,
      downvotes: 3,
    },
  ],
});
export type NightGame = Static<typeof NightGame>;

/** Texts of a host's own: long enough for an evening's story, bounded all the same. */
export const NightNotes = Type.Object(
  { notes: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))) },
  { examples: [{ notes: 'Friday game night' }] },
);

export const NoActiveNight = Type.Object(
  { session: Type.Null(), message: Type.String() },
  { examples: [{ session: null, message: 'No active session' }] },
);

const RoomCode = Type.String({ pattern: '^[A-Z0-9]{4}$', examples: ['ABCD'] });

export const NewNightGame = Type.Object(
  {
    game_id: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'A game of the catalogue.' }),
    manually_added: Type.Optional(Type.Union([Type.Boolean(), Bit, Type.Null()])),
    room_code: Type.Optional(Nullable(RoomCode)),
  },
  { examples: [{ game_id: 42, manually_added: true, room_code: 'ABCD' }] },
);

export const NightGameStatusChange = Type.Object(
  { status: NightGameStatus },
  { examples: [{ status: 'played' }] },
);

export const NightGameStatusChanged = Type.Object(
  { message: Type.String(), status: NightGameStatus },
  { examples: [{ message: 'Status updated successfully', status: 'played' }] },
);

export const NightGameRemoved = Type.Object(
  { message: Type.String() },
  { examples: [{ message: 'Game removed from session successfully' }] },
);

export const RoomCodeChange = Type.Object({ room_code: RoomCode }, { examples: [{ room_code: 'XY9Z' }] });

export const PlayerCountChange = Type.Object(
  {
    player_count: Type.Union([
      Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      Type.String({ pattern: '^[0-9]{1,6}$' }),
    ]),
  },
  { examples: [{ player_count: 6 }] },
);

export const PlayerCountChanged = Type.Object(
  { message: Type.String(), player_count: Type.Integer() },
  { examples: [{ message: 'Player count updated successfully', player_count: 6 }] },
);

export const MonitorAnswer = Type.Object(
  { message: Type.String(), status: Type.String() },
  { examples: [{ message: 'Room monitor started', status: 'monitoring' }] },
);

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

/** The names of the events that a night gives off, to sockets and to webhooks. */
export const NIGHT_EVENT_NAMES = [
  'session.started',
  'session.ended',
  'game.added',
  'game.status',
  'vote.received',
  'player-count.updated',
  'room.connected',
  'room.disconnected',
] as const;
export type NightEventName = (typeof NIGHT_EVENT_NAMES)[number];

const event = <N extends NightEventName, T extends Type.TSchema>(name: N, data: T) =>
  Type.Object({ type: Type.Literal(name), timestamp: Instant(), data });

export const SessionStarted = event(
  'session.started',
  Type.Object({
    session: Type.Object({
      id: Type.Integer(),
      is_active: Type.Literal(1),
      created_at: Instant(),
      notes: Nullable(Type.String()),
    }),
  }),
);

export const SessionEnded = event(
  'session.ended',
  Type.Object({
    session: Type.Object({ id: Type.Integer(), is_active: Type.Literal(0), games_played: Type.Integer() }),
  }),
);

export const GameAdded = event(
  'game.added',
  Type.Object({
    session: Type.Object({ id: Type.Integer(), is_active: Type.Boolean(), games_played: Type.Integer() }),
    game: Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      pack_name: Type.String(),
      min_players: Type.Integer(),
      max_players: Type.Integer(),
      manually_added: Type.Boolean(),
      room_code: Nullable(Type.String()),
    }),
  }),
);

export const VoteReceived = event(
  'vote.received',
  Type.Object({
    sessionId: Type.Integer(),
    game: Type.Object({ id: Type.Integer(), title: Type.String(), pack_name: Type.String() }),
    vote: Type.Object({ username: Type.String(), type: VoteType, timestamp: Type.String() }),
    totals: Type.Object({
      upvotes: Type.Integer(),
      downvotes: Type.Integer(),
      popularity_score: Type.Integer(),
    }),
  }),
);

const roomFields = {
  sessionId: Type.Integer(),
  gameId: Type.Integer({ description: 'The session game.' }),
  roomCode: Type.String(),
};

export const PlayerCountUpdated = event(
  'player-count.updated',
  Type.Object({
    sessionId: Type.Integer(),
    gameId: Type.Integer({ description: 'The session game.' }),
    playerCount: Type.Integer(),
    status: Type.String(),
  }),
);

/** Why a monitor has ended. */
const MONITOR_ENDS = ['not_found', 'closed', 'failed', 'stopped', 'completed'] as const;

const MonitorStatus = Type.Enum(['monitoring', 'unreachable', ...MONITOR_ENDS], {
  description:
    'monitoring: it looks; unreachable: it keeps trying; ended: not_found: there is no such room, closed: the room ' +
    'is gone, failed: unreachable for too long, stopped: by the host, completed: the host gave the count.',
});
export type MonitorStatus = Static<typeof MonitorStatus>;

/** The room as the monitor last saw it. */
export const GameStatus = event(
  'game.status',
  Type.Object({
    ...roomFields,
    status: MonitorStatus,
    playerCount: Nullable(Type.Integer()),
    maxPlayers: Nullable(Type.Integer()),
    isLocked: Nullable(Type.Boolean()),
    isFull: Nullable(Type.Boolean()),
    appTag: Nullable(Type.String()),
  }),
);

export const RoomConnected = event(
  'room.connected',
  Type.Object({ ...roomFields, playerCount: Type.Integer() }),
);
export const RoomDisconnected = event(
  'room.disconnected',
  Type.Object({
    ...roomFields,
    reason: Type.Enum([...MONITOR_ENDS, 'moved'], {
      description: 'How the monitor ended; moved: it follows another room code now.',
    }),
  }),
);

export const NightEvent = Type.Union([
  SessionStarted,
  SessionEnded,
  GameAdded,
  VoteReceived,
  PlayerCountUpdated,
  GameStatus,
  RoomConnected,
  RoomDisconnected,
]);
export type NightEvent = Static<typeof NightEvent>;

const SocketNightId = Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[0-9]{1,10}$' })]);

/** What clients send on the nights' socket, by `type`. */
export const NightClientMessages = {
  auth: Type.Object(
    { type: Type.Literal('auth'), token: Type.String({ maxLength: 4_096 }) },
    { examples: [{ type: 'auth', token: 'eyJhbGciOiJIUzI1NiJ9…' }] },
  ),
  subscribe: Type.Object(
    { type: Type.Literal('subscribe'), sessionId: SocketNightId },
    { examples: [{ type: 'subscribe', sessionId: 5 }] },
  ),
  unsubscribe: Type.Object(
    { type: Type.Literal('unsubscribe'), sessionId: SocketNightId },
    { examples: [{ type: 'unsubscribe', sessionId: 5 }] },
  ),
  ping: Type.Object({ type: Type.Literal('ping') }, { examples: [{ type: 'ping' }] }),
};

/** What the server answers on the nights' socket; the events are in `NightEvent`. */
export const NightServerMessages = {
  auth_success: Type.Object(
    { type: Type.Literal('auth_success'), message: Type.String() },
    { examples: [{ type: 'auth_success', message: 'Authenticated successfully' }] },
  ),
  auth_error: Type.Object(
    { type: Type.Literal('auth_error'), message: Type.String() },
    { examples: [{ type: 'auth_error', message: 'Invalid or expired token' }] },
  ),
  subscribed: Type.Object(
    { type: Type.Literal('subscribed'), sessionId: Type.Integer() },
    { examples: [{ type: 'subscribed', sessionId: 5 }] },
  ),
  unsubscribed: Type.Object(
    { type: Type.Literal('unsubscribed'), sessionId: Type.Integer() },
    { examples: [{ type: 'unsubscribed', sessionId: 5 }] },
  ),
  error: Type.Object(
    { type: Type.Literal('error'), message: Type.String() },
    { examples: [{ type: 'error', message: 'Not authenticated' }] },
  ),
  pong: Type.Object({ type: Type.Literal('pong') }, { examples: [{ type: 'pong' }] }),
  /** Events may have been lost on the way from another node: load the night again. */
  gap: Type.Object(
    { type: Type.Literal('gap'), sessionId: Nullable(Type.Integer()) },
    {
      description: 'Events may have been lost: load the night again; `null` means the list of nights.',
      examples: [{ type: 'gap', sessionId: 5 }],
    },
  ),
};

export type NightServerMessage = Static<(typeof NightServerMessages)[keyof typeof NightServerMessages]>;
