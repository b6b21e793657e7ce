import type { ErrorObject } from 'ajv';
import { type Static, Type } from 'typebox';
import type { Night, NightCreated, NightGame } from '#protocol/nights.ts';
import { type AppError, invalid, notFound } from '#server/platform/errors.ts';
import type { Hosted } from './hosts.ts';
import type { NightGameRow } from './night-game-repository.ts';
import type { CountedNight, NightRow } from './night-repository.ts';

/** The store's integers end here; no id is larger. */
export const MAX_ID = 2_147_483_647;

/** The positive integer of a path or query, or undefined for anything else. */
export function parseId(text: string): number | undefined {
  const id = /^\d{1,12}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= MAX_ID ? id : undefined;
}

/** A number from 1 to `most`: what is out of range is brought within. */
export const clamp = (value: number, most: number): number => Math.min(most, Math.max(1, value));

/** The path of a night's own routes. */
export const NightParams = Type.Object({
  id: Type.String({ description: 'The session.', examples: ['5'] }),
});

/** @throws 404 for an id that can't be */
export function requireNightId(text: string): number {
  const id = parseId(text);
  if (id === undefined) throw notFound('Session not found');
  return id;
}

export const toBit = (value: boolean): 0 | 1 => (value ? 1 : 0);

export const toNightCreated = ({ host, ...night }: Hosted<NightRow>): Static<typeof NightCreated> => ({
  id: night.id,
  notes: night.notes,
  is_active: toBit(night.isActive),
  created_at: night.createdAt.toISOString(),
  closed_at: night.closedAt?.toISOString() ?? null,
  host: { username: host.username, display_name: host.displayName, avatar_url: host.avatarUrl },
});

export const toNight = (night: Hosted<CountedNight>): Night => ({
  ...toNightCreated(night),
  games_played: night.gamesPlayed,
});

export const toNightGame = (game: NightGameRow): NightGame => ({
  id: game.id,
  session_id: game.nightId,
  game_id: game.gameId,
  manually_added: toBit(game.manuallyAdded),
  status: toStatus(game.status),
  room_code: game.roomCode,
  played_at: game.playedAt.toISOString(),
  player_count: game.playerCount,
  player_count_check_status: game.playerCountCheckStatus,
  pack_name: game.packName,
  title: game.title,
  game_type: game.gameType,
  min_players: game.minPlayers,
  max_players: game.maxPlayers,
  popularity_score: game.popularityScore,
  upvotes: game.upvotes,
  downvotes: game.downvotes,
});

/** The store's check constraint allows these three. */
export const toStatus = (status: string): NightGame['status'] =>
  status === 'playing' || status === 'skipped' ? status : 'played';

/** What a rule looks at of a validation error. */
type BodyError = Pick<ErrorObject, 'keyword' | 'instancePath' | 'data'> & {
  params?: Record<string, unknown>;
  message?: string;
};
type Applies = (error: BodyError) => boolean;

/** The field is there, and wrong; with `keywords`, only in one of these ways. */
export const isWrong =
  (field: string, ...keywords: string[]): Applies =>
  (error) =>
    error.instancePath === `/${field}` && (keywords.length === 0 || keywords.includes(error.keyword));

/** The field is missing or null, or the body isn't an object at all. */
export const isAbsent =
  (field: string): Applies =>
  (error) =>
    error.instancePath === '' ||
    error.params?.missingProperty === field ||
    (error.instancePath === `/${field}` && error.data === null);

/**
 * A formatter of validation errors in the contract's words: the first rule that any error answers to gives the
 * message, or another error than 400, so the order of the rules is the order in which the contract checks.
 */
export const refuseWith =
  (...rules: [applies: Applies, refusal: string | (() => AppError)][]) =>
  (errors: BodyError[]) => {
    const refusal = rules.find(([applies]) => errors.some(applies))?.[1];
    if (typeof refusal === 'function') return refusal();
    const [first] = errors;
    const field = first?.instancePath.slice(1).replaceAll('/', '.') || 'body';
    return invalid(refusal ?? `${field} ${first?.message ?? 'is not valid'}`);
  };
