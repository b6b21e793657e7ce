import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UUID } from '../setup/accounts.ts';
import { type Answer, startTestApp, type TestApp } from '../setup/app.ts';
import { ACTORS, type Actor, isStranger, open, type Profile } from './authorisation-actors.ts';
import type { Prepared } from './authorisation-fixtures.ts';
import { type Line, routes, sockets } from './authorisation-table.ts';
import { createWorld, type World } from './authorisation-world.ts';

/** What is compared of an answer: of a refusal its body too. */
type Cell = { status: number; body?: unknown };

/** Where all refusals of the table are for a token that is none. */
const WATCH = /^\/api\/sessions\/(create|join|:id\()/;

const CODES = { 401: 'unauthorized', 403: 'forbidden', 404: 'not_found' } as const;

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: '1', TRUST_PROXY: '1' } });
  world = await createWorld(app);
});
afterAll(() => app.close());

const split = (route: string) => {
  const [method = '', pattern = ''] = route.split(' ');
  return { method, pattern };
};

/** Without what a parameter must look like: `:id(^[0-9]$)`. */
const withoutForms = (pattern: string) => pattern.replaceAll(/\([^/]*\)/g, '');

const fill = (pattern: string, params: Prepared['params'] = {}) =>
  withoutForms(pattern).replaceAll(/:(\w+)|\*/g, (name, key = name) => encodeURI(String(params[key])));

const isLetIn = ({ verdicts }: Profile, actor: Actor) => verdicts[actor] === 'ok';

it('the table has every route of the server, and none that it has not', () => {
  const withoutTwin = app.routes.filter((route) => {
    const { method, pattern } = split(route);
    return !(method === 'HEAD' && app.routes.includes(`GET ${pattern}`));
  });
  expect(Object.keys(routes).toSorted()).toEqual(withoutTwin.toSorted());
});

it('the table has every socket of the server, and none that it has not', async () => {
  const { body } = await app.get('/asyncapi.json');
  const channels: [string, { address: string }][] = Object.entries(body.channels);
  expect(Object.keys(sockets).toSorted()).toEqual(channels.map(([, { address }]) => address).toSorted());
  // Whether the document has them all, the transports' own figures tell.
  const { text } = await app.get('/metrics');
  const endpoints = text.matchAll(/^soiree_\w+_connections\{endpoint="([^"]+)"\}/gm).map(([, name]) => name);
  expect(channels.map(([name]) => name).toSorted()).toEqual([...endpoints].toSorted());
});

describe('[C4] [C8] [C9] [N1] [A4]', () => {
  it.each(Object.entries(routes))('%s', async (route, line) => {
    const { method, pattern } = split(route);
    const row = await ask(method, pattern, line);
    expect(row).toEqual(expectedRow(method, pattern, line));
  });

  it.each(
    Object.entries(sockets).flatMap(([path, [profile, attempt]]) =>
      (profile.scopes.length > 0 ? profile.scopes : [undefined]).map((scope) => ({
        path,
        scope,
        profile,
        attempt,
      })),
    ),
  )('WebSocket $path, a key having $scope alone', async ({ path, scope, profile, attempt }) => {
    const answers = ACTORS.map(async (actor) => {
      const token = await world.tokenOf(actor, profile, scope);
      return [actor, await attempt(app.url + path, token)] as const;
    });
    expect(Object.fromEntries(await Promise.all(answers))).toEqual(profile.verdicts);
  });
});

it('[N1] [C8] strangers are refused before anything else is looked at', async () => {
  for (const [route, [profile]] of Object.entries(routes)) {
    if (profile === open) continue;
    const { method, pattern } = split(route);
    // Where a name must be of a form, one of that form.
    const path = pattern.replaceAll(/:\w+\([^/]*\)/g, randomUUID()).replaceAll(/:\w+/g, 'nothing');
    for (const actor of ['nobody', 'badToken'] as const) {
      const token = await world.tokenOf(actor, profile);
      const answer = await app.call(method, path, method === 'GET' ? undefined : '{"malformed', { token });
      const verdict = profile.verdicts[actor];
      if (verdict === 'ok') continue;
      const expected = refusal(pattern, profile, actor, verdict);
      expect.soft(cellOf(answer), `${route}: ${actor}`).toEqual(expected);
    }
  }
});

it('the OpenAPI document says who is let in, and how the others are refused', async () => {
  const { body } = await app.get('/openapi.json');
  for (const [route, [profile]] of Object.entries(routes)) {
    const { method, pattern } = split(route);
    const operation = body.paths[withoutForms(pattern).replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    // The documents themselves aren't in it.
    if (!operation) continue;
    // Routes that differ by the form of a name are one operation.
    const isShared =
      Object.keys(routes).filter((other) => withoutForms(other) === withoutForms(route)).length > 1;
    const optional = [{}, { bearer: [] }];
    const own = profile.verdicts.nobody === 'ok' ? [] : 'a token';
    expect(operation.security ?? 'a token', route).toEqual(isShared ? optional : own);
    const refusals = Object.values(profile.verdicts).filter((verdict) => verdict !== 'ok');
    expect(Object.keys(operation.responses), route).toEqual(expect.arrayContaining(refusals.map(String)));
  }
});

/**
 * The answers to everybody. First to those who are to be refused: they all try what the first one who is let in is
 * then to find as it was. Each of the others gets something of their own, which may be used up.
 */
async function ask(method: string, pattern: string, [profile, success, fixture, body]: Line) {
  const row: Record<string, Cell> = {};
  const prepare = async (actor: Actor) => ({ body, ...(await fixture?.(world, world.accountOf(actor))) });
  const letIn = ACTORS.filter((actor) => isLetIn(profile, actor));
  const refused = ACTORS.filter((actor) => !isLetIn(profile, actor));

  const askAs = async (actor: Actor, { params, query = '', body, headers = {}, token }: Prepared) => {
    const own = isLetIn(profile, actor) ? token : undefined;
    const options = { headers, token: own ?? (await world.tokenOf(actor, profile)) };
    for (const one of methodsOf(method, pattern))
      row[`${one} ${actor}`] = cellOf(
        await app.call(one, fill(pattern, params) + query, body, options),
        success,
      );
  };

  if (profile === open) {
    const requests: [Actor, Prepared][] = [];
    for (const actor of ACTORS) requests.push([actor, await prepare(actor)]);
    await Promise.all(requests.map(([actor, prepared]) => askAs(actor, prepared)));
    return row;
  }
  const first = await prepare(letIn[0] ?? 'owner');
  await Promise.all(refused.map((actor) => askAs(actor, first)));
  for (const actor of letIn) await askAs(actor, actor === letIn[0] ? first : await prepare(actor));
  return row;
}

function expectedRow(method: string, pattern: string, [profile, success]: Line): Record<string, Cell> {
  const cells = ACTORS.flatMap((actor) => {
    const verdict = profile.verdicts[actor];
    return methodsOf(method, pattern).map((one): [string, Cell] => {
      if (verdict === 'ok') return [`${one} ${actor}`, { status: success }];
      const cell = refusal(pattern, profile, actor, verdict);
      return [`${one} ${actor}`, one === 'HEAD' ? { status: cell.status, body: undefined } : cell];
    });
  });
  return Object.fromEntries(cells);
}

const methodsOf = (method: string, pattern: string) =>
  method === 'GET' && app.routes.includes(`HEAD ${pattern}`) ? ['GET', 'HEAD'] : [method];

const cellOf = ({ status, body }: Answer, success = 200): Cell =>
  status < 300 || status === success ? { status } : { status, body };

/** In the form, and where they are given in the words, of the system that owns the path. */
function refusal(path: string, { scopes }: Profile, actor: Actor, status: keyof typeof CODES): Cell {
  const words = expect.stringMatching(/\S/);
  if (WATCH.test(path)) return { status, body: { error: 'Authentication failed', message: words } };
  if (/^\/(timelines|sessions|occurrences)(\/|$)/.test(path))
    return { status, body: { statusCode: status, error: CODES[status], message: words } };
  if (!path.startsWith('/api/')) {
    const requestId = expect.stringMatching(UUID);
    return { status, body: { error: CODES[status], message: words, requestId } };
  }
  const [scope] = scopes;
  if (actor === 'nobody') return { status, body: { error: 'Access token required' } };
  if (isStranger(actor)) return { status, body: { error: 'Invalid or expired token' } };
  if (scope && actor.endsWith('WithoutScope'))
    return { status, body: { error: `This API key lacks the scope ${scope}` } };
  return { status, body: { error: words } };
}
