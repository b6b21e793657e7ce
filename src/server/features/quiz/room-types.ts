import type { PlaySettings } from '#protocol/quiz.ts';
import type { GameState } from './game-types.ts';
import type { PlayableQuestion } from './playable.ts';

/** What never changes of a room: a copy of the quiz as it was, and how it is played. */
export type RoomContent = {
  id: string;
  hostId: string;
  quizId: string;
  code: string;
  title: string;
  settings: PlaySettings;
  questions: readonly PlayableQuestion[];
  createdAt: Date;
};

/** What does. */
export type RoomState = {
  game: GameState;
  /** Goes up when the leaderboard may change. */
  standingsVersion: number;
  playerCount: number;
  updatedAt: Date;
  closedAt: Date | null;
};
