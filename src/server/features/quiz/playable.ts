import type { PlaySettings } from '#protocol/quiz.ts';

export type PlayableAnswer = {
  id: string;
  answerText: string;
  imageUrl: string | null;
  isCorrect: boolean;
  orderIndex: number;
};

export type PlayableQuestion = {
  id: string;
  questionText: string;
  questionType: string;
  allowMultiple: boolean;
  imageUrl: string | null;
  /** Seconds, as all three times. */
  showQuestionTime: number;
  answeringTime: number;
  points: number;
  orderIndex: number;
  explanationTitle: string | null;
  explanationText: string | null;
  explanationImageUrl: string | null;
  showExplanationTime: number;
  answers: readonly PlayableAnswer[];
};

/** A quiz, whole, as a game is played with it. */
export type PlayableQuiz = {
  id: string;
  authorId: string;
  title: string;
  isPublic: boolean;
  status: string;
  code: number | null;
  playSettings: PlaySettings;
  questions: readonly PlayableQuestion[];
  /** What keeps it from being played, in words; none: it may be. */
  errors: readonly string[];
};
