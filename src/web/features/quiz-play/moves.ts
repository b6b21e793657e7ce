import type { Phase, RankingEntry } from '#protocol/quiz-live-fields.ts';
import type { JoinedRoom } from '#web/lib/quiz-events.ts';
import type { PlayState, RoomState } from './state.ts';

/** Everything that belongs to one question. */
const noQuestion = {
  question: undefined,
  startsAt: 0,
  endsAt: 0,
  remainingMs: Number.POSITIVE_INFINITY,
  counts: undefined,
  answer: undefined,
  refusal: undefined,
  reveal: undefined,
  result: undefined,
} satisfies Partial<RoomState>;

/** Before a game's first question. */
const newGame = {
  ...noQuestion,
  phase: 'lobby',
  index: -1,
  past: [],
  previousId: undefined,
  missed: undefined,
  standing: undefined,
  rankings: [],
} satisfies Partial<RoomState>;

const wasOpen = (phase: Phase): boolean => phase === 'open' || phase === 'paused' || phase === 'ended';

export const restart = (state: RoomState, gameNumber: number): RoomState => ({
  ...state,
  ...newGame,
  gameNumber,
});

/** To another question. What was said to the one before, and is not known to have arrived, may be too late. */
export function moveTo(state: RoomState, index: number): RoomState {
  if (index === state.index) return state;
  return {
    ...state,
    ...noQuestion,
    index,
    previousId: state.question?.id,
    past: wasOpen(state.phase) ? [...state.past, state.index] : state.past,
    missed: missPending(state, state.answer?.status === 'unsent') ?? state.missed,
  };
}

/** Comes in, or back: what the server says of the room against what was known. */
export function enter(before: RoomState | undefined, room: JoinedRoom): RoomState {
  const { roomId, player, title, gameNumber, phase, index, total, answerIds } = room;
  const isSameGame = before?.roomId === roomId && before.gameNumber === gameNumber;
  const base: RoomState = isSameGame
    ? before
    : {
        at: 'room',
        ...newGame,
        roomId,
        playerId: player.playerId,
        displayName: player.displayName,
        title,
        gameNumber,
        total,
        participants: before?.participants ?? [],
        participantTotal: before?.participantTotal ?? 0,
      };
  const moved = moveTo(base, index);
  return {
    ...recall(moved, answerIds, phase),
    playerId: player.playerId,
    displayName: player.displayName,
    total,
    phase: phaseAfter(moved, phase),
  };
}

/** The phase of a question that is known comes with what belongs to it: the server tells that next. */
function phaseAfter(state: RoomState, phase: Phase): Phase {
  if (phase === 'lobby' || phase === 'finished' || !state.question) return phase;
  // It is told that it is open before that it is paused: nothing is to be sent in between.
  return phase === 'paused' && state.phase === 'open' ? phase : state.phase;
}

/** What was said to the present question, where that isn't known to have arrived, is missed. */
export function missPending({ answer, question, index }: RoomState, isSure: boolean): RoomState['missed'] {
  const isPending = answer !== undefined && answer.status !== 'accepted';
  return isPending && question ? { questionId: question.id, index, isSure } : undefined;
}

/** What the server has of this player's answer to the present question. */
function recall(state: RoomState, answerIds: readonly string[] | null, phase: Phase): RoomState {
  if (answerIds) return { ...state, answer: { answerIds, status: 'accepted' }, refusal: undefined };
  const missed = phase === 'ended' || phase === 'finished' ? missPending(state, true) : undefined;
  return missed ? { ...state, answer: undefined, missed } : state;
}

/** Where the player stands, as the ranking has it; it tells of the last question, too. */
export function settle(state: RoomState, own: RankingEntry): RoomState {
  const { score, rank, streak, delta } = own;
  const known = { ...state, standing: { score, rank, streak } };
  if (state.phase !== 'ended' || state.result) return known;
  const answerIds = state.answer?.answerIds ?? [];
  // A streak outlasts right answers only.
  return { ...known, result: { isCorrect: streak > 0, points: delta, answerIds } };
}

export const goOut = (last: RoomState, why: 'kicked' | 'closed'): PlayState => ({ at: 'out', why, last });
