import type {
  Explanation,
  Phase,
  PlayerSummary,
  RankingEntry,
  ShownQuestion,
} from '#protocol/quiz-live-fields.ts';
import type { ServerEvent } from '#protocol/quiz-live-messages.ts';
import type { HostedRoom } from '#web/lib/quiz-events.ts';
import type { ScreenMessage } from './messages.ts';

/** What doesn't change for as long as there is the room. */
export type Room = {
  id: string;
  code: string;
  joinUrl: string;
  title: string;
  quizId: string;
  settings: HostedRoom['settings'];
  questions: readonly ShownQuestion[];
};

export type Result = {
  correctAnswerIds: readonly string[];
  counts: Readonly<Record<string, number>>;
  explanation: Explanation | null;
};

/** A room as its host sees it. All times are epoch milliseconds of the server's clock. */
export type ScreenState = {
  room: Room;
  phase: Phase;
  gameNumber: number;
  isLocked: boolean;
  isClosed: boolean;
  /** Of the present question, from 0; -1 before the first. */
  index: number;
  endedIds: readonly string[];
  /** When the present question may be answered; absent where it isn't open, or not known yet. */
  times: { startsAt: number; endsAt: number } | undefined;
  /** When the present pause began. */
  pausedAt: number | undefined;
  /** When the last pause of this question ended: one that began before it is over. */
  resumedAt: number;
  players: readonly PlayerSummary[];
  /** Of the present question. */
  counts: Readonly<Record<string, number>>;
  answered: number;
  /** What came of the present question; absent before its end, and until the server has told it. */
  result: Result | undefined;
  /** The best first; absent while a question is played, and until the server has told them. */
  rankings: readonly RankingEntry[] | undefined;
};

export const questionOf = ({ room, index }: ScreenState): ShownQuestion | undefined => room.questions[index];

/** The one after the present that wasn't played in this game. */
export const nextQuestionOf = ({ room, index, endedIds }: ScreenState): ShownQuestion | undefined =>
  room.questions.find(({ id }, at) => at > index && !endedIds.includes(id));

const NO_QUESTION = {
  times: undefined,
  pausedAt: undefined,
  resumedAt: 0,
  counts: {},
  answered: 0,
  result: undefined,
  rankings: undefined,
} as const satisfies Partial<ScreenState>;

/**
 * The room after a message. Whatever comes twice changes nothing the second time, and what is older than what is
 * known changes nothing at all; whatever was missed is made good by joining anew.
 * @param state absent until the host has joined
 */
export function reduceScreen(
  state: ScreenState | undefined,
  { event, payload }: ScreenMessage,
): ScreenState | undefined {
  if (event === 'game:host:joined') return join(state, payload);
  if (!state || payload.roomId !== state.room.id) return state;
  switch (event) {
    case 'game:room:participants:update':
      return { ...state, players: payload.participants };
    case 'game:room:locked':
      return { ...state, isLocked: payload.locked };
    case 'game:room:closed':
      return { ...state, isClosed: true };
    case 'game:room:reset':
      return payload.gameNumber > state.gameNumber ? reset(state, payload.gameNumber) : state;
    case 'game:question:changed':
      return show(state, payload);
    case 'game:question:started':
      return start(state, payload);
    case 'game:question:paused':
      return pause(state, payload);
    case 'game:question:resumed':
      return resume(state, payload);
    case 'game:question:extended':
      return isPlayed(state, payload.questionId) ? moveEnd(state, payload) : state;
    case 'game:question:ended':
      return end(state, payload);
    case 'game:answer:stats:update':
      return count(state, payload);
    case 'game:leaderboard:update':
      return state.phase === 'ended' || state.phase === 'finished'
        ? { ...state, rankings: payload.rankings }
        : state;
    case 'game:finished':
      return finish(state, payload);
  }
}

function join(state: ScreenState | undefined, joined: HostedRoom): ScreenState {
  const known = state?.room.id === joined.roomId ? state : undefined;
  // A new game was told of while this answer was on its way.
  if (known && joined.gameNumber < known.gameNumber) return known;
  const { roomId, code, joinUrl, title, quizId, settings, questions, phase, index } = joined;
  const isSame = known?.gameNumber === joined.gameNumber && known.index === index;
  const isPlaying = phase === 'open' || phase === 'paused';
  const isOver = phase === 'ended' || phase === 'finished';
  return {
    ...NO_QUESTION,
    room: { id: roomId, code, joinUrl, title, quizId, settings, questions },
    phase,
    gameNumber: joined.gameNumber,
    isLocked: joined.locked,
    isClosed: known?.isClosed ?? false,
    index,
    endedIds: joined.endedQuestionIds,
    players: known?.players ?? [],
    ...(isSame && {
      counts: known.counts,
      answered: known.answered,
      ...(isPlaying && { times: known.times, resumedAt: known.resumedAt }),
      ...(phase === 'paused' && { pausedAt: known.pausedAt }),
      ...(isOver && { result: known.result }),
      ...(phase === known.phase && { rankings: known.rankings }),
    }),
  };
}

/** Where several answers are allowed, a player has a count in each; the server says how many players there are. */
function count(
  state: ScreenState,
  stats: ServerEvent<'game:answer:stats:update'> & { answered?: number },
): ScreenState {
  const { questionId, counts } = stats;
  const answered = stats.answered ?? Object.values(counts).reduce((sum, chosen) => sum + chosen, 0);
  // Answers are never taken back: fewer are older news.
  return isPlayed(state, questionId) && answered >= state.answered ? { ...state, counts, answered } : state;
}

const reset = (state: ScreenState, gameNumber: number): ScreenState => ({
  ...state,
  ...NO_QUESTION,
  phase: 'lobby',
  gameNumber,
  index: -1,
  endedIds: [],
});

const isCurrent = (state: ScreenState, questionId: string) => questionOf(state)?.id === questionId;

const isPlayed = (state: ScreenState, questionId: string) =>
  isCurrent(state, questionId) && (state.phase === 'open' || state.phase === 'paused');

/** None is played twice in a game, and none after the game. */
const isOver = ({ phase, endedIds }: ScreenState, questionId: string) =>
  phase === 'finished' || endedIds.includes(questionId);

function turnTo(state: ScreenState, questionId: string): ScreenState | undefined {
  if (isOver(state, questionId)) return undefined;
  if (isCurrent(state, questionId)) return state;
  const index = state.room.questions.findIndex(({ id }) => id === questionId);
  return index < 0 ? undefined : { ...state, ...NO_QUESTION, index };
}

function show(state: ScreenState, { question }: ServerEvent<'game:question:changed'>): ScreenState {
  if (isPlayed(state, question.id)) return state;
  const turned = turnTo(state, question.id);
  return turned ? { ...turned, phase: 'shown' } : state;
}

function start(state: ScreenState, started: ServerEvent<'game:question:started'>): ScreenState {
  const { id } = started.question;
  const turned = turnTo(state, id);
  if (!turned) return state;
  if (!isPlayed(turned, id) || !turned.times)
    return {
      ...turned,
      // Who has just joined is told of the times first, then of the pause.
      phase: isPlayed(turned, id) ? turned.phase : 'open',
      times: timesOf(started),
      rankings: undefined,
    };
  // Each pause moves the end: one that is over was missed.
  return started.endsAt > turned.times.endsAt
    ? { ...moveEnd(turned, started), phase: 'open', pausedAt: undefined }
    : turned;
}

const timesOf = ({ startsAt, endsAt }: { startsAt: number; endsAt: number }) => ({ startsAt, endsAt });

/** Ends only move on. */
const moveEnd = (state: ScreenState, moved: { startsAt: number; endsAt: number }): ScreenState =>
  state.times && moved.endsAt < state.times.endsAt ? state : { ...state, times: timesOf(moved) };

function pause(
  state: ScreenState,
  { questionId, remainingMs }: ServerEvent<'game:question:paused'>,
): ScreenState {
  if (!isPlayed(state, questionId) || !state.times) return state;
  const pausedAt = state.times.endsAt - remainingMs;
  return pausedAt > state.resumedAt ? { ...state, phase: 'paused', pausedAt } : state;
}

function resume(state: ScreenState, resumed: ServerEvent<'game:question:resumed'>): ScreenState {
  if (!isPlayed(state, resumed.questionId)) return state;
  if (state.pausedAt !== undefined && resumed.serverTime < state.pausedAt) return state;
  return {
    ...moveEnd(state, resumed),
    phase: 'open',
    pausedAt: undefined,
    resumedAt: Math.max(state.resumedAt, resumed.serverTime),
  };
}

function end(state: ScreenState, ended: ServerEvent<'game:question:ended'>): ScreenState {
  // Before its first question a game has ended none: this was the game before.
  if (state.phase === 'lobby') return state;
  const { questionId, correctAnswerIds, counts, explanation } = ended;
  const endedIds = state.endedIds.includes(questionId) ? state.endedIds : [...state.endedIds, questionId];
  if (!isCurrent(state, questionId)) return { ...state, endedIds };
  const isFirst = state.phase !== 'ended' && state.phase !== 'finished';
  return {
    ...state,
    endedIds,
    phase: state.phase === 'finished' ? 'finished' : 'ended',
    times: undefined,
    pausedAt: undefined,
    counts,
    result: { correctAnswerIds, counts, explanation },
    ...(isFirst && { rankings: undefined }),
  };
}

function finish(state: ScreenState, { gameNumber, rankings }: ServerEvent<'game:finished'>): ScreenState {
  if (gameNumber < state.gameNumber) return state;
  const known = gameNumber === state.gameNumber ? state : reset(state, gameNumber);
  return {
    ...known,
    phase: 'finished',
    times: undefined,
    pausedAt: undefined,
    // None where the server couldn't read them: they are asked for.
    rankings: rankings.length > 0 ? rankings : known.phase === 'finished' ? known.rankings : undefined,
  };
}
