import { type FavorBias, LENGTH_MAX_MINUTES, NAME_MAX_LENGTH, PLAYERS_MAX } from '#protocol/catalogue.ts';

/** What an administrator says of a game, as opposed to what the nights count. */
export type GameFields = {
  packName: string;
  title: string;
  minPlayers: number;
  maxPlayers: number;
  /** Null where it isn't known. */
  lengthMinutes: number | null;
  hasAudience: boolean;
  familyFriendly: boolean | null;
  gameType: string | null;
  secondaryType: string | null;
  enabled: boolean;
  favorBias: FavorBias;
};

/** What is said of a game that says nothing of it. */
export const gameDefaults = {
  lengthMinutes: null,
  hasAudience: false,
  familyFriendly: null,
  gameType: null,
  secondaryType: null,
  enabled: true,
  favorBias: 0,
} as const satisfies Partial<GameFields>;

/** The store's check constraint allows these three. */
export const toFavorBias = (bias: number): FavorBias => (bias > 0 ? 1 : bias < 0 ? -1 : 0);

/** `message` goes after the column's name. */
export type GameFault = { column: string; message: string };

/** All that is wrong with a game, whichever way it came in. */
export function findFaults(game: GameFields): GameFault[] {
  const faults: GameFault[] = [];
  const check = (column: string, message: string | undefined) => {
    if (message !== undefined) faults.push({ column, message });
  };
  check('pack_name', nameFault(game.packName));
  check('title', nameFault(game.title));
  const playersFault = rangeFault(game.minPlayers, PLAYERS_MAX);
  check('min_players', playersFault);
  check(
    'max_players',
    rangeFault(game.maxPlayers, PLAYERS_MAX) ??
      (playersFault === undefined && game.maxPlayers < game.minPlayers
        ? 'must not be less than min_players'
        : undefined),
  );
  if (game.lengthMinutes !== null)
    check('length_minutes', rangeFault(game.lengthMinutes, LENGTH_MAX_MINUTES));
  if (game.gameType !== null) check('game_type', nameFault(game.gameType));
  if (game.secondaryType !== null) check('secondary_type', nameFault(game.secondaryType));
  return faults;
}

function nameFault(name: string): string | undefined {
  if (name === '') return 'must not be blank';
  if (name.includes('\0')) return 'must not contain a NUL character';
  // Only a text of more code units than that can be of more code points.
  if (name.length > NAME_MAX_LENGTH && [...name].length > NAME_MAX_LENGTH) {
    return `must have at most ${NAME_MAX_LENGTH} characters`;
  }
  return undefined;
}

const rangeFault = (value: number, max: number): string | undefined =>
  value >= 1 && value <= max ? undefined : `must be from 1 to ${max}`;
