import type { Database } from '#server/platform/database.ts';
import type { HubMessage } from '#server/realtime/connection.ts';
import { type Leaderboards, topAnd } from './leaderboard.ts';
import { countAnswers } from './response-repository.ts';
import {
  currentQuestion,
  questionChanged,
  questionEnded,
  questionPaused,
  questionStarted,
} from './room-messages.ts';
import type { RoomContent, RoomState } from './room-types.ts';

type Dependencies = { database: Database; leaderboards: Leaderboards };

type Messages = readonly HubMessage[];

const toBoth = (...messages: HubMessage[]): [host: Messages, players: Messages] => [messages, messages];

/** What hosts and players who come now, or come back, have to be told to be where the others are. */
export async function presentMessages(
  { database, leaderboards }: Dependencies,
  content: RoomContent,
  { game }: RoomState,
  now: number,
): Promise<[host: Messages, players: Messages]> {
  const question = currentQuestion(content, game);
  if (game.phase === 'finished') {
    const board = await leaderboards.find(content.id);
    // They play again already, and everybody is told so.
    if (board.gameNumber !== game.gameNumber) return toBoth();
    return toBoth({
      type: 'game:finished',
      roomId: content.id,
      gameNumber: game.gameNumber,
      rankings: topAnd(board),
    });
  }
  if (!question) return toBoth();
  switch (game.phase) {
    case 'lobby':
      return toBoth();
    case 'shown':
      return toBoth(questionChanged(content, game, question));
    case 'open':
      return toBoth(questionStarted(content, game, question, now));
    case 'paused':
      return toBoth(
        questionStarted(content, game, question, now),
        questionPaused(content, game, question.id),
      );
    case 'ended': {
      const key = { roomId: content.id, gameNumber: game.gameNumber, questionId: question.id };
      const counts = await countAnswers(database.db, key);
      const changed = questionChanged(content, game, question);
      return [
        [changed, questionEnded(content, question, counts, 'host')],
        [changed, questionEnded(content, question, counts, 'players')],
      ];
    }
  }
}
