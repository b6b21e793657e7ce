import type { NightGame } from '#protocol/nights.ts';
import { type Api, type HostApi, Refusal } from './demo-api.ts';
import { type CrowdVote, gatherViewers, planVotes } from './demo-crowd.ts';
import { makeRoomCode, type OpenNight } from './demo-history.ts';
import { createRandom, type Random } from './demo-random.ts';

const MINUTE_MS = 60_000;
/** How often it is looked whether there is a night again, after the visitor has closed it. */
const NEW_NIGHT_MS = 2_000;

/** So much of a game as there is to know for its audience and players. */
type OnShow = Pick<NightGame, 'id' | 'game_id' | 'title' | 'game_type'>;
/** Something that happens on its own, so long after the game began. */
type Moment = { afterMs: number; happen: () => Promise<unknown> };

/**
 * Lets the open night go on until the signal ends it: the chat votes for what is on, players come and go, and a new
 * game is rolled every few minutes. Whatever the visitor plays meanwhile gets its time; a night that they close is not
 * opened again, and the next one that they open is gone on with.
 */
export async function playEvening(api: Api, tonight: OpenNight, seed: string): Promise<never> {
  const { host } = tonight;
  const random = createRandom(`${seed}: and so on`);
  const viewers = gatherViewers(random);
  const { game } = tonight;
  await playOut(api, game, [
    ...game.votes.map((vote) => toMoment(host, vote, game)),
    ...changePlayers(random, host, tonight.id, game, game.players),
  ]);
  const shown = new Set([game.id]);
  for (;;) {
    const night = await host.findOpen();
    if (night === undefined) {
      await api.wait(NEW_NIGHT_MS);
      continue;
    }
    try {
      const on = (await host.listGames(night)).find(({ status }) => status === 'playing');
      const isTheirs = on !== undefined && !shown.has(on.id);
      const next: OnShow = isTheirs ? on : await rollGame(random, host, night);
      shown.add(next.id);
      const lengthMs = random.between(3, 5) * MINUTE_MS;
      const startedAtMs = Date.now();
      const present = { gameId: next.game_id, startedAtMs };
      const votes = planVotes(random, viewers, { title: next.title, gameType: next.game_type, lengthMs });
      const room = isTheirs ? [] : fillRoom(random, host, night, next.id);
      await playOut(api, present, [...votes.map((vote) => toMoment(host, vote, present)), ...room]);
    } catch (error) {
      // The night was closed or deleted at this very moment.
      if (!(error instanceof Refusal)) throw error;
      await api.wait(NEW_NIGHT_MS);
    }
  }
}

/** A game that wasn't played tonight, while there is one. */
async function rollGame(random: Random, host: HostApi, night: number): Promise<OnShow> {
  const players = Math.round(random.between(4, 8));
  const { id } = await host.pick(night, players, true).catch((error) => {
    if (error instanceof Refusal && error.status === 404) return host.pick(night, players, false);
    throw error;
  });
  return host.play(night, id);
}

type Present = { gameId: number; startedAtMs: number };

/** The vote went to another game: this one's time is over. */
const isOver = Symbol();

const toMoment = (host: HostApi, { afterMs, username, vote }: CrowdVote, { gameId }: Present): Moment => ({
  afterMs,
  async happen() {
    const { game } = await host.vote(username, vote, Date.now());
    return game.id === gameId ? undefined : isOver;
  },
});

/** Lets moments come one after the other, while the game is on. */
async function playOut(api: Api, { startedAtMs }: Present, moments: readonly Moment[]): Promise<void> {
  for (const { afterMs, happen } of moments.toSorted((one, other) => one.afterMs - other.afterMs)) {
    await api.wait(startedAtMs + afterMs - Date.now());
    const outcome = await happen().catch((error) => {
      // A visitor's hands: their vote as the same viewer, a game removed, a night closed.
      if (error instanceof Refusal) return error.status === 409 ? undefined : isOver;
      throw error;
    });
    if (outcome === isOver) return;
  }
}

/** A room is opened, and players come in one by one. */
function fillRoom(random: Random, host: HostApi, night: number, game: number): Moment[] {
  const code = makeRoomCode(random);
  const players = Math.round(random.between(4, 8));
  let afterMs = random.between(3_000, 6_000);
  const moments: Moment[] = [{ afterMs, happen: () => host.setRoomCode(night, game, code) }];
  for (let count = 1; count <= players; count++) {
    afterMs += 1_000 + random.gap(6_000);
    moments.push({ afterMs, happen: () => host.setPlayerCount(night, game, count) });
  }
  return moments;
}

/** Somebody has to go, and is back soon. */
function changePlayers(
  random: Random,
  host: HostApi,
  night: number,
  { id, startedAtMs }: OpenNight['game'],
  players: number,
): Moment[] {
  const leaves = Date.now() - startedAtMs + random.between(20_000, 40_000);
  const comes = leaves + random.between(15_000, 45_000);
  return [
    { afterMs: leaves, happen: () => host.setPlayerCount(night, id, players - 1) },
    { afterMs: comes, happen: () => host.setPlayerCount(night, id, players) },
  ];
}
