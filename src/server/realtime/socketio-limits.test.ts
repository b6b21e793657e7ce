import { describe, expect, it, vi } from 'vitest';
import { closeCodes } from '#protocol/close-codes.ts';
import { defaultEventLimits, type EventEndpoint } from './socketio-endpoint.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

const MINUTE = 60_000;
const POLL = '/socket.io/?EIO=4&transport=polling';

/** An endpoint of small limits, where the event "token" authenticates, and a clock that is moved by hand. */
async function startLimited(changes: Partial<EventEndpoint<undefined>> = {}) {
  let now = Date.UTC(2026, 2, 15, 19);
  const endpoint = createEventEndpoint({
    limits: {
      ...defaultEventLimits,
      unauthenticated: { ...defaultEventLimits.unauthenticated, messagesPerMinute: 5 },
      authenticated: { ...defaultEventLimits.unauthenticated, frameBytes: 64 * 1024, messagesPerMinute: 10 },
      queuedMessages: 20,
    },
    async event(connection, name) {
      if (name === 'token') connection.authenticated();
      return { payload: {} };
    },
    ...changes,
  });
  const server = await startSocketIoServer({ endpoint, clock: { now: () => now } });
  return {
    ...server,
    moveClock(ms: number) {
      now += ms;
    },
  };
}

/** A session that polls by hand, connected to the namespace. */
async function pollByHand(url: string) {
  const opening = await (await fetch(url + POLL)).text();
  const { sid } = JSON.parse(opening.slice(1));
  const address = `${url}${POLL}&sid=${sid}`;
  const send = (body: string, init: RequestInit = {}) => fetch(address, { method: 'POST', body, ...init });
  const poll = async () => (await fetch(address)).text();
  await send('40{}');
  await poll();
  return { address, send, poll };
}

describe('events', () => {
  it.each(['websocket', 'polling'])('[Q6] by %s are dropped over the limit of the minute', async (name) => {
    const handled = vi.fn();
    const { connect, moveClock } = await startLimited({
      async event(connection, event) {
        handled();
        if (event === 'token') connection.authenticated();
        return { payload: {} };
      },
    });
    const { socket, received } = await connect({ transports: [name] });
    for (let i = 0; i < 5; i++) await expect(socket.emitWithAck('x')).resolves.toEqual({});
    const refusal = { error: 'rate_limited', message: expect.any(String), event: 'x' };
    await expect(socket.emitWithAck('x')).resolves.toMatchObject(refusal);
    socket.emit('x');
    await vi.waitFor(() => expect(received).toMatchObject([{ name: 'error', payload: refusal }]));
    expect(handled).toHaveBeenCalledTimes(5);
    moveClock(MINUTE);
    await expect(socket.emitWithAck('token')).resolves.toEqual({});
    for (let i = 1; i < 10; i++) await expect(socket.emitWithAck('x')).resolves.toEqual({});
    await expect(socket.emitWithAck('x')).resolves.toMatchObject(refusal);
    expect(socket.connected).toBe(true);
  });

  it('stop being read while many wait, and none is lost', async () => {
    const gate = Promise.withResolvers<void>();
    const names: string[] = [];
    const limits = { ...defaultEventLimits, queuedMessages: 20 };
    const { connect, count, url } = await startLimited({
      limits: {
        ...limits,
        unauthenticated: { ...limits.unauthenticated, frameBytes: 64 * 1024, messagesPerMinute: 10_000 },
      },
      async event(_, name) {
        await gate.promise;
        names.push(name);
        return { payload: {} };
      },
    });
    const { socket } = await connect();
    const total = 100;
    const padding = 'x'.repeat(50_000);
    for (let i = 0; i < total; i++) socket.emit(`event ${i}`, padding);
    await vi.waitFor(async () => expect(await count('socketio_received_total')).toBeGreaterThanOrEqual(20));
    // Time enough to read the rest.
    for (let i = 0; i < 100; i++) await fetch(url);
    expect(await count('socketio_received_total')).toBeLessThan(50);
    gate.resolve();
    await vi.waitFor(
      () => expect(names).toEqual(Array.from({ length: total }, (_, i) => `event ${i}`)),
      10_000,
    );
  });

  it('by polling are refused while many wait', async () => {
    const gate = Promise.withResolvers<void>();
    const { url } = await startLimited({
      limits: { ...defaultEventLimits, queuedMessages: 3 },
      async event() {
        await gate.promise;
        return { payload: {} };
      },
    });
    const { send, poll } = await pollByHand(url);
    await send(Array.from({ length: 6 }, (_, i) => `42${i}["x"]`).join('\x1e'));
    const refused = await poll();
    const ids = [...refused.matchAll(/43(\d)\[\{"error":"rate_limited"/g)].map(([, id]) => id);
    expect(ids).toEqual(['4', '5']);
    gate.resolve();
    let answers = '';
    while (!answers.includes('433[{}]')) answers += await poll();
    expect(answers.split('\x1e').filter((text) => text.startsWith('43'))).toHaveLength(4);
  });
});

describe('a flood', () => {
  it.each([
    ['events', '42["x"]'],
    ['acknowledgements', '4312345[]'],
    ['heartbeats', '3'],
  ])('of %s closes the connection', async (_, packet) => {
    const { connectByHand, count } = await startLimited();
    const { socket, received, closed } = await connectByHand();
    for (let i = 0; i < 48; i++) socket.send(packet);
    socket.send('421["last"]');
    await vi.waitFor(() => expect(received.some((text) => text.startsWith('431['))).toBe(true));
    // The last of them is too much; what follows isn't looked at.
    for (let i = 0; i < 10; i++) socket.send(packet);
    socket.send('422["late"]');
    expect((await closed).code).toBe(closeCodes.policyViolation);
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(0));
    expect(received.some((text) => text.startsWith('432'))).toBe(false);
  });
});

describe('frames', () => {
  /** A packet of exactly so many bytes. */
  const packetOf = (bytes: number) => `420["x","${'x'.repeat(bytes - 11)}"]`;

  it.each([
    { who: 'unauthenticated', limit: 16 * 1024 },
    { who: 'authenticated', limit: 64 * 1024 },
  ])('over $limit bytes close an $who connection', async ({ who, limit }) => {
    const { connectByHand } = await startLimited();
    const { socket, received, closed } = await connectByHand();
    if (who === 'authenticated') socket.send('427["token"]');
    socket.send(packetOf(limit));
    await vi.waitFor(() => expect(received.at(-1)).toBe('430[{}]'));
    socket.send(packetOf(limit + 1));
    expect((await closed).code).toBe(closeCodes.messageTooBig);
    expect(received.filter((text) => text.startsWith('430'))).toHaveLength(1);
  });

  it('in requests that are too big are 413, and close the session', async () => {
    const { url, count } = await startLimited();
    const { send, address } = await pollByHand(url);
    expect(await count('socketio_connections')).toBe(1);
    const response = await send('x'.repeat(64 * 1024 + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: 'payload_too_large' });
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(0));
    expect((await fetch(address)).status).toBe(400);
  });

  it('in requests of unknown length or as bytes are refused', async () => {
    const { url } = await startLimited();
    const { address, send } = await pollByHand(url);
    const body = new Blob(['42["x"]']).stream();
    const streamed = await fetch(address, { method: 'POST', body, duplex: 'half' });
    expect(await streamed.json()).toMatchObject({ error: 'invalid_payload' });
    const bytes = await send('x', { headers: { 'content-type': 'application/octet-stream' } });
    expect(bytes.status).toBe(415);
    const put = await fetch(address, { method: 'PUT', body: 'x' });
    expect(await put.json()).toMatchObject({ error: 'invalid_payload' });
    expect((await send('421["x"]')).status).toBe(200);
  });
});
