import { readdir } from 'node:fs/promises';
import { newRegistration, register, signIn } from '../setup/accounts.ts';
import { ADMIN_KEY } from '../setup/app.ts';
import { makeDevice } from '../setup/devices.ts';
import { connectQuiz, makeQuiz as makePlayableQuiz } from '../setup/quiz.ts';
import { newQuestion, newQuiz } from '../setup/quizzes.ts';
import type { Account, World } from './authorisation-world.ts';

/** What makes a request a valid one. */
export type Prepared = {
  /** Of the path, by name; `*` for what follows a prefix. */
  params?: Record<string, string | number>;
  /** With its question mark. */
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Where whoever is let in had better use up another token of theirs. */
  token?: string;
};

/** Prepares a request that is good once: for `who`, on what is theirs, or on what is the owner's. */
export type Fixture = (world: World, who: Account) => Prepared | Promise<Prepared>;

/** Of one pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1/';

export const preflight: Fixture = () => ({
  params: { '*': '/api/sessions' },
  headers: { origin: 'http://localhost:8080', 'access-control-request-method': 'POST' },
});

/** A file of the pages. */
export const script: Fixture = async () => {
  const names = await readdir('build/web/assets');
  return { params: { file: names.find((name) => name.endsWith('.js')) ?? '' } };
};

export const params =
  (values: Record<string, string | number>): Fixture =>
  () => ({ params: values });

export const body =
  (value: unknown): Fixture =>
  () => ({ body: value });

/** Where what is asked about may be the same for everybody. */
export function once(fixture: Fixture): Fixture {
  let prepared: ReturnType<Fixture> | undefined;
  return (world, who) => {
    prepared ??= fixture(world, who);
    return prepared;
  };
}

// Nights.

async function closeActiveNight({ app, act }: World, who: Account): Promise<void> {
  const { body: active } = await app.get(`/api/sessions/active?host=${who.username}`);
  if (active.id !== undefined) await act(who, 'POST', `/api/sessions/${active.id}/close`);
}

async function openNight(world: World, who: Account): Promise<number> {
  await closeActiveNight(world, who);
  return (await world.act(who, 'POST', '/api/sessions', {})).id;
}

async function playGame(world: World, who: Account) {
  const sessionId = await openNight(world, who);
  const fields = { game_id: world.gameId, room_code: 'ABCD' };
  const { id } = await world.act(who, 'POST', `/api/sessions/${sessionId}/games`, fields);
  return { sessionId, sessionGameId: Number(id) };
}

export const noActiveNight: Fixture = async (world, who) => {
  await closeActiveNight(world, who);
  return { body: { notes: 'Friday' } };
};

export const night: Fixture = async (world) => ({
  params: { id: await openNight(world, world.owner) },
});

export const closedNight: Fixture = async (world) => {
  const id = await openNight(world, world.owner);
  await closeActiveNight(world, world.owner);
  return { params: { id } };
};

export const gameToPlay: Fixture = async (world) => ({
  params: { id: await openNight(world, world.owner) },
  body: { game_id: world.gameId },
});

export const nightWithGame: Fixture = async (world) => {
  const { sessionId } = await playGame(world, world.owner);
  return { params: { id: sessionId } };
};

export const nightGame: Fixture = async (world) => ({ params: await playGame(world, world.owner) });

export const ballot: Fixture = async (world, who) => {
  await playGame(world, who);
  return { body: { username: 'viewer', vote: 'up', timestamp: new Date().toISOString() } };
};

// The catalogue.

let packs = 0;
const newGame = () => ({ pack_name: `Pack ${++packs}`, title: 'A game', min_players: 2, max_players: 8 });

export const gameDraft: Fixture = () => ({ body: newGame() });

export const game: Fixture = async ({ admin, act }) => {
  const { id } = await act(admin, 'POST', '/api/games', newGame());
  return { params: { id } };
};

export const pack: Fixture = async ({ admin, act }) => {
  const { pack_name: name } = await act(admin, 'POST', '/api/games', newGame());
  return { params: { name } };
};

export const catalogueFile: Fixture = () => ({
  headers: { 'content-type': 'text/csv' },
  body: 'pack_name,title,min_players,max_players\nFrom a file,A game,2,8\n',
});

// Webhooks.

const newWebhook = { name: 'A bot', url: NOWHERE, secret: 'not told', events: ['room.disconnected'] };

export const webhookDraft = body(newWebhook);

export const webhook: Fixture = async ({ owner, act }) => {
  const { id } = await act(owner, 'POST', '/api/webhooks', newWebhook);
  return { params: { id } };
};

// Connections and devices.

export const device: Fixture = async ({ app, owner }) => {
  const { deviceId, connectionId } = await makeDevice(app, owner.token);
  return { params: { device_id: deviceId, id: connectionId } };
};

// Accounts.

export const adminKey = body({ key: ADMIN_KEY });

export const registration: Fixture = () => ({ body: newRegistration() });

export const credentials: Fixture = async ({ app }) => {
  const { email, password } = await register(app);
  return { body: { email, password } };
};

export const refreshToken: Fixture = async ({ app }) => {
  const person = await register(app);
  return { body: { refresh_token: person.refreshToken } };
};

const personBehind = ({ admin, owner, other }: World, { id }: Account) =>
  [admin, other].find((person) => person.id === id) ?? owner;

export const anotherLogin: Fixture = async (world, who) => {
  const { token } = await signIn(world.app, personBehind(world, who));
  return { token };
};

export const ownersLogin: Fixture = async ({ app, owner, act }) => {
  await signIn(app, owner);
  const logins: { id: string; is_current: boolean }[] = await act(owner, 'GET', '/auth/logins');
  const login = logins.find((one) => !one.is_current);
  return { params: { id: login?.id ?? 'none' } };
};

export const samePassword: Fixture = (world, who) => {
  const { password } = personBehind(world, who);
  return { body: { current_password: password, new_password: password } };
};

export const ownersKey: Fixture = async ({ owner, act }) => {
  const { id } = await act(owner, 'POST', '/auth/api-keys', { name: 'A bot', scopes: ['read'] });
  return { params: { id } };
};

export const sameUsername: Fixture = (_world, { username }) => ({ body: { username } });

const newPicture = (field = 'avatar') => {
  const form = new FormData();
  form.append(field, new Blob([Buffer.from(PNG, 'base64')]), 'me.png');
  return form;
};

export const picture: Fixture = () => ({ body: newPicture() });

export const ownPicture: Fixture = async ({ act }, who) => {
  await act(who, 'POST', '/profile/avatar', newPicture());
  return {};
};

export const ownersPicture: Fixture = async ({ owner, act }) => {
  const { path } = await act(owner, 'POST', '/profile/avatar', newPicture());
  const [accountId = '', file = ''] = String(path).split('/');
  return { params: { accountId, file } };
};

export const somebody: Fixture = async ({ app }) => {
  const { id } = await register(app);
  return { params: { id } };
};

export const resetLink: Fixture = async ({ app, admin, act }) => {
  const { id, password } = await register(app);
  const { token } = await act(admin, 'POST', `/auth/accounts/${id}/password-reset`);
  return { body: { token, password } };
};

// Quizzes.

export const quizDraft: Fixture = () => ({ body: newQuiz() });

const makeQuiz = async ({ owner, act }: World): Promise<string> =>
  (await act(owner, 'POST', '/quiz', newQuiz())).id;

export const quiz: Fixture = async (world) => ({ params: { id: await makeQuiz(world) } });

export const quizForQuestion: Fixture = async (world) => ({
  params: { quizId: await makeQuiz(world) },
  body: newQuestion(),
});

async function makeQuestion(world: World) {
  const quizId = await makeQuiz(world);
  const { id, answers } = await world.act(world.owner, 'POST', `/quiz/${quizId}/questions`, newQuestion());
  return { quizId, questionId: String(id), answerId: String(answers[0].id) };
}

export const quizQuestion: Fixture = async (world) => ({ params: await makeQuestion(world) });

export const quizOrder: Fixture = async (world) => {
  const { quizId, questionId } = await makeQuestion(world);
  return { params: { quizId }, body: { question_ids: [questionId] } };
};

export const wholeQuiz: Fixture = async (world) => ({ params: { id: (await makeQuestion(world)).quizId } });

export const quizWithCode: Fixture = async (world) => {
  const id = await makeQuiz(world);
  await world.act(world.owner, 'POST', `/quiz/${id}/generate-code`);
  return { params: { id } };
};

let lastCode = 200_000;
export const quizForCode: Fixture = async (world) => ({
  params: { id: await makeQuiz(world) },
  body: { code: ++lastCode },
});

export const quizForPicture: Fixture = async (world) => ({
  params: { id: await makeQuiz(world) },
  body: newPicture('image'),
});

export const quizPicture: Fixture = async (world) => {
  const id = await makeQuiz(world);
  const { path } = await world.act(world.owner, 'POST', `/quiz/${id}/images`, newPicture('image'));
  const [quizId = '', file = ''] = String(path).split('/');
  return { params: { quizId, file } };
};

export const quizRoom: Fixture = async (world) => {
  const { app, owner } = world;
  const quiz = await makePlayableQuiz(app, owner.token);
  const host = await connectQuiz(app.url, { token: owner.token });
  const { roomId } = await host.ask('game:host:create', {
    hostId: owner.id,
    title: 'A game',
    settings: { quizId: quiz.id },
  });
  host.close();
  return { params: { game_id: roomId } };
};

// Watch parties. The limits are by address, so each comes from another.

let addresses = 0;
export const fromElsewhere = () => {
  addresses += 1;
  return { 'x-forwarded-for': `10.0.${addresses >> 8}.${addresses & 255}` };
};

export const partyDraft: Fixture = () => ({
  headers: fromElsewhere(),
  body: { name: 'Movie Night', password: 'secure123' },
});

async function makeParty({ app }: World): Promise<string> {
  const draft = { name: 'Movie Night', password: 'secure123' };
  const { body: made } = await app.call('POST', '/api/sessions/create', draft, { headers: fromElsewhere() });
  return made.id;
}

export const party: Fixture = async (world) => ({ params: { id: await makeParty(world) } });

export const partyToJoin: Fixture = async (world) => ({
  headers: fromElsewhere(),
  body: { session_id: await makeParty(world), password: 'secure123' },
});
