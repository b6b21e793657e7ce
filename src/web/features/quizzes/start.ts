import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/me.ts';
import { readAccessToken } from '#web/lib/session.ts';
import { useToasts } from '#web/ui/toast.tsx';

type Startable = { id: string; title: string };

/** Opens a room for a quiz, and goes to its big screen. */
export function useStartGame() {
  const { t } = useTexts();
  const { me } = useMe();
  const { tell } = useToasts();
  const [, navigate] = useLocation();
  const [startingId, setStartingId] = useState<string>();

  const start = async ({ id, title }: Startable) => {
    if (!me || startingId !== undefined) return;
    setStartingId(id);
    try {
      navigate(`/host/quiz/${await openRoom(me.id, id, title)}`);
    } catch (error) {
      tell(t(isRefusal(error) ? 'quizzes.startRefused' : 'quizzes.startFailed'));
    } finally {
      setStartingId(undefined);
    }
  };
  return { start, startingId };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'invalid_payload';

/** @returns the id of the room */
async function openRoom(hostId: string, quizId: string, title: string): Promise<string> {
  // Only who starts a game needs it.
  const { connectQuiz } = await import('#web/lib/quiz-socket.ts');
  const socket = connectQuiz({ token: readAccessToken });
  try {
    await isOpen(socket);
    const { roomId } = await socket.ask('game:host:create', { hostId, title, settings: { quizId } });
    return roomId;
  } finally {
    socket.close();
  }
}

/** So long a connection may take. */
const OPEN_MS = 8_000;

type Socket = { state: () => string; subscribe: (listener: () => void) => () => void };

function isOpen(socket: Socket): Promise<void> {
  const opening = Promise.withResolvers<void>();
  const timer = setTimeout(() => opening.reject(new Error('no connection')), OPEN_MS);
  const look = () => {
    if (socket.state() === 'open') opening.resolve();
    if (socket.state() === 'refused') opening.reject(new Error('refused'));
  };
  const letGo = socket.subscribe(look);
  look();
  return opening.promise.finally(() => {
    clearTimeout(timer);
    letGo();
  });
}
