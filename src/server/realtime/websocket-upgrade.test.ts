import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { AppError } from '#server/platform/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { createTestEndpoint, startTestServer } from './test-server.ts';

/** What HTTP answers to an attempt at a socket. */
async function refused(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  const [, response]: [unknown, IncomingMessage] = await new Promise((resolve) =>
    socket.on('unexpected-response', (...args) => resolve(args)),
  );
  return readAnswer(response);
}

async function readAnswer(response: IncomingMessage) {
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

describe('upgrades', () => {
  it('serve several endpoints, by path or pattern, with what was kept on admission', async () => {
    const { transport, connect: connectTo } = await startTestServer();
    const watch: Endpoint<{ party: string; token: string | null; agent: string | undefined }> = {
      name: 'watch',
      path: /^\/ws\/[^/]+$/,
      authorize: async ({ path, query, headers }) => ({
        party: path.slice('/ws/'.length),
        token: query.get('token'),
        agent: headers['user-agent'],
      }),
      open: ({ send, state }) => send({ type: 'state', ...state }),
      message: () => {},
      malformed: () => {},
      rateLimited: () => {},
      failed: () => {},
    };
    transport.endpoint(createTestEndpoint({ open: ({ send }) => send({ type: 'live' }) }));
    transport.endpoint(watch);
    const [live, party] = await Promise.all([
      connectTo('/live?x=1'),
      connectTo('/ws/abc?token=t%201', { 'user-agent': 'tv' }),
    ]);
    await vi.waitFor(() => expect(live.received).toEqual([{ type: 'live' }]));
    await vi.waitFor(() =>
      expect(party.received).toEqual([{ type: 'state', party: 'abc', token: 't 1', agent: 'tv' }]),
    );
  });

  it('are refused as the feature says, in the form of the path', async () => {
    const { transport, url } = await startTestServer();
    const path = /^\/(ws|api|quiz)\/.+$/;
    const authorize = () => {
      throw new AppError('forbidden', 'Another party', { headers: { 'x-why': 'party' } });
    };
    transport.endpoint(createTestEndpoint({ path, authorize }));
    const watch = await refused(`${url}/ws/1?token=x`);
    expect(watch.status).toBe(403);
    expect(watch.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(watch.headers['x-why']).toBe('party');
    expect(JSON.parse(watch.text)).toEqual({ error: 'Forbidden', message: 'Another party' });
    expect(JSON.parse((await refused(`${url}/api/x`)).text)).toEqual({ error: 'Another party' });
    expect(JSON.parse((await refused(`${url}/quiz/x`)).text)).toMatchObject({
      requestId: expect.any(String),
    });
  });

  it('are refused with 500 when authorizing fails, without a word of why', async () => {
    const { transport, url, logLines } = await startTestServer();
    transport.endpoint(
      createTestEndpoint({
        async authorize() {
          throw new Error('SELECT secret');
        },
      }),
    );
    const answer = await refused(`${url}/live`);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('SELECT');
    expect(logLines.join()).toContain('SELECT secret');
  });

  it('to an unknown path are requests to a route, and so are those of another protocol', async () => {
    const { transport, url, port } = await startTestServer({
      routes(_, response) {
        response.statusCode = 404;
        response.end('from the route');
      },
    });
    transport.endpoint(createTestEndpoint());
    expect(await refused(`${url}/lives`)).toMatchObject({ status: 404, text: 'from the route' });
    const h2c = httpRequest({
      port,
      path: '/live',
      headers: { connection: 'upgrade', upgrade: 'h2c' },
    }).end();
    const [response]: [IncomingMessage] = await new Promise((resolve) =>
      h2c.on('response', (answer) => resolve([answer])),
    );
    expect(await readAnswer(response)).toMatchObject({ status: 404, text: 'from the route' });
  });

  it('to an unknown path are refused where no route can be', async () => {
    const { transport, url } = await startTestServer();
    vi.spyOn(transport, 'shouldUpgrade').mockReturnValue(true);
    const answer = await refused(`${url}/api/nothing`);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toEqual({ error: 'Not found' });
  });

  it('of another transport are left to it', async () => {
    const { transport, port } = await startTestServer({ ignoredPrefixes: ['/socket.io/'] });
    transport.endpoint(createTestEndpoint({ path: /./ }));
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'GET /socket.io/?x HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    const ours = await fetch(`http://127.0.0.1:${port}/`);
    expect(ours.status).toBe(200);
    expect(socket.bytesRead).toBe(0);
    socket.destroy();
  });

  it('without the headers of a WebSocket are 400', async () => {
    const { transport, port } = await startTestServer();
    transport.endpoint(createTestEndpoint({ path: '/api/sessions/live' }));
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '12' };
    const attempt = httpRequest({ port, path: '/api/sessions/live', headers }).end();
    const [response]: [IncomingMessage] = await new Promise((resolve) =>
      attempt.on('response', (answer) => resolve([answer])),
    );
    const answer = await readAnswer(response);
    expect(answer.status).toBe(400);
    expect(answer.headers['sec-websocket-version']).toBe('13');
    expect(JSON.parse(answer.text)).toEqual({ error: expect.stringContaining('Sec-WebSocket-Key') });
  });

  it.each(['let in', 'refused'])('survive a client that goes before it is %s', async (outcome) => {
    const { transport, port, connect: connectTo } = await startTestServer();
    const decision = Promise.withResolvers<undefined>();
    const authorize = vi.fn(async () => undefined).mockImplementationOnce(() => decision.promise);
    transport.endpoint(createTestEndpoint({ authorize }));
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'GET /live HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await vi.waitFor(() => expect(authorize).toHaveBeenCalled());
    socket.resetAndDestroy();
    await once(socket, 'close');
    if (outcome === 'let in') decision.resolve(undefined);
    else decision.reject(new AppError('unauthorized', 'No token'));
    const { send, received } = await connectTo();
    send(1);
    await vi.waitFor(() => expect(received).toHaveLength(1));
  });
});

describe('addresses', () => {
  async function addressSeen(trustProxy: boolean, forwarded: string): Promise<string[]> {
    const { transport, connect: connectTo } = await startTestServer({ trustProxy });
    const seen: string[] = [];
    transport.endpoint(
      createTestEndpoint({
        authorize: ({ address }) => void seen.push(address),
        open: ({ address }) => seen.push(address),
      }),
    );
    await connectTo('/live', { 'x-forwarded-for': forwarded });
    return seen;
  }

  it('are the last hop that a trusted proxy names', async () => {
    expect(await addressSeen(true, '6.6.6.6, 10.0.0.7')).toEqual(['10.0.0.7', '10.0.0.7']);
  });

  it('are the socket’s own without a trusted proxy', async () => {
    expect(await addressSeen(false, '6.6.6.6')).toEqual(['127.0.0.1', '127.0.0.1']);
  });
});
