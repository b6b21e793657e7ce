import type { Registry } from 'prom-client';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { createGroupCommit, type Outcome } from '#server/platform/group-commit.ts';
import { admits } from './game.ts';
import type { GameQuestion } from './game-types.ts';
import { findPresent } from './player-repository.ts';
import { insertResponses, type NewResponse } from './response-repository.ts';
import { shareStates } from './room-repository.ts';
import type { RoomState } from './room-types.ts';

type Dependencies = { database: Database; registry: Registry };

export type Answer = {
  roomId: string;
  questions: readonly GameQuestion[];
  playerId: string;
  questionId: string;
  answerIds: readonly string[];
  /** When it arrived, by the server's clock. */
  atMs: number;
};

export type Accepted = { gameNumber: number };

const MAX_BATCH = 1_000;
const MAX_QUEUED = 20_000;

const closed = () => new AppError('question_closed', 'This question takes no answers now');
const again = () => new AppError('already_answered', 'This question was answered already');

/**
 * Answers, by group commit. Each batch shares the locks of its rooms, so that no question ends between the look at it
 * and the commit; that a player answers once is the store's to hold.
 */
export function createAnswering({ database, registry }: Dependencies) {
  const batch = createGroupCommit<Answer, Accepted>({
    name: 'quiz-answers',
    maxBatch: MAX_BATCH,
    maxQueued: MAX_QUEUED,
    registry,
    run: (answers) => database.transaction((tx) => record(tx, answers)),
  });

  async function record(tx: Executor, answers: readonly Answer[]): Promise<Outcome<Accepted>[]> {
    const states = await shareStates(tx, [...new Set(answers.map(({ roomId }) => roomId))]);
    const present = await findPresent(tx, answers);
    const firsts = new Map<string, NewResponse>();
    const outcomes = answers.map((answer): Outcome<Accepted> => {
      const state = states.get(answer.roomId);
      const error = refuse(answer, state, present.has(answer.roomId + answer.playerId));
      if (error || !state) return { ok: false, error: error ?? notFound('There is no such room') };
      const key = answer.roomId + answer.playerId;
      // Of two at once by one player, the first one.
      if (firsts.has(key)) return { ok: false, error: again() };
      const { gameNumber, startsAt } = state.game;
      firsts.set(key, {
        roomId: answer.roomId,
        gameNumber,
        questionId: answer.questionId,
        playerId: answer.playerId,
        answerIds: answer.answerIds,
        submittedAt: new Date(answer.atMs),
        elapsedMs: answer.atMs - (startsAt ?? answer.atMs),
      });
      return { ok: true, value: { gameNumber } };
    });
    if (firsts.size === 0) return outcomes;
    const recorded = await insertResponses(tx, [...firsts.values()]);
    return outcomes.map((outcome, index) => {
      const answer = answers[index];
      if (!outcome.ok || !answer || recorded.has(answer.roomId + answer.playerId)) return outcome;
      return { ok: false, error: again() };
    });
  }

  let last: Promise<unknown> = Promise.resolve();

  return {
    /**
     * Resolves once it is committed.
     * @throws not_found, not_joined, question_closed or already_answered
     */
    submit(answer: Answer): Promise<Accepted> {
      const submitted = batch.submit(answer);
      last = submitted.catch(() => undefined);
      return submitted;
    },

    /** Resolves once what was submitted until now is decided; batches go in the order of submission. */
    settled: (): Promise<unknown> => last,
    close: () => batch.close(),
  };
}

function refuse(answer: Answer, state: RoomState | undefined, isPresent: boolean): AppError | undefined {
  if (!state) return notFound('There is no such room');
  if (!isPresent) return new AppError('not_joined', 'Join the room first');
  const verdict = admits(state.game, answer.questionId, answer.questions, answer.atMs);
  if (verdict === 'ok') return undefined;
  return verdict === 'not_found' ? notFound('There is no such question') : closed();
}
