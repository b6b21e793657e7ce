import type { Phase, ShownQuestion } from '#protocol/quiz-live-fields.ts';
import type { ServerEvent, ServerEventName } from '#protocol/quiz-live-messages.ts';
import type { JoinedRoom } from '#web/lib/quiz-events.ts';
import { hear } from './heard.ts';
import { enter, goOut, missPending, settle } from './moves.ts';

/** What the player said to the present question. */
export type OwnAnswer = {
  answerIds: readonly string[];
  /** `sent`: nothing has been heard of it yet. */
  status: 'unsent' | 'sent' | 'accepted';
};

export type Standing = { score: number; rank: number; streak: number };

/** What a question's end gave the player; without any `answerIds` they didn't answer. */
export type Result = { isCorrect: boolean; points: number; answerIds: readonly string[] };

type Ended = ServerEvent<'game:question:ended'>;

export type RoomState = {
  at: 'room';
  roomId: string;
  playerId: string;
  displayName: string;
  title: string;
  /** From 1: goes up when the same people play again. */
  gameNumber: number;
  phase: Phase;
  /** The question's, from 0; -1 before the first. */
  index: number;
  /** How many questions there are. */
  total: number;
  /** The indexes of those that were open and are so no more: none comes twice in a game. */
  past: readonly number[];
  /** Of the question before the present one, in this game. */
  previousId: string | undefined;
  /** Absent for a moment after the player came: it is told next. */
  question: ShownQuestion | undefined;
  /** By the server's clock, while the question is open. */
  startsAt: number;
  endsAt: number;
  /** At the last pause of the present question; infinite before the first. */
  remainingMs: number;
  /** How many chose what, where players may see that meanwhile. */
  counts: Readonly<Record<string, number>> | undefined;
  answer: OwnAnswer | undefined;
  /** Why the last answer to the present question was refused: a code. */
  refusal: string | undefined;
  /** The question that ended before the player's answer was there; not `isSure`: as far as is known. */
  missed: { questionId: string; index: number; isSure: boolean } | undefined;
  reveal: Pick<Ended, 'correctAnswerIds' | 'explanation'> | undefined;
  result: Result | undefined;
  standing: Standing | undefined;
  rankings: ServerEvent<'game:finished'>['rankings'];
  participants: ServerEvent<'game:room:participants:update'>['participants'];
  /** Of whom the participants are the first. */
  participantTotal: number;
};

export type PlayState =
  /** Not in yet; `problem` is why not, a code. */
  | { at: 'door'; isJoining: boolean; problem: string | undefined }
  | RoomState
  | { at: 'out'; why: 'kicked' | 'closed'; last: RoomState | undefined };

/** An event of the server's. */
export type Heard<Name extends ServerEventName = ServerEventName> = {
  [Each in Name]: { name: Each; payload: ServerEvent<Each> };
}[Name];

export type PlayAction =
  | { type: 'join' }
  | { type: 'joined'; room: JoinedRoom }
  | { type: 'notJoined'; code: string }
  | { type: 'left' }
  | { type: 'heard'; heard: Heard }
  | { type: 'answer'; answerIds: readonly string[] }
  /** It is on its way. */
  | { type: 'sent' }
  | { type: 'accepted'; questionId: string }
  | { type: 'refused'; questionId: string; code: string }
  | { type: 'ranked'; rankings: ServerEvent<'game:leaderboard:update'>['rankings'] };

export const atDoor: PlayState = { at: 'door', isJoining: false, problem: undefined };

/** What the page shows after something has happened. The same state where that changes nothing. */
export function play(state: PlayState, action: PlayAction): PlayState {
  switch (action.type) {
    case 'join':
      return state.at === 'room' ? state : { at: 'door', isJoining: true, problem: undefined };
    case 'joined':
      return enter(state.at === 'room' ? state : undefined, action.room);
    case 'notJoined':
      return refuseEntry(state, action.code);
    case 'left':
      return atDoor;
    default:
      return state.at === 'room' ? playInside(state, action) : state;
  }
}

function refuseEntry(state: PlayState, code: string): PlayState {
  if (state.at !== 'room') return { at: 'door', isJoining: false, problem: code };
  // Who was in and can't come back: the room is gone, or they are not wanted.
  if (code === 'not_found') return goOut(state, 'closed');
  return code === 'forbidden' ? goOut(state, 'kicked') : state;
}

type InsideAction = Exclude<PlayAction, { type: 'join' | 'joined' | 'notJoined' | 'left' }>;

function playInside(state: RoomState, action: InsideAction): PlayState {
  const { answer } = state;
  switch (action.type) {
    case 'heard':
      return 'roomId' in action.heard.payload && action.heard.payload.roomId === state.roomId
        ? hear(state, action.heard)
        : state;
    case 'answer':
      return state.phase !== 'open' || answer
        ? state
        : {
            ...state,
            answer: { answerIds: action.answerIds, status: 'unsent' },
            refusal: undefined,
            missed: undefined,
          };
    case 'sent':
      return answer?.status === 'unsent' ? { ...state, answer: { ...answer, status: 'sent' } } : state;
    case 'accepted':
      return acceptAnswer(state, action.questionId);
    case 'refused':
      return refuseAnswer(state, action);
    case 'ranked': {
      const own = action.rankings.find(({ playerId }) => playerId === state.playerId);
      const known = state.phase === 'finished' ? { ...state, rankings: action.rankings } : state;
      return own ? settle(known, own) : known;
    }
  }
}

function acceptAnswer(state: RoomState, questionId: string): RoomState {
  const { answer, missed } = state;
  const known = missed?.questionId === questionId ? { ...state, missed: undefined } : state;
  return answer && questionId === state.question?.id
    ? { ...known, answer: { ...answer, status: 'accepted' }, refusal: undefined }
    : known;
}

function refuseAnswer(state: RoomState, action: { questionId: string; code: string }): RoomState {
  const { questionId, code } = action;
  const { answer, missed } = state;
  // It had arrived: only the word of that was lost.
  if (code === 'already_answered') return acceptAnswer(state, questionId);
  if (missed?.questionId === questionId) return { ...state, missed: { ...missed, isSure: true } };
  if (!answer || answer.status === 'accepted' || questionId !== state.question?.id) return state;
  const isOver = state.phase === 'ended' || state.phase === 'finished';
  return isOver
    ? { ...state, answer: undefined, missed: missPending(state, true) }
    : { ...state, answer: undefined, refusal: code };
}
