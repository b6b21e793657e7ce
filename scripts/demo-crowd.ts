import type { VoteType } from '#protocol/votes.ts';
import { createRandom, type Random } from './demo-random.ts';

/** A vote of a game's audience, so long after the game began. */
export type CrowdVote = { afterMs: number; username: string; vote: VoteType };

/** What the crowd is told of a game. */
export type GameOnShow = { title: string; gameType: string | null; lengthMs: number };

const VIEWERS = [
  'pixelpia',
  'kaito77',
  'moss_and_owls',
  'TheRealBiscuit',
  'lena_plays',
  'quietstorm',
  'old_man_jenkins',
  'noodlearms',
  'sakura_chan',
  'hexagonal',
  'marta_k',
  'dj_waffle',
  'two_left_feet',
  'orbitalcat',
  'benni',
  'frogsworth',
  'tea_at_three',
  'ViktorV',
  'glitterbomb',
  'salty_pretzel',
  'nachteule',
  'papaya_queen',
  'lowercase_l',
  'yuki_snow',
  'captain_obvious',
  'emberfox',
  'just_anna',
  'bricklayer9',
  'mirrorball',
  'ottokar',
  'plumcake',
  'rubberduck',
  'sam_i_am',
  'tinfoil',
  'umlaut',
  'zebra_crossing',
];

/** Nobody types faster; the server takes less than a second for a duplicate. */
const SAME_VOTER_MS = 4_000;

/** How well a game goes down with everybody, from 0.48 to 0.95: the same one on every night. */
const appealOf = (title: string): number => createRandom(`the appeal of ${title}`).between(0.48, 0.95);

/** How much more, or less, one viewer likes games of a kind. */
const tasteOf = (username: string, gameType: string | null): number =>
  createRandom(`${username} and ${gameType}`).between(-0.25, 0.25);

/** Who came tonight: most of them. */
export function gatherViewers(random: Random): readonly string[] {
  const present = VIEWERS.filter(() => random.chance(0.8));
  return present.length > 0 ? present : VIEWERS;
}

/**
 * The votes of one game, in the order of time. A steady trickle; a burst when the game begins, one when it ends, and a
 * few small ones in between, when something was funny. Each is a Poisson process, as people vote independently.
 */
export function planVotes(random: Random, viewers: readonly string[], game: GameOnShow): CrowdVote[] {
  const { title, gameType, lengthMs } = game;
  const crowd = viewers.length;
  const appeal = appealOf(title);
  const laughs = Array.from({ length: 1 + random.count(2) }, () => random.between(0.15, 0.8) * lengthMs);
  const bursts = [
    { atMs: 2_000, votes: 0.6 * crowd, spreadMs: 25_000 },
    ...laughs.map((atMs) => ({ atMs, votes: 0.15 * crowd, spreadMs: 8_000 })),
    { atMs: 0.88 * lengthMs, votes: 0.3 * crowd, spreadMs: 0.04 * lengthMs },
  ];
  const moments = bursts.flatMap(({ atMs, votes, spreadMs }) =>
    Array.from({ length: random.count(votes) }, () => atMs + random.gap(spreadMs)),
  );
  const trickleMs = lengthMs / (1.2 * crowd);
  for (let atMs = random.gap(trickleMs); atMs < lengthMs; atMs += random.gap(trickleMs)) moments.push(atMs);

  const lastVoteMs = new Map<string, number>();
  const votes: CrowdVote[] = [];
  for (const moment of moments.filter((atMs) => atMs < lengthMs).toSorted((one, other) => one - other)) {
    const afterMs = Math.round(moment);
    const username = random.oneOf(viewers);
    if (afterMs - (lastVoteMs.get(username) ?? -SAME_VOTER_MS) < SAME_VOTER_MS) continue;
    lastVoteMs.set(username, afterMs);
    const liking = Math.min(0.97, Math.max(0.05, appeal + tasteOf(username, gameType)));
    votes.push({ afterMs, username, vote: random.chance(liking) ? 'up' : 'down' });
  }
  return votes;
}
