import { expect, it, vi } from 'vitest';
import { createBusByHand } from '#server/realtime/test-hub.ts';
import { startTestServer } from '#server/realtime/test-server.ts';
import { servePublicNightChannel } from './public-channel.ts';

async function startPublicChannel() {
  const byHand = createBusByHand();
  const { transport, hub, connect } = await startTestServer({ bus: byHand.bus });
  servePublicNightChannel({ websockets: transport, hub, nightExists: async () => true });
  return { ...byHand, connect };
}

it('[X53] says that it follows only when the other nodes’ messages arrive', async () => {
  const { connect, hold, release, calls } = await startPublicChannel();
  hold();
  const { send, received } = await connect('/api/nights/live?sessionId=5');
  send({ type: 'ping' });
  await vi.waitFor(() => expect(calls).toEqual(['subscribe night:5']));
  expect(received).toEqual([]);
  release();
  await vi.waitFor(() => expect(received).toEqual([{ type: 'following' }, { type: 'pong' }]));
});

it('[X53] tells who follows the list of nights of a gap', async () => {
  const { connect, announceGap } = await startPublicChannel();
  const { received } = await connect('/api/nights/live');
  await vi.waitFor(() => expect(received).toEqual([{ type: 'following' }]));
  announceGap('night-list');
  await vi.waitFor(() => expect(received.at(-1)).toEqual({ type: 'gap', sessionId: null }));
});

it('[X53] leaves its channel when it goes', async () => {
  const { connect, calls } = await startPublicChannel();
  const { socket, received } = await connect('/api/nights/live?sessionId=5');
  await vi.waitFor(() => expect(received).toHaveLength(1));
  socket.close();
  await vi.waitFor(() => expect(calls).toEqual(['subscribe night:5', 'unsubscribe night:5']));
});
