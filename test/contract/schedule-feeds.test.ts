import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { later, newSeries, openCalendar, registerWithCalendar } from '../setup/schedule.ts';

type Person = Awaited<ReturnType<typeof registerWithCalendar>>;

const START = '2031-03-07T19:00:00.000Z';
const nth = (week: number) => later(START, week * 7 * 24 * 60);

let app: TestApp;
let administrator: Person;
beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_URL: 'https://soiree.example' } });
  administrator = await registerWithCalendar(app);
});
afterAll(() => app.close());

const subscribe = async (as: Person, path = '/timelines/calendar-token'): Promise<string> => {
  const { url } = await as.done('POST', path);
  expect(url).toMatch(/^https:\/\/soiree\.example\/timelines\/.*calendar\.ics\?token=cal_/);
  return url.replace('https://soiree.example', '');
};

const parse = (text: string) => new ICAL.Component(ICAL.parse(text));
const eventsOf = (text: string) =>
  parse(text)
    .getAllSubcomponents('vevent')
    .map((event) => ({
      uid: event.getFirstPropertyValue('uid'),
      summary: event.getFirstPropertyValue('summary'),
      category: event.getFirstPropertyValue('categories'),
    }));
const summariesAt = async (path: string) =>
  eventsOf((await app.get(path)).text).map(({ summary }) => summary);

const makeEvening = (as: Person, timelineId: string, name: string, fields: object = {}) =>
  as.makeSession({ timelineId, name, startDateTime: START, endDateTime: later(START, 60), ...fields });

describe('[S8] [X157] the feed of a person', () => {
  it('has what is on all timelines of which they are a member at the time', async () => {
    const [ada, bob] = [await registerWithCalendar(app), await registerWithCalendar(app)];
    const own = await ada.makeTimeline({ name: 'Ada’s; own, things' });
    const shared = await bob.makeTimeline({ name: 'Club' });
    const foreign = await bob.makeTimeline({ name: 'Bob' });
    await makeEvening(ada, own, 'Chess');
    await bob.done(
      'POST',
      '/sessions',
      newSeries({ timelineId: shared, startDateTime: nth(1), timeZone: 'Europe/Berlin' }),
    );
    await makeEvening(bob, foreign, 'Secret');
    const path = await subscribe(ada);
    expect(await summariesAt(path)).toEqual(['Chess']);

    await bob.done('PUT', `/timelines/${shared}/members`, { userId: ada.id, role: 'viewer' });
    const { status, headers, text } = await app.get(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(eventsOf(text)).toMatchObject([
      { summary: 'Chess', category: 'Ada’s; own, things' },
      { summary: 'Weekly', category: 'Club' },
    ]);
    expect(parse(text).getAllSubcomponents('vtimezone')).toHaveLength(1);
    const said = (name: string) => parse(text).getFirstPropertyValue(name)?.toString();
    expect(['name', 'x-wr-calname', 'refresh-interval', 'x-published-ttl'].map(said)).toEqual([
      'Soiree',
      'Soiree',
      'PT1H',
      'PT1H',
    ]);

    await bob.done('DELETE', `/timelines/${shared}/members/${ada.id}`);
    expect(await summariesAt(path)).toEqual(['Chess']);
    await ada.done('DELETE', `/timelines/${own}`);
    expect(await summariesAt(path)).toEqual([]);
  });

  it('has each UID once where a session was imported to two timelines', async () => {
    const ada = await registerWithCalendar(app);
    const [one, other] = [await ada.makeTimeline(), await ada.makeTimeline({ allowOverlap: true })];
    await makeEvening(ada, one, 'Chess');
    const exported = await app.get(await subscribe(ada, `/timelines/${one}/calendar-token`));
    const headers = { 'content-type': 'text/calendar' };
    const options = { token: ada.token, headers };
    expect(
      (await app.call('POST', `/timelines/${other}/import`, exported.text, options)).body.data.created,
    ).toBe(1);
    const path = await subscribe(ada);
    const uids = eventsOf((await app.get(path)).text).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(2);
    expect(uids).toContain(eventsOf(exported.text)[0]?.uid);
    expect(eventsOf((await app.get(path)).text).map(({ uid }) => uid)).toEqual(uids);
  });

  it('has one token, which a new one replaces, ends with DELETE and rests with the account', async () => {
    const ada = await registerWithCalendar(app);
    const first = await subscribe(ada);
    const second = await subscribe(ada);
    const statuses = () => Promise.all([first, second].map(async (path) => (await app.get(path)).status));
    expect(await statuses()).toEqual([404, 200]);
    const disable = (disabled: boolean) =>
      administrator.call('PATCH', `/auth/accounts/${ada.id}`, { disabled });
    await disable(true);
    expect(await statuses()).toEqual([404, 404]);
    await disable(false);
    expect(await statuses()).toEqual([404, 200]);
    const back = openCalendar(app, await signIn(app, ada));
    expect(await back.done('DELETE', '/timelines/calendar-token')).toEqual({ revoked: true });
    expect(await statuses()).toEqual([404, 404]);
    expect((await back.call('DELETE', '/timelines/calendar-token')).status).toBe(404);
    await back.done('POST', '/timelines/calendar-token');
    await queryStore(app.connection, 'DELETE FROM accounts WHERE id = $1', [ada.id]);
    const left = 'SELECT 1 FROM account_calendar_tokens WHERE account_id = $1';
    expect(await queryStore(app.connection, left, [ada.id])).toEqual([]);
  });

  it('is 404 for any other token, that of a timeline too; no token is kept as it is', async () => {
    const ada = await registerWithCalendar(app);
    const id = await ada.makeTimeline();
    const own = (await subscribe(ada)).split('token=')[1] ?? '';
    const ofTimeline = (await subscribe(ada, `/timelines/${id}/calendar-token`)).split('token=')[1] ?? '';
    for (const path of [
      '/timelines/calendar.ics',
      '/timelines/calendar.ics?token=',
      `/timelines/calendar.ics?token=${own}x`,
      `/timelines/calendar.ics?token=${ofTimeline}`,
      `/timelines/${id}/calendar.ics?token=${own}`,
    ])
      expect(await app.get(path), path).toMatchObject({ status: 404, body: { statusCode: 404 } });
    const rows = await queryStore(app.connection, 'SELECT token_hash::text FROM account_calendar_tokens');
    expect(JSON.stringify(rows)).not.toContain(own);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(own).toString('hex'));
  });
});

describe('[X158] feeds that haven’t changed', () => {
  it('are 304, by any way to say so', async () => {
    const ada = await registerWithCalendar(app);
    const id = await ada.makeTimeline();
    await makeEvening(ada, id, 'Chess');
    for (const path of [await subscribe(ada), await subscribe(ada, `/timelines/${id}/calendar-token`)]) {
      const etag = (await app.get(path)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"[\w-]{20,}"$/);
      const ask = (tag: string, at = path) => app.get(at, { headers: { 'if-none-match': tag } });
      for (const tag of [etag, etag.slice(2), `"x", ${etag}`, '*']) {
        const answer = await ask(tag);
        expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', etag]);
      }
      expect((await ask('"x"')).status).toBe(200);
      expect((await ask(etag, `${path}x`)).status).toBe(404);
    }
  });

  it('have another ETag after every change, and the same after none', async () => {
    const ada = await registerWithCalendar(app);
    const bob = await registerWithCalendar(app);
    const id = await ada.makeTimeline();
    const other = await ada.makeTimeline();
    const paths = [await subscribe(ada), await subscribe(ada, `/timelines/${id}/calendar-token`)];
    const etags = () => Promise.all(paths.map(async (path) => (await app.get(path)).headers.get('etag')));
    const seen = paths.map(() => new Set<string | null>());
    let series = '';
    const steps: [changes: boolean, step: () => Promise<unknown>][] = [
      [true, async () => {}],
      [
        true,
        async () => {
          const body = newSeries({ timelineId: id, startDateTime: START });
          series = (await ada.done('POST', '/sessions', body)).id;
        },
      ],
      [true, () => ada.done('PATCH', `/sessions/${series}`, { name: 'Games' })],
      [false, () => ada.done('GET', `/sessions/${series}`)],
      [true, () => ada.done('PATCH', `/sessions/${series}/occurrences/${nth(1)}`, { name: 'More games' })],
      [true, () => ada.done('DELETE', `/sessions/${series}/occurrences/${nth(2)}`)],
      [true, () => ada.done('POST', `/sessions/${series}/split`, { originalStart: nth(4) })],
      [false, () => ada.done('PUT', `/timelines/${id}/members`, { userId: bob.id, role: 'viewer' })],
      [true, () => ada.done('PATCH', `/timelines/${id}`, { name: 'Another club' })],
      [true, () => ada.done('PATCH', `/sessions/${series}`, { timelineId: other })],
      [true, () => ada.done('PATCH', `/sessions/${series}`, { timelineId: id })],
      [true, () => ada.done('PATCH', `/timelines/${id}`, { description: 'On Fridays' })],
      [true, () => ada.done('DELETE', `/sessions/${series}`)],
    ];
    for (const [index, [changes, step]] of steps.entries()) {
      await step();
      for (const [place, etag] of (await etags()).entries()) {
        expect(seen[place]?.has(etag), `step ${index} of feed ${place}`).toBe(!changes);
        seen[place]?.add(etag);
      }
    }
  });
});
