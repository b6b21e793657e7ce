import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { AppError, unavailable } from '#server/platform/errors.ts';
import { defaultEventLimits, type SocketIoHandshake } from './socketio-endpoint.ts';
import { createTestEndpoint } from './test-server.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

const POLL = '/socket.io/?EIO=4&transport=polling';

/** The answer to a request to upgrade that is refused. */
async function refusalOfUpgrade(url: string) {
  const socket = new WebSocket(url.replace('http', 'ws'));
  socket.on('error', () => {});
  const [request, response]: [{ destroy(): void }, IncomingMessage] = await new Promise((resolve, reject) => {
    socket.on('open', () => reject(new Error('Let in')));
    socket.on('unexpected-response', (...args) => resolve(args));
  });
  let text = '';
  for await (const chunk of response) text += chunk;
  request.destroy();
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(text) };
}

describe('the handshake', () => {
  it('[Q5] gives what the client says of itself', async () => {
    const authorize = vi.fn((_: SocketIoHandshake) => undefined);
    const { connect } = await startSocketIoServer({ endpoint: createEventEndpoint({ authorize }) });
    await connect({ auth: { token: 't', deviceId: 'd' }, extraHeaders: { 'user-agent': 'phone' } });
    await connect();
    expect(authorize.mock.calls.map(([{ auth, address }]) => ({ auth, address }))).toEqual([
      { auth: { token: 't', deviceId: 'd' }, address: '127.0.0.1' },
      { auth: {}, address: '127.0.0.1' },
    ]);
    expect(authorize.mock.calls[0]?.[0].headers['user-agent']).toBe('phone');
  });

  it('behind a proxy, knows the client by the last hop', async () => {
    const authorize = vi.fn((_: SocketIoHandshake) => undefined);
    const endpoint = createEventEndpoint({ authorize });
    const { connect } = await startSocketIoServer({ endpoint, trustProxy: true });
    await connect({ extraHeaders: { 'x-forwarded-for': '10.0.0.1, 10.0.0.2' } });
    expect(authorize.mock.calls[0]?.[0].address).toBe('10.0.0.2');
  });

  it.each(['websocket', 'polling'])(
    '[Q5] by %s is refused with a code, and may be tried again',
    async (name) => {
      const hooks = { open: vi.fn(), close: vi.fn() };
      const endpoint = createEventEndpoint({
        authorize({ auth }) {
          if (auth.token !== 'good') throw new AppError('unauthorized', 'Invalid or expired token');
        },
        ...hooks,
      });
      const { createClient } = await startSocketIoServer({ endpoint });
      const { socket, connected, refused } = createClient({ transports: [name], auth: { token: 'bad' } });
      const error = await refused();
      expect(error.message).toBe('unauthorized');
      expect(error.data).toEqual({ error: 'unauthorized', message: 'Invalid or expired token' });
      expect(hooks.open).not.toHaveBeenCalled();
      socket.auth = { token: 'good' };
      socket.connect();
      await connected();
      expect(hooks.open).toHaveBeenCalledTimes(1);
      expect(hooks.close).not.toHaveBeenCalled();
    },
  );

  it('tells of a fault of the server without its cause', async () => {
    const endpoint = createEventEndpoint({
      authorize() {
        throw new TypeError('SELECT secret');
      },
    });
    const { createClient, logLines } = await startSocketIoServer({ endpoint });
    const error = await createClient().refused();
    expect(error.message).toBe('server_error');
    expect(error.data).toEqual({ error: 'server_error', message: 'Internal server error' });
    expect(logLines.some((line) => line.includes('SELECT secret'))).toBe(true);
  });

  it('closes the connection while it can not decide, so that clients try again by themselves', async () => {
    let isStoreThere = false;
    const endpoint = createEventEndpoint({
      authorize() {
        if (!isStoreThere) throw unavailable('The store can not be reached');
      },
    });
    const { createClient } = await startSocketIoServer({ endpoint });
    for (const name of ['websocket', 'polling']) {
      isStoreThere = false;
      const { socket } = createClient({
        transports: [name],
        reconnection: true,
        reconnectionDelay: 10,
        reconnectionDelayMax: 20,
      });
      await new Promise<void>((resolve) => socket.io.once('reconnect', () => resolve()));
      isStoreThere = true;
      await vi.waitFor(() => expect(socket.connected).toBe(true));
    }
  });

  it('is decided once at a time, and at most ten times for one session', async () => {
    const gate = Promise.withResolvers<void>();
    const authorize = vi.fn(async () => {
      await gate.promise;
      throw new AppError('unauthorized', 'Invalid or expired token');
    });
    const { connectByHand } = await startSocketIoServer({ endpoint: createEventEndpoint({ authorize }) });
    const { socket, received } = await connectByHand({ isConnected: false });
    const answers = () => received.filter((text) => text.startsWith('44')).map((text) => text.slice(2));
    for (let i = 0; i < 5; i++) socket.send('40{}');
    await vi.waitFor(() => expect(answers()).toHaveLength(4));
    expect(JSON.parse(answers()[0] ?? '')).toMatchObject({ message: 'invalid_payload' });
    gate.resolve();
    await vi.waitFor(() => expect(answers()).toHaveLength(5));
    for (let i = 0; i < 12; i++) {
      const before = answers().length;
      socket.send('40{}');
      await vi.waitFor(() => expect(answers()).toHaveLength(before + 1));
    }
    expect(JSON.parse(answers().at(-1) ?? '')).toMatchObject({ message: 'rate_limited' });
    expect(authorize).toHaveBeenCalledTimes(10);
  });

  it('[Q5] knows the main namespace only', async () => {
    const { port } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const { io } = await import('socket.io-client');
    const socket = io(`http://127.0.0.1:${port}/admin`, { forceNew: true, reconnection: false });
    const [error]: [Error] = await new Promise((resolve) =>
      socket.once('connect_error', (e) => resolve([e])),
    );
    expect(error.message).toBe('Invalid namespace');
    socket.disconnect();
  });
});

describe('refusals', () => {
  it.each([
    ['an unknown transport', 'GET', '/socket.io/?EIO=4&transport=smoke', 400],
    ['no transport', 'GET', '/socket.io/', 400],
    ['another protocol version', 'GET', '/socket.io/?EIO=3&transport=polling', 400],
    ['an unknown session', 'GET', `${POLL}&sid=nope`, 400],
    ['an unknown session with a body', 'POST', `${POLL}&sid=nope`, 400],
    ['a session that is a property of all objects', 'GET', `${POLL}&sid=__proto__`, 400],
    ['a handshake by POST', 'POST', POLL, 400],
    ['a WebSocket without an upgrade', 'GET', '/socket.io/?EIO=4&transport=websocket', 400],
    ['a path that is garbage', 'GET', '/socket.io/%00/..%2f?EIO=4&transport=%ff', 400],
    ['the script of the client', 'GET', '/socket.io/socket.io.js', 400],
  ])('[C4] of %s are JSON in the general form', async (_, method, path, status) => {
    const { url } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const response = await fetch(url + path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.json()).toMatchObject({
      error: 'invalid_payload',
      message: expect.stringMatching(/./),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each([
    ['an unknown session', '/socket.io/?EIO=4&transport=websocket&sid=nope'],
    ['an unknown transport', '/socket.io/?EIO=4&transport=smoke'],
    ['another protocol version', '/socket.io/?EIO=3&transport=websocket'],
  ])('[C4] of upgrades with %s are JSON in the general form', async (_, path) => {
    const { url } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const { status, body } = await refusalOfUpgrade(url + path);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_payload', requestId: expect.any(String) });
  });

  it('[C4] of upgrades without the headers of a WebSocket are JSON in the general form', async () => {
    const { port } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '12' };
    const path = '/socket.io/?EIO=4&transport=websocket';
    const [response]: [IncomingMessage] = await new Promise((resolve) => {
      httpRequest({ port, path, headers })
        .on('response', (answer) => resolve([answer]))
        .end();
    });
    let text = '';
    for await (const chunk of response) text += chunk;
    expect(response.statusCode).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ error: 'invalid_payload' });
  });

  it('[C7] of more connections than an address may have are 429, until one leaves or is known', async () => {
    const limits = {
      ...defaultEventLimits,
      unauthenticated: { ...defaultEventLimits.unauthenticated, connectionsPerAddress: 2 },
    };
    const endpoint = createEventEndpoint({
      limits,
      async event(connection) {
        connection.authenticated();
        return { payload: {} };
      },
    });
    const { connect, url, count } = await startSocketIoServer({ endpoint });
    const first = await connect();
    const second = await connect({ transports: ['polling'] });
    const refusal = await fetch(url + POLL);
    expect(refusal.status).toBe(429);
    expect(refusal.headers.get('x-ratelimit-limit')).toBe('2');
    expect(refusal.headers.get('retry-after')).toBe('60');
    expect(await refusal.json()).toMatchObject({ error: 'rate_limited' });
    expect(await refusalOfUpgrade(`${url}/socket.io/?EIO=4&transport=websocket`)).toMatchObject({
      status: 429,
      body: { error: 'rate_limited' },
    });
    await first.socket.emitWithAck('token');
    const third = await connect();
    expect((await fetch(url + POLL)).status).toBe(429);
    for (const { socket } of [second, third]) socket.disconnect();
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(1));
    await connect();
    await connect({ transports: ['polling'] });
    expect((await fetch(url + POLL)).status).toBe(429);
    // Those that come to nothing take no place.
    for (let i = 0; i < 5; i++) await fetch(`${url}/socket.io/?EIO=4&transport=smoke`);
    first.socket.disconnect();
  });
});

describe('other origins', () => {
  const start = () =>
    startSocketIoServer({
      endpoint: createEventEndpoint(),
      publicUrl: 'https://quiz.example',
      clientOrigins: ['https://app.example'],
    });

  it.each(['https://quiz.example', 'https://app.example'])('[C6] %s may poll', async (origin) => {
    const { url } = await start();
    const response = await fetch(url + POLL, { headers: { origin } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('vary')).toContain('Origin');
    const preflight = await fetch(url + POLL, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Type');
  });

  it('[C6] that are not allowed get nothing they can read', async () => {
    const { url } = await start();
    for (const method of ['GET', 'OPTIONS']) {
      const response = await fetch(url + POLL, { method, headers: { origin: 'https://evil.example' } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('answers carry the security headers', async () => {
    const { url } = await start();
    const { headers } = await fetch(url + POLL);
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('beside it', () => {
  it('routes and raw WebSockets work as before', async () => {
    const { url, websockets, port } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    websockets.endpoint(createTestEndpoint());
    for (const path of ['/', '/socket.io', '/socket.iox/', '/api?x=/socket.io/']) {
      const response = await fetch(url + path);
      expect(await response.text()).toBe('route');
      expect(response.headers.get('content-security-policy')).toBeNull();
    }
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
    await once(socket, 'open');
    socket.send('1');
    const [data] = await once(socket, 'message');
    expect(JSON.parse(data)).toEqual({ type: 'echo', message: 1 });
    socket.close();
  });
});
