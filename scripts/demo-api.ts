import { setTimeout as wait } from 'node:timers/promises';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { SignedIn } from '#protocol/accounts.ts';
import { ApiKeyCreated } from '#protocol/api-keys.ts';
import { Game, Pick } from '#protocol/catalogue.ts';
import { Night, NightCreated, NightGame } from '#protocol/nights.ts';
import { Quiz } from '#protocol/quiz.ts';
import type { QuizTransfer } from '#protocol/quiz-transfer.ts';
import type { NewSession } from '#protocol/sessions.ts';
import { TimelineAnswer } from '#protocol/timelines.ts';
import { LiveVoteRecorded, type VoteType } from '#protocol/votes.ts';
import type { HOSTS, HostName } from './demo-programme.ts';

/** An answer that is no success. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export type Api = ReturnType<typeof createApi>;
export type HostApi = ReturnType<typeof createHostApi>;

/** The server as any client has it: its HTTP API at an address. A signal ends what is under way. */
export function createApi(url: string, signal: AbortSignal) {
  /** @throws {Refusal} */
  async function call<S extends TSchema>(
    schema: S,
    method: string,
    path: string,
    { token, body }: { token?: string; body?: object } = {},
  ): Promise<Static<S>> {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method,
      signal,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Refusal(response.status, `${method} ${path}: ${response.status} ${text}`);
    return Value.Parse(schema, JSON.parse(text));
  }

  return { url, call, wait: (ms: number) => wait(Math.max(0, ms), undefined, { signal }) };
}

/** Of what is answered beside the status, nothing is needed. */
const Anything = Type.Unknown();

/** Registers a host, with a picture, and gives what they, their page and their bot can do by its keys. */
export async function registerHost(
  api: Api,
  host: (typeof HOSTS)[HostName],
  picture: Uint8Array<ArrayBuffer>,
) {
  const { email, password, username, displayName } = host;
  const { user, session } = await api.call(SignedIn, 'POST', '/auth/register', {
    body: { email, password, username, displayName },
  });
  const token = session.access_token;
  const form = new FormData();
  form.set('avatar', new Blob([picture], { type: 'image/png' }), 'me.png');
  await api.call(Anything, 'POST', '/profile/avatar', { token, body: form });
  const makeKey = async (name: string, scopes: string[]) =>
    (await api.call(ApiKeyCreated, 'POST', '/auth/api-keys', { token, body: { name, scopes } })).key;
  return createHostApi(api, {
    username,
    accountId: user.id,
    // An access token is good for an hour, and weeks go by.
    hostKey: await makeKey('Evening on autopilot', ['nights:write', 'quiz:write', 'schedule:write', 'read']),
    botKey: await makeKey('Chat bot', ['votes:write']),
  });
}

/** A host's nights. */
function createHostApi(
  api: Api,
  keys: { username: string; accountId: string; hostKey: string; botKey: string },
) {
  const { call } = api;
  const { username, accountId, hostKey: token, botKey } = keys;

  return {
    username,
    /** By whom live games are led. */
    quizHost: { accountId, key: token },

    open: async (notes: string) =>
      (await call(NightCreated, 'POST', '/api/sessions', { token, body: { notes } })).id,
    close: (night: number, notes: string | undefined) =>
      call(Anything, 'POST', `/api/sessions/${night}/close`, {
        token,
        body: notes === undefined ? {} : { notes },
      }),

    async findOpen(): Promise<number | undefined> {
      const query = new URLSearchParams({ host: username, active: 'true' });
      const [night] = await call(Type.Array(Night), 'GET', `/api/sessions?${query}`);
      return night?.id;
    },
    listGames: (night: number) => call(Type.Array(NightGame), 'GET', `/api/sessions/${night}/games`),

    /** @throws {Refusal} 404 where none is left */
    pick: async (night: number, playerCount: number, excludePlayed: boolean) =>
      (await call(Pick, 'POST', '/api/pick', { body: { sessionId: night, playerCount, excludePlayed } }))
        .game,
    play: (night: number, gameId: number, byHand = false) =>
      call(
        Type.Pick(NightGame, ['id', 'game_id', 'title', 'game_type']),
        'POST',
        `/api/sessions/${night}/games`,
        {
          token,
          body: { game_id: gameId, manually_added: byHand },
        },
      ),
    // Not with the game: no room of this code is to be looked for.
    setRoomCode: (night: number, game: number, code: string) =>
      call(Anything, 'PATCH', `/api/sessions/${night}/games/${game}/room-code`, {
        token,
        body: { room_code: code },
      }),
    setPlayerCount: (night: number, game: number, players: number) =>
      call(Anything, 'PATCH', `/api/sessions/${night}/games/${game}/player-count`, {
        token,
        body: { player_count: players },
      }),

    /** As the chat bot. */
    vote: (username: string, vote: VoteType, atMs: number) =>
      call(LiveVoteRecorded, 'POST', '/api/votes/live', {
        token: botKey,
        body: { username, vote, timestamp: new Date(atMs).toISOString() },
      }),
    importChat: (night: number, chatData: readonly object[]) =>
      call(Anything, 'POST', `/api/sessions/${night}/chat-import`, { token, body: { chatData } }),

    /** A quiz that can be played, and its id. */
    async publishQuiz(document: QuizTransfer, code: string): Promise<string> {
      const { id } = await call(Quiz, 'POST', '/quiz/import', { token, body: document });
      await call(Anything, 'PUT', `/quiz/${id}/code`, { token, body: { code: Number(code) } });
      await call(Anything, 'POST', `/quiz/${id}/publish`, { token });
      return id;
    },

    makeTimeline: async (name: string, description: string | null) =>
      (await call(TimelineAnswer, 'POST', '/timelines', { token, body: { name, description } })).data.id,
    share: (timeline: string, username: string, role: 'editor' | 'viewer') =>
      call(Anything, 'PUT', `/timelines/${timeline}/members`, { token, body: { username, role } }),
    plan: (session: NewSession) => call(Anything, 'POST', '/sessions', { token, body: session }),

    listCatalogue: () => call(Type.Array(Game), 'GET', '/api/games'),
    favour: (gameId: number) =>
      call(Anything, 'PATCH', `/api/games/${gameId}/favor`, { token, body: { favor_bias: 1 } }),
    disablePack: (name: string) =>
      call(Anything, 'PATCH', `/api/games/packs/${encodeURIComponent(name)}/toggle`, {
        token,
        body: { enabled: false },
      }),
  };
}
