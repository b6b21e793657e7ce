import { type Static, Type } from 'typebox';
import { Bit, Instant, Nullable } from './common.ts';

/** Whose night it is, as the profile says now. */
const NightHost = Type.Object({
  username: Type.String(),
  display_name: Type.String(),
  avatar_url: Nullable(Type.String()),
});

const hostExample = {
  username: 'anna',
  display_name: 'Anna B.',
  avatar_url: 'https://soiree.example.org/storage/avatars/4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11/5d0c8e7f.webp',
};

const nightFields = {
  id: Type.Integer(),
  notes: Nullable(Type.String()),
  is_active: Bit,
  created_at: Instant(),
  closed_at: Nullable(Instant()),
  host: NightHost,
};

export const NightCreated = Type.Object(nightFields, {
  examples: [
    {
      id: 5,
      notes: 'Friday game night',
      is_active: 1,
      created_at: '2026-03-15T19:00:00.000Z',
      closed_at: null,
      host: hostExample,
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
        host: hostExample,
        games_played: 3,
      },
    ],
  },
);
export type Night = Static<typeof Night>;

/** Numbers out of range are brought within. */
export const NightsQuery = Type.Object({
  host: Type.Optional(Type.String({ description: "A host's username, in any case.", maxLength: 100 })),
  active: Type.Optional(Type.Boolean({ description: 'Whether they are still on.' })),
  limit: Type.Optional(Type.Integer({ description: '1 to 100; without it, all.', examples: [20] })),
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'The id of a night, the last one of the page before: only older ones.',
      examples: [5],
    }),
  ),
});

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

/** Null for none. */
export const NightNotesChange = Type.Object(
  { notes: Nullable(Type.String({ maxLength: 10_000 })) },
  { examples: [{ notes: 'Great session!' }] },
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
