import type { Person } from './accounts.ts';
import { connectQuiz, type QuizSocket } from './quiz.ts';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;
type Host = Pick<Person, 'id' | 'token'>;
type Quiz = { id: string; questions: Parsed[] };

/** By name, the place of the answer to each question; null where there was none. */
type Choices = Record<string, readonly (number | null)[]>;

async function ask(socket: QuizSocket, event: string, payload: unknown): Promise<Parsed> {
  const reply = await socket.ask(event, payload);
  if (reply.error) throw new Error(`${event}: ${reply.error}: ${reply.message}`);
  return reply;
}

/** Opens a room for a quiz. */
export async function openRoom(
  url: string,
  { id: hostId, token }: Host,
  quizId: string,
  settings: Parsed = {},
): Promise<{ roomId: string; code: string; socket: QuizSocket }> {
  const socket = await connectQuiz(url, { token });
  const { roomId, code } = await ask(socket, 'game:host:create', {
    hostId,
    title: settings.title ?? 'Capitals',
    settings: { quizId, ...settings },
  });
  return { roomId, code, socket };
}

/** Plays a quiz through, by sockets alone; as often as there are choices, in the same room, which stays open. */
export async function playThrough(
  url: string,
  host: Host,
  quiz: Quiz,
  ...games: readonly Choices[]
): Promise<{ roomId: string; code: string }> {
  const { roomId, code, socket } = await openRoom(url, host, quiz.id);
  const names = Object.keys(games[0] ?? {});
  const players = await Promise.all(
    names.map(async (displayName) => {
      const player = await connectQuiz(url);
      const playerId = `player-${displayName}`;
      await ask(player, 'game:room:join', { roomCode: code, playerId, displayName });
      return { player, playerId, displayName };
    }),
  );
  for (const [game, choices] of games.entries()) {
    if (game > 0) await ask(socket, 'game:flow:restart', { roomId });
    for (const [index, { id: questionId }] of quiz.questions.entries()) {
      await ask(socket, 'game:flow:start', { roomId });
      for (const { player, playerId, displayName } of players) {
        const answer = choices[displayName]?.[index] ?? null;
        if (answer !== null)
          await ask(player, 'game:answer:submit', { roomId, playerId, questionId, answer });
      }
      await ask(socket, 'game:flow:end', { roomId });
    }
    await ask(socket, 'game:flow:finish', { roomId });
  }
  for (const { player } of players) player.close();
  socket.close();
  return { roomId, code };
}
