import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

const UUID = /^[0-9a-f-]{36}$/;

describe.each(['websocket', 'polling'])('by %s', (transport) => {
  const transports = [transport];

  it('[Q5] a client is greeted as it opens, and knows its connection by its socket id', async () => {
    const endpoint = createEventEndpoint({
      open: (connection) => connection.send({ type: 'server:hello', socketId: connection.id }),
    });
    const { createClient } = await startSocketIoServer({ endpoint });
    const { connected, received, socket } = createClient({ transports });
    await connected();
    await vi.waitFor(() =>
      expect(received).toEqual([{ name: 'server:hello', payload: { socketId: socket.id } }]),
    );
  });

  it('[Q6] an acknowledgement callback gets the response, and nothing else is sent', async () => {
    const { connect } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const { socket, received } = await connect({ transports });
    await expect(socket.emitWithAck('game:room:join', { roomCode: '1' })).resolves.toEqual({
      name: 'game:room:join',
      payload: { roomCode: '1' },
    });
    await expect(socket.emitWithAck('without')).resolves.toEqual({ name: 'without' });
    await expect(socket.emitWithAck('two', 1, 2)).resolves.toEqual({ name: 'two', payload: 1 });
    expect(received).toEqual([]);
  });

  it('[Q6] without a callback, the response comes under its name, if it has one', async () => {
    const endpoint = createEventEndpoint({
      event: async (_, name, payload) =>
        name === 'quiet' ? { payload: {} } : { payload: { type: 'kept', payload }, event: `${name}:done` },
    });
    const { connect } = await startSocketIoServer({ endpoint });
    const { socket, received } = await connect({ transports });
    socket.emit('quiet');
    socket.emit('loud', [1, { a: 'ü' }]);
    await vi.waitFor(() =>
      expect(received).toEqual([{ name: 'loud:done', payload: { type: 'kept', payload: [1, { a: 'ü' }] } }]),
    );
  });

  it('[Q6] errors go to the callback, or without one under `error`', async () => {
    const endpoint = createEventEndpoint({
      async event() {
        throw new AppError('room_full', 'The room is full', { details: { limit: 2 } });
      },
    });
    const { connect } = await startSocketIoServer({ endpoint });
    const { socket, received } = await connect({ transports });
    const error = {
      error: 'room_full',
      message: 'The room is full',
      requestId: expect.stringMatching(UUID),
      event: 'join',
      limit: 2,
    };
    await expect(socket.emitWithAck('join', {})).resolves.toEqual(error);
    socket.emit('join', {});
    await vi.waitFor(() => expect(received).toEqual([{ name: 'error', payload: error }]));
  });
});

describe('events', () => {
  it('[Q6] a fault of the server is told without its cause, which the log has under the same id', async () => {
    const endpoint = createEventEndpoint({
      async event() {
        throw new TypeError('SELECT secret');
      },
    });
    const { connect, logLines } = await startSocketIoServer({ endpoint });
    const { socket } = await connect();
    const answer = await socket.emitWithAck('x');
    expect(answer).toEqual({
      error: 'server_error',
      message: 'Internal server error',
      requestId: expect.stringMatching(UUID),
      event: 'x',
    });
    expect(logLines.find((line) => line.includes('SELECT secret'))).toContain(answer.requestId);
    await expect(socket.emitWithAck('x')).resolves.toMatchObject({ error: 'server_error' });
  });

  it('are handled one after another, in the order in which they were sent', async () => {
    const log: string[] = [];
    const endpoint = createEventEndpoint({
      async open() {
        await setImmediate();
        log.push('open');
      },
      async event(_, name) {
        log.push(`${name} begins`);
        await setImmediate();
        log.push(`${name} ends`);
        return { payload: {} };
      },
      close: () => log.push('close'),
    });
    const { createClient } = await startSocketIoServer({ endpoint });
    // Sent by polling and, when the client has upgraded, by WebSocket.
    const { socket } = createClient();
    const names = Array.from({ length: 100 }, (_, i) => `event ${i}`);
    for (const name of names.slice(0, 50)) socket.emit(name);
    await new Promise((resolve) => socket.io.engine.once('upgrade', resolve));
    for (const name of names.slice(50)) socket.emit(name);
    await socket.emitWithAck('last');
    socket.disconnect();
    await vi.waitFor(() => expect(log.at(-1)).toBe('close'));
    expect(log).toEqual([
      'open',
      ...[...names, 'last'].flatMap((name) => [`${name} begins`, `${name} ends`]),
      'close',
    ]);
  });

  it('that the client sent before it left are handled', async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const endpoint = createEventEndpoint({
      async event(connection, name) {
        await gate.promise;
        log.push(`${name} ${connection.isOpen()}`);
        return { payload: {} };
      },
      close: () => log.push('close'),
    });
    const { connect, count } = await startSocketIoServer({ endpoint });
    const { socket } = await connect();
    socket.emit('a');
    socket.emit('b', () => {});
    socket.disconnect();
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(0));
    gate.resolve();
    await vi.waitFor(() => expect(log).toEqual(['a false', 'b false', 'close']));
  });

  it('wait for `open`; if that fails, the client is told and closed', async () => {
    const endpoint = createEventEndpoint({
      async open() {
        throw new Error('no store');
      },
    });
    const { createClient, logLines } = await startSocketIoServer({ endpoint });
    const { received, disconnected } = createClient({ transports: ['websocket'] });
    await expect(disconnected).resolves.toEqual({ reason: 'transport close', code: 1011 });
    expect(received).toMatchObject([{ name: 'error', payload: { error: 'server_error' } }]);
    expect(logLines.filter((line) => line.includes('no store'))).toHaveLength(1);
  });

  it('named like those of this process reach the endpoint only', async () => {
    const { connect } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const { socket } = await connect();
    for (const name of ['error', 'message', '__proto__', 'constructor', '', 'connection', 'data'])
      await expect(socket.emitWithAck(name, {})).resolves.toEqual({ name, payload: {} });
  });

  it('are refused with a name that is too long', async () => {
    const { connect } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const { socket } = await connect();
    await expect(socket.emitWithAck('x'.repeat(101))).resolves.toMatchObject({
      error: 'invalid_payload',
      event: 'x'.repeat(100),
    });
  });

  it('are refused with binary payloads, however deep', async () => {
    const { connect } = await startSocketIoServer({ endpoint: createEventEndpoint() });
    const { socket } = await connect();
    const refusal = { error: 'invalid_payload', message: 'Binary payloads are not supported', event: 'x' };
    await expect(socket.emitWithAck('x', Buffer.from('bytes'))).resolves.toMatchObject(refusal);
    await expect(socket.emitWithAck('x', [{ a: { b: [Buffer.from('bytes')] } }])).resolves.toMatchObject(
      refusal,
    );
    await expect(socket.emitWithAck('x', { a: [1] })).resolves.toEqual({ name: 'x', payload: { a: [1] } });
  });
});
