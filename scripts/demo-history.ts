import type { Game } from '#protocol/catalogue.ts';
import { type Api, type HostApi, registerHost } from './demo-api.ts';
import { planCalendars } from './demo-calendar.ts';
import { type CrowdVote, gatherViewers, planVotes } from './demo-crowd.ts';
import { drawPicture } from './demo-picture.ts';
import type { HostName, PastNight, Played } from './demo-programme.ts';
import * as programme from './demo-programme.ts';
import { openRoom, playQuiz, type QuizRoom } from './demo-quiz.ts';
import { CAPITALS, FRIDAY_QUIZ } from './demo-quizzes.ts';
import { createRandom, type Random } from './demo-random.ts';
import type { DemoClock } from './demo-server.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** People get a drink. */
const BREAK_MS = 2 * MINUTE_MS;
/** When the doors open, by the clock of the machine. */
const [OPENING_HOUR, OPENING_MINUTE] = [19, 30];
/** No vowels: no words. */
const CODE_LETTERS = [...'BCDFGHJKLMNPQRSTVWXZ'];

export const makeRoomCode = (random: Random): string =>
  Array.from({ length: 4 }, () => random.oneOf(CODE_LETTERS)).join('');

/** The open night as the history leaves it. */
export type OpenNight = {
  host: HostApi;
  id: number;
  /** Where everybody waits for a quiz to begin. */
  room: QuizRoom;
  /** What is on, and the votes that are still to come. */
  game: { id: number; gameId: number; players: number; startedAtMs: number; votes: CrowdVote[] };
};

type Scene = { api: Api; clock: DemoClock; seed: string };
type Stage = { clock: DemoClock; random: Random; viewers: readonly string[]; host: HostApi; night: number };

/**
 * Lives through the past nights, and through the open one up to `nowMs`: through the API, with the server's clock put
 * to each moment in turn. The clock stands at `nowMs` afterwards.
 */
export async function playHistory({ api, clock, seed }: Scene, nowMs: number): Promise<OpenNight> {
  const firstDay = Math.max(...programme.PAST_NIGHTS.map(({ daysAgo }) => daysAgo)) + 1;
  clock.standAt(nowMs - firstDay * DAY_MS);
  const hosts = await registerHosts(api);
  const admin = hosts[programme.TONIGHT.host];
  const catalogue = await admin.listCatalogue();
  for (const title of programme.FAVOURED) await admin.favour(findGame(catalogue, title).id);
  await admin.disablePack(programme.DISABLED_PACK);

  const startOf = (host: HostName, notes: string) => {
    const random = createRandom(`${seed}: ${notes}`);
    return { clock, random, viewers: gatherViewers(random), host: hosts[host] };
  };
  await hosts[CAPITALS.host].publishQuiz(CAPITALS.quiz, CAPITALS.code);
  const quiz = await prepareQuiz({ api, seed }, hosts);
  await planCalendars(hosts, { nowMs, quizId: quiz.quiz.id });
  for (const night of programme.PAST_NIGHTS)
    await playPastNight({ ...startOf(night.host, night.notes), catalogue }, night, nowMs);
  await playQuiz(quiz, clock);
  const tonight = await playTonight(
    { ...startOf(programme.TONIGHT.host, programme.TONIGHT.notes), catalogue },
    nowMs,
  );
  return { ...tonight, room: await openRoom(quiz) };
}

/** The quiz that is played after the last of the past nights, and again tonight. */
async function prepareQuiz({ api, seed }: Pick<Scene, 'api' | 'seed'>, hosts: Record<HostName, HostApi>) {
  const { host, code, quiz: document } = FRIDAY_QUIZ;
  const id = await hosts[host].publishQuiz(document, code);
  const random = createRandom(`${seed}: ${document.title}`);
  return { api, random, host: hosts[host].quizHost, quiz: { id, document } };
}

type Start = Omit<Stage, 'night'> & { catalogue: readonly Game[] };

async function registerHosts(api: Api): Promise<Record<HostName, HostApi>> {
  const enter = async (name: HostName) => {
    const host = programme.HOSTS[name];
    return registerHost(api, host, await drawPicture(host.picture));
  };
  // In this order: the first one administers.
  const robin = await enter('robin');
  return { robin, juno: await enter('juno') };
}

function findGame(catalogue: readonly Game[], title: string): Game {
  const game = catalogue.find((one) => one.title === title);
  if (!game) throw new Error(`the catalogue has no ${title}`);
  return game;
}

async function playPastNight(start: Start, plan: PastNight, nowMs: number): Promise<void> {
  const { clock, random, host, catalogue } = start;
  let atMs = new Date(nowMs - plan.daysAgo * DAY_MS).setHours(OPENING_HOUR, OPENING_MINUTE, 0, 0);
  clock.standAt(atMs);
  const stage = { ...start, night: await host.open(plan.notes) };
  const beginMs = atMs;
  for (const played of plan.games) {
    atMs += BREAK_MS;
    const { votes } = await playGame(stage, findGame(catalogue, played.title), played, atMs);
    await castVotes(stage, votes, atMs);
    atMs += played.minutes * MINUTE_MS;
  }
  clock.standAt(atMs);
  await host.close(stage.night, plan.closingNotes);
  if (plan.hasChatLog) await host.importChat(stage.night, writeChat(random, beginMs + BREAK_MS, atMs));
}

async function playTonight(start: Start, nowMs: number): Promise<Omit<OpenNight, 'room'>> {
  const { clock, host, catalogue } = start;
  const { notes, games, onForMinutes } = programme.TONIGHT;
  const past = games.slice(0, -1).reduce((sum, { minutes }) => sum + minutes * MINUTE_MS, 0);
  let atMs = nowMs - onForMinutes * MINUTE_MS - past - games.length * BREAK_MS;
  clock.standAt(atMs);
  const stage = { ...start, night: await host.open(notes) };
  let on: OpenNight['game'] | undefined;
  for (const played of games) {
    atMs += BREAK_MS;
    const { gameId, id, votes } = await playGame(stage, findGame(catalogue, played.title), played, atMs);
    const isCast = ({ afterMs }: CrowdVote) => atMs + afterMs <= nowMs;
    await castVotes(stage, votes.filter(isCast), atMs);
    const rest = votes.filter((vote) => !isCast(vote));
    on = { id, gameId, players: played.players, startedAtMs: atMs, votes: rest };
    atMs += played.minutes * MINUTE_MS;
  }
  if (!on) throw new Error('nothing is on tonight');
  clock.standAt(nowMs);
  return { host, id: stage.night, game: on };
}

/** Begins a game, and gives the votes that it will get. */
async function playGame(stage: Stage, game: Game, played: Played, atMs: number) {
  const { clock, random, viewers, host, night } = stage;
  clock.standAt(atMs);
  const { id } = await host.play(night, game.id, played.byHand);
  await host.setRoomCode(night, id, makeRoomCode(random));
  await host.setPlayerCount(night, id, played.players);
  const lengthMs = played.minutes * MINUTE_MS;
  return {
    id,
    gameId: game.id,
    votes: planVotes(random, viewers, { title: game.title, gameType: game.game_type, lengthMs }),
  };
}

const castVotes = ({ host }: Stage, votes: readonly CrowdVote[], fromMs: number) =>
  Promise.all(votes.map(({ username, vote, afterMs }) => host.vote(username, vote, fromMs + afterMs)));

/** The log of a chat that the bot didn't see: talk, and some votes. */
function writeChat(random: Random, fromMs: number, toMs: number): object[] {
  const viewers = gatherViewers(random).map((name) => `${name}_elsewhere`);
  const messages: object[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += random.gap(MINUTE_MS)) {
    const vote = random.chance(0.75) ? 'thisgame++' : 'thisgame--';
    const message = random.chance(0.3) ? vote : random.oneOf(programme.CHATTER);
    messages.push({ username: random.oneOf(viewers), message, timestamp: new Date(atMs).toISOString() });
  }
  return messages;
}
