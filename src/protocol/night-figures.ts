import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** What a night came to. */
export const NightFigures = Type.Object(
  {
    session_id: Type.Integer(),
    created_at: Instant(),
    games: Type.Integer({ description: 'Without the skipped ones.' }),
    most_players: Nullable(Type.Integer({ description: 'Of its largest group; null where nobody counted.' })),
    upvotes: Type.Integer({ description: 'Live votes, as are the next.' }),
    downvotes: Type.Integer(),
  },
  {
    examples: [
      {
        session_id: 5,
        created_at: '2026-03-15T19:00:00.000Z',
        games: 3,
        most_players: 8,
        upvotes: 120,
        downvotes: 14,
      },
    ],
  },
);
export type NightFigures = Static<typeof NightFigures>;

/** A game of the catalogue as the live votes of a host's nights have it. */
export const LovedGame = Type.Object(
  {
    game_id: Type.Integer(),
    title: Type.String(),
    pack_name: Type.String(),
    upvotes: Type.Integer(),
    downvotes: Type.Integer(),
    nights: Type.Integer({ description: 'On which it had votes.' }),
  },
  {
    examples: [
      {
        game_id: 42,
        title: 'Quiplash 3',
        pack_name: 'Jackbox Party Pack 7',
        upvotes: 82,
        downvotes: 7,
        nights: 4,
      },
    ],
  },
);
export type LovedGame = Static<typeof LovedGame>;

export const LovedGamesQuery = Type.Object({
  host: Type.Optional(Type.String({ description: "A host's username, in any case.", maxLength: 100 })),
});
