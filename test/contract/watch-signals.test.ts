import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { enter, joinParty, type Membership, makeParty, type PartySocket } from '../setup/parties.ts';

/** On a machine that has other work, too. */
const SOON = { timeout: 10_000 };

let app: TestApp;
let host: PartySocket;
let one: PartySocket;
let other: PartySocket;
let members: Membership[];
const sockets: PartySocket[] = [];
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
  const ada = await makeParty(app);
  members = [ada, await joinParty(app, ada, 'Grace'), await joinParty(app, ada, 'Edsger')];
});
afterAll(() => app.close());

async function come(member: Membership | undefined): Promise<PartySocket> {
  if (!member) throw new Error('nobody');
  const socket = await enter(app, member);
  sockets.push(socket);
  return socket;
}

beforeEach(async () => {
  host = await come(members[0]);
  one = await come(members[1]);
  other = await come(members[2]);
  host.say('share_open', { on: false });
  host.say('share_stop');
  await host.settle();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.close();
  const [ada] = members;
  await vi.waitFor(async () => {
    const { body } = await app.call('GET', `/api/sessions/${ada?.id}`, undefined, { token: ada?.token });
    expect(body.participants).toEqual([]);
  }, SOON);
});

const offer = { type: 'offer', sdp: 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n' };
const answer = { type: 'answer', sdp: 'v=0\r\n' };
const candidate = { candidate: 'candidate:1 1 UDP 2130706431 192.168.1.100 54321 typ host', sdpMid: '0' };

const idOf = ({ member }: PartySocket) => member.user_id;
const to = (socket: PartySocket) => ({ target_id: idOf(socket) });

/** Who of the three has heard so many of a type by now. */
async function heard(type: string): Promise<number[]> {
  for (const socket of [host, one, other]) await socket.settle();
  return [host, one, other].map((socket) => socket.heard(type).length);
}

describe('[W8] signals', () => {
  it('go to their target alone, the payload key for key as it was', async () => {
    const payload = { sdp: offer.sdp, type: 'offer', zeta: [1, { b: null, a: 'é🎉' }], alpha: '' };
    host.say('webrtc_offer', payload, { ...to(one), user_id: idOf(other), session_id: randomUUID() });
    const told = await one.nextOf('webrtc_offer');
    expect(JSON.stringify(told.payload)).toBe(JSON.stringify(payload));
    expect(told).toMatchObject({ session_id: host.member.id, user_id: idOf(host) });
    expect(told.timestamp).toEqual(expect.any(Number));
    expect(await heard('webrtc_offer')).toEqual([0, 1, 0]);
    one.say('ice_candidate', candidate, to(other));
    expect((await other.nextOf('ice_candidate')).payload).toEqual(candidate);
    expect(await heard('ice_candidate')).toEqual([0, 0, 1]);
  });

  it('without a target go from the host to all others, from a viewer to the host', async () => {
    host.say('webrtc_offer', offer);
    expect(await heard('webrtc_offer')).toEqual([0, 1, 1]);
    one.say('webrtc_answer', answer);
    expect(await heard('webrtc_answer')).toEqual([1, 0, 0]);
    one.say('ice_candidate', candidate);
    host.say('ice_candidate', candidate);
    expect(await heard('ice_candidate')).toEqual([1, 1, 1]);
  });

  it.each([
    ['nobody’s id', randomUUID()],
    ['no id', 'somebody'],
    ['a name of objects', '__proto__'],
  ])('to %s are an error', async (_, target_id) => {
    host.say('webrtc_offer', offer, { target_id });
    expect((await host.nextOf('error')).payload).toMatchObject({
      error: 'not_found',
      in_reply_to: 'webrtc_offer',
    });
    expect(await heard('webrtc_offer')).toEqual([0, 0, 0]);
  });

  it('to oneself, or to one who has left, are an error', async () => {
    host.say('ice_candidate', candidate, to(host));
    expect((await host.nextOf('error')).payload.error).toBe('not_found');
    await other.close();
    await host.next(({ type, user_id }) => type === 'user_left' && user_id === idOf(other));
    host.say('ice_candidate', candidate, to(other));
    expect((await host.nextOf('error')).payload.error).toBe('not_found');
  });

  it('keep their order', async () => {
    for (let index = 0; index < 90; index++)
      host.say('ice_candidate', { candidate: `${index}` }, to(index % 2 ? one : other));
    await heard('ice_candidate');
    for (const [socket, first] of [
      [other, 0],
      [one, 1],
    ] as const)
      expect(socket.heard('ice_candidate').map(({ candidate }) => Number(candidate))).toEqual(
        Array.from({ length: 45 }, (_, index) => first + 2 * index),
      );
  });
});

describe('[W8] [X128] the share', () => {
  const refusals = (socket: PartySocket) =>
    socket.heard('error').map(({ error, in_reply_to }) => [error, in_reply_to]);

  it('is the host’s at first: nobody else makes offers', async () => {
    one.say('webrtc_offer', offer, to(other));
    one.say('share_start');
    one.say('share_stop');
    await one.settle();
    expect(refusals(one)).toEqual([
      ['forbidden', 'webrtc_offer'],
      ['forbidden', 'share_start'],
      ['forbidden', 'share_stop'],
    ]);
    expect(await heard('webrtc_offer')).toEqual([0, 0, 0]);
  });

  it('is another’s where the host lets them, and they make the offers then', async () => {
    host.say('share_open', { on: true });
    await host.settle();
    one.say('share_start');
    expect(await other.nextOf('share_start')).toMatchObject({
      user_id: idOf(one),
      payload: { user_id: idOf(one) },
    });
    host.say('webrtc_offer', offer);
    expect((await host.nextOf('error')).payload.error).toBe('forbidden');
    one.say('webrtc_offer', offer, to(other));
    expect(await heard('webrtc_offer')).toEqual([0, 0, 1]);
    other.say('offer_request');
    expect(await one.nextOf('offer_request')).toMatchObject({ payload: { user_id: idOf(other) } });
    other.say('share_start');
    expect((await other.nextOf('error')).payload.error).toBe('forbidden');

    // It is in the state, and stays while its holder is away.
    const back = await come(members[1]);
    expect(back.state.share).toEqual({ user_id: idOf(one) });

    // The host may take it at any time.
    host.say('share_start');
    await other.next(({ type, user_id }) => type === 'share_start' && user_id === idOf(host));
    back.say('webrtc_offer', offer, to(other));
    expect((await back.nextOf('error')).payload.error).toBe('forbidden');
  });

  it('is there for the offers that are sent right after taking it', async () => {
    host.say('share_open', { on: true });
    await host.settle();
    one.say('share_start');
    one.say('webrtc_offer', offer, to(other));
    one.say('ice_candidate', candidate, to(other));
    await other.nextOf('ice_candidate');
    expect(other.received.slice(-3).map(({ type }) => type)).toEqual([
      'share_start',
      'webrtc_offer',
      'ice_candidate',
    ]);
  });

  it('is given back, and taken from others when the host no longer lets them', async () => {
    host.say('share_open', { on: true });
    await host.settle();
    one.say('share_start');
    one.say('share_stop');
    await host.next(({ type, payload }) => type === 'share_stop' && payload.user_id === idOf(one));
    one.say('share_start');
    await one.settle();
    host.say('share_open', { on: false });
    expect(await one.nextOf('share_open')).toMatchObject({ payload: { on: false } });
    await host.settle();
    expect(host.heard('share_stop').slice(-2)).toEqual([{ user_id: idOf(one) }, { user_id: idOf(one) }]);
    host.say('webrtc_offer', offer);
    expect((await heard('webrtc_offer')).slice(1)).toEqual([1, 1]);
  });

  it('of one who is away is no one’s: the host makes offers, and another may take it', async () => {
    host.say('share_open', { on: true });
    await host.settle();
    one.say('share_start');
    await one.settle();
    await one.close();
    await host.next(({ type, user_id }) => type === 'user_left' && user_id === idOf(one));
    host.say('webrtc_offer', offer, to(other));
    await other.nextOf('webrtc_offer');
    other.say('share_start');
    expect(
      await host.next(({ type, user_id }) => type === 'share_start' && user_id === idOf(other)),
    ).toBeDefined();
  });
});

describe('[W11] signals have a budget of their own', () => {
  it('a hundred a minute for each target, beside a hundred other messages', async () => {
    for (let index = 0; index < 100; index++) {
      host.say('ice_candidate', candidate, to(one));
      host.say('ice_candidate', candidate, to(other));
    }
    expect((await heard('ice_candidate')).slice(1)).toEqual([100, 100]);
    host.say('ice_candidate', candidate, to(one));
    expect((await host.nextOf('error')).payload).toMatchObject({
      error: 'rate_limited',
      in_reply_to: 'ice_candidate',
    });
    one.say('webrtc_answer', answer, to(host));
    await host.nextOf('webrtc_answer');
    host.say('chat', { message: 'still here' });
    await one.nextOf('chat');
    // One to all reaches those for whom there is still some left.
    const third = await come(await joinParty(app, host.member));
    host.say('ice_candidate', candidate);
    await third.nextOf('ice_candidate');
    expect((await heard('ice_candidate')).slice(1)).toEqual([100, 100]);
  });
});
