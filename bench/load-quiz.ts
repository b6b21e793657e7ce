// A process of quiz players: Socket.IO's own frames over bare WebSockets, at a small part of what the full client
// costs. Each answers a question the moment that it hears of it.
import { setTimeout as wait } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';
import { answer, answerParent } from './child.ts';

const Players = Type.Object({
  url: Type.String(),
  roomCode: Type.String(),
  /** Names them, so that several processes' players differ. */
  prefix: Type.String(),
  count: Type.Integer({ minimum: 1, maximum: 5_000 }),
  /** So many connect at once. */
  wave: Type.Integer({ minimum: 1 }),
});

const Started = Type.Object({
  roomId: Type.String(),
  question: Type.Object({ id: Type.String(), answers: Type.Array(Type.Object({ id: Type.String() })) }),
});
const Refused = Type.Object({ error: Type.String() });

type Player = {
  socket: WebSocket;
  playerId: string;
  ask: (event: string, payload: unknown) => Promise<unknown>;
};

/** What has come since the question began. */
const seen = { frames: 0, bytes: 0, results: 0 };
let players: Player[] = [];
let latencies: number[] = [];
let refusals: string[] = [];
let failure: Error | undefined;
let onProgress = () => {};

async function join({ url, roomCode }: Static<typeof Players>, playerId: string): Promise<number> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  });
  const asked = new Map<number, (reply: unknown) => void>();
  let asks = 0;
  const hello = Promise.withResolvers<void>();
  const player: Player = {
    socket,
    playerId,
    ask(event, payload) {
      const id = asks++;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      asked.set(id, resolve);
      socket.send(`42${id}${JSON.stringify([event, payload])}`);
      return promise;
    },
  };
  socket.on('error', (error) => {
    failure ??= error;
    hello.reject(error);
    onProgress();
  });
  socket.on('message', (data: Buffer) => {
    seen.frames += 1;
    seen.bytes += data.length;
    const text = data.toString();
    if (text.startsWith('0')) socket.send('40{}');
    else if (text === '2') socket.send('3');
    else if (text.startsWith('43')) {
      const bracket = text.indexOf('[');
      const [reply]: unknown[] = JSON.parse(text.slice(bracket));
      asked.get(Number(text.slice(2, bracket)))?.(reply);
    } else if (text.startsWith('42["server:hello"')) hello.resolve();
    else if (text.startsWith('42["game:question:started"')) {
      const [, started]: unknown[] = JSON.parse(text.slice(2));
      void submit(player, Value.Parse(Started, started));
    } else if (text.startsWith('42["game:player:result"')) {
      seen.results += 1;
      onProgress();
    }
  });
  const startedAt = performance.now();
  await hello.promise;
  const reply = await player.ask('game:room:join', { roomCode, playerId, displayName: playerId });
  if (Value.Check(Refused, reply)) throw new Error(`a player was refused: ${JSON.stringify(reply)}`);
  players.push(player);
  return performance.now() - startedAt;
}

async function submit(player: Player, { roomId, question }: Static<typeof Started>): Promise<void> {
  const chosen = question.answers[Math.floor(Math.random() * question.answers.length)];
  const startedAt = performance.now();
  const reply = await player.ask('game:answer:submit', {
    roomId,
    playerId: player.playerId,
    questionId: question.id,
    answer: chosen?.id,
  });
  latencies.push(performance.now() - startedAt);
  if (Value.Check(Refused, reply)) refusals.push(reply.error);
  onProgress();
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    if (failure) throw failure;
    const { promise, resolve } = Promise.withResolvers<void>();
    onProgress = resolve;
    // A closed socket tells nobody; the parent's own time limit ends what never ends.
    await Promise.race([promise, wait(1_000)]);
  }
}

answerParent([
  answer('join', Players, async (options) => {
    const times: number[] = [];
    for (let done = 0; done < options.count; done += options.wave) {
      const wave = Math.min(options.wave, options.count - done);
      times.push(
        ...(await Promise.all(
          Array.from({ length: wave }, (_, index) => join(options, `${options.prefix}${done + index}`)),
        )),
      );
    }
    return times;
  }),
  answer('begin', Type.Object({}), () => {
    latencies = [];
    refusals = [];
    Object.assign(seen, { frames: 0, bytes: 0, results: 0 });
  }),
  answer('answered', Type.Object({}), async () => {
    await until(() => latencies.length >= players.length);
    return { latencies, refusals };
  }),
  answer('ended', Type.Object({}), async () => {
    await until(() => seen.results >= players.length);
    return { frames: seen.frames / players.length, bytes: seen.bytes / players.length };
  }),
  answer('leave', Type.Object({}), () => {
    for (const { socket } of players) socket.terminate();
    players = [];
  }),
]);
