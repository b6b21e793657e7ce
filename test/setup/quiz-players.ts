import { io, type Socket } from 'socket.io-client';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;

export type RoamingPlayer = ReturnType<typeof createRoamingPlayer>;

const RETRY_MS = 50;
/** Long enough for a busy machine: who gives up too soon only adds to what it has to do. */
const WITHIN_MS = 10_000;

/**
 * A phone that doesn't give up: where its node is gone it goes to the next, sits down again by its token, and sends its
 * answer until it is told that it counts.
 * @param urls of the nodes; the first one is tried first
 */
export function createRoamingPlayer(urls: readonly string[], roomCode: string, playerId: string) {
  const heard: { event: string; payload: Parsed }[] = [];
  let at = 0;
  let socket: Socket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let playerToken: string | undefined;
  let room: string | undefined;
  let wanted: { questionId: string; answer: unknown } | undefined;
  let accepted: string | undefined;
  let isClosed = false;

  function goOn(): void {
    socket?.close();
    clearTimeout(timer);
    if (isClosed) return;
    at += 1;
    timer = setTimeout(connect, RETRY_MS);
  }

  function connect(): void {
    socket = io(urls[at % urls.length] ?? '', {
      auth: { playerToken },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: WITHIN_MS,
    });
    socket.onAny((event: string, payload: Parsed) => heard.push({ event, payload }));
    socket.on('connect', () => void sit());
    socket.on('connect_error', goOn);
    socket.on('disconnect', goOn);
  }

  const ask = async (event: string, payload: unknown): Promise<Parsed> =>
    socket?.timeout(WITHIN_MS).emitWithAck(event, payload);

  async function sit(): Promise<void> {
    try {
      const joined = await ask('game:room:join', { roomCode, playerId, displayName: playerId });
      if (joined.error) throw new Error(joined.error);
      playerToken = joined.playerToken;
      room = joined.roomId;
      await send();
    } catch {
      goOn();
    }
  }

  async function send(): Promise<void> {
    if (!wanted || accepted || !room) return;
    const { questionId, answer } = wanted;
    const reply = await ask('game:answer:submit', { roomId: room, playerId, questionId, answer });
    // What was committed when the node died counts; nobody had told so.
    if (reply.submittedAt || reply.error === 'already_answered') accepted = questionId;
    else if (reply.error) throw new Error(reply.error);
  }

  connect();
  return {
    playerId,
    heard,
    isSeated: () => room !== undefined,
    hasAnswered: () => accepted !== undefined,
    /** Wants to answer so from now on. */
    answer(questionId: string, answer: unknown): void {
      accepted = undefined;
      wanted = { questionId, answer };
      send().catch(goOn);
    },
    close(): void {
      isClosed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
