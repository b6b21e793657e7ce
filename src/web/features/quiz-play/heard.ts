import type { ServerEvent } from '#protocol/quiz-live-messages.ts';
import { goOut, moveTo, restart } from './moves.ts';
import type { Heard, PlayState, RoomState } from './state.ts';

/**
 * An event of the player's room. Events may come twice, and late: who comes back is told where the game is while it
 * goes on. None takes a game, or a question of it, back to what it was before.
 */
export function hear(state: RoomState, { name, payload }: Heard): PlayState {
  switch (name) {
    case 'game:room:participants:update':
      return { ...state, participants: payload.participants, participantTotal: payload.total };
    case 'game:question:changed':
      return isNews(state, payload.index) && !isPlayed(state, payload.index)
        ? {
            ...moveTo(state, payload.index),
            phase: 'shown',
            question: payload.question,
            total: payload.total,
          }
        : state;
    case 'game:question:started':
      return start(state, payload);
    case 'game:question:paused':
      return pause(state, payload);
    case 'game:question:resumed':
    case 'game:question:extended':
      return retime(state, name, payload);
    case 'game:answer:stats:update':
      return state.phase === 'open' && isPresent(state, payload)
        ? { ...state, counts: payload.counts }
        : state;
    case 'game:question:ended':
      return end(state, payload);
    case 'game:player:result':
      return takeResult(state, payload);
    case 'game:finished':
      return finish(state, payload);
    case 'game:room:reset':
      return payload.gameNumber > state.gameNumber ? restart(state, payload.gameNumber) : state;
    case 'game:player:kicked':
      return goOut(state, 'kicked');
    case 'game:room:closed':
      return goOut(state, 'closed');
    default:
      return state;
  }
}

const isPresent = (state: RoomState, { questionId }: { questionId: string }): boolean =>
  state.question?.id === questionId;

/** Whether a question may come now: the game isn't over, and it has not been played. */
function isNews(state: RoomState, index: number): boolean {
  if (state.phase === 'finished' || state.past.includes(index)) return false;
  return index !== state.index || state.phase !== 'ended' || !state.question;
}

/** Whether the present question, and that is it, is open already. */
const isPlayed = ({ question, phase, ...state }: RoomState, index: number): boolean =>
  index === state.index && question !== undefined && (phase === 'open' || phase === 'paused');

function start(state: RoomState, payload: ServerEvent<'game:question:started'>): RoomState {
  const { question, index, total, startsAt, endsAt } = payload;
  if (!isNews(state, index)) return state;
  // What has an earlier end is older, and what has the same is the same event.
  if (isPlayed(state, index) && endsAt <= state.endsAt) return state;
  return { ...moveTo(state, index), phase: 'open', question, total, startsAt, endsAt };
}

/** Each pause leaves less time than the one before, but for what was added meanwhile. */
function pause(state: RoomState, payload: ServerEvent<'game:question:paused'>): RoomState {
  const { remainingMs } = payload;
  const isNewer =
    isPresent(state, payload) && isPlayed(state, state.index) && remainingMs < state.remainingMs;
  return isNewer ? { ...state, phase: 'paused', remainingMs } : state;
}

function retime(
  state: RoomState,
  name: 'game:question:resumed' | 'game:question:extended',
  payload: ServerEvent<'game:question:resumed'>,
): RoomState {
  const { startsAt, endsAt } = payload;
  if (!isPresent(state, payload) || !isPlayed(state, state.index)) return state;
  // The end only ever moves on, with each pause too.
  const moreMs = endsAt - state.endsAt;
  if (moreMs <= 0) return state;
  return name === 'game:question:resumed'
    ? { ...state, phase: 'open', startsAt, endsAt }
    : { ...state, startsAt, endsAt, remainingMs: state.remainingMs + moreMs };
}

function end(state: RoomState, payload: ServerEvent<'game:question:ended'>): RoomState {
  const { questionId, correctAnswerIds, explanation } = payload;
  if (!isPresent(state, payload) || state.reveal) return state;
  const isUnsent = state.answer?.status === 'unsent';
  const known = state.missed?.questionId === questionId ? state.missed : undefined;
  // Refused a moment before: it came in the last one.
  const isMissed = isUnsent || (state.refusal === 'question_closed' && !state.answer);
  return {
    ...state,
    phase: state.phase === 'finished' ? 'finished' : 'ended',
    reveal: { correctAnswerIds, explanation },
    refusal: undefined,
    missed: isMissed ? { questionId, index: state.index, isSure: true } : known,
    ...(isUnsent && { answer: undefined }),
  };
}

function takeResult(state: RoomState, payload: ServerEvent<'game:player:result'>): RoomState {
  const { questionId, isCorrect, points, answerIds, score, rank, streak } = payload;
  if (state.phase === 'lobby') return state;
  const standing = { score, rank, streak };
  const hasArrived = answerIds.length > 0;
  if (!isPresent(state, payload)) {
    // The next question may have come before it.
    if (questionId !== state.previousId || state.result) return state;
    const missed = state.missed?.questionId === questionId && hasArrived ? undefined : state.missed;
    return { ...state, standing, missed };
  }
  const isLost = !hasArrived && state.answer !== undefined;
  return {
    ...state,
    standing,
    result: { isCorrect, points, answerIds },
    answer: hasArrived ? { answerIds, status: 'accepted' } : undefined,
    missed: isLost ? { questionId, index: state.index, isSure: true } : hasArrived ? undefined : state.missed,
  };
}

function finish(state: RoomState, { gameNumber, rankings }: ServerEvent<'game:finished'>): RoomState {
  if (gameNumber < state.gameNumber) return state;
  const own = rankings.find(({ playerId }) => playerId === state.playerId);
  return {
    ...state,
    gameNumber,
    phase: 'finished',
    rankings: rankings.length > 0 ? rankings : state.rankings,
    ...(own && { standing: { score: own.score, rank: own.rank, streak: own.streak } }),
  };
}
