import type { Registry } from 'prom-client';
import type { VoteReceived } from '#protocol/night-events.ts';
import type { VoteType } from '#protocol/votes.ts';
import type { Database, Send } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { createGroupCommit, type Outcome } from '#server/platform/group-commit.ts';
import { DUPLICATE_WINDOW_MS, decideVotes } from './duplicates.ts';
import type { NightEvents } from './events.ts';
import { findPlayedAt } from './intervals.ts';
import * as votes from './vote-repository.ts';

export type VoteService = ReturnType<typeof createVoteService>;

type Dependencies = { database: Database; events: NightEvents; registry: Registry };

export type LiveVote = {
  hostId: string;
  username: string;
  type: VoteType;
  /** As sent; it is echoed. */
  timestamp: string;
  /** The same as epoch milliseconds. */
  atMs: number;
};

export type RecordedVote = {
  night: { id: number; gamesPlayed: number };
  game: { id: number; title: string; packName: string; upvotes: number; downvotes: number };
};

/** A vote that found its night and game. */
type MatchedVote = LiveVote & {
  /** Its place in the batch. */
  index: number;
  night: votes.ActiveNight;
  gamesPlayed: number;
  game: votes.TimelineGame;
};

const MAX_BATCH = 1_000;
const MAX_QUEUED = 20_000;

/**
 * Live votes. Each batch is one transaction with a handful of statements: it locks the nights voted on, matches
 * votes to games, decides duplicates in order, records and counts.
 */
export function createVoteService({ database, events, registry }: Dependencies) {
  const batch = createGroupCommit<LiveVote, RecordedVote>({
    name: 'votes',
    maxBatch: MAX_BATCH,
    maxQueued: MAX_QUEUED,
    registry,
    async run(items) {
      const { outcomes, received } = await database.pipelinedTransaction((send, commit) =>
        decideAndRecord(send, commit, items),
      );
      // Like the answers, a turn later: the store goes on with the next batch meanwhile.
      setImmediate(() => {
        for (const [nightId, nightEvents] of received) events.publish(nightId, nightEvents);
      });
      return outcomes;
    },
  });

  async function decideAndRecord(send: Send, commit: () => Promise<void>, items: readonly LiveVote[]) {
    const outcomes: Outcome<RecordedVote>[] = new Array(items.length);
    const refuse = (index: number, error: AppError) => {
      outcomes[index] = { ok: false, error };
    };
    const hostIds = [...new Set(items.map(({ hostId }) => hostId))];
    // In this order: what the others read is as it is under the lock.
    const [nights, games, nearby] = await Promise.all([
      votes.lockActiveNights(send, hostIds),
      votes.readTimelines(send, hostIds),
      votes.findNearbyVotes(send, items, DUPLICATE_WINDOW_MS),
    ]);
    const matched = matchGames(items, nights, games, refuse);
    const accepted = dropDuplicates(matched, nearby, refuse);
    const received = new Map<number, VoteReceived[]>();
    if (accepted.length > 0) await record(send, commit, accepted, outcomes, received);
    return { outcomes, received };
  }

  async function record(
    send: Send,
    commit: () => Promise<void>,
    accepted: readonly MatchedVote[],
    outcomes: Outcome<RecordedVote>[],
    received: Map<number, VoteReceived[]>,
  ): Promise<void> {
    const recorded = votes.recordVotes(
      send,
      accepted.map(({ night, game, username, type, atMs }) => ({
        nightId: night.nightId,
        gameId: game.gameId,
        username,
        vote: type === 'up' ? 1 : -1,
        atMs,
      })),
    );
    const isWanted = accepted.some(({ night }) => night.wantsWebhook);
    // The events are made of the totals, so where a webhook wants them, the commit waits for those.
    const [totals] = await Promise.all([recorded, isWanted ? undefined : commit()]);
    const running = rewindTotals(totals, accepted);
    for (const vote of accepted) {
      const { night, game, username, type, timestamp } = vote;
      const total = running.get(game.gameId);
      if (!total) throw new Error(`game ${game.gameId} was voted on and is not there`);
      if (type === 'up') total.upvotes += 1;
      else total.downvotes += 1;
      const { upvotes, downvotes } = total;
      outcomes[vote.index] = {
        ok: true,
        value: {
          night: { id: night.nightId, gamesPlayed: vote.gamesPlayed },
          game: { id: game.gameId, title: game.title, packName: game.packName, upvotes, downvotes },
        },
      };
      const event = events.stamp({
        type: 'vote.received',
        data: {
          sessionId: night.nightId,
          game: { id: game.gameId, title: game.title, pack_name: game.packName },
          vote: { username, type, timestamp },
          totals: { upvotes, downvotes, popularity_score: upvotes - downvotes },
        },
      });
      const nightEvents = received.get(night.nightId);
      if (nightEvents) nightEvents.push(event);
      else received.set(night.nightId, [event]);
    }
    if (!isWanted) return;
    for (const { nightId, hostId, wantsWebhook } of new Set(accepted.map(({ night }) => night)))
      if (wantsWebhook) await events.record(send, hostId, received.get(nightId) ?? []);
    await commit();
  }

  return {
    /**
     * Counts a vote on the host's active night.
     * @throws 404 without a night, game or match; 409 for a duplicate
     */
    record: (vote: LiveVote) => batch.submit(vote),
    close: () => batch.close(),
  };
}

/** The totals as they were before these votes, to be counted up again one by one. */
function rewindTotals(totals: readonly votes.GameTotals[], accepted: readonly MatchedVote[]) {
  const running = new Map(totals.map(({ gameId, upvotes, downvotes }) => [gameId, { upvotes, downvotes }]));
  for (const { game, type } of accepted) {
    const total = running.get(game.gameId);
    if (!total) continue;
    if (type === 'up') total.upvotes -= 1;
    else total.downvotes -= 1;
  }
  return running;
}

type Refuse = (index: number, error: AppError) => void;

function matchGames(
  items: readonly LiveVote[],
  nights: readonly votes.ActiveNight[],
  games: readonly votes.TimelineGame[],
  refuse: Refuse,
): MatchedVote[] {
  const nightByHost = new Map(nights.map((night) => [night.hostId, night]));
  const timelines = Map.groupBy(games, ({ nightId }) => nightId);
  const matched: MatchedVote[] = [];
  for (const [index, item] of items.entries()) {
    const night = nightByHost.get(item.hostId);
    const timeline = night && timelines.get(night.nightId);
    const game = timeline && findPlayedAt(timeline, item.atMs);
    if (!night) refuse(index, notFound('No active session found'));
    else if (!timeline) refuse(index, notFound('No games have been played in the active session yet'));
    else if (!game) refuse(index, noMatch(item.timestamp, timeline));
    else matched.push({ ...item, index, night, game, gamesPlayed: timeline.length });
  }
  return matched;
}

const noMatch = (voteTimestamp: string, timeline: readonly votes.TimelineGame[]) =>
  notFound('Vote timestamp does not match any game in the active session', {
    debug: {
      voteTimestamp,
      sessionGames: timeline.map(({ title, playedAtMs }) => ({
        title,
        played_at: new Date(playedAtMs).toISOString(),
      })),
    },
  });

function dropDuplicates(
  matched: readonly MatchedVote[],
  nearby: ReadonlyMap<number, readonly number[]>,
  refuse: Refuse,
): MatchedVote[] {
  const decisions = decideVotes(
    matched.map(({ night, username, atMs, index }) => ({
      voterKey: `${night.nightId}:${username}`,
      atMs,
      recorded: nearby.get(index),
    })),
  );
  return matched.filter(({ index }, position) => {
    const decision = decisions[position];
    if (!decision?.isDuplicate) return true;
    refuse(index, duplicate(decision.distanceMs));
    return false;
  });
}

const duplicate = (distanceMs: number) =>
  new AppError('conflict', 'Duplicate vote detected (within 1 second of previous vote)', {
    details: {
      message: 'Please wait at least 1 second between votes',
      timeSinceLastVote: distanceMs / 1000,
    },
  });
