import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { PARTY_ID } from '#server/features/watch/party-routes.ts';
import { connectQuiz } from '../setup/quiz.ts';
import { connectSocket } from '../setup/socket-client.ts';
import {
  accountItself,
  accountOrKey,
  accountOwn,
  administration,
  hidden,
  hiddenItself,
  known,
  nightsAdmin,
  nightsAnyHost,
  nightsKnown,
  nightsOwn,
  open,
  type Profile,
  partyMaker,
  partyMember,
  quizGame,
  type Verdict,
} from './authorisation-actors.ts';
import * as given from './authorisation-fixtures.ts';
import { body, type Fixture, once, params } from './authorisation-fixtures.ts';
import * as planned from './authorisation-schedule.ts';

/** Whom a route lets in, what it answers them, and what makes a valid request beyond method and path. */
export type Line = readonly [profile: Profile, success: number, fixture?: Fixture, body?: unknown];

const host = nightsOwn('nights:write');
const keeper = nightsAdmin('nights:write');
const author = hidden('quiz:write');
const planner = hidden('schedule:write');
const nightGame = '/api/sessions/:sessionId/games/:sessionGameId';

const party = `/api/sessions/:id(${PARTY_ID})`;
const question = '/quiz/:quizId/questions/:questionId';

/** Every route of the server. A HEAD is for those whom its GET is for. */
export const routes: Record<string, Line> = {
  // Whoever runs the server.
  'OPTIONS *': [open, 204, given.preflight],
  'GET /health': [open, 200],
  'GET /api/health': [open, 200],
  'GET /ready': [open, 200],
  'GET /metrics': [open, 200],
  'GET /openapi.json': [open, 200],
  'GET /asyncapi.json': [open, 200],
  'GET /docs': [open, 200],
  'GET /docs/json': [open, 200],
  'GET /docs/yaml': [open, 200],
  'GET /docs/static/index.html': [open, 200],
  'GET /docs/static/swagger-initializer.js': [open, 200],
  'GET /docs/static/*': [open, 200, params({ '*': 'swagger-ui.css' })],

  // Pages, which anybody may load; what they show is asked of the routes below.
  'GET /': [open, 200],
  'GET /join/*': [open, 200, params({ '*': 'x' })],
  'GET /play': [open, 200],
  'GET /play/*': [open, 200, params({ '*': 'x' })],
  'GET /host': [open, 200],
  'GET /host/*': [open, 200, params({ '*': 'x' })],
  'GET /watch': [open, 200],
  'GET /watch/*': [open, 200, params({ '*': 'x' })],
  'GET /calendar': [open, 200],
  'GET /calendar/*': [open, 200, params({ '*': 'x' })],
  'GET /account': [open, 200],
  'GET /account/*': [open, 200, params({ '*': 'x' })],
  'GET /admin': [open, 200],
  'GET /admin/*': [open, 200, params({ '*': 'x' })],
  'GET /overlay/*': [open, 200, params({ '*': 'x' })],
  'GET /favicon.svg': [open, 200],
  'GET /assets/:file': [open, 200, given.script],

  // Accounts.
  'POST /api/auth/login': [open, 200, given.adminKey],
  'POST /api/auth/verify': [nightsKnown, 200],
  'POST /auth/register': [open, 201, given.registration],
  'POST /auth/login': [open, 200, given.credentials],
  'POST /auth/refresh': [open, 200, given.refreshToken],
  'POST /auth/logout': [accountItself, 200, given.anotherLogin],
  'GET /auth/logins': [accountItself, 200],
  'DELETE /auth/logins/:id': [accountOwn, 200, given.ownersLogin],
  'PUT /auth/password': [accountItself, 200, given.samePassword],
  'POST /auth/password-reset': [open, 200, given.resetLink],
  'GET /auth/api-keys': [accountItself, 200],
  'POST /auth/api-keys': [accountItself, 201, body({ name: 'A bot', scopes: ['read'] })],
  'DELETE /auth/api-keys/:id': [accountOwn, 200, given.ownersKey],
  'GET /profile': [accountOrKey('read'), 200],
  'PUT /profile/username': [accountItself, 200, given.sameUsername],
  'PUT /profile/display-name': [accountItself, 200, body({ displayName: 'Somebody' })],
  'POST /profile/avatar': [accountItself, 200, given.picture],
  'DELETE /profile/avatar': [accountItself, 200, given.ownPicture],
  'GET /storage/avatars/:accountId/:file': [open, 200, once(given.ownersPicture)],

  // Administration.
  'GET /auth/accounts': [administration, 200],
  'PATCH /auth/accounts/:id': [administration, 200, given.somebody, { disabled: true }],
  'POST /auth/accounts/:id/password-reset': [administration, 201, given.somebody],
  'GET /auth/audit': [administration, 200],

  // Nights.
  'GET /api/sessions': [open, 200],
  'POST /api/sessions': [nightsAnyHost('nights:write'), 201, given.noActiveNight],
  'GET /api/sessions/active': [open, 200],
  'GET /api/sessions/:id': [open, 200, once(given.night)],
  'PATCH /api/sessions/:id': [host, 200, given.night, { notes: 'Great session!' }],
  'DELETE /api/sessions/:id': [host, 200, given.closedNight],
  'POST /api/sessions/:id/close': [host, 200, given.night],
  'GET /api/sessions/:id/export': [nightsOwn('read'), 200, given.night],
  'POST /api/sessions/:id/chat-import': [host, 200, given.nightWithGame, { chatData: [] }],
  'GET /api/sessions/:id/games': [open, 200, once(given.night)],
  'POST /api/sessions/:id/games': [host, 201, given.gameToPlay],
  [`DELETE ${nightGame}`]: [host, 200, given.nightGame],
  [`PATCH ${nightGame}/status`]: [host, 200, given.nightGame, { status: 'skipped' }],
  [`PATCH ${nightGame}/room-code`]: [host, 200, given.nightGame, { room_code: 'EFGH' }],
  [`PATCH ${nightGame}/player-count`]: [host, 200, given.nightGame, { player_count: 5 }],
  [`POST ${nightGame}/start-player-check`]: [host, 200, given.nightGame],
  [`POST ${nightGame}/stop-player-check`]: [host, 200, given.nightGame],
  'GET /api/nights/figures': [open, 200],
  'GET /api/nights/loved': [open, 200],
  'GET /api/sessions/:id/votes': [open, 200, once(given.night)],
  'GET /api/sessions/:id/votes/timeline': [open, 200, once(given.night)],
  'GET /api/votes': [open, 200],
  'POST /api/votes/live': [nightsAnyHost('votes:write'), 200, given.ballot],

  // The catalogue.
  'GET /api/games': [open, 200],
  'POST /api/games': [keeper, 201, given.gameDraft],
  'GET /api/games/:id': [open, 200, once(given.game)],
  'PUT /api/games/:id': [keeper, 200, given.game, { length_minutes: 20 }],
  'DELETE /api/games/:id': [keeper, 200, given.game],
  'PATCH /api/games/:id/toggle': [keeper, 200, given.game],
  'PATCH /api/games/:id/favor': [keeper, 200, given.game, { favor_bias: 1 }],
  'GET /api/games/packs': [open, 200],
  'GET /api/games/meta/packs': [open, 200],
  'PATCH /api/games/packs/:name/toggle': [keeper, 200, given.pack, { enabled: false }],
  'PATCH /api/games/packs/:name/favor': [keeper, 200, given.pack, { favor_bias: 1 }],
  'GET /api/games/export/csv': [nightsAdmin('read'), 200],
  'POST /api/games/import/csv': [keeper, 200, given.catalogueFile],
  'POST /api/pick': [open, 200, body({})],
  'GET /api/stats': [open, 200],

  // Watch parties.
  'POST /api/sessions/create': [partyMaker, 200, given.partyDraft],
  'POST /api/sessions/join': [open, 200, given.partyToJoin],
  [`GET ${party}`]: [partyMember, 200, once(given.party)],
  [`POST ${party}/token`]: [partyMember, 200, once(given.party)],
  'GET /ws/:sessionId': [open, 426, params({ sessionId: 'x' })],

  // Webhooks.
  'GET /api/webhooks': [nightsAnyHost('read'), 200],
  'POST /api/webhooks': [nightsAnyHost('nights:write'), 201, given.webhookDraft],
  'GET /api/webhooks/:id': [nightsOwn('read'), 200, given.webhook],
  'PATCH /api/webhooks/:id': [host, 200, given.webhook, { enabled: false }],
  'DELETE /api/webhooks/:id': [host, 200, given.webhook],
  'POST /api/webhooks/test/:id': [host, 200, given.webhook],
  'GET /api/webhooks/:id/logs': [nightsOwn('read'), 200, given.webhook],

  // Connections and devices.
  'GET /websocket-connections': [known('read'), 200],
  'GET /websocket-connections/active': [known('read'), 200],
  'GET /websocket-connections/stats': [known('read'), 200],
  'GET /websocket-connections/device/:device_id': [hidden('read'), 200, once(given.device)],
  'GET /websocket-connections/:id': [hidden('read'), 200, once(given.device)],
  'GET /device-sessions': [known('read'), 200],
  'GET /device-sessions/stats': [known('read'), 200],
  'GET /device-sessions/:device_id': [hidden('read'), 200, once(given.device)],
  'GET /device-sessions/:device_id/connections': [hidden('read'), 200, once(given.device)],
  'PATCH /device-sessions/:device_id/metadata': [hiddenItself, 200, once(given.device), { theme: 'dark' }],

  // Quizzes.
  'GET /quiz': [known('read'), 200],
  'POST /quiz': [known('quiz:write'), 201, given.quizDraft],
  'POST /quiz/import': [known('quiz:write'), 201, body({ title: 'A quiz', questions: [] })],
  'GET /quiz/public': [open, 200],
  'GET /quiz/:id': [hidden('read'), 200, given.quiz],
  'PUT /quiz/:id': [author, 200, given.quiz, { title: 'Another' }],
  'DELETE /quiz/:id': [author, 200, given.quiz],
  'POST /quiz/:id/clone': [author, 201, given.quiz],
  'GET /quiz/:id/export': [hidden('read'), 200, given.quiz],
  'POST /quiz/:id/publish': [author, 200, given.wholeQuiz],
  'POST /quiz/:id/unpublish': [author, 200, given.quiz],
  'GET /quiz/:id/validate': [hidden('read'), 200, given.quiz],
  'GET /quiz/:id/questions': [hidden('read'), 200, given.quiz],
  'POST /quiz/:quizId/questions': [author, 201, given.quizForQuestion],
  'PUT /quiz/:quizId/questions/reorder': [author, 200, given.quizOrder],
  [`PUT ${question}`]: [author, 200, given.quizQuestion, { points: 2 }],
  [`DELETE ${question}`]: [author, 200, given.quizQuestion],
  [`POST ${question}/answers`]: [
    author,
    201,
    given.quizQuestion,
    { answer_text: 'One more', is_correct: false },
  ],
  [`PUT ${question}/answers/:answerId`]: [author, 200, given.quizQuestion, { answer_text: 'Another' }],
  [`DELETE ${question}/answers/:answerId`]: [author, 200, given.quizQuestion],
  'POST /quiz/:id/generate-code': [author, 200, given.quiz],
  'GET /quiz/:id/code': [hidden('read'), 200, given.quizWithCode],
  'PUT /quiz/:id/code': [author, 200, given.quizForCode],
  'DELETE /quiz/:id/code': [author, 200, given.quizWithCode],
  'GET /quiz/code/check/:code': [open, 200, params({ code: 123456 })],
  'GET /quiz/code/validate/:code': [open, 200, params({ code: 123456 })],
  'POST /quiz/:id/images': [author, 201, given.quizForPicture],
  'GET /storage/quiz-images/:quizId/:file': [open, 200, once(given.quizPicture)],

  // Games.
  'GET /game-flows': [known('read'), 200],
  'GET /game-flows/:game_id/flow': [quizGame('read'), 200, once(given.quizRoom)],
  'GET /game-flows/:game_id/report': [quizGame('read'), 200, once(given.quizRoom)],
  'GET /game-flows/:game_id/report.csv': [quizGame('read'), 200, once(given.quizRoom)],
  'POST /game-flows/:game_id/advance': [quizGame('quiz:write'), 200, given.quizRoom],
  'PATCH /game-flows/:game_id': [quizGame('quiz:write'), 200, given.quizRoom, { current_question_index: 0 }],
  'DELETE /game-flows/:game_id': [quizGame('quiz:write'), 200, given.quizRoom],

  // The calendar.
  'GET /timelines': [known('read'), 200],
  'POST /timelines': [known('schedule:write'), 200, body({ name: 'Friday club' })],
  'GET /timelines/:id': [hidden('read'), 200, once(planned.timeline)],
  'PATCH /timelines/:id': [planner, 200, planned.timeline, { name: 'Saturday club' }],
  'DELETE /timelines/:id': [planner, 200, planned.timeline],
  'GET /timelines/:id/members': [hidden('read'), 200, once(planned.timeline)],
  'PUT /timelines/:id/members': [planner, 200, planned.timelineAndMember],
  'DELETE /timelines/:id/members/:userId': [planner, 200, planned.timelineMember],
  'GET /timelines/:id/calendar.ics': [open, 200, once(planned.timelineFeed)],
  'POST /timelines/:id/calendar-token': [accountOwn, 200, planned.timeline],
  'DELETE /timelines/:id/calendar-token': [accountOwn, 200, planned.timelineFeed],
  'GET /timelines/calendar.ics': [open, 200, once(planned.ownFeed)],
  'POST /timelines/calendar-token': [accountItself, 200],
  'DELETE /timelines/calendar-token': [accountItself, 200, planned.ownFeed],
  'POST /timelines/:id/import': [planner, 200, planned.timelineImport],
  'GET /sessions': [known('read'), 200],
  'POST /sessions': [known('schedule:write'), 200, planned.sessionDraft],
  'GET /sessions/:id': [hidden('read'), 200, once(planned.series)],
  'PATCH /sessions/:id': [planner, 200, planned.series, { name: 'Another' }],
  'DELETE /sessions/:id': [planner, 200, planned.series],
  'GET /occurrences': [known('read'), 200, planned.week],
  'GET /sessions/:id/occurrences': [hidden('read'), 200, once(planned.seriesAndWeek)],
  'PATCH /sessions/:id/occurrences/:originalStart': [planner, 200, planned.series, { name: 'Another' }],
  'DELETE /sessions/:id/occurrences/:originalStart': [planner, 200, planned.series],
  'POST /sessions/:id/split': [planner, 200, planned.seriesToSplit],
  'POST /sessions/:id/open': [planner, 200, planned.sessionToOpen],
};

/** Whom a socket lets in, and how one with this token fares there, in terms of HTTP. */
export type SocketLine = readonly [
  profile: Profile,
  attempt: (url: string, token?: string) => Promise<Verdict>,
];

/** Every socket of the server, by its path in the AsyncAPI document. */
export const sockets: Record<string, SocketLine> = {
  '/api/sessions/live': [nightsAnyHost('read', 'nights:write', 'votes:write'), authenticateFirst],
  '/api/nights/live': [open, follow],
  '/socket.io/': [known('quiz:write'), lead],
  '/ws/{sessionId}': [partyMember, watch],
};

/** Without a token of the party, nobody gets as far as a socket. */
async function watch(url: string, token = ''): Promise<Verdict> {
  const socket = new WebSocket(`${url.replace(/\{.*/, randomUUID())}?token=${token}`);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  socket.on('unexpected-response', (_, response) => resolve(response));
  socket.on('open', () => reject(new Error('let in')));
  const { statusCode } = await promise;
  if (statusCode === 401) return 401;
  throw new Error(`neither let in nor refused: ${statusCode}`);
}

/** Guests may connect; those who may not host are refused before it matters which room it is. */
async function lead(url: string, token?: string): Promise<Verdict> {
  try {
    const client = await connectQuiz(new URL(url).origin, token === undefined ? {} : { token });
    const { error } = await client.ask('game:host:join', { roomId: randomUUID() });
    client.close();
    if (error === 'not_found') return 'ok';
    if (error === 'forbidden') return 403;
    if (error === 'unauthorized') return 401;
    throw new Error(`neither let in nor refused: ${error}`);
  } catch (error) {
    if (error instanceof Error && error.message === 'unauthorized') return 401;
    throw error;
  }
}

/** Open to all, whatever token they bring. */
async function follow(url: string, token = ''): Promise<Verdict> {
  const client = await connectSocket(`${url}?token=${token}`);
  await client.nextOf('following');
  await client.close();
  return 'ok';
}

/** Open to connect: who isn't authenticated there gets nothing. */
async function authenticateFirst(url: string, token?: string): Promise<Verdict> {
  const client = await connectSocket(url);
  if (token) client.send({ type: 'auth', token });
  client.send({ type: 'unsubscribe', sessionId: 1 });
  await client.catchUp();
  await client.close();
  const [first, second] = client.received.map(({ type, message }) => message ?? type);
  if (first === 'Not authenticated') return 401;
  if (first === 'Invalid or expired token' && second === 'Not authenticated') return 403;
  if (first === 'Authenticated successfully' && second === 'unsubscribed') return 'ok';
  throw new Error(`neither let in nor refused: ${JSON.stringify(client.received)}`);
}
