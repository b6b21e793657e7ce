import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Ways in which a look at a room comes to nothing. */
export const HOSTILE_MODES = [
  'hanging look-up',
  'dropped look-up',
  'huge look-up',
  'malformed look-up',
  'look-up of a wrong form',
  'look-up without a host',
  'status 500',
  'redirect',
  'host elsewhere',
  'hanging upgrade',
  'refused upgrade',
  'no subprotocol',
  'no welcome',
  'closing at once',
  'huge welcome',
  'endless chatter',
  'malformed welcome',
  'binary welcome',
  'welcome of a wrong form',
  'welcome with an odd entry',
  'error instead of a welcome',
] as const;

type HostileMode = (typeof HOSTILE_MODES)[number];
/** Awkward, but the room can be seen all the same. */
type AwkwardMode = 'slow' | 'never closing';
type Room = {
  players: Set<string>;
  isLocked: boolean;
  mode?: HostileMode | AwkwardMode | undefined;
  /** Answers kept back until they are released. */
  held?: (() => void)[] | undefined;
};

export type FakeEcast = Awaited<ReturnType<typeof startFakeEcast>>;

const MAX_PLAYERS = 8;
const SLOW_MS = 100;
const HUGE_BYTES = 5_000_000;
const ROOM_PATH = /^\/api\/v2\/rooms\/([A-Z0-9]{4})(\/play)?$/;

/** The room service that party games run on, as far as a monitor sees it, on the loopback interface. */
export async function startFakeEcast() {
  const rooms = new Map<string, Room>();
  const lookups: string[] = [];
  const sockets = new Set<Socket>();
  let strayRequests = 0;
  const server = createServer(answer);
  const websockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('ecast-v0') ? 'ecast-v0' : false),
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());
  const host = `127.0.0.1:${port}`;

  function find(code: string): Room {
    const room = rooms.get(code);
    if (!room) throw new Error(`the fake has no room ${code}`);
    return room;
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const code = ROOM_PATH.exec(request.url ?? '')?.[1];
    if (code === undefined) {
      strayRequests++;
      response.writeHead(400).end();
      return;
    }
    lookups.push(code);
    const room = rooms.get(code);
    if (!room) {
      reply(response, 404, { ok: false, error: 'no such room' });
      return;
    }
    const body = {
      host,
      code,
      appTag: 'quiplash3',
      audienceHost: host,
      audienceEnabled: true,
      locked: room.isLocked,
      full: room.players.size >= MAX_PLAYERS,
      minPlayers: 3,
      maxPlayers: MAX_PLAYERS,
    };
    if (room.held) {
      room.held.push(() => reply(response, 200, { ok: true, body }));
      return;
    }
    switch (room.mode) {
      case 'hanging look-up':
        return;
      case 'dropped look-up':
        response.socket?.destroy();
        return;
      case 'huge look-up':
        reply(response, 200, { ok: true, body: { ...body, filler: 'x'.repeat(HUGE_BYTES) } });
        return;
      case 'malformed look-up':
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"body":{"host"');
        return;
      case 'look-up of a wrong form':
        reply(response, 200, [{ ok: true, body: 7 }]);
        return;
      case 'look-up without a host':
        reply(response, 200, { ok: true, body: { ...body, host: undefined } });
        return;
      case 'status 500':
        reply(response, 500, { ok: false, error: 'internal' });
        return;
      case 'redirect':
        response.writeHead(302, { location: `http://${host}/elsewhere` }).end();
        return;
      case 'host elsewhere':
        reply(response, 200, { ok: true, body: { ...body, host: '10.11.12.13:80' } });
        return;
      case 'slow':
        setTimeout(() => reply(response, 200, { ok: true, body }), SLOW_MS);
        return;
      default:
        reply(response, 200, { ok: true, body });
    }
  }

  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const url = new URL(request.url ?? '', `http://${host}`);
    const [, code, play] = ROOM_PATH.exec(url.pathname) ?? [];
    const room = rooms.get(code ?? '');
    const isShard = url.searchParams.get('role') === 'shard' && url.searchParams.get('format') === 'json';
    const isSpoken = room && play && isShard && request.headers['sec-websocket-protocol'] === 'ecast-v0';
    if (isSpoken && room.mode !== 'hanging upgrade' && room.mode !== 'refused upgrade') {
      if (room.mode === 'no subprotocol') delete request.headers['sec-websocket-protocol'];
      websockets.handleUpgrade(request, socket, head, (ws) => greet(ws, socket, room));
      return;
    }
    // Read on, or the visitor's leaving would go unnoticed.
    socket.resume().once('end', () => socket.end());
    if (!isSpoken) {
      strayRequests++;
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    } else if (room.mode === 'refused upgrade') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  }

  function greet(ws: WebSocket, socket: Socket, room: Room): void {
    // A visitor that hangs up on what it is sent is no fault of the fake.
    ws.on('error', () => ws.terminate());
    const send = (message: unknown) => ws.send(JSON.stringify(message));
    const welcome = { pc: 0, opcode: 'client/welcome', result: { id: 90, secret: 's', here: hereOf(room) } };
    switch (room.mode) {
      case 'no welcome':
        return;
      case 'closing at once':
        ws.close(1011);
        return;
      case 'huge welcome':
        send({ ...welcome, filler: 'x'.repeat(HUGE_BYTES) });
        return;
      case 'endless chatter': {
        const chatter = setInterval(() => send({ opcode: 'ok', filler: 'x'.repeat(200_000) }), 2);
        ws.once('close', () => clearInterval(chatter));
        return;
      }
      case 'malformed welcome':
        ws.send('{"opcode":"client/welcome"');
        return;
      case 'binary welcome':
        ws.send(Buffer.from(JSON.stringify(welcome)));
        return;
      case 'welcome of a wrong form':
        send({ ...welcome, result: { here: [{ id: 1, roles: { player: {} } }] } });
        return;
      case 'welcome with an odd entry':
        send({ ...welcome, result: { here: { '1\n': null } } });
        return;
      case 'error instead of a welcome':
        send({ pc: 0, opcode: 'error', result: { code: 2005, msg: 'no such room' } });
        return;
      case 'never closing':
        send(welcome);
        // From here on it hears nothing, the visitor's goodbye neither.
        socket.removeAllListeners('data').resume();
        return;
      default:
        // Other messages may come first.
        send({ pc: 0, opcode: 'room/lock', result: {} });
        send(welcome);
    }
  }

  return {
    url: `http://${host}`,
    open: (code: string, players: readonly string[] = []) =>
      rooms.set(code, { players: new Set(players), isLocked: false }),
    join: (code: string, player: string) => find(code).players.add(player),
    leave: (code: string, player: string) => find(code).players.delete(player),
    lock(code: string): void {
      find(code).isLocked = true;
    },
    vanish: (code: string) => rooms.delete(code),
    behave(code: string, mode: HostileMode | AwkwardMode | undefined): void {
      find(code).mode = mode;
    },
    /** From now on look-ups wait for their answer. */
    hold(code: string): void {
      find(code).held = [];
    },
    /** Answers those that wait. */
    release(code: string): void {
      const { held } = find(code);
      find(code).held = undefined;
      for (const answerHeld of held ?? []) answerHeld();
    },
    /** How often the room was looked up. */
    countLookups: (code: string) => lookups.filter((looked) => looked === code).length,
    /** Requests that the protocol doesn't have. */
    countStrayRequests: () => strayRequests,
    countSockets: () => sockets.size,
    /** No room, and none was ever looked up. */
    forget(): void {
      rooms.clear();
      lookups.length = 0;
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      websockets.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Everybody in the room: its host, its players, and others who aren't players, the visitor among them. */
function hereOf(room: Room): Record<string, unknown> {
  const roles = [
    { host: {} },
    ...[...room.players].map((name) => ({ player: { name } })),
    { audience: {} },
    { moderator: {} },
    { shard: {} },
  ];
  return Object.fromEntries(roles.map((role, index) => [`${index + 1}`, { id: index + 1, roles: role }]));
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the fake is not on a port');
  return address;
}
