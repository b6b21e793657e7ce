import { describe, expect, it, vi } from 'vitest';
import { invalid } from '#server/platform/errors.ts';
import { createTestEndpoint, startTestServer } from './test-server.ts';

describe('messages', () => {
  it('are parsed JSON of text frames; anything else is told to the feature', async () => {
    const { transport, connect: connectTo } = await startTestServer();
    transport.endpoint(createTestEndpoint());
    const { socket, send, received } = await connectTo();
    send({ type: 'ping', n: [1, null] });
    socket.send('{"type":');
    socket.send(Buffer.from('{"type":"ping"}'));
    socket.send('');
    send('text');
    await vi.waitFor(() => expect(received).toHaveLength(5));
    expect(received).toEqual([
      { type: 'echo', message: { type: 'ping', n: [1, null] } },
      { type: 'malformed', reason: 'Not valid JSON' },
      { type: 'malformed', reason: 'Binary frames are not supported' },
      { type: 'malformed', reason: 'Not valid JSON' },
      { type: 'echo', message: 'text' },
    ]);
  });

  it('of one connection are handled in order, after its opening, while others go on', async () => {
    const { transport, connect: connectTo } = await startTestServer();
    const opening = Promise.withResolvers<void>();
    const events: unknown[] = [];
    let opened = 0;
    transport.endpoint(
      createTestEndpoint({
        async open() {
          if (++opened === 1) await opening.promise;
          events.push('open');
        },
        async message(_, message) {
          // The earlier, the slower.
          await new Promise((resolve) => setTimeout(resolve, Math.max(0, 10 - Number(message))));
          events.push(message);
        },
      }),
    );
    const slow = await connectTo();
    for (let i = 0; i < 10; i++) slow.send(i);
    const other = await connectTo();
    other.send(100);
    await vi.waitFor(() => expect(events).toEqual(['open', 100]));
    opening.resolve();
    await vi.waitFor(() => expect(events).toHaveLength(13));
    expect(events).toEqual(['open', 100, 'open', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('sent before the client closed are all handled, and closing comes last', async () => {
    const { transport, connect: connectTo } = await startTestServer();
    const events: unknown[] = [];
    transport.endpoint(
      createTestEndpoint({
        async message(_, message) {
          await new Promise((resolve) => setImmediate(resolve));
          events.push(message);
        },
        close: () => events.push('close'),
      }),
    );
    const { socket, send } = await connectTo();
    for (let i = 0; i < 5; i++) send(i);
    socket.close();
    await vi.waitFor(() => expect(events).toEqual([0, 1, 2, 3, 4, 'close']));
  });

  it('stop being read while many wait, and none is lost', async () => {
    const { transport, connect: connectTo, registry } = await startTestServer();
    const gate = Promise.withResolvers<void>();
    let handled = 0;
    transport.endpoint(
      createTestEndpoint({
        open: (connection) => connection.authenticated(),
        async message(connection, message) {
          if (message === 'ping') return connection.send({ type: 'pong' });
          await gate.promise;
          handled++;
        },
      }),
    );
    const [busy, other] = await Promise.all([connectTo(), connectTo()]);
    for (let i = 0; i < 300; i++) busy.send('x'.repeat(60_000));
    // Each answer is another turn in which the busy one would have been read, were it not for the queue.
    for (let i = 1; i <= 50; i++) {
      other.send('ping');
      await vi.waitFor(() => expect(other.received).toHaveLength(i), { interval: 1 });
    }
    const received = /received_total{endpoint="test"} (\d+)/.exec(await registry.metrics())?.[1];
    // 50 pings, 32 that wait, the one in hand, and what had been read by then.
    expect(Number(received)).toBeGreaterThan(50);
    expect(Number(received)).toBeLessThan(50 + 32 + 1 + 10);
    gate.resolve();
    await vi.waitFor(() => expect(handled).toBe(300), { timeout: 10_000 });
  });

  it('that fail are told to the feature, logged if the fault is the server’s, and the connection stays', async () => {
    const { transport, connect: connectTo, logLines } = await startTestServer();
    transport.endpoint(
      createTestEndpoint({
        message(_, message) {
          if (message === 'client') throw invalid('sessionId is required');
          throw new Error('SELECT secret');
        },
      }),
    );
    const { send, received } = await connectTo();
    send('client');
    send('server');
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received).toEqual([
      { type: 'failed', code: 'invalid_payload', message: 'sessionId is required' },
      { type: 'failed', code: 'server_error', message: 'Internal server error' },
    ]);
    expect(logLines.join()).not.toContain('sessionId');
    expect(logLines.join()).toContain('SELECT secret');
  });

  it('whose failure can’t be told either leave the server and the connection up', async () => {
    const { transport, connect: connectTo, logLines } = await startTestServer();
    transport.endpoint(
      createTestEndpoint({
        malformed() {
          throw new Error('first');
        },
        failed() {
          throw new Error('second');
        },
        close() {
          throw new Error('third');
        },
      }),
    );
    const { socket, send, received } = await connectTo();
    socket.send('no JSON');
    send(1);
    await vi.waitFor(() => expect(received).toHaveLength(1));
    socket.close();
    await vi.waitFor(() => expect(logLines.join()).toMatch(/first.*second.*third/s));
  });
});
