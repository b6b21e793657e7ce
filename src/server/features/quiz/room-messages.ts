import type { GameState } from './game-types.ts';
import type { Leaderboard } from './leaderboard.ts';
import type { PlayableQuestion } from './playable.ts';
import type { RoomContent } from './room-types.ts';

/** A question as everybody may see it before its end: nothing tells the right answers. */
export const toPublicQuestion = (question: PlayableQuestion) => ({
  id: question.id,
  question_text: question.questionText,
  question_type: question.questionType,
  allow_multiple: question.allowMultiple,
  image_url: question.imageUrl,
  show_question_time: question.showQuestionTime,
  answering_time: question.answeringTime,
  points: question.points,
  order_index: question.orderIndex,
  answers: question.answers.map(({ id, answerText, imageUrl, orderIndex }) => ({
    id,
    answer_text: answerText,
    image_url: imageUrl,
    order_index: orderIndex,
  })),
});

export const correctAnswerIds = ({ answers }: PlayableQuestion): string[] =>
  answers.filter(({ isCorrect }) => isCorrect).map(({ id }) => id);

const toExplanation = ({ explanationTitle, explanationText, explanationImageUrl }: PlayableQuestion) =>
  explanationTitle === null && explanationText === null && explanationImageUrl === null
    ? null
    : { title: explanationTitle, text: explanationText, image_url: explanationImageUrl };

/** Where the game is in the quiz. */
const toPlace = ({ questions }: RoomContent, { questionIndex }: GameState) => ({
  index: questionIndex,
  total: questions.length,
});

export const currentQuestion = ({ questions }: RoomContent, { questionIndex }: GameState) =>
  questions[questionIndex];

export const questionChanged = (content: RoomContent, game: GameState, question: PlayableQuestion) => ({
  type: 'game:question:changed',
  roomId: content.id,
  question: toPublicQuestion(question),
  ...toPlace(content, game),
});

/** When it may be answered; from a pause, when it might have been. */
const toTimes = (game: GameState, now: number) => ({
  startsAt: game.startsAt ?? now,
  endsAt: game.endsAt ?? now,
  serverTime: now,
});

export const questionStarted = (
  content: RoomContent,
  game: GameState,
  question: PlayableQuestion,
  now: number,
) => ({
  type: 'game:question:started',
  roomId: content.id,
  question: toPublicQuestion(question),
  ...toTimes(game, now),
  ...toPlace(content, game),
});

export const questionRetimed = (
  type: 'game:question:resumed' | 'game:question:extended',
  content: RoomContent,
  game: GameState,
  questionId: string,
  now: number,
) => ({ type, roomId: content.id, questionId, ...toTimes(game, now) });

export const questionPaused = (content: RoomContent, game: GameState, questionId: string) => ({
  type: 'game:question:paused',
  roomId: content.id,
  questionId,
  remainingMs: Math.max(0, (game.endsAt ?? 0) - (game.pausedAt ?? 0)),
});

/**
 * What becomes known at a question's end. The host sees all; the others what the settings let them.
 * @param counts by answer id
 */
export function questionEnded(
  content: RoomContent,
  question: PlayableQuestion,
  counts: Record<string, number>,
  to: 'host' | 'players',
) {
  const { show_correct_answer: showsCorrect, show_explanation: showsExplanation } = content.settings;
  return {
    type: 'game:question:ended',
    roomId: content.id,
    questionId: question.id,
    correctAnswerIds: to === 'host' || showsCorrect ? correctAnswerIds(question) : [],
    counts: Object.fromEntries(question.answers.map(({ id }) => [id, counts[id] ?? 0])),
    explanation: to === 'host' || showsExplanation ? toExplanation(question) : null,
  };
}

export type GivenAnswer = { answerIds: readonly string[]; isCorrect: boolean | null; points: number | null };

/** To a player, what a question's end gave them; nothing to who isn't in the ranking. */
export function playerResult(
  roomId: string,
  questionId: string,
  { byPlayer, rankings }: Leaderboard,
  playerId: string,
  given: GivenAnswer | undefined,
) {
  const standing = byPlayer.get(playerId);
  return (
    standing && {
      type: 'game:player:result',
      roomId,
      questionId,
      answerIds: given?.answerIds ?? [],
      isCorrect: given?.isCorrect ?? false,
      points: given?.points ?? 0,
      score: standing.score,
      rank: standing.rank,
      streak: standing.streak,
      total: rankings.length,
    }
  );
}
