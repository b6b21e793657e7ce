import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { enter, joinParty, type Membership, makeParty, type PartySocket } from '../setup/parties.ts';

/** The rows are compared with the sockets every five seconds. */
const SOON = { timeout: 15_000 };

let app: TestApp;
let ada: Membership;
let host: PartySocket;
let viewer: PartySocket;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());

beforeEach(async () => {
  ada = await makeParty(app);
  host = await enter(app, ada);
  viewer = await enter(app, await joinParty(app, ada, 'Grace'));
  onTestFinished(async () => {
    await host.close();
    await viewer.close();
  });
});

const change = (set: string, values: unknown[] = []) =>
  queryStore(app.connection, `UPDATE watch_members SET ${set} WHERE user_id = $1`, [
    viewer.member.user_id,
    ...values,
  ]);

it('[X130] who is here, and was taken for gone with their node, is in again', async () => {
  await change('node_id = NULL, connection_id = NULL');
  await vi.waitFor(() => expect(host.heard('user_joined')).toHaveLength(3), SOON);
  const { body } = await app.get(`/api/sessions/${ada.id}`, { token: ada.token });
  expect(body.participants).toEqual([ada.user_id, viewer.member.user_id]);
  viewer.say('chat', { message: 'still here' });
  await host.nextOf('chat');
});

it('[X130] who has left while the store was away is told to have left when it is back', async () => {
  const ghost = await joinParty(app, ada, 'Ghost');
  await queryStore(
    app.connection,
    `UPDATE watch_members SET connection_id = $2, node_id = (
       SELECT node_id FROM watch_members WHERE user_id = $1
     ) WHERE user_id = $3`,
    [ada.user_id, randomUUID(), ghost.user_id],
  );
  await vi.waitFor(() => expect(host.heard('user_left')).toMatchObject([{ username: 'Ghost' }]), SOON);
});

it.each([
  ['was put out', 4012, () => change('kicked_at = now(), node_id = NULL, connection_id = NULL')],
  [
    'has another socket',
    4001,
    () => change('connection_id = $2, node_id = $3', [randomUUID(), randomUUID()]),
  ],
  [
    'is in a party that is gone',
    4013,
    () => queryStore(app.connection, 'DELETE FROM watch_parties WHERE id = $1', [ada.id]),
  ],
])('[X130] an order that was lost is made up for: who %s is closed with %i', async (_, code, lose) => {
  await lose();
  expect(await viewer.closed).toMatchObject({ code });
});
