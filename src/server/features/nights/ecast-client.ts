import { isIP } from 'node:net';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Agent, request } from 'undici';
import { type RawData, WebSocket } from 'ws';
import type { Observation, Room } from './monitor-room.ts';

/** The host is the only field that a look can't do without. */
const RoomLookup = Type.Object({
  ok: Type.Literal(true),
  body: Type.Object({
    host: Type.String({ maxLength: 255 }),
    appTag: Type.Optional(Type.String({ maxLength: 100 })),
    locked: Type.Optional(Type.Boolean()),
    full: Type.Optional(Type.Boolean()),
    maxPlayers: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  }),
});
type RoomLookup = Static<typeof RoomLookup>;

const Message = Type.Object({ opcode: Type.String() });

const Roles = Type.Record(Type.String(), Type.Unknown());
const Welcome = Type.Object({
  result: Type.Object({
    // A key that isn't matched as one, such as one with a line break, must not go unchecked.
    here: Type.Record(Type.String(), Type.Object({ roles: Type.Optional(Roles) }), {
      additionalProperties: false,
    }),
  }),
});

const SUBPROTOCOL = 'ecast-v0';
const MAX_LOOKUP_BYTES = 64 * 1024;
/** A welcome may carry the whole state of the game. */
const MAX_WELCOME_BYTES = 1024 * 1024;

const socketOptions = {
  maxPayload: MAX_WELCOME_BYTES,
  perMessageDeflate: false,
  followRedirects: false,
  closeTimeout: 1_000,
};

type Options = {
  /** Base address of the room service, without a slash at its end. */
  apiUrl: string;
  /** For a whole look: look-up, connection and welcome. */
  timeLimitMs: number;
};

/** Looks into rooms of the service that party games run on. Whatever comes from there is distrusted. */
export function createEcastClient({ apiUrl, timeLimitMs }: Options) {
  const api = new URL(apiUrl);
  // A connection each time: looks are too far apart to keep one, and none is left behind by a monitor that ends.
  const agent = new Agent({
    pipelining: 0,
    maxResponseSize: MAX_LOOKUP_BYTES,
    connect: { timeout: timeLimitMs },
  });
  const looks = new Set<AbortController>();

  async function findRoom(roomCode: string, signal: AbortSignal): Promise<RoomLookup['body'] | undefined> {
    // This neither follows redirects nor unpacks what is compressed.
    const { statusCode, body } = await request(`${apiUrl}/api/v2/rooms/${encodeURIComponent(roomCode)}`, {
      dispatcher: agent,
      signal,
    });
    const text = await body.text();
    if (statusCode === 404) return undefined;
    if (statusCode !== 200) throw new Error(`the look-up was answered with status ${statusCode}`);
    const lookup = parseJson(text);
    if (!Value.Check(RoomLookup, lookup)) throw new Error('the look-up has an unknown form');
    return lookup.body;
  }

  async function observe(roomCode: string, signal: AbortSignal): Promise<Observation> {
    const found = await findRoom(roomCode, signal);
    if (!found) return { kind: 'missing' };
    if (!isHostOfService(found.host, api)) throw new Error('the look-up names a host outside of the service');
    const scheme = api.protocol === 'https:' ? 'wss' : 'ws';
    const path = `/api/v2/rooms/${encodeURIComponent(roomCode)}/play?role=shard&format=json&name=soiree`;
    const playerCount = await countPlayers(`${scheme}://${found.host}${path}`, signal);
    const room: Room = {
      playerCount,
      maxPlayers: found.maxPlayers ?? null,
      isLocked: found.locked ?? null,
      isFull: found.full ?? null,
      appTag: found.appTag ?? null,
    };
    return { kind: 'seen', room };
  }

  return {
    /** One look at a room. Never rejects: what goes wrong over there is an observation too. */
    async look(roomCode: string): Promise<Observation> {
      const controller = new AbortController();
      const timer = setTimeout(
        () => controller.abort(new Error(`no answer within ${timeLimitMs} ms`)),
        timeLimitMs,
      );
      looks.add(controller);
      try {
        return await observe(roomCode, controller.signal);
      } catch (error) {
        return { kind: 'unreachable', problem: error instanceof Error ? error.message : String(error) };
      } finally {
        clearTimeout(timer);
        looks.delete(controller);
      }
    },

    /** Cuts short the looks under way. */
    async close(): Promise<void> {
      for (const controller of looks) controller.abort(new Error('the server is stopping'));
      await agent.destroy();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new Error('the answer is not JSON');
  }
}

const PLAIN_HOST = /^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[a-f\d:]+\])(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Whether a host, with or without a port, may be connected to on the word of the service: it is the service's own,
 * or a name under the same parent domain. So an answer can't point the server at something inside its network.
 */
export function isHostOfService(host: string, api: URL): boolean {
  const url = `http://${host}`;
  if (!PLAIN_HOST.test(host) || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  if (hostname === api.hostname) return true;
  if (LOOPBACK.test(api.hostname)) return LOOPBACK.test(hostname);
  const labels = api.hostname.split('.');
  if (isIP(api.hostname) !== 0 || labels.length < 2) return false;
  const parent = labels.length > 2 ? labels.slice(1).join('.') : api.hostname;
  return hostname === parent || hostname.endsWith(`.${parent}`);
}

/**
 * Joins the room as a shard, which players don't see, reads the welcome and leaves.
 * Settles once the connection is closed.
 */
function countPlayers(url: string, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = new WebSocket(url, SUBPROTOCOL, socketOptions);
  const stop = () => socket.terminate();
  let received = 0;
  let players: number | undefined;
  let problem: unknown;

  socket.on('message', (data: RawData, isBinary) => {
    if (players !== undefined || problem !== undefined) return;
    try {
      if (isBinary || !Buffer.isBuffer(data)) throw new Error('the room sent a message that is not text');
      received += data.length;
      if (received > MAX_WELCOME_BYTES) throw new Error('the room sent too much before its welcome');
      players = readWelcome(parseJson(data.toString()));
      if (players !== undefined) socket.close(1000);
    } catch (error) {
      problem = error;
      socket.terminate();
    }
  });
  socket.on('error', (error) => {
    problem ??= error;
  });
  socket.on('close', (code) => {
    signal.removeEventListener('abort', stop);
    if (players !== undefined) resolve(players);
    else if (signal.aborted) reject(signal.reason);
    else reject(problem ?? new Error(`the room closed the connection without a welcome (${code})`));
  });
  signal.addEventListener('abort', stop);
  return promise;
}

/** The number of players where the message is the welcome; other messages may come before it. */
function readWelcome(message: unknown): number | undefined {
  if (!Value.Check(Message, message)) throw new Error('the room sent a message of unknown form');
  if (message.opcode === 'error') throw new Error('the room refused the connection');
  if (message.opcode !== 'client/welcome') return undefined;
  if (!Value.Check(Welcome, message)) throw new Error('the welcome has an unknown form');
  return Object.values(message.result.here).filter(({ roles }) => roles && Object.hasOwn(roles, 'player'))
    .length;
}
