import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  enter,
  joinParty,
  type Membership,
  makeParty,
  PASSWORD,
  type PartySocket,
  socketUrl,
} from '../setup/parties.ts';
import { connectSocket } from '../setup/socket-client.ts';

/** On a machine that has other work, too. */
const SOON = { timeout: 10_000 };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());

async function come(member: Membership): Promise<PartySocket> {
  const socket = await enter(app, member);
  onTestFinished(() => socket.close());
  return socket;
}

describe('[W5] sockets that one user opens at the same moment', () => {
  it('replace each other, and the last one stays', async () => {
    const ada = await makeParty(app);
    const host = await come(ada);
    const grace = await joinParty(app, ada, 'Grace');
    for (let round = 0; round < 3; round++) {
      const sockets = await Promise.all(
        Array.from({ length: 4 }, () => connectSocket(socketUrl(app.url, grace))),
      );
      const codes: number[] = [];
      for (const { closed } of sockets) void closed.then(({ code }) => codes.push(code));
      for (let joined = 0; joined < 4; joined++)
        await host.next(({ type, user_id }) => type === 'user_joined' && user_id === grace.user_id);
      await host.settle();
      // An order to close is on its way before this is answered.
      const { body } = await app.get(`/api/sessions/${ada.id}`, { token: ada.token });
      expect(body.participants).toEqual([ada.user_id, grace.user_id]);
      host.say('chat', { message: `round ${round}` });
      await Promise.any(
        sockets.map((socket) =>
          socket.next(({ type, payload }) => type === 'chat' && payload.message === `round ${round}`, 2_000),
        ),
      );
      expect(codes).toEqual([4001, 4001, 4001]);
      expect(host.heard('user_left')).toEqual([]);
    }
  });
});

describe('[X125] one who is put out', () => {
  it('takes no share and says nothing after it, whatever was on its way', async () => {
    const ada = await makeParty(app);
    const host = await come(ada);
    host.say('share_open', { on: true });
    await host.settle();
    for (let round = 0; round < 5; round++) {
      const viewer = await enter(app, await joinParty(app, ada, 'Grace'));
      for (let index = 0; index < 40; index++) {
        viewer.say('share_stop');
        viewer.say('share_start');
        if (index === 5) host.say('kick', { user_id: viewer.member.user_id });
      }
      for (let index = 0; index < 10; index++) viewer.say('chat', { message: 'too late' });
      expect((await viewer.closed).code).toBe(4012);
      await host.next(({ type, user_id }) => type === 'user_left' && user_id === viewer.member.user_id);
      await host.settle();
      const left = host.received.findLastIndex(({ type }) => type === 'user_left');
      const later = host.received.slice(left + 1).filter(({ user_id }) => user_id === viewer.member.user_id);
      expect(later).toEqual([]);
    }
  });
});

describe('[W2] passwords that one address has checked by the dozen', () => {
  it('keep nobody else out', async () => {
    const parties = await Promise.all(Array.from({ length: 6 }, () => makeParty(app)));
    const join = (party: Membership, address: string, password: string) =>
      app.call(
        'POST',
        '/api/sessions/join',
        { session_id: party.id, password },
        { headers: { 'x-forwarded-for': address } },
      );
    const [party] = parties;
    if (!party) throw new Error('no party');
    let guessed = 0;
    const guesses = parties.flatMap((each) =>
      Array.from({ length: 10 }, async () => {
        const { status } = await join(each, '192.0.2.66', 'a guess');
        if (status === 401) guessed += 1;
        return status;
      }),
    );
    await vi.waitFor(() => expect(guessed).toBeGreaterThan(0), SOON);
    const before = guessed;
    expect((await join(party, '192.0.2.67', PASSWORD)).status).toBe(200);
    // They took turns.
    expect(guessed - before).toBeLessThan(6);
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([401, 503]));
  });
});
