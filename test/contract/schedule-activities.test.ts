import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { fromElsewhere } from '../setup/parties.ts';
import { connectQuiz, makeQuiz } from '../setup/quiz.ts';
import { later, newSeries, newSession, registerWithCalendar } from '../setup/schedule.ts';

type Person = Awaited<ReturnType<typeof registerWithCalendar>>;

const START = '2031-03-07T19:00:00.000Z';
const nth = (week: number) => later(START, week * 7 * 24 * 60);
const TIME = { startDateTime: START, endDateTime: nth(1) };
const PUBLIC_URL = 'https://soiree.example';

let app: TestApp;
let host: Person;
let timelineId: string;

beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_URL, TRUST_PROXY: '1' } });
  await registerWithCalendar(app);
  host = await registerWithCalendar(app);
  timelineId = await host.makeTimeline({ allowOverlap: true });
});
afterAll(() => app.close());

const open = (
  id: string,
  body: object = {},
  { token }: { token: string } = host,
  headers = fromElsewhere(),
) => app.call('POST', `/sessions/${id}/open`, body, { token, headers });

async function opened(id: string, body: object = {}, as = host) {
  const answer = await open(id, body, as);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.meta).toEqual({ message: 'success' });
  return answer.body.data;
}

const makeFor = (activity: object | null, fields: object = {}) =>
  host.makeSession({ timelineId, ...TIME, activity, ...fields });

async function addMember(role: string): Promise<Person> {
  const person = await registerWithCalendar(app);
  await host.done('PUT', `/timelines/${timelineId}/members`, { userId: person.id, role });
  return person;
}

describe('[X152] the activity of a session', () => {
  it('is given, told, listed, changed and cleared', async () => {
    const quiz = await makeQuiz(app, host.token);
    const session = await makeFor({ kind: 'night' });
    expect(session.activity).toEqual({ kind: 'night' });
    const change = async (body: object) =>
      (await host.done('PATCH', `/sessions/${session.id}`, body)).activity;
    const activity = { kind: 'quiz', quizId: quiz.id };
    expect(await change({ activity: { kind: 'quiz', quizId: quiz.id.toUpperCase() } })).toEqual(activity);
    expect(await change({ name: 'Quiz night' })).toEqual(activity);
    expect((await host.done('GET', `/sessions/${session.id}`)).activity).toEqual(activity);
    const listed = await host.done('GET', `/occurrences?from=${START}&to=${nth(1)}&timelineId=${timelineId}`);
    expect(listed).toContainEqual(expect.objectContaining({ sessionId: session.id, activity }));
    expect(await change({ activity: { kind: 'watch' } })).toEqual({ kind: 'watch' });
    expect(await change({ activity: null })).toBeNull();
    expect((await makeFor(null)).activity).toBeNull();
  });

  it.each([
    [{ kind: 'dance' }],
    [{}],
    ['night'],
    [{ kind: 'quiz' }],
    [{ kind: 'quiz', quizId: 'capitals' }],
    [{ kind: 'night', quizId: randomUUID() }],
    [{ kind: 'watch', name: 'Movie Night' }],
    [{ kind: 'quiz', quizId: randomUUID() }],
  ])('is 400 as %j', async (activity) => {
    const body = newSession({ timelineId, ...TIME, activity });
    expect(await host.call('POST', '/sessions', body)).toMatchObject({
      status: 400,
      body: { statusCode: 400, error: 'invalid_payload', message: expect.any(Array) },
    });
  });

  it('has a quiz that whoever gives it may host; what is there stays whoever edits', async () => {
    const editor = await addMember('editor');
    const mine = await makeQuiz(app, host.token);
    const shared = await makeQuiz(app, host.token, { is_public: true });
    const session = await makeFor({ kind: 'quiz', quizId: mine.id });
    const change = (quizId: string, name = 'Quiz') =>
      editor.call('PATCH', `/sessions/${session.id}`, { name, activity: { kind: 'quiz', quizId } });
    expect((await change(mine.id)).status).toBe(200);
    expect((await change(shared.id)).status).toBe(200);
    const refused = await change(mine.id, 'Not mine');
    expect(refused).toMatchObject({ status: 400, body: { message: [expect.stringContaining('quizId')] } });
    expect((await host.done('GET', `/sessions/${session.id}`)).name).toBe('Quiz');
  });

  it('stays with both parts of a series that is split, unless the changes say otherwise', async () => {
    const body = newSeries({ timelineId, startDateTime: START, activity: { kind: 'night' } });
    const series = await host.done('POST', '/sessions', body);
    const split = (originalStart: string, changes: object) =>
      host.call('POST', `/sessions/${series.id}/split`, { originalStart, changes });
    expect((await split(nth(4), { activity: { kind: 'watch' } })).body.data.activity).toEqual({
      kind: 'watch',
    });
    expect((await split(nth(2), {})).body.data.activity).toEqual({ kind: 'night' });
    const foreign = {
      kind: 'quiz',
      quizId: (await makeQuiz(app, (await registerWithCalendar(app)).token)).id,
    };
    expect((await split(nth(1), { activity: foreign })).status).toBe(400);
    expect((await host.done('GET', `/sessions/${series.id}`)).activity).toEqual({ kind: 'night' });
  });

  it('outlasts an import, which says nothing of it', async () => {
    const importAs = async (name: string) => {
      const event = ['UID:night@example.org', 'DTSTART:20310307T190000Z', 'DTEND:20310307T200000Z'];
      const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...event, `SUMMARY:${name}`];
      const text = [...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
      const headers = { 'content-type': 'text/calendar' };
      const { token } = host;
      return app.call('POST', `/timelines/${timelineId}/import`, text, { token, headers });
    };
    expect((await importAs('Imported')).body.data.created).toBe(1);
    const sessions = await host.done('GET', `/sessions?timelineId=${timelineId}&take=100`);
    const { id } = sessions.find(({ name }: { name: string }) => name === 'Imported');
    await host.done('PATCH', `/sessions/${id}`, { activity: { kind: 'night' } });
    expect((await importAs('Imported again')).body.data.updated).toBe(1);
    expect(await host.done('GET', `/sessions/${id}`)).toMatchObject({
      name: 'Imported again',
      activity: { kind: 'night' },
    });
  });
});

describe('[X153] opening', () => {
  it('is for owners, editors and administrators', async () => {
    const [editor, viewer] = [await addMember('editor'), await addMember('viewer')];
    const { id } = await makeFor({ kind: 'night' });
    expect((await open(id, {}, viewer)).status).toBe(403);
    expect((await open(id, {}, await registerWithCalendar(app))).status).toBe(404);
    expect((await open(randomUUID(), {})).status).toBe(404);
    expect((await open(id, {}, editor)).status).toBe(200);
    expect((await open(id, {}, app)).status).toBe(200);
  });

  it('takes an API key that may start the activity itself', async () => {
    const { id } = await makeFor({ kind: 'night' });
    const keyWith = async (...scopes: string[]) => {
      const { body } = await app.call(
        'POST',
        '/auth/api-keys',
        { name: 'bot', scopes },
        { token: host.token },
      );
      return { token: body.key };
    };
    expect(await open(id, {}, await keyWith('schedule:write'))).toMatchObject({
      status: 403,
      body: { statusCode: 403, message: expect.stringContaining('nights:write') },
    });
    expect((await open(id, {}, await keyWith('schedule:write', 'nights:write'))).status).toBe(200);
  });

  it('is 409 without an activity, and says which occurrence of a series', async () => {
    expect(await open((await makeFor(null)).id)).toMatchObject({
      status: 409,
      body: { statusCode: 409, error: 'conflict' },
    });
    const activity = { kind: 'night' };
    const { id } = await host.done(
      'POST',
      '/sessions',
      newSeries({ timelineId, startDateTime: START, activity }),
    );
    expect((await open(id)).status).toBe(400);
    expect((await open(id, { originalStart: later(nth(1), 1) })).status).toBe(404);
    await host.done('DELETE', `/sessions/${id}/occurrences/${nth(1)}`);
    expect((await open(id, { originalStart: nth(1) })).status).toBe(404);
    expect((await open(id, { originalStart: 'soon' })).status).toBe(400);
    expect((await open(id, { start: nth(2) })).status).toBe(400);
    expect((await open(id, { originalStart: nth(2) })).status).toBe(200);
    const once = await makeFor(activity);
    expect((await open(once.id, { originalStart: nth(2) })).status).toBe(404);
    expect((await open(once.id, { originalStart: START })).status).toBe(200);
    const undated = await host.makeSession({ timelineId, activity });
    expect((await open(undated.id, { originalStart: START })).status).toBe(404);
    expect((await open(undated.id)).status).toBe(200);
    await host.done('DELETE', `/sessions/${undated.id}`);
    expect((await open(undated.id)).status).toBe(404);
  });
});

describe('[X154] a night', () => {
  it('is the host’s open one or a new one; to others it is where they are guests', async () => {
    const editor = await addMember('editor');
    const { id } = await makeFor({ kind: 'night' });
    const links = { kind: 'night', guestUrl: `${PUBLIC_URL}/join/${editor.username}`, hostId: editor.id };
    const first = { ...links, isHost: true, url: `${PUBLIC_URL}/host` };
    expect(await opened(id, {}, editor)).toEqual(first);
    expect(await opened(id, {}, editor)).toEqual(first);
    expect(await opened(id)).toEqual({ ...links, isHost: false, url: links.guestUrl });
    const nightsOf = async ({ username }: Person) => (await app.get(`/api/sessions?host=${username}`)).body;
    const [night, ...others] = await nightsOf(editor);
    expect(others).toEqual([]);

    await app.call('POST', `/api/sessions/${night.id}/close`, {}, { token: editor.token });
    expect(await opened(id)).toMatchObject({ hostId: host.id, isHost: true, url: `${PUBLIC_URL}/host` });
    const own = await nightsOf(host);
    const another = await makeFor({ kind: 'night' });
    expect(await opened(another.id)).toMatchObject({ hostId: host.id });
    expect(await nightsOf(host)).toEqual(own);
  });
});

describe('[X155] a quiz', () => {
  it('is a room, which its host leads and players join; closed, another one', async () => {
    const quiz = await makeQuiz(app, host.token);
    const editor = await addMember('editor');
    const { id } = await makeFor({ kind: 'quiz', quizId: quiz.id }, { name: `${'Long '.repeat(30)}quiz` });
    const { url, code, guestUrl, ...first } = await opened(id);
    expect(first).toEqual({ kind: 'quiz', hostId: host.id, isHost: true });
    expect(guestUrl).toBe(`${PUBLIC_URL}/play/${code}`);
    const roomId = new URL(url).pathname.replace('/host/quiz/', '');
    expect(await opened(id)).toMatchObject({ url, code });
    expect(await opened(id, {}, editor)).toMatchObject({ url: guestUrl, code, isHost: false });

    const socket = await connectQuiz(app.url, { token: host.token });
    expect(await socket.ask('game:host:join', { roomId })).toMatchObject({ roomId, code, quizId: quiz.id });
    await socket.ask('game:room:close', { roomId });
    socket.close();
    const again = await opened(id);
    expect(again.url).not.toBe(url);
  });

  it('that can’t be played tells why, and is opened by whoever may host it later', async () => {
    const quiz = await makeQuiz(app, host.token, { questions: [] });
    const editor = await addMember('editor');
    const { id } = await makeFor({ kind: 'quiz', quizId: quiz.id });
    for (const who of [editor, host])
      expect(await open(id, {}, who)).toMatchObject({
        status: 400,
        body: { statusCode: 400, error: 'invalid_payload', message: [expect.any(String)] },
      });
    const { id: otherId } = await makeQuiz(app, host.token);
    await host.done('PATCH', `/sessions/${id}`, { activity: { kind: 'quiz', quizId: otherId } });
    expect(await opened(id)).toMatchObject({ hostId: host.id, isHost: true });
  });
});

describe('[X156] a watch party', () => {
  it('gives its host the membership and everybody the password; over, another one', async () => {
    const editor = await addMember('editor');
    const { id } = await makeFor({ kind: 'watch' }, { name: 'F1' });
    const { url, guestUrl, password, membership, ...first } = await opened(id);
    expect(first).toEqual({ kind: 'watch', hostId: host.id, isHost: true });
    expect(url).toBe(`${PUBLIC_URL}/watch/${membership.id}`);
    expect(guestUrl).toBe(`${PUBLIC_URL}/join/${membership.id}`);
    expect(membership).toMatchObject({ is_host: true, share_url: guestUrl, token: expect.any(String) });
    const { body: party } = await app.get(`/api/sessions/${membership.id}`, { token: membership.token });
    expect(party).toMatchObject({ host_id: membership.user_id });

    const again = await opened(id);
    expect(again).toMatchObject({
      url,
      password,
      membership: { user_id: membership.user_id, is_host: true },
    });
    const others = await opened(id, {}, editor);
    expect(others).toMatchObject({ url: guestUrl, guestUrl, password, isHost: false });
    expect(others).not.toHaveProperty('membership');
    const joining = { session_id: membership.id, password };
    expect((await app.call('POST', '/api/sessions/join', joining)).body).toMatchObject({ is_host: false });

    await queryStore(app.connection, 'UPDATE watch_parties SET expires_at = now() WHERE id = $1', [
      membership.id,
    ]);
    const next = await opened(id);
    expect(next.url).not.toBe(url);
    expect(next.password).not.toBe(password);
  });

  it('is one of the five that an address may make in an hour', async () => {
    const sessions = [];
    for (let index = 0; index < 6; index++) sessions.push(await makeFor({ kind: 'watch' }));
    const here = { token: host.token, headers: fromElsewhere() };
    const statuses = [];
    for (const { id } of sessions) {
      const answer = await app.call('POST', `/sessions/${id}/open`, {}, here);
      statuses.push(answer.status);
      if (answer.status === 429)
        expect(answer.body).toMatchObject({
          statusCode: 429,
          error: 'rate_limited',
          message: expect.any(String),
        });
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const [first] = sessions;
    expect((await app.call('POST', `/sessions/${first?.id}/open`, {}, here)).status).toBe(200);
  });
});

describe('[X153] at once', () => {
  it.each(['night', 'quiz', 'watch'])('ten openings of a %s are one', async (kind) => {
    const people = [host, await addMember('editor')];
    const { id: quizId } = await makeQuiz(app, host.token, { is_public: true });
    const { id } = await makeFor(kind === 'quiz' ? { kind, quizId } : { kind });
    const here = fromElsewhere();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => open(id, {}, people[index % 2] ?? host, here)),
    );
    expect(answers.map(({ status, text }) => (status === 200 ? '' : text)).join('')).toBe('');
    expect(new Set(answers.map(({ body }) => `${body.data.hostId} ${body.data.guestUrl}`)).size).toBe(1);
  });

  it('what a node began that was lost is finished under the same id, for whoever opened it', async () => {
    const editor = await addMember('editor');
    const { id } = await makeFor({ kind: 'watch' });
    const partyId = randomUUID();
    await queryStore(
      app.connection,
      `INSERT INTO session_openings (session_id, original_start_at, id, activity, host_id)
       VALUES ($1, $2, $3, '{"kind":"watch"}', $4)`,
      [id, START, partyId, editor.id],
    );
    expect(await opened(id)).toMatchObject({
      hostId: editor.id,
      isHost: false,
      url: `${PUBLIC_URL}/join/${partyId}`,
    });
    expect(await opened(id, {}, editor)).toMatchObject({ isHost: true, membership: { id: partyId } });
  });

  it('each occurrence has its own', async () => {
    const { id: quizId } = await makeQuiz(app, host.token);
    const body = newSeries({ timelineId, startDateTime: START, activity: { kind: 'quiz', quizId } });
    const { id } = await host.done('POST', '/sessions', body);
    const [one, other] = await Promise.all([0, 1].map((week) => opened(id, { originalStart: nth(week) })));
    expect(one.url).not.toBe(other.url);
    expect(await opened(id, { originalStart: START })).toEqual(one);
  });
});
