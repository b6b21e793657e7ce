import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { newSession, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let administrator: Awaited<ReturnType<typeof registerWithCalendar>>;
beforeAll(async () => {
  app = await startTestApp();
  administrator = await registerWithCalendar(app);
});
afterAll(() => app.close());

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

it('[S1] [S2] a timeline is made, read, listed, changed and deleted', async () => {
  const owner = await registerWithCalendar(app);
  const { status, body } = await owner.call('POST', '/timelines', { name: 'Friday club' });
  expect(status).toBe(200);
  const timeline = {
    id: expect.stringMatching(UUID),
    name: 'Friday club',
    description: null,
    allowOverlap: false,
    ownerId: owner.id,
    role: 'owner',
    createdAt: INSTANT,
    updatedAt: INSTANT,
    removedAt: null,
  };
  expect(body).toEqual({ data: timeline, meta: { message: 'success' } });
  const path = `/timelines/${body.data.id}`;
  expect((await owner.call('GET', path)).body).toEqual(body);
  expect((await owner.call('GET', '/timelines')).body).toEqual({
    data: [body.data],
    meta: { message: 'success', meta: { skip: 0, take: 10, count: 1 } },
  });
  const changes = { description: 'Games', allowOverlap: true };
  expect(await owner.done('PATCH', path, changes)).toEqual({ ...timeline, ...changes });
  expect(await owner.done('PATCH', path, { description: null })).toMatchObject({ description: null });

  const session = await owner.makeSession({ timelineId: body.data.id });
  expect(await owner.done('DELETE', path)).toMatchObject({ id: body.data.id, removedAt: INSTANT });
  for (const [method, at] of [
    ['GET', path],
    ['PATCH', path],
    ['DELETE', path],
    ['GET', `/sessions/${session.id}`],
  ] as const)
    expect((await owner.call(method, at, method === 'PATCH' ? {} : undefined)).status).toBe(404);
  expect(await owner.done('GET', '/sessions')).toEqual([]);
  expect((await owner.call('POST', '/sessions', newSession({ timelineId: body.data.id }))).status).toBe(400);
});

it.each([
  ['no name', {}],
  ['an empty name', { name: '' }],
  ['a long name', { name: 'x'.repeat(201) }],
  ['an unknown field', { name: 'x', colour: 'red' }],
  ['overlaps by text', { name: 'x', allowOverlap: 'yes' }],
])('[S2] %s is 400', async (_, body) => {
  const answer = await administrator.call('POST', '/timelines', body);
  expect(answer).toMatchObject({ status: 400, body: { statusCode: 400, message: expect.any(Array) } });
});

describe('[S2] roles', () => {
  /** A session on the owner's timeline, and everybody in a role of theirs. */
  async function share() {
    const [owner, editor, viewer, stranger] = [
      await registerWithCalendar(app),
      await registerWithCalendar(app),
      await registerWithCalendar(app),
      await registerWithCalendar(app),
    ];
    const id = await owner.makeTimeline();
    const members = `/timelines/${id}/members`;
    await owner.done('PUT', members, { userId: editor.id, role: 'editor' });
    await owner.done('PUT', members, { username: viewer.username, role: 'viewer' });
    const session = await owner.makeSession({ timelineId: id });
    return { owner, editor, viewer, stranger, id, members, session };
  }

  it('viewers read, editors write sessions, the owner and administrators do all; to others it is not there', async () => {
    const { owner, editor, viewer, stranger, id, members, session } = await share();
    const attempts = [
      ['GET', `/timelines/${id}`, undefined, [200, 200, 200, 404]],
      ['GET', members, undefined, [200, 200, 200, 404]],
      ['GET', `/sessions/${session.id}`, undefined, [200, 200, 200, 404]],
      ['PATCH', `/sessions/${session.id}`, { name: 'Another' }, [200, 200, 403, 404]],
      ['POST', '/sessions', newSession({ timelineId: id }), [200, 200, 403, 400]],
      ['PATCH', `/timelines/${id}`, { name: 'Another' }, [200, 403, 403, 404]],
      ['PUT', members, { userId: viewer.id, role: 'viewer' }, [200, 403, 403, 404]],
      ['DELETE', `${members}/${stranger.id}`, undefined, [404, 403, 403, 404]],
    ] as const;
    for (const [method, path, body, expected] of attempts) {
      const found = [];
      for (const { call } of [owner, editor, viewer, stranger])
        found.push((await call(method, path, body)).status);
      expect.soft(found, `${method} ${path}`).toEqual(expected);
      const asAdministrator = (await administrator.call(method, path, body)).status;
      expect.soft(asAdministrator, `${method} ${path}`).toBe(expected[0]);
    }
    expect((await viewer.call('DELETE', `/sessions/${session.id}`)).status).toBe(403);
    expect((await stranger.call('DELETE', `/sessions/${session.id}`)).status).toBe(404);
    expect((await editor.call('DELETE', `/timelines/${id}`)).status).toBe(403);
  });

  it('[S7] lists are of the timelines of which one is a member', async () => {
    const { viewer, stranger, id, session } = await share();
    const idsFor = async ({ done }: typeof viewer, query = '') =>
      (await done('GET', `/sessions${query}`)).map((one: { id: string }) => one.id);
    expect(await idsFor(viewer)).toEqual([session.id]);
    expect(await idsFor(stranger)).toEqual([]);
    expect(await idsFor(stranger, `?timelineId=${id}`)).toEqual([]);
    expect(await idsFor(administrator, `?timelineId=${id}`)).toEqual([session.id]);
    expect(await idsFor(administrator)).not.toContain(session.id);
    expect((await viewer.done('GET', '/timelines')).map((one: { role: string }) => one.role)).toEqual([
      'viewer',
    ]);
  });

  it('are given, changed and taken away, but for the owner’s', async () => {
    const { owner, editor, viewer, id, members } = await share();
    const rolesOf = async () =>
      (await owner.done('GET', members)).map(({ userId, role }: { userId: string; role: string }) => [
        userId,
        role,
      ]);
    expect(await rolesOf()).toEqual([
      [owner.id, 'owner'],
      [editor.id, 'editor'],
      [viewer.id, 'viewer'],
    ]);
    expect(await owner.done('PUT', members, { userId: viewer.id, role: 'editor' })).toEqual({
      userId: viewer.id,
      username: viewer.username,
      displayName: viewer.displayName,
      avatarUrl: null,
      role: 'editor',
    });
    await viewer.makeSession({ timelineId: id });
    await owner.done('DELETE', `${members}/${viewer.id}`);
    expect((await viewer.call('GET', `/timelines/${id}`)).status).toBe(404);
    expect(await rolesOf()).toHaveLength(2);
    for (const body of [
      { userId: viewer.id },
      { role: 'viewer' },
      { userId: viewer.id, username: viewer.username, role: 'viewer' },
      { userId: viewer.id, role: 'owner' },
    ])
      expect((await owner.call('PUT', members, body)).status).toBe(400);
    expect((await owner.call('PUT', members, { username: 'nobody_here', role: 'viewer' })).status).toBe(404);
    const nobody = { userId: '00000000-0000-4000-8000-00000000ffff', role: 'viewer' };
    expect((await owner.call('PUT', members, nobody)).status).toBe(404);
    expect((await owner.call('PUT', members, { userId: owner.id, role: 'viewer' })).status).toBe(409);
    expect((await owner.call('DELETE', `${members}/${owner.id}`)).status).toBe(409);
  });
});
