import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { defaultEventLimits } from './socketio-endpoint.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('garbage', () => {
  it.each([
    ['an unknown packet of Engine.IO', 'x'],
    ['an empty frame', ''],
    ['a ping, which is the server’s', '2probe'],
    ['an upgrade of what is no polling', '5'],
    ['an unknown packet of Socket.IO', '49'],
    ['an event that is no list', '42{}'],
    ['an event that is not JSON', '42["x"'],
    ['an event without a name', '42[]'],
    ['an event that is named by an object', '42[{}]'],
    ['an event of the client’s own', '42["connect"]'],
    ['an event of the emitter’s own', '42["newListener"]'],
    ['an event before the connection is asked for', '42["x"]', false],
    ['an event in another namespace', '42/admin,["x"]'],
    ['a second connection', '40{}'],
    ['a refusal, which is the server’s', '44{"message":"x"}'],
    ['a connection with a list', '40[]', false],
    ['an acknowledgement that is no list', '431{}'],
    ['binary without an event', Buffer.from('bytes')],
    ['an event with attachments without number', '45-["x"]'],
    ['an event with many attachments', '45999-["x"]'],
    ['an event in place of an attachment', '451-["x",{"_placeholder":true,"num":0}]'],
    ['deep nesting with an attachment', `451-["x",${deep(7_000)}]`],
  ])('such as %s closes the connection at most', async (_, packet, isConnected = true) => {
    const endpoint = createEventEndpoint({
      event: async (_connection, name) => ({ payload: { name }, event: 'echo' }),
    });
    const { connectByHand, connect: connectClient, count } = await startSocketIoServer({ endpoint });
    const { socket, received } = await connectByHand({ isConnected });
    socket.send(packet);
    if (typeof packet === 'string' && packet.startsWith('451-')) socket.send(Buffer.from('bytes'));
    socket.send('42["after"]');
    // Either it was closed, or goes on.
    await vi.waitFor(() =>
      expect(socket.readyState === socket.CLOSED || received.includes('42["echo",{"name":"after"}]')).toBe(
        true,
      ),
    );
    socket.close();
    const { socket: other } = await connectClient();
    await expect(other.emitWithAck('x')).resolves.toEqual({ name: 'x' });
    other.disconnect();
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(0));
  });

  it.each([
    ['a number', '421[5,{}]', '5'],
    ['a long name', `421["${'x'.repeat(200)}"]`, 'x'.repeat(100)],
  ])('such as %s for a name is refused', async (_, packet, event) => {
    const handled = vi.fn(async () => ({ payload: {} }));
    const { connectByHand } = await startSocketIoServer({
      endpoint: createEventEndpoint({ event: handled }),
    });
    const { socket, received } = await connectByHand();
    socket.send(packet);
    await vi.waitFor(() => expect(received.at(-1)).toMatch(/^431/));
    expect(JSON.parse(received.at(-1)?.slice(3) ?? '')).toMatchObject([{ error: 'invalid_payload', event }]);
    expect(handled).not.toHaveBeenCalled();
  });

  it('such as deep nesting is the endpoint’s to refuse', async () => {
    const handled = vi.fn(async () => ({ payload: {} }));
    const { connectByHand } = await startSocketIoServer({
      endpoint: createEventEndpoint({ event: handled }),
    });
    const { socket, received } = await connectByHand();
    socket.send(`421["x",${deep(8_000)}]`);
    await vi.waitFor(() => expect(received.at(-1)).toBe('431[{}]'));
    // After bytes, payloads are looked through.
    socket.send('451-["x",{"_placeholder":true,"num":0}]');
    socket.send(Buffer.from('bytes'));
    socket.send(`422["x",${deep(8_000)}]`);
    await vi.waitFor(() => expect(received.at(-1)).toBe('432[{}]'));
    expect(handled).toHaveBeenCalledTimes(2);
  });

  it('such as a handshake with odd `auth` is the endpoint’s to refuse', async () => {
    const authorize = vi.fn(() => undefined);
    const { connectByHand, count } = await startSocketIoServer({
      endpoint: createEventEndpoint({ authorize }),
    });
    const { socket } = await connectByHand({ isConnected: false });
    socket.send('40{"__proto__":{"token":"x"},"pid":"x","offset":"y","deviceId":{"a":1}}');
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(1));
    expect(authorize).toHaveBeenCalledTimes(1);
  });

  it('of any kind, in any order, ends no more than its own connection', async () => {
    const limits = {
      ...defaultEventLimits,
      unauthenticated: { ...defaultEventLimits.unauthenticated, messagesPerMinute: 100_000 },
    };
    const { connectByHand, connect } = await startSocketIoServer({
      endpoint: createEventEndpoint({ limits }),
    });
    const { socket: other } = await connect();
    const packets = fc.oneof(
      fc.tuple(
        fc.constantFrom('40', '41', '42', '421', '43', '44', '451-', '461-', '2', '3', '5', '6'),
        fc.json(),
      ),
      fc.tuple(
        fc.constantFrom('42', '421', '451-'),
        fc.json().map((json) => `["x",${json}]`),
      ),
      fc.tuple(fc.constantFrom('4', ''), fc.string()),
    );
    const frames = fc.oneof(
      packets.map((parts) => parts.join('')),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frames, { minLength: 1 }), async (sent) => {
        const { socket, closed } = await connectByHand();
        for (const frame of sent) socket.send(frame);
        socket.close();
        await closed;
        await expect(other.emitWithAck('x', 1)).resolves.toEqual({ name: 'x', payload: 1 });
      }),
      { numRuns: 100 },
    );
  });
});
