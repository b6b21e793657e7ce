import type { NewGame } from './catalogue-state.ts';

/** The fields of the form, in its order; named as the server names them. */
export const GAME_FIELDS = [
  'title',
  'pack_name',
  'min_players',
  'max_players',
  'length_minutes',
  'family_friendly',
  'game_type',
  'secondary_type',
  'has_audience',
] as const;

/** What the form says of a game. */
export function readGameForm(form: FormData): NewGame {
  const text = (field: (typeof GAME_FIELDS)[number]) => String(form.get(field) ?? '').trim();
  const familyFriendly = text('family_friendly');
  const lengthMinutes = text('length_minutes');
  return {
    title: text('title'),
    pack_name: text('pack_name'),
    min_players: Number(text('min_players')),
    max_players: Number(text('max_players')),
    length_minutes: lengthMinutes === '' ? null : Number(lengthMinutes),
    family_friendly: familyFriendly === '' ? null : familyFriendly === '1',
    game_type: text('game_type') || null,
    secondary_type: text('secondary_type') || null,
    has_audience: form.has('has_audience'),
  };
}

/** The names that games have already, to be chosen again. */
export function listNames(
  games: readonly { pack_name: string; game_type: string | null; secondary_type: string | null }[],
) {
  const collect = (names: readonly (string | null)[]) =>
    [...new Set(names.filter((name) => name !== null))].sort((one, other) => one.localeCompare(other));
  return {
    packs: collect(games.map(({ pack_name }) => pack_name)),
    types: collect(games.flatMap(({ game_type, secondary_type }) => [game_type, secondary_type])),
  };
}

export type KnownNames = ReturnType<typeof listNames>;
