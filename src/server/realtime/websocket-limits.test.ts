import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { closeCodes } from '#protocol/close-codes.ts';
import { type ClientLimits, defaultLimits, type Limits, publicLimits } from './endpoint.ts';
import { createTestEndpoint, startTestServer, type TestClient } from './test-server.ts';

const heartbeat = { pingMs: 40, silenceMs: 60 * 60_000 };

type Changes = {
  unauthenticated?: Partial<Limits['unauthenticated']>;
  authenticated?: Partial<ClientLimits>;
};

/** An endpoint where the message "token" authenticates, and a clock that stands still until it is moved. */
async function startLimited({ unauthenticated, authenticated }: Changes = {}) {
  let now = Date.UTC(2026, 2, 15, 19);
  const server = await startTestServer({ clock: { now: () => now } });
  server.transport.endpoint(
    createTestEndpoint({
      heartbeat,
      limits: {
        ...defaultLimits,
        unauthenticated: { ...defaultLimits.unauthenticated, ...unauthenticated },
        authenticated: { ...defaultLimits.authenticated, ...authenticated },
      },
      message(connection, message) {
        if (message === 'token') connection.authenticated();
        connection.send({ type: 'echo' });
      },
    }),
  );
  return {
    ...server,
    moveClock(ms: number) {
      now += ms;
    },
  };
}

async function authenticate({ send, received }: TestClient): Promise<void> {
  const before = received.length;
  send('token');
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(before));
}

/** JSON of exactly so many bytes. */
const frameOf = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));

/** The HTTP answer to one connection too many. */
function refusal(url: string): Promise<IncomingMessage> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  // Of the request that is given up below.
  socket.on('error', () => {});
  return new Promise((resolve, reject) => {
    socket.on('open', () => reject(new Error('Let in')));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response);
    });
  });
}

describe('frames', () => {
  it.each([
    { who: 'unauthenticated', limit: 16 * 1024 },
    { who: 'authenticated', limit: 64 * 1024 },
  ])('[W6] over $limit bytes close an $who connection with 1009', async ({ who, limit }) => {
    const { connect } = await startLimited();
    const client = await connect();
    if (who === 'authenticated') await authenticate(client);
    const before = client.received.length;
    client.socket.send(frameOf(limit));
    await vi.waitFor(() => expect(client.received).toHaveLength(before + 1));
    client.socket.send(frameOf(limit + 1));
    expect((await client.closed).code).toBe(closeCodes.messageTooBig);
    expect(client.received).toHaveLength(before + 1);
  });
});

describe('messages a minute', () => {
  it('are answered up to the limit, then told to the feature and dropped, till the minute is over', async () => {
    const { connect, moveClock } = await startLimited({ unauthenticated: { messagesPerMinute: 3 } });
    const { send, received } = await connect();
    for (let i = 0; i < 5; i++) send('x');
    await vi.waitFor(() => expect(received).toHaveLength(5));
    const types = () => received.map((message) => JSON.stringify(message)).join();
    const [echo, limited] = ['{"type":"echo"}', '{"type":"rate_limited"}'];
    expect(types()).toBe([echo, echo, echo, limited, limited].join());
    moveClock(59_999);
    send('x');
    await vi.waitFor(() => expect(received).toHaveLength(6));
    moveClock(1);
    send('x');
    await vi.waitFor(() => expect(received).toHaveLength(7));
    expect(types()).toBe([echo, echo, echo, limited, limited, limited, echo].join());
  });

  it('are more for who has authenticated, and each connection has its own', async () => {
    const { connect } = await startLimited({
      unauthenticated: { messagesPerMinute: 2 },
      authenticated: { messagesPerMinute: 4 },
    });
    const [first, second] = await Promise.all([connect(), connect()]);
    await authenticate(first);
    for (let i = 0; i < 4; i++) first.send('x');
    for (let i = 0; i < 2; i++) second.send('x');
    await vi.waitFor(() => expect(first.received).toHaveLength(5));
    await vi.waitFor(() => expect(second.received).toHaveLength(2));
    expect(first.received.at(-1)).toEqual({ type: 'rate_limited' });
    expect(first.received.slice(0, 4)).toEqual(Array(4).fill({ type: 'echo' }));
    expect(second.received).toEqual(Array(2).fill({ type: 'echo' }));
  });

  it('by far too many close the connection', async () => {
    const { connect } = await startLimited({ unauthenticated: { messagesPerMinute: 2 } });
    const { send, closed, received } = await connect();
    for (let i = 0; i < 21; i++) send('x');
    expect((await closed).code).toBe(closeCodes.policyViolation);
    expect(received.length).toBeLessThanOrEqual(20);
  });
});

describe('unauthenticated connections', () => {
  it('are closed after their time, authenticated ones are not', async () => {
    const { connect, moveClock } = await startLimited();
    const [stranger, member] = await Promise.all([connect(), connect()]);
    await authenticate(member);
    moveClock(10 * 60_000 - 1);
    await authenticate(member);
    expect(stranger.socket.readyState).toBe(WebSocket.OPEN);
    moveClock(1);
    expect((await stranger.closed).code).toBe(closeCodes.authenticationTimeout);
    await authenticate(member);
  });

  it('of one address are bounded in number; authenticating or leaving frees a place', async () => {
    const { connect, url } = await startLimited({ unauthenticated: { connectionsPerAddress: 2 } });
    const [first, second] = await Promise.all([connect(), connect()]);
    const { statusCode, headers } = await refusal(`${url}/live`);
    expect(statusCode).toBe(429);
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.UTC(2026, 2, 15, 19, 1) / 1000),
      'retry-after': '60',
    });

    await authenticate(first);
    await connect();
    expect((await refusal(`${url}/live`)).statusCode).toBe(429);

    second.socket.terminate();
    await vi.waitFor(() => connect());
    expect((await refusal(`${url}/live`)).statusCode).toBe(429);

    // It gave its place back when it authenticated, and doesn't give another.
    first.socket.close();
    await first.closed;
    expect((await refusal(`${url}/live`)).statusCode).toBe(429);
  });

  it('are counted for each address behind a trusted proxy', async () => {
    const { transport, connect } = await startTestServer({ trustProxy: true });
    const limits = {
      ...defaultLimits,
      unauthenticated: { ...defaultLimits.unauthenticated, connectionsPerAddress: 1 },
    };
    transport.endpoint(createTestEndpoint({ limits }));
    await connect('/live', { 'x-forwarded-for': '10.0.0.1' });
    await connect('/live', { 'x-forwarded-for': '10.0.0.2' });
    await expect(connect('/live', { 'x-forwarded-for': '9.9.9.9, 10.0.0.1' })).rejects.toThrow('429');
  });
});

describe('connections to an endpoint where nobody authenticates', () => {
  it('may stay, within the limits of strangers', async () => {
    let now = Date.UTC(2026, 2, 15, 19);
    const { transport, connect, url } = await startTestServer({ clock: { now: () => now } });
    const unauthenticated = { ...publicLimits.unauthenticated, connectionsPerAddress: 2 };
    transport.endpoint(createTestEndpoint({ heartbeat, limits: { ...publicLimits, unauthenticated } }));
    const [first, second] = await Promise.all([connect(), connect()]);
    const { statusCode } = await refusal(`${url}/live`);
    expect(statusCode).toBe(429);

    const pinged = once(first.socket, 'ping');
    now += 24 * 60 * 60_000;
    await pinged;
    first.socket.send(frameOf(1_024));
    await vi.waitFor(() => expect(first.received).toHaveLength(1));

    second.socket.send(frameOf(1_025));
    expect((await second.closed).code).toBe(closeCodes.messageTooBig);
    await vi.waitFor(() => connect());
  });
});
