import { sql } from 'kysely';
import { Value } from 'typebox/value';
import type { PlaySettings } from '#protocol/quiz.ts';
import { Phase } from '#protocol/quiz-live-fields.ts';
import type { Executor } from '#server/platform/database.ts';
import type { GameState } from './game-types.ts';
import type { PlayableQuestion } from './playable.ts';
import type { RoomContent, RoomState } from './room-types.ts';

export type NewRoom = {
  /** A new one where it is absent. */
  id?: string;
  hostId: string;
  quizId: string;
  title: string;
  code: number;
  settings: PlaySettings;
  questions: readonly PlayableQuestion[];
  at: Date;
};

export async function insertRoom(db: Executor, room: NewRoom): Promise<string> {
  const { at, settings, questions, ...rest } = room;
  const { id } = await db
    .insertInto('quizRooms')
    .values({
      ...rest,
      settings: JSON.stringify(settings),
      questions: JSON.stringify(questions),
      createdAt: at,
      updatedAt: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** How many rooms of the host's are open. */
export async function countOpen(db: Executor, hostId: string): Promise<number> {
  const { count } = await db
    .selectFrom('quizRooms')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('hostId', '=', hostId)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

export async function findRoomIdByCode(db: Executor, code: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('quizRooms')
    .select('id')
    .where('code', '=', code)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

export async function findContent(db: Executor, id: string): Promise<RoomContent | undefined> {
  const row = await db
    .selectFrom('quizRooms')
    .select(['id', 'hostId', 'quizId', 'code', 'title', 'createdAt'])
    // Written by us alone, in these forms.
    .select([
      sql<PlaySettings>`settings`.as('settings'),
      sql<readonly PlayableQuestion[]>`questions`.as('questions'),
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, code: String(row.code) };
}

const STATE_COLUMNS = [
  'id',
  'phase',
  'questionIndex',
  'gameNumber',
  'isLocked',
  'endedQuestionIds',
  'questionShownAt',
  'startsAt',
  'endsAt',
  'pausedAt',
  'dueAt',
  'standingsVersion',
  'playerCount',
  'updatedAt',
  'closedAt',
] as const;

type StateRow = {
  phase: string;
  questionIndex: number;
  gameNumber: number;
  isLocked: boolean;
  endedQuestionIds: string[];
  questionShownAt: Date | null;
  startsAt: Date | null;
  endsAt: Date | null;
  pausedAt: Date | null;
  dueAt: Date | null;
  standingsVersion: number;
  playerCount: number;
  updatedAt: Date;
  closedAt: Date | null;
};

export function readPhase(text: string): Phase {
  if (!Value.Check(Phase, text)) throw new Error(`a room is in no known phase: ${text}`);
  return text;
}

const toState = ({ standingsVersion, playerCount, updatedAt, closedAt, ...row }: StateRow): RoomState => ({
  game: {
    phase: readPhase(row.phase),
    questionIndex: row.questionIndex,
    gameNumber: row.gameNumber,
    isLocked: row.isLocked,
    endedQuestionIds: row.endedQuestionIds,
    shownAt: row.questionShownAt?.getTime() ?? null,
    startsAt: row.startsAt?.getTime() ?? null,
    endsAt: row.endsAt?.getTime() ?? null,
    pausedAt: row.pausedAt?.getTime() ?? null,
    dueAt: row.dueAt?.getTime() ?? null,
  },
  standingsVersion,
  playerCount,
  updatedAt,
  closedAt,
});

export async function findState(db: Executor, id: string): Promise<RoomState | undefined> {
  const row = await db.selectFrom('quizRooms').select(STATE_COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && toState(row);
}

/** Against all other changes of the room until the transaction ends, answers and joins too. */
export async function lockState(tx: Executor, id: string): Promise<RoomState | undefined> {
  const row = await tx
    .selectFrom('quizRooms')
    .select(STATE_COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toState(row);
}

/** Of open rooms, by id; no change of theirs comes between these and the end of the transaction. */
export async function shareStates(
  tx: Executor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RoomState>> {
  const rows = await tx
    .selectFrom('quizRooms')
    .select(STATE_COLUMNS)
    .where('id', '=', sql<string>`ANY(${ids}::uuid[])`)
    .where('closedAt', 'is', null)
    .orderBy('id')
    .forShare()
    .execute();
  return new Map(rows.map((row) => [row.id, toState(row)]));
}

/** As `shareStates`, and no other may hold them meanwhile. */
export async function lockStates(
  tx: Executor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RoomState>> {
  const rows = await tx
    .selectFrom('quizRooms')
    .select(STATE_COLUMNS)
    .where('id', '=', sql<string>`ANY(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, toState(row)]));
}

const toDate = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

export async function updateGame(
  tx: Executor,
  id: string,
  { game, standingsVersion, at }: { game: GameState; standingsVersion: number; at: Date },
): Promise<void> {
  await tx
    .updateTable('quizRooms')
    .set({
      phase: game.phase,
      questionIndex: game.questionIndex,
      gameNumber: game.gameNumber,
      isLocked: game.isLocked,
      endedQuestionIds: [...game.endedQuestionIds],
      questionShownAt: toDate(game.shownAt),
      startsAt: toDate(game.startsAt),
      endsAt: toDate(game.endsAt),
      pausedAt: toDate(game.pausedAt),
      dueAt: toDate(game.dueAt),
      standingsVersion,
      updatedAt: at,
    })
    .where('id', '=', id)
    .execute();
}

export async function closeRoom(tx: Executor, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('quizRooms')
    .set({ closedAt: at, updatedAt: at, dueAt: null })
    .where('id', '=', id)
    .execute();
}

/** So many more are there now, or fewer: under the room's lock. */
export async function addPlayers(tx: Executor, id: string, count: number): Promise<void> {
  await tx
    .updateTable('quizRooms')
    .set((eb) => ({
      playerCount: eb('playerCount', '+', count),
      standingsVersion: eb('standingsVersion', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Rooms that have something to do by themselves before that time. */
export const listDue = (db: Executor, before: Date) =>
  db
    .selectFrom('quizRooms')
    .select(['id', 'dueAt'])
    .where('dueAt', '<', before)
    .where('closedAt', 'is', null)
    .orderBy('dueAt')
    .limit(1_000)
    .execute();

export async function countPlay(tx: Executor, quizId: string): Promise<void> {
  await tx
    .updateTable('quizzes')
    .set((eb) => ({ timesPlayed: eb('timesPlayed', '+', 1) }))
    .where('id', '=', quizId)
    .execute();
}

/** Rooms where nothing has happened since: nobody comes back to those. */
export async function closeForgotten(db: Executor, before: Date, at: Date): Promise<readonly string[]> {
  const rows = await db
    .updateTable('quizRooms')
    .set({ closedAt: at, dueAt: null })
    .where('closedAt', 'is', null)
    .where('updatedAt', '<', before)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
