import { isDeepStrictEqual } from 'node:util';
import { type Static, Type } from 'typebox';
import { Nullable } from '#protocol/common.ts';
import type { MonitorStatus } from '#protocol/night-events.ts';
import type { EventBody } from './events.ts';

/** A room as one look saw it; null is what the look-up didn't tell. */
const Room = Type.Object({
  playerCount: Type.Integer(),
  maxPlayers: Nullable(Type.Integer()),
  isLocked: Nullable(Type.Boolean()),
  isFull: Nullable(Type.Boolean()),
  appTag: Nullable(Type.String()),
});
export type Room = Static<typeof Room>;

/** What a look found: the room, that there is none, or nothing that can be told, for the reason given. */
export type Observation =
  | { kind: 'seen'; room: Room }
  | { kind: 'missing' }
  | { kind: 'unreachable'; problem: string };

/** What a monitor remembers from look to look. */
export const MonitorState = Type.Object({
  /** As last seen; null before the first time. */
  room: Nullable(Room),
  /** Looks since the room was last seen that found it missing. */
  misses: Type.Integer(),
  /** Looks in a row that could tell nothing. */
  failures: Type.Integer(),
  /** Epoch milliseconds of the first of them. */
  failingSince: Nullable(Type.Integer()),
});
export type MonitorState = Static<typeof MonitorState>;

export const initialState: MonitorState = { room: null, misses: 0, failures: 0, failingSince: null };

/** The room that is monitored and the session game that it is played in. */
export type Subject = { nightId: number; nightGameId: number; roomCode: string };

type Ending = 'not_found' | 'closed' | 'failed';

export type Step =
  | { status: 'monitoring' | 'unreachable'; state: MonitorState; pauseMs: number; events: EventBody[] }
  | { status: Ending; state: undefined; events: EventBody[] };

/** One missing room may be a hiccup over there; a room that is missing twice is gone. */
const MISSES_TO_END = 2;
/** A passing fault delays nothing; only after so many failures do the pauses grow. */
const STEADY_FAILURES = 3;
const MAX_PAUSE_INTERVALS = 6;
const GIVE_UP_AFTER_MS = 30 * 60_000;

const statusOf = (state: MonitorState) => (state.failures > 0 ? 'unreachable' : 'monitoring');

/**
 * What becomes of a monitor after a look, and what is to be told of it.
 * @param now of the look's start, epoch milliseconds
 * @param intervalMs between looks while all is well; the pause of an outage doubles from it up to six times it
 */
export function takeLook(
  subject: Subject,
  state: MonitorState,
  observation: Observation,
  now: number,
  intervalMs: number,
): Step {
  switch (observation.kind) {
    case 'seen':
      return continueWith(subject, state, { ...initialState, room: observation.room }, intervalMs);
    case 'missing': {
      const misses = state.misses + 1;
      if (misses >= MISSES_TO_END) return endAs(subject, state, state.room ? 'closed' : 'not_found');
      return continueWith(subject, state, { ...initialState, room: state.room, misses }, intervalMs);
    }
    case 'unreachable': {
      const failingSince = state.failingSince ?? now;
      if (now - failingSince >= GIVE_UP_AFTER_MS) return endAs(subject, state, 'failed');
      const failures = state.failures + 1;
      const growth = Math.min(2 ** Math.max(0, failures - STEADY_FAILURES), MAX_PAUSE_INTERVALS);
      return continueWith(subject, state, { ...state, failures, failingSince }, intervalMs * growth);
    }
  }
}

function continueWith(subject: Subject, before: MonitorState, after: MonitorState, pauseMs: number): Step {
  const status = statusOf(after);
  const events: EventBody[] = [];
  const { room } = after;
  const { nightId: sessionId, nightGameId: gameId, roomCode } = subject;
  if (room && !before.room)
    events.push({
      type: 'room.connected',
      data: { sessionId, gameId, roomCode, playerCount: room.playerCount },
    });
  if (status !== statusOf(before) || !isDeepStrictEqual(room, before.room))
    events.push(describeRoom(subject, status, room));
  if (room && room.playerCount !== before.room?.playerCount)
    events.push({
      type: 'player-count.updated',
      data: { sessionId, gameId, playerCount: room.playerCount, status },
    });
  return { status, state: after, pauseMs, events };
}

const endAs = (subject: Subject, state: MonitorState, status: Ending): Step => ({
  status,
  state: undefined,
  events: describeEnd(subject, state, status),
});

function describeRoom(subject: Subject, status: MonitorStatus, room: Room | null): EventBody {
  const { nightId: sessionId, nightGameId: gameId, roomCode } = subject;
  const unknown = { playerCount: null, maxPlayers: null, isLocked: null, isFull: null, appTag: null };
  return { type: 'game.status', data: { sessionId, gameId, roomCode, status, ...(room ?? unknown) } };
}

/** What is told when a monitor ends, by itself or by the host. */
export function describeEnd(
  subject: Subject,
  state: MonitorState,
  reason: Ending | 'stopped' | 'completed',
): EventBody[] {
  return [describeRoom(subject, reason, state.room), describeLeaving(subject, reason)];
}

/** What is told when a monitor turns to another room, or ends. */
export function describeLeaving(
  { nightId: sessionId, nightGameId: gameId, roomCode }: Subject,
  reason: Exclude<MonitorStatus, 'monitoring' | 'unreachable'> | 'moved',
): EventBody {
  return { type: 'room.disconnected', data: { sessionId, gameId, roomCode, reason } };
}
