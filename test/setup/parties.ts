import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Answer } from './app.ts';
import { connectSocket, type SocketClient } from './socket-client.ts';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;

/** A server that believes `X-Forwarded-For`: so that each who makes a party may be somewhere else. */
export type PartyServer = {
  url: string;
  call: (
    method: string,
    path: string,
    body?: unknown,
    options?: { token?: string | undefined; headers?: Record<string, string> },
  ) => Promise<Answer>;
};

export const PASSWORD = 'secure123';

let addresses = 0;
/** The limits are by address. */
export function fromElsewhere(): Record<string, string> {
  addresses += 1;
  return { 'x-forwarded-for': `10.${process.pid & 255}.${(addresses >> 8) & 255}.${addresses & 255}` };
}

export type Membership = { id: string; token: string; user_id: string; username: string; is_host: boolean };

/** Of a party, one who makes it. */
export async function makeParty(
  server: PartyServer,
  fields: Record<string, unknown> = {},
): Promise<Membership> {
  const body = { name: 'Movie Night', password: PASSWORD, username: 'Ada', ...fields };
  const answer = await server.call('POST', '/api/sessions/create', body, { headers: fromElsewhere() });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

export const tryToJoin = (
  server: PartyServer,
  { id }: Pick<Membership, 'id'>,
  fields: Record<string, unknown> = {},
): Promise<Answer> =>
  server.call(
    'POST',
    '/api/sessions/join',
    { session_id: id, password: PASSWORD, ...fields },
    { headers: fromElsewhere() },
  );

export async function joinParty(
  server: PartyServer,
  party: Pick<Membership, 'id'>,
  username?: string,
): Promise<Membership> {
  const answer = await tryToJoin(server, party, username === undefined ? {} : { username });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

export type PartySocket = SocketClient & {
  member: Membership;
  /** The state that it was first told. */
  state: Parsed;
  say: (type: string, payload?: unknown, more?: object) => void;
  /** Resolves when all that this socket sent has been handled. */
  settle: () => Promise<void>;
  /** The payloads of a type so far. */
  heard: (type: string) => Parsed[];
};

export const socketUrl = (url: string, { id, token }: Pick<Membership, 'id' | 'token'>) =>
  `${url}/ws/${id}?token=${token}`;

/** A member's socket, once it has been told the state and that it has come. */
export async function enter(
  { url }: Pick<PartyServer, 'url'>,
  member: Membership,
  options?: Parameters<typeof connectSocket>[1],
): Promise<PartySocket> {
  const socket = await connectSocket(socketUrl(url, member), options);
  const { payload: state } = await socket.nextOf('session_state');
  await socket.next(({ type, user_id }) => type === 'user_joined' && user_id === member.user_id);
  const say = (type: string, payload?: unknown, more: object = {}) => socket.send({ type, payload, ...more });
  return {
    ...socket,
    member,
    state,
    say,
    heard: (type) => socket.received.filter((message) => message.type === type).map(({ payload }) => payload),
    async settle() {
      // What takes time is done in order, and this is the last of it.
      say('state_get');
      await socket.nextOf('session_state');
    },
  };
}

/** What a request for a socket is refused with, by HTTP. */
export async function refusalOf(
  url: string,
  path: string,
  options: object = {},
): Promise<{ status: number | undefined; body: Parsed }> {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, options);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  socket.on('unexpected-response', (_, response) => resolve(response));
  socket.on('open', () => {
    socket.terminate();
    reject(new Error('let in'));
  });
  const response = await promise;
  let text = '';
  response.on('data', (chunk) => {
    text += chunk;
  });
  await once(response, 'end');
  return { status: response.statusCode, body: JSON.parse(text) };
}
