import type { ServerEventName } from '#protocol/quiz-live-messages.ts';
import { QuizError } from '#web/lib/quiz-error.ts';
import type { QuizSocket } from '#web/lib/quiz-socket.ts';
import { randomId } from '#web/lib/random-id.ts';
import type { Stored } from '#web/lib/stored.ts';
import type { Seat } from './seat.ts';
import { atDoor, type Heard, type PlayAction, type PlayState, play } from './state.ts';

type Options = { code: string; socket: QuizSocket; seat: Stored<Seat> };

export type Game = ReturnType<typeof createGame>;

/** What a player listens to. */
const EVENTS = [
  'game:room:participants:update',
  'game:room:reset',
  'game:room:closed',
  'game:player:kicked',
  'game:question:changed',
  'game:question:started',
  'game:question:paused',
  'game:question:resumed',
  'game:question:extended',
  'game:question:ended',
  'game:answer:stats:update',
  'game:player:result',
  'game:finished',
] as const satisfies readonly ServerEventName[];

/** After a refusal that may pass. */
const RETRY_MS = 5_000;
const MAY_PASS: readonly string[] = ['rate_limited', 'server_error', 'unavailable'];

/** What the server sends by itself is asked for when it hasn't come: not by all at once. */
const OVERDUE_MS = 3_000;
const OVERDUE_SPREAD_MS = 3_000;

const codeOf = (error: unknown): string => (error instanceof QuizError ? error.code : 'server_error');

function listen<Name extends ServerEventName>(
  socket: QuizSocket,
  name: Name,
  hear: (heard: NoInfer<Heard<Name>>) => void,
): () => void {
  return socket.on(name, (payload) => hear({ name, payload }));
}

/** One player in the room of a code: joins, comes back whenever the connection does, and sends the answers. */
export function createGame({ code, socket, seat: stored }: Options) {
  const listeners = new Set<() => void>();
  /** Who to be in the room; absent: at the door. */
  let seat = stored.get();
  const isReturning = seat !== undefined;
  let state: PlayState = seat ? play(atDoor, { type: 'join' }) : atDoor;
  /** Whether this connection is in the room. */
  let isIn = false;
  let isAnswering = false;
  /** Told before the door has opened. */
  let early: Heard[] = [];
  let retry: ReturnType<typeof setTimeout> | undefined;
  let overdue: ReturnType<typeof setTimeout> | undefined;

  function act(action: PlayAction): void {
    const next = play(state, action);
    if (next === state) return;
    state = next;
    watchForRanking();
    for (const listener of [...listeners]) listener();
  }

  function hear(heard: Heard): void {
    if (state.at === 'door') early.push(heard);
    act({ type: 'heard', heard });
    if (state.at === 'out') forget();
    void sendAnswer();
  }

  function forget(): void {
    seat = undefined;
    isIn = false;
    stored.set(undefined);
  }

  async function enter(): Promise<void> {
    const wanted = seat;
    if (!wanted || isIn || socket.state() !== 'open') return;
    clearTimeout(retry);
    const { playerId, displayName } = wanted;
    early = [];
    try {
      const room = await socket.ask('game:room:join', { roomCode: code, playerId, displayName });
      if (seat !== wanted) return;
      if (wanted.roomId !== undefined && wanted.roomId !== room.roomId) {
        // The code is another room's by now: whether to play there, and as whom, is for the player to say.
        forget();
        act(state.at === 'room' ? { type: 'notJoined', code: 'not_found' } : { type: 'left' });
        await socket.ask('game:room:leave', { roomId: room.roomId, playerId });
        return;
      }
      seat = {
        playerId,
        displayName: room.player.displayName,
        roomId: room.roomId,
        playerToken: room.playerToken,
      };
      stored.set(seat);
      isIn = true;
      act({ type: 'joined', room });
      for (const heard of early.splice(0)) act({ type: 'heard', heard });
      if (room.phase === 'open') void sendAnswer();
      if (state.at === 'room' && !state.standing && (room.index > 0 || room.phase === 'ended'))
        void askForRanking();
    } catch (error) {
      if (seat === wanted) refuseEntry(codeOf(error));
    }
  }

  function refuseEntry(problem: string): void {
    // Without a connection it goes on when there is one again.
    if (problem === 'offline') return;
    if (state.at === 'room' && MAY_PASS.includes(problem)) {
      retry = setTimeout(enter, RETRY_MS);
      return;
    }
    forget();
    act({ type: 'notJoined', code: problem });
  }

  /** An answer that isn't known to have arrived, as long as it may count. */
  async function sendAnswer(): Promise<void> {
    if (state.at !== 'room' || !isIn || isAnswering) return;
    const { phase, question, answer, roomId, playerId } = state;
    if (phase !== 'open' || !question || !answer || answer.status === 'accepted') return;
    const [only] = answer.answerIds;
    const questionId = question.id;
    isAnswering = true;
    act({ type: 'sent' });
    try {
      await socket.ask('game:answer:submit', {
        roomId,
        playerId,
        questionId,
        answer: question.allow_multiple || only === undefined ? [...answer.answerIds] : only,
      });
      act({ type: 'accepted', questionId });
    } catch (error) {
      const problem = codeOf(error);
      if (problem === 'not_joined') {
        isIn = false;
        void enter();
      } else if (problem !== 'offline') act({ type: 'refused', questionId, code: problem });
    } finally {
      isAnswering = false;
    }
  }

  async function askForRanking(): Promise<void> {
    if (state.at !== 'room' || !isIn) return;
    const { roomId } = state;
    const { rankings } = await socket
      .ask('game:leaderboard:request', { roomId })
      .catch(() => ({ rankings: [] }));
    act({ type: 'ranked', rankings });
  }

  function watchForRanking(): void {
    const isMissing =
      state.at === 'room' &&
      ((state.phase === 'ended' && !state.result) ||
        (state.phase === 'finished' && (!state.standing || state.rankings.length === 0)));
    if (!isMissing) {
      clearTimeout(overdue);
      overdue = undefined;
    } else
      overdue ??= setTimeout(
        () => {
          overdue = undefined;
          void askForRanking();
        },
        OVERDUE_MS + Math.random() * OVERDUE_SPREAD_MS,
      );
  }

  const disposers = [
    ...EVENTS.map((name) => listen(socket, name, hear)),
    socket.subscribe(() => {
      if (socket.state() === 'open') void enter();
      else isIn = false;
      for (const listener of [...listeners]) listener();
    }),
  ];
  void enter();

  return {
    isReturning,
    state: () => state,
    /** Whether what is shown may be behind. */
    isOffline: () => socket.state() === 'lost' || socket.state() === 'refused',
    now: socket.now,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    join(displayName: string): void {
      seat = { playerId: randomId(), displayName };
      act({ type: 'join' });
      void enter();
    },
    /** To come in again under another name. */
    leave(): void {
      if (state.at !== 'room') return;
      const { roomId, playerId } = state;
      // A room that doesn't hear of it sees soon that nobody is there.
      if (isIn) socket.ask('game:room:leave', { roomId, playerId }).catch(() => undefined);
      forget();
      act({ type: 'left' });
    },
    answer(answerIds: readonly string[]): void {
      act({ type: 'answer', answerIds });
      void sendAnswer();
    },
    close(): void {
      clearTimeout(retry);
      clearTimeout(overdue);
      for (const dispose of disposers) dispose();
      listeners.clear();
      socket.close();
    },
  };
}
