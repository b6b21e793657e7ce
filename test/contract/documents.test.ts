import SwaggerParser from '@apidevtools/swagger-parser';
import { Parser } from '@asyncapi/parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startTestApp, type TestApp } from '../setup/app.ts';

let app: TestApp;
let openApi: Answer['body'];

beforeAll(async () => {
  app = await startTestApp();
  openApi = (await app.get('/openapi.json')).body;
});
afterAll(() => app.close());

type Operation = Answer['body'];

const operations = (): { name: string; operation: Operation }[] =>
  Object.entries<Record<string, Operation>>(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(openApi.openapi).toBe('3.1.0');
    // The parser mends references in place, so it gets a copy.
    await SwaggerParser.validate(structuredClone(openApi));
  });

  it('has every documented endpoint of the nights', () => {
    const names = operations().map(({ name }) => name);
    const game = '/api/sessions/{sessionId}/games/{sessionGameId}';
    for (const name of [
      'get /api/sessions',
      'get /api/sessions/active',
      'get /api/sessions/{id}',
      'post /api/sessions',
      'post /api/sessions/{id}/close',
      'delete /api/sessions/{id}',
      'get /api/sessions/{id}/games',
      'get /api/sessions/{id}/votes',
      'post /api/sessions/{id}/games',
      'post /api/sessions/{id}/chat-import',
      'get /api/sessions/{id}/export',
      `patch ${game}/status`,
      `delete ${game}`,
      `patch ${game}/room-code`,
      `post ${game}/start-player-check`,
      `post ${game}/stop-player-check`,
      `patch ${game}/player-count`,
      'get /api/votes',
      'post /api/votes/live',
    ])
      expect(names).toContain(name);
  });

  it('has every documented endpoint of the watch parties, of which one shares its address with the nights', () => {
    const found = new Map(operations().map(({ name, operation }) => [name, operation]));
    for (const name of [
      'post /api/sessions/create',
      'post /api/sessions/join',
      'post /api/sessions/{id}/token',
      'get /api/sessions/{id}',
    ])
      expect(found.get(name)?.tags).toContain('watch');
    const { responses, tags } = found.get('get /api/sessions/{id}');
    expect(tags).toEqual(['nights', 'watch']);
    expect(responses[200].content['application/json'].schema.anyOf).toMatchObject([
      { properties: { is_active: {} } },
      { properties: { participants: {} } },
    ]);
    expect(Object.keys(responses)).toEqual(['200', '401', '403', '404', '500', '503']);
  });

  it('is complete: every operation says what it does, what it takes, what it answers, with examples', () => {
    const lacks: string[] = [];
    for (const { name, operation } of operations()) {
      const lack = (what: string) => lacks.push(`${name}: ${what}`);
      if (!operation.summary) lack('summary');
      if (!operation.tags?.length) lack('tag');
      const isPublic = Array.isArray(operation.security) && operation.security.length === 0;
      const statuses = Object.keys(operation.responses);
      if (!isPublic && !(statuses.includes('401') && statuses.includes('403'))) lack('401 and 403');
      if (!statuses.includes('500')) lack('500');
      if (!statuses.includes('503') && !operation.tags.includes('operations')) lack('503');
      const bodies = [
        ...(operation.requestBody ? [['request', operation.requestBody]] : []),
        // Those have no body.
        ...Object.entries(operation.responses).filter(([status]) => !['204', '304'].includes(status)),
      ];
      for (const [what, body] of bodies) {
        const media = Object.values<Operation>(body.content ?? {});
        if (media.length === 0) lack(`${what} has no schema`);
        for (const one of media) if (!hasExample(one)) lack(`${what} has no example`);
      }
    }
    expect(lacks).toEqual([]);
  });
});

it('a list whose elements must differ says their type: else they are compared all with all, which takes minutes', () => {
  const types = new Set<unknown>();
  const look = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    Object.values(schema).forEach(look);
    if (!('uniqueItems' in schema && schema.uniqueItems === true)) return;
    const { type }: Operation = 'items' in schema ? schema.items : {};
    types.add(type);
  };
  look(openApi.paths);
  expect([...types]).toEqual(['string']);
});

/** An example of its own, or of the elements where it is a list, or of each form where there are several. */
function hasExample(media: Operation): boolean {
  const schema = media.schema ?? media;
  if (media.example !== undefined || media.examples || schema.example !== undefined || schema.examples)
    return true;
  if (schema.items) return hasExample(schema.items);
  return schema.anyOf?.every(hasExample) ?? false;
}

it('the AsyncAPI document is valid AsyncAPI 3 and has every message of the nights and watch parties', async () => {
  const { text, body } = await app.get('/asyncapi.json');
  const { diagnostics } = await new Parser().parse(text);
  expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
  expect(body.asyncapi).toBe('3.0.0');
  expect(Object.keys(body.channels.nights.messages)).toEqual(
    expect.arrayContaining([
      ...['auth', 'subscribe', 'unsubscribe', 'ping'].map((name) => `client.${name}`),
      ...['auth_success', 'auth_error', 'subscribed', 'unsubscribed', 'error', 'pong'].map(
        (name) => `server.${name}`,
      ),
      ...['session.started', 'session.ended', 'game.added', 'vote.received'].map((name) => `server.${name}`),
      ...['player-count.updated', 'game.status', 'room.connected', 'room.disconnected'].map(
        (name) => `server.${name}`,
      ),
    ]),
  );
  const both = ['chat', 'webrtc_offer', 'webrtc_answer', 'ice_candidate', 'playback_state'];
  expect(Object.keys(body.channels.watch.messages)).toEqual(
    expect.arrayContaining([
      ...both.flatMap((name) => [`client.${name}`, `server.${name}`]),
      ...['session_state', 'user_joined', 'user_left', 'error'].map((name) => `server.${name}`),
    ]),
  );
});

it('the documentation page needs no script or style that the content security policy forbids', async () => {
  const { status, headers, text } = await app.get('/docs/');
  expect(status).toBe(200);
  expect(text).toContain('swagger-ui');
  expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
});
