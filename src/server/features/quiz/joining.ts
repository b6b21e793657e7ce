import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { createGroupCommit, type Outcome } from '#server/platform/group-commit.ts';
import { nameKey } from '#server/platform/names.ts';
import * as players from './player-repository.ts';
import { addPlayers, lockStates } from './room-repository.ts';
import type { RoomState } from './room-types.ts';

type Dependencies = { database: Database; clock: Clock; registry: Registry };

export type JoinRequest = {
  roomId: string;
  maxPlayers: number;
  playerId: string;
  /** Trimmed. */
  displayName: string;
  /** Proves that the player is the one who joined before. */
  playerToken: string | undefined;
  accountId: string | null;
  deviceId: string | null;
} & players.Place;

export type Joined = { playerId: string; displayName: string; playerToken: string; isNew: boolean };

const MAX_BATCH = 500;
const MAX_QUEUED = 20_000;

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

type Decision = { request: JoinRequest; joined: Joined; kind: 'new' | 'back' | 'seated' };

const nameIn = ({ roomId, displayName }: { roomId: string; displayName: string }) =>
  `${roomId}:${nameKey(displayName)}`;

/**
 * Joins, by group commit: a room that hundreds enter at once takes its lock, and writes to the disk, once for all who
 * came meanwhile. They are decided in the order in which they came.
 */
export function createJoining({ database, clock, registry }: Dependencies) {
  const batch = createGroupCommit<JoinRequest, Joined>({
    name: 'quiz-joins',
    maxBatch: MAX_BATCH,
    maxQueued: MAX_QUEUED,
    registry,
    run: (requests) => database.transaction((tx) => join(tx, requests)),
  });

  async function join(tx: Executor, requests: readonly JoinRequest[]): Promise<Outcome<Joined>[]> {
    // Under the locks nothing about who is in these rooms changes.
    const states = await lockStates(tx, [...new Set(requests.map(({ roomId }) => roomId))]);
    const found = new Map((await players.findPlayers(tx, requests)).map((player) => [keyOf(player), player]));
    const looks = await players.lookNamesUp(
      tx,
      requests.map(({ displayName, ...request }) => ({ ...request, nameKey: nameKey(displayName) })),
    );
    const counts = new Map([...states].map(([roomId, { playerCount }]) => [roomId, playerCount]));
    /** Who has come in with this very batch, with the name, and all names that have. */
    const entered = new Map<string, string>();
    const newNames = new Set<string>();
    const decisions: Decision[] = [];
    const outcomes = requests.map((request, index): Outcome<Joined> => {
      const look = looks[index];
      const before = found.get(keyOf(request));
      const isThere = before !== undefined && (before.leftAt === null || entered.has(keyOf(request)));
      const error = refuse({
        request,
        state: states.get(request.roomId),
        before,
        isThere,
        isTwice: !before && entered.has(keyOf(request)),
        isKicked: look?.isKicked ?? false,
        isNameTaken: (look?.isTaken ?? false) || newNames.has(nameIn(request)),
        playerCount: counts.get(request.roomId) ?? 0,
      });
      if (error) return { ok: false, error };
      if (!isThere) {
        counts.set(request.roomId, (counts.get(request.roomId) ?? 0) + 1);
        entered.set(keyOf(request), request.displayName);
        newNames.add(nameIn(request));
      }
      const joined = {
        playerId: request.playerId,
        // Who is there keeps their name; who left gave it back, and takes the one they ask for now.
        displayName: isThere ? (entered.get(keyOf(request)) ?? before.displayName) : request.displayName,
        playerToken: (before && request.playerToken) || randomBytes(24).toString('base64url'),
        isNew: !isThere,
      };
      decisions.push({ request, joined, kind: isThere ? 'seated' : before ? 'back' : 'new' });
      return { ok: true, value: joined };
    });
    await write(tx, decisions);
    return outcomes;
  }

  async function write(tx: Executor, decisions: readonly Decision[]): Promise<void> {
    const created = decisions.filter(({ kind }) => kind === 'new');
    // Of who comes on two sockets at once, the later one.
    const seated = new Map(
      decisions.filter(({ kind }) => kind !== 'new').map((decision) => [keyOf(decision.request), decision]),
    );
    if (created.length > 0)
      await players.insertPlayers(
        tx,
        created.map(({ request, joined }) => ({
          roomId: request.roomId,
          playerId: request.playerId,
          displayName: joined.displayName,
          nameKey: nameKey(joined.displayName),
          tokenHash: hashToken(joined.playerToken),
          accountId: request.accountId,
          deviceId: request.deviceId,
          nodeId: request.nodeId,
          socketId: request.socketId,
        })),
        new Date(clock.now()),
      );
    if (seated.size > 0)
      await players.seatPlayers(
        tx,
        [...seated.values()].map(({ request, joined: { displayName } }) => ({
          ...request,
          displayName,
          nameKey: nameKey(displayName),
        })),
      );
    const added = Map.groupBy(
      decisions.filter(({ kind }) => kind !== 'seated'),
      ({ request }) => request.roomId,
    );
    for (const [roomId, those] of added) await addPlayers(tx, roomId, those.length);
  }

  return {
    /**
     * Resolves once it is committed.
     * @throws not_found, forbidden, room_locked, room_full or name_taken
     */
    join: (request: JoinRequest): Promise<Joined> => batch.submit(request),
    close: () => batch.close(),
  };
}

const keyOf = ({ roomId, playerId }: { roomId: string; playerId: string }) => `${roomId}:${playerId}`;

type Case = {
  request: JoinRequest;
  state: RoomState | undefined;
  before: players.FoundPlayer | undefined;
  isThere: boolean;
  /** Somebody else has come in with this id, in the same batch. */
  isTwice: boolean;
  isKicked: boolean;
  isNameTaken: boolean;
  playerCount: number;
};

function refuse({ request, state, before, isThere, isTwice, ...at }: Case): AppError | undefined {
  if (!state || state.closedAt) return notFound('There is no such room');
  if (before?.kickedAt || at.isKicked)
    return new AppError('forbidden', 'The host has removed you from this room');
  if (isTwice || (before && !isToken(request.playerToken, before.tokenHash)))
    return new AppError('forbidden', 'This player is somebody else');
  if (isThere) return undefined;
  if (!before && state.game.isLocked) return new AppError('room_locked', 'The room is locked');
  if (at.playerCount >= request.maxPlayers) return new AppError('room_full', 'The room is full');
  return at.isNameTaken ? new AppError('name_taken', 'Somebody in the room has this name') : undefined;
}

const isToken = (token: string | undefined, hash: Buffer): boolean =>
  token !== undefined && timingSafeEqual(hashToken(token), hash);
