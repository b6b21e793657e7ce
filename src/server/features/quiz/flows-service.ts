import type { Static } from 'typebox';
import type { GameFlow, GameFlowChanges } from '#protocol/game-flows.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import * as flows from './flows-repository.ts';
import type { GameCommand } from './game-types.ts';
import type { RoomAnnouncer } from './room-channels.ts';
import { readPhase } from './room-repository.ts';
import type { RoomService } from './room-service.ts';

type Dependencies = { database: Database; clock: Clock; rooms: RoomService; announcer: RoomAnnouncer };

export type Flows = ReturnType<typeof createFlows>;

/** Games by REST: the same rooms that the sockets lead. */
export function createFlows({ database, clock, rooms, announcer }: Dependencies) {
  async function require(caller: Caller, id: string): Promise<flows.FlowRow> {
    const flow = await flows.findFlow(database.db, id);
    if (!flow) throw notFound('Game flow not found');
    if (flow.hostId !== caller.accountId && !caller.isAdmin)
      throw new AppError('forbidden', 'This is the game of another host');
    return flow;
  }

  const find = async (caller: Caller, id: string): Promise<GameFlow> => toWire(await require(caller, id));

  /** A question's index is out of range where the quiz has no such question: that is the caller's fault. */
  async function show(caller: Caller, id: string, command: GameCommand): Promise<GameFlow> {
    const flow = await require(caller, id);
    if (flow.closedAt) throw invalid('The game is over');
    await rooms.command(caller, id, command);
    return find(caller, id);
  }

  return {
    find,
    show,

    async list(
      caller: Caller,
      { quizId, limit, offset }: { quizId: string | undefined; limit: number; offset: number },
    ) {
      const filter = { hostId: caller.isAdmin ? undefined : caller.accountId, quizId };
      const [rows, total] = await Promise.all([
        flows.listFlows(database.db, filter, { limit, offset }),
        flows.countFlows(database.db, filter),
      ]);
      return { flows: rows.map(toWire), total, limit, offset };
    },

    async change(caller: Caller, id: string, changes: Static<typeof GameFlowChanges>): Promise<GameFlow> {
      const { current_question_index: index, question_start_time: startTime } = changes;
      if (index === undefined && startTime === undefined) throw invalid('There is nothing to change');
      const shownAt = startTime === undefined ? undefined : new Date(startTime);
      // The format has leap seconds, the calendar here hasn't.
      if (shownAt && Number.isNaN(shownAt.getTime())) throw invalid('question_start_time is no time');
      const flow = await require(caller, id);
      if (index !== undefined && index >= flow.totalQuestions)
        throw invalid(`current_question_index must be below ${flow.totalQuestions}`);
      if (index !== undefined && index !== flow.questionIndex)
        await show(caller, id, { type: 'show', index });
      if (shownAt) await flows.setShownAt(database.db, id, shownAt, new Date(clock.now()));
      return find(caller, id);
    },

    async remove(caller: Caller, id: string): Promise<void> {
      const flow = await require(caller, id);
      await flows.deleteFlow(database.db, id, new Date(clock.now()));
      if (!flow.closedAt) announcer.roomClosed(id);
    },
  };
}

const toWire = (flow: flows.FlowRow): GameFlow => ({
  id: flow.id,
  game_id: flow.id,
  quiz_set_id: flow.quizId,
  current_question_index: flow.questionIndex,
  total_questions: flow.totalQuestions,
  question_start_time: flow.questionShownAt?.toISOString() ?? null,
  title: flow.title,
  code: flow.code,
  phase: readPhase(flow.phase),
  player_count: flow.playerCount,
  created_at: flow.createdAt.toISOString(),
  updated_at: flow.updatedAt.toISOString(),
  ended_at: flow.closedAt?.toISOString() ?? null,
});
