import type { Game, GameChange, NewGame, PackSummary } from '#protocol/catalogue.ts';
import type { GameRow, PackRow } from './catalogue-repository.ts';
import { type GameFields, gameDefaults, toFavorBias } from './game-fields.ts';
import { toBit } from './wire.ts';

type Flag = boolean | 0 | 1;

/** What is absent or null stays undefined. */
export const toBoolean = (flag: Flag | null | undefined): boolean | undefined =>
  flag === undefined || flag === null ? undefined : Boolean(flag);

export const toGame = (game: GameRow): Game => ({
  id: game.id,
  pack_name: game.packName,
  title: game.title,
  min_players: game.minPlayers,
  max_players: game.maxPlayers,
  length_minutes: game.lengthMinutes,
  has_audience: toBit(game.hasAudience),
  family_friendly: game.familyFriendly === null ? null : toBit(game.familyFriendly),
  game_type: game.gameType,
  secondary_type: game.secondaryType,
  play_count: game.playCount,
  popularity_score: game.popularityScore,
  upvotes: game.upvotes,
  downvotes: game.downvotes,
  enabled: toBit(game.enabled),
  favor_bias: toFavorBias(game.favorBias),
  created_at: game.createdAt.toISOString(),
});

export const toPackSummary = (pack: PackRow): PackSummary => ({
  name: pack.name,
  total_count: pack.totalCount,
  enabled_count: pack.enabledCount,
  total_plays: pack.totalPlays,
  favor_bias: toFavorBias(pack.favorBias),
});

/** The game with what the body says of it; texts lose the space around them, and an empty optional one is none. */
export function applyChange(game: GameFields, body: GameChange): GameFields {
  const optionalName = (text: string | null | undefined, old: string | null) =>
    text === undefined ? old : text?.trim() || null;
  return {
    packName: body.pack_name?.trim() ?? game.packName,
    title: body.title?.trim() ?? game.title,
    minPlayers: body.min_players ?? game.minPlayers,
    maxPlayers: body.max_players ?? game.maxPlayers,
    lengthMinutes: body.length_minutes === undefined ? game.lengthMinutes : body.length_minutes,
    hasAudience: toBoolean(body.has_audience) ?? game.hasAudience,
    familyFriendly:
      body.family_friendly === undefined ? game.familyFriendly : (toBoolean(body.family_friendly) ?? null),
    gameType: optionalName(body.game_type, game.gameType),
    secondaryType: optionalName(body.secondary_type, game.secondaryType),
    enabled: toBoolean(body.enabled) ?? game.enabled,
    favorBias: body.favor_bias ?? game.favorBias,
  };
}

export const toNewGame = (body: NewGame): GameFields =>
  applyChange(
    {
      ...gameDefaults,
      packName: body.pack_name,
      title: body.title,
      minPlayers: body.min_players,
      maxPlayers: body.max_players,
    },
    body,
  );
