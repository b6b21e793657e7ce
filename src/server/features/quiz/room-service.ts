import { randomInt } from 'node:crypto';
import type { PlaySettings } from '#protocol/quiz.ts';
import { type Caller, hasScope } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Database, type Executor, violates } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isCodeTaken } from './codes-repository.ts';
import { play } from './game.ts';
import type { GameCommand, GameEvent, GameRules, GameState } from './game-types.ts';
import type { PlayableQuiz } from './playable.ts';
import type { RoomContents } from './room-contents.ts';
import * as rooms from './room-repository.ts';
import type { RoomContent, RoomState } from './room-types.ts';
import { settleQuestion } from './settlement.ts';

type Dependencies = {
  database: Database;
  clock: Clock;
  contents: RoomContents;
  loadPlayable: (db: Executor, quizId: string) => Promise<PlayableQuiz | undefined>;
  /** What has changed is told, after the commit, in the order of the changes. */
  tell: (change: RoomChange) => void;
  /** Resolves once the answers that have arrived here are decided: they came before what a command does. */
  answersSettled: () => Promise<unknown>;
};

/** Of a room, what a command did. */
export type RoomChange = {
  content: RoomContent;
  game: GameState;
  events: readonly GameEvent[];
  /** How often each answer of the question that ended was chosen, by question. */
  counts: ReadonlyMap<string, Record<string, number>>;
  at: number;
};

export type RoomService = ReturnType<typeof createRoomService>;

/** For one who means well; each keeps a copy of its quiz. */
const MAX_OPEN_ROOMS = 200;
/** Enough tries to find one of 900,000 codes while not nearly all are taken. */
const CODE_TRIES = 20;

export const rulesOf = (settings: PlaySettings): GameRules => ({
  showQuestionOnly: settings.show_question_only,
  showExplanation: settings.show_explanation,
  autoAdvance: settings.auto_advance,
});

/** Of API keys, those that may write the host's quizzes. */
export const mayHost = (caller: Caller, { hostId }: RoomContent): boolean =>
  hasScope(caller, 'quiz:write') && (caller.accountId === hostId || caller.isAdmin);

/** Rooms: made, led through their questions, and closed. Every change takes the room's lock. */
export function createRoomService({
  database,
  clock,
  contents,
  loadPlayable,
  tell,
  answersSettled,
}: Dependencies) {
  async function insertWithFreeCode(quiz: PlayableQuiz, room: Omit<rooms.NewRoom, 'code'>): Promise<string> {
    for (let tries = 0; tries < CODE_TRIES; tries++) {
      const isOwn = tries === 0 && quiz.code !== null;
      const code = isOwn && quiz.code !== null ? quiz.code : randomInt(100_000, 1_000_000);
      // Neither another room's, nor that of a quiz whose own rooms want it.
      if (await rooms.findRoomIdByCode(database.db, code)) continue;
      if (!isOwn && (await isCodeTaken(database.db, code))) continue;
      try {
        return await rooms.insertRoom(database.db, { ...room, code });
      } catch (error) {
        // Another room was quicker.
        if (!violates(error, 'quiz_rooms_live_code_key')) throw error;
      }
    }
    throw new AppError('unavailable', 'No room code is free, try again soon');
  }

  /** Plays a command on a room that is locked; gives what to tell of it, unless nothing happened. */
  async function playLocked(
    tx: Executor,
    content: RoomContent,
    state: RoomState,
    command: GameCommand,
  ): Promise<RoomChange | undefined> {
    const now = clock.now();
    const { game, events } = advance(content, state.game, command, now);
    if (events.length === 0) return undefined;
    const counts = new Map<string, Record<string, number>>();
    for (const event of events)
      if (event.type === 'ended')
        counts.set(event.questionId, await settleQuestion(tx, content, state.game, event.questionId));
    if (events.some(({ type }) => type === 'finished')) await rooms.countPlay(tx, content.quizId);
    const isScored = events.some(({ type }) => type === 'ended' || type === 'restarted');
    await rooms.updateGame(tx, content.id, {
      game,
      standingsVersion: state.standingsVersion + (isScored ? 1 : 0),
      at: new Date(now),
    });
    return { content, game, events, counts, at: now };
  }

  async function run(content: RoomContent, command: GameCommand): Promise<RoomChange | undefined> {
    await answersSettled();
    const change = await database.transaction(async (tx) => {
      const state = await rooms.lockState(tx, content.id);
      if (state && !state.closedAt) return playLocked(tx, content, state, command);
      // What a room has to do by itself, it hasn't any more.
      if (command.type === 'tick') return undefined;
      throw notFound('There is no such room');
    });
    if (change) tell(change);
    return change;
  }

  async function requireHosted(caller: Caller, roomId: string): Promise<RoomContent> {
    const content = await contents.find(roomId);
    if (!content) throw notFound('There is no such room');
    if (!mayHost(caller, content)) throw new AppError('forbidden', 'Only the host may do that');
    return content;
  }

  return {
    requireHosted,

    /**
     * Opens a room for a quiz that is the host's own or public, and can be played.
     * @throws invalid_payload where it isn't
     */
    async create(
      hostId: string,
      {
        id: wantedId,
        quizId,
        title,
        overrides = {},
      }: { id?: string; quizId: string; title: string; overrides?: Partial<PlaySettings> },
    ): Promise<RoomContent> {
      const quiz = await loadPlayable(database.db, quizId);
      if (!quiz || (quiz.authorId !== hostId && !quiz.isPublic))
        throw invalid('The quiz must be one of yours, or a public one');
      if (quiz.errors.length > 0)
        throw invalid(`The quiz cannot be played yet: ${quiz.errors[0]}`, {
          details: { errors: quiz.errors },
        });
      if ((await rooms.countOpen(database.db, hostId)) >= MAX_OPEN_ROOMS)
        throw new AppError('rate_limited', `You have ${MAX_OPEN_ROOMS} rooms open: close one first`);
      const id = await insertWithFreeCode(quiz, {
        ...(wantedId && { id: wantedId }),
        hostId,
        quizId,
        title,
        settings: { ...quiz.playSettings, ...overrides },
        questions: quiz.questions,
        at: new Date(clock.now()),
      });
      const content = await contents.find(id);
      if (!content) throw new Error(`room ${id} was made and is not there`);
      return content;
    },

    /** A command of somebody who may host. */
    async command(caller: Caller, roomId: string, command: GameCommand): Promise<RoomChange | undefined> {
      return run(await requireHosted(caller, roomId), command);
    },

    /** What the room has to do by itself. */
    async tick(roomId: string): Promise<RoomChange | undefined> {
      const content = await contents.find(roomId);
      return content && run(content, { type: 'tick' });
    },

    /** A question that is being played ends first: its answers count. Returns false where it was closed before. */
    async close(caller: Caller, roomId: string): Promise<boolean> {
      const content = await requireHosted(caller, roomId);
      await answersSettled();
      const closed = await database.transaction(async (tx) => {
        const state = await rooms.lockState(tx, roomId);
        if (!state || state.closedAt) return undefined;
        const isPlaying = state.game.phase === 'open' || state.game.phase === 'paused';
        const change = isPlaying ? await playLocked(tx, content, state, { type: 'finish' }) : undefined;
        await rooms.closeRoom(tx, roomId, new Date(clock.now()));
        return { change };
      });
      if (closed?.change) tell(closed.change);
      return closed !== undefined;
    },
  };
}

function advance(content: RoomContent, state: GameState, command: GameCommand, now: number) {
  const { state: game, events } = play(state, command, content.questions, rulesOf(content.settings), now);
  return { game, events };
}
