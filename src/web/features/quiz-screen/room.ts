import { useEffect, useReducer, useRef, useState, useSyncExternalStore } from 'react';
import type { ClientEvent, ClientEventName } from '#protocol/quiz-live.ts';
import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { ApiError } from '#web/lib/api.ts';
import { connectQuiz, QuizError, type QuizSocket, type QuizSocketState } from '#web/lib/quiz-socket.ts';
import { readAccessToken } from '#web/lib/session.ts';
import { useToasts } from '#web/ui/toast.tsx';
import { SCREEN_EVENTS, type ScreenEvent, type Told } from './messages.ts';
import { reduceScreen, type ScreenState } from './state.ts';

/** Why there is nothing to be seen here for this account. */
export type Refusal = 'unauthorized' | 'forbidden' | 'not_found';

export type ScreenCommands = {
  /** @param isAtOnce whether it opens for answers without being shown alone before, whatever the quiz says */
  start: (question: ShownQuestion, isAtOnce: boolean) => Promise<void>;
  /** Shows a question that isn't open for answers yet. */
  show: (question: ShownQuestion) => Promise<void>;
  end: () => Promise<void>;
  pause: () => Promise<void>;
  resume: () => Promise<void>;
  extend: () => Promise<void>;
  finish: () => Promise<void>;
  restart: () => Promise<void>;
  lock: (isLocked: boolean) => Promise<void>;
  kick: (playerId: string) => Promise<void>;
  close: () => Promise<void>;
};

export type ScreenRoom = {
  /** Absent until the host has joined. */
  state: ScreenState | undefined;
  connection: QuizSocketState;
  refusal: Refusal | undefined;
  /** By the server's clock. */
  now: () => number;
  commands: ScreenCommands;
};

const RETRY_MS = 2_000;

const REFUSALS: Readonly<Record<string, Refusal>> = {
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  not_found: 'not_found',
  // Of the room's id: it never was one.
  invalid_payload: 'not_found',
};

/** Two hosts at once, or one too late: what is on the screen says it already. */
const NO_NEWS = ['question_closed'];

function listen<Name extends ScreenEvent>(
  socket: QuizSocket,
  event: Name,
  hear: (message: NoInfer<Told<Name>>) => void,
): () => void {
  return socket.on(event, (payload) => hear({ event, payload }));
}

/** Follows a room as its host, and leads it. To be mounted anew for another room or account. */
export function useScreenRoom(roomId: string): ScreenRoom {
  const { fail } = useToasts();
  const [socket, setSocket] = useState<QuizSocket>();
  const [state, hear] = useReducer(reduceScreen, undefined);
  const [refusal, setRefusal] = useState<Refusal>();
  const connection = useSyncExternalStore<QuizSocketState>(
    (listener) => socket?.subscribe(listener) ?? (() => undefined),
    () => socket?.state() ?? 'connecting',
  );

  useEffect(() => {
    const opened = connectQuiz({ token: readAccessToken });
    setSocket(opened);
    for (const event of SCREEN_EVENTS) listen(opened, event, hear);
    return () => opened.close();
  }, []);

  useEffect(() => {
    if (connection === 'refused') setRefusal('unauthorized');
    if (!socket || connection !== 'open') return;
    return untilDone(async () => {
      try {
        hear({ event: 'game:host:joined', payload: await socket.ask('game:host:join', { roomId }) });
        setRefusal(undefined);
      } catch (error) {
        const known = error instanceof QuizError ? REFUSALS[error.code] : undefined;
        if (!known) throw error;
        setRefusal(known);
      }
    });
  }, [socket, connection, roomId]);

  const isOver = state?.phase === 'ended' || state?.phase === 'finished';
  const lacksRankings = isOver && !state.rankings;
  const asked = state && `${state.gameNumber} ${state.index}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of each question the rankings are others
  useEffect(() => {
    if (!socket || connection !== 'open' || !lacksRankings) return;
    return untilDone(async () => {
      const payload = await socket.ask('game:leaderboard:request', { roomId });
      hear({ event: 'game:leaderboard:update', payload });
    });
  }, [socket, connection, roomId, lacksRankings, asked]);

  const busy = useRef(new Set<string>());
  async function ask<Name extends ClientEventName>(event: Name, payload: ClientEvent<Name>): Promise<void> {
    // Pressed once more before the answer is there.
    if (!socket || busy.current.has(event)) return;
    busy.current.add(event);
    try {
      await socket.ask(event, payload);
    } catch (error) {
      const { code, message } = error instanceof QuizError ? error : { code: '', message: '' };
      if (!NO_NEWS.includes(code)) fail(new ApiError(code === 'offline' ? 0 : 400, { error: code, message }));
    } finally {
      busy.current.delete(event);
    }
  }

  return {
    state,
    connection,
    refusal,
    now: socket?.now ?? Date.now,
    commands: {
      start: ({ id: questionId, answering_time }, isAtOnce) =>
        ask('game:flow:start', {
          roomId,
          questionId,
          ...(isAtOnce && { startsAt: 0, endsAt: answering_time * 1_000 }),
        }),
      show: ({ id }) => ask('game:flow:next', { roomId, nextQuestionId: id }),
      end: () => ask('game:flow:end', { roomId }),
      pause: () => ask('game:flow:pause', { roomId }),
      resume: () => ask('game:flow:resume', { roomId }),
      extend: () => ask('game:flow:extend', { roomId }),
      finish: () => ask('game:flow:finish', { roomId }),
      restart: () => ask('game:flow:restart', { roomId }),
      lock: (locked) => ask('game:room:lock', { roomId, locked }),
      kick: (playerId) => ask('game:player:kick', { roomId, playerId }),
      close: () => ask('game:room:close', { roomId }),
    },
  };
}

/** Tries until it succeeds. Returns the disposer. */
function untilDone(work: () => Promise<void>): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const run = () =>
    void work().catch(() => {
      if (!isStopped) retry = setTimeout(run, RETRY_MS);
    });
  run();
  return () => {
    isStopped = true;
    clearTimeout(retry);
  };
}
