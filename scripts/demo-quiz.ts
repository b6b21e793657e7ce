import { io, type Socket } from 'socket.io-client';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { type ServerEvent, serverEvents } from '#protocol/quiz-live-messages.ts';
import type { QuizTransfer } from '#protocol/quiz-transfer.ts';
import type { Api } from './demo-api.ts';
import { QUIZ_PLAYERS } from './demo-quizzes.ts';
import type { Random } from './demo-random.ts';
import type { DemoClock } from './demo-server.ts';

const WITHIN_MS = 10_000;
/** Nobody has read a question sooner. */
const READING_MS = 1_500;
/** By then everybody has made up their mind. */
const LATEST_SHARE = 0.7;

/** Whoever leads a game: an account, and a key of theirs that may. */
type QuizHost = { accountId: string; key: string };
type Player = { name: string; knowledge: number; id: string; socket: Socket };
type Scene = { api: Api; random: Random; host: QuizHost; quiz: { id: string; document: QuizTransfer } };

export type QuizRoom = Awaited<ReturnType<typeof openRoom>>;

async function connect(url: string, auth: object): Promise<Socket> {
  const socket = io(url, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve);
  socket.once('connect_error', reject);
  await promise;
  return socket;
}

/** @throws {Error} with what the server said, where it refused */
async function ask<S extends TSchema>(
  socket: Socket,
  schema: S,
  event: string,
  payload: object,
): Promise<Static<S>> {
  const reply: unknown = await socket.timeout(WITHIN_MS).emitWithAck(event, payload);
  if (Value.Check(serverEvents.error, reply)) throw new Error(`${event}: ${reply.message}`);
  return Value.Parse(schema, reply);
}

const Anything = Type.Unknown();

/** Opens a room, with everybody in it who plays. */
export async function openRoom({ api, random, host, quiz }: Scene) {
  const leader = await connect(api.url, { token: host.key });
  const { roomId, code } = await ask(leader, serverEvents['game:room:created'], 'game:host:create', {
    hostId: host.accountId,
    title: quiz.document.title,
    settings: { quizId: quiz.id },
  });
  const players: Player[] = [];
  for (const [name, knowledge] of QUIZ_PLAYERS) {
    const socket = await connect(api.url, {});
    const id = `demo-${name.toLowerCase()}`;
    await ask(socket, Anything, 'game:room:join', { roomCode: code, playerId: id, displayName: name });
    players.push({ name, knowledge, id, socket });
  }

  /** By its place among the answers. */
  function choose({ knowledge }: Player, shown: ShownQuestion): number {
    const question = quiz.document.questions.find(({ question_text: text }) => text === shown.question_text);
    const isKnown = random.chance(knowledge);
    const fitting = question?.answers.flatMap(({ is_correct }, index) =>
      is_correct === isKnown ? [index] : [],
    );
    return random.oneOf(fitting ?? shown.answers.map((_, index) => index));
  }

  const answer = (player: Player, shown: ShownQuestion) =>
    ask(player.socket, Anything, 'game:answer:submit', {
      roomId,
      playerId: player.id,
      questionId: shown.id,
      answer: choose(player, shown),
    });

  async function answerInTime(player: Player, started: unknown): Promise<void> {
    const { question, endsAt, serverTime } = Value.Parse(serverEvents['game:question:started'], started);
    await api.wait(random.between(READING_MS, LATEST_SHARE * (endsAt - serverTime)));
    await answer(player, question);
  }

  /** As the host. */
  const lead = (command: 'game:flow:start' | 'game:flow:end' | 'game:flow:finish' | 'game:room:close') =>
    ask(leader, Anything, command, { roomId });

  return {
    roomId,
    code,

    /** Opens the next question, has everybody answer in turn, and ends it. */
    async playQuestion(beforeAnswer: () => void = () => undefined): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<ServerEvent<'game:question:started'>>();
      leader.once('game:question:started', (payload: unknown) =>
        resolve(Value.Parse(serverEvents['game:question:started'], payload)),
      );
      await lead('game:flow:start');
      const { question } = await promise;
      const turns = new Map(players.map((player) => [player, random.next()]));
      for (const [player] of [...turns].toSorted(([, one], [, other]) => one - other)) {
        beforeAnswer();
        await answer(player, question);
      }
      await lead('game:flow:end');
    },

    async end(): Promise<void> {
      await lead('game:flow:finish');
      await lead('game:room:close');
      for (const socket of [leader, ...players.map((player) => player.socket)]) socket.close();
    },

    /** From now on everybody answers by themselves what the visitor asks as the host. */
    goOn(): void {
      for (const player of players)
        player.socket.on('game:question:started', (payload: unknown) => {
          // The visitor may have ended it meanwhile, sent the player away, or had enough of the demo.
          answerInTime(player, payload).catch(() => undefined);
        });
    },
  };
}

/** A whole game, over before anything else happens; the clock stands at its end afterwards. */
export async function playQuiz(scene: Scene, clock: DemoClock): Promise<void> {
  const room = await openRoom(scene);
  for (const _ of scene.quiz.document.questions) {
    await room.playQuestion(() => clock.standAt(clock.now() + Math.round(scene.random.between(200, 1_200))));
    clock.standAt(clock.now() + 10_000);
  }
  await room.end();
}
