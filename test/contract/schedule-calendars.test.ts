import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { later, newSeries, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let host: Awaited<ReturnType<typeof registerWithCalendar>>;
let administrator: Awaited<ReturnType<typeof registerWithCalendar>>;
beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_URL: 'https://soiree.example' } });
  administrator = await registerWithCalendar(app);
});
afterAll(() => app.close());

const START = '2031-03-07T19:00:00.000Z';
const nth = (week: number) => later(START, week * 7 * 24 * 60);

async function makeTimeline(): Promise<string> {
  host = await registerWithCalendar(app);
  return host.makeTimeline();
}

const subscribe = async (id: string, as = host): Promise<{ token: string; url: string }> =>
  as.done('POST', `/timelines/${id}/calendar-token`);

const read = (id: string, token: string) => app.get(`/timelines/${id}/calendar.ics?token=${token}`);

const eventsOf = (text: string) => {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  return events.map((event) => ({
    uid: String(event.getFirstPropertyValue('uid')),
    sequence: Number(event.getFirstPropertyValue('sequence')),
    summary: String(event.getFirstPropertyValue('summary')),
    rule: event.getFirstPropertyValue('rrule')?.toString(),
    recurrenceId: event.getFirstPropertyValue('recurrence-id')?.toString(),
    exDates: event.getAllProperties('exdate').length,
  }));
};

describe('[S8] the feed', () => {
  it('has every session with its rule, what was called off and what was moved', async () => {
    const id = await makeTimeline();
    const series = await host.makeSession(
      newSeries({ timelineId: id, name: 'Games, and more', startDateTime: START, timeZone: 'Europe/Berlin' }),
    );
    await host.makeSession({ timelineId: id, name: 'Undated' });
    const { token, url } = await subscribe(id);
    expect(url).toBe(`https://soiree.example/timelines/${id}/calendar.ics?token=${token}`);
    const answer = await read(id, token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.text).toContain('BEGIN:VTIMEZONE\r\n');
    const [event, ...others] = eventsOf(answer.text);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ summary: 'Games, and more', rule: 'FREQ=WEEKLY', sequence: 0 });

    await host.done('DELETE', `/sessions/${series.id}/occurrences/${nth(1)}`);
    await host.done('PATCH', `/sessions/${series.id}/occurrences/${nth(2)}`, {
      startDateTime: later(nth(2), 30),
    });
    const changed = eventsOf((await read(id, token)).text);
    expect(changed).toMatchObject([
      { uid: event?.uid, exDates: 1, sequence: 2 },
      { uid: event?.uid, recurrenceId: '2031-03-21T20:00:00' },
    ]);
    await host.done('DELETE', `/sessions/${series.id}`);
    expect(eventsOf((await read(id, token)).text)).toEqual([]);
  });

  it('has a token for each member, which a new one replaces, and the end of the membership ends', async () => {
    const id = await makeTimeline();
    const viewer = await registerWithCalendar(app);
    await host.done('PUT', `/timelines/${id}/members`, { userId: viewer.id, role: 'viewer' });
    const own = await subscribe(id);
    const first = await subscribe(id, viewer);
    const second = await subscribe(id, viewer);
    const statuses = async () =>
      Promise.all([own, first, second].map(async ({ token }) => (await read(id, token)).status));
    expect(await statuses()).toEqual([200, 404, 200]);
    await host.done('DELETE', `/timelines/${id}/members/${viewer.id}`);
    expect(await statuses()).toEqual([200, 404, 404]);
    await host.done('DELETE', `/timelines/${id}/calendar-token`);
    expect(await statuses()).toEqual([404, 404, 404]);
    expect((await host.call('DELETE', `/timelines/${id}/calendar-token`)).status).toBe(404);
  });

  it('[X151] is 404 while the account is disabled', async () => {
    const id = await makeTimeline();
    const { token } = await subscribe(id);
    const disable = (disabled: boolean) =>
      administrator.call('PATCH', `/auth/accounts/${host.id}`, { disabled });
    await disable(true);
    expect((await read(id, token)).status).toBe(404);
    await disable(false);
    expect((await read(id, token)).status).toBe(200);
  });

  it('is 404 for any other token, another timeline and a deleted one; no token is kept as it is', async () => {
    const id = await makeTimeline();
    const other = await host.makeTimeline();
    const { token } = await subscribe(id);
    for (const path of [
      `/timelines/${id}/calendar.ics`,
      `/timelines/${id}/calendar.ics?token=`,
      `/timelines/${id}/calendar.ics?token=${token}x`,
      `/timelines/${other}/calendar.ics?token=${token}`,
      `/timelines/nope/calendar.ics?token=${token}`,
    ])
      expect(await app.get(path)).toMatchObject({ status: 404, body: { statusCode: 404 } });
    const rows = await queryStore(app.connection, 'SELECT token_hash FROM calendar_tokens');
    expect(JSON.stringify(rows)).not.toContain(token);
    await host.done('DELETE', `/timelines/${id}`);
    expect((await read(id, token)).status).toBe(404);
  });
});

const calendar = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...events.flat(), 'END:VCALENDAR', ''].join(
    '\r\n',
  );

const event = (uid: string, start: string, ...lines: string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  'DTSTAMP:20300101T000000Z',
  `DTSTART:${start}`,
  'DURATION:PT1H',
  'SUMMARY:Imported',
  ...lines,
  'END:VEVENT',
];

describe('[S8] the import', () => {
  const send = (id: string, text: string | FormData, type = 'text/calendar') =>
    app.call('POST', `/timelines/${id}/import`, text, {
      token: host.token,
      ...(typeof text === 'string' ? { headers: { 'content-type': type } } : {}),
    });

  it('creates, updates by UID, and says what it skips and why', async () => {
    const id = await makeTimeline();
    await host.makeSession({ timelineId: id, startDateTime: START, endDateTime: later(START, 60) });
    const text = calendar(
      event('one', '20310310T190000Z'),
      event('two', '20310311T190000Z', 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20310318T190000Z'),
      event('clash', '20310307T193000Z'),
      event('often', '20310401T000000Z', 'RRULE:FREQ=SECONDLY'),
    );
    const { status, body } = await send(id, text);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      created: 2,
      updated: 0,
      skipped: [
        { uid: 'clash', reason: expect.stringMatching(/\S/) },
        { uid: 'often', reason: expect.stringMatching(/FREQ/) },
      ],
    });
    const list = await host.done('GET', `/sessions?timelineId=${id}&startDateTimeSortOrder=ASC`);
    expect(list.slice(1)).toMatchObject([
      { name: 'Imported', type: 'ONE_TIME', hostId: host.id },
      { type: 'RECURRING', occurrenceCount: 3, exDates: ['2031-03-18T19:00:00.000Z'] },
    ]);
    const again = await send(id, calendar(event('one', '20310310T200000Z')));
    expect(again.body.data).toEqual({ created: 0, updated: 1, skipped: [] });
    expect(await host.done('GET', `/sessions/${list[1].id}`)).toMatchObject({
      startDateTime: '2031-03-10T20:00:00.000Z',
    });
  });

  it('takes a form too, and what a feed of its own gives, again and again', async () => {
    const id = await makeTimeline();
    const { id: sessionId } = await host.makeSession(
      newSeries({ timelineId: id, startDateTime: START, timeZone: 'Europe/Berlin', occurrenceCount: 5 }),
    );
    await host.done('PATCH', `/sessions/${sessionId}/occurrences/${nth(1)}`, {
      startDateTime: later(nth(1), 30),
    });
    const window = [START, nth(9)] as const;
    const before = await host.occurrencesOf(sessionId, ...window);
    const { token } = await subscribe(id);
    const form = new FormData();
    form.append('file', new Blob([(await read(id, token)).text]), 'calendar.ics');
    for (let round = 0; round < 2; round++)
      expect((await send(id, form)).body.data).toEqual({ created: 0, updated: 1, skipped: [] });
    expect(await host.occurrencesOf(sessionId, ...window)).toEqual(before);
  });

  it.each([
    ['no calendar', 'hello', 'text/calendar', 400],
    ['half a calendar', calendar(event('one', '20310310T190000Z')).slice(0, -20), 'text/calendar', 400],
    ['nothing', '', 'text/calendar', 400],
    ['JSON', '{}', 'application/json', 415],
    ['more than 5 MB', `${'x'.repeat(1_000)}\r\n`.repeat(5_300), 'text/calendar', 413],
  ])('of %s is refused, and nothing kept', async (_, text, type, status) => {
    const id = await makeTimeline();
    expect(await send(id, text, type)).toMatchObject({ status, body: { statusCode: status } });
    expect(await host.done('GET', '/sessions')).toEqual([]);
  });

  it('of a form without the file is 400', async () => {
    const id = await makeTimeline();
    const form = new FormData();
    form.append('picture', new Blob(['x']), 'x.png');
    expect((await send(id, form)).status).toBe(400);
  });

  it('is for owners and editors', async () => {
    const id = await makeTimeline();
    const viewer = await registerWithCalendar(app);
    await host.done('PUT', `/timelines/${id}/members`, { userId: viewer.id, role: 'viewer' });
    const stranger = await registerWithCalendar(app);
    const headers = { 'content-type': 'text/calendar' };
    const text = calendar(event('one', '20310310T190000Z'));
    for (const [{ token }, status] of [
      [viewer, 403],
      [stranger, 404],
    ] as const)
      expect((await app.call('POST', `/timelines/${id}/import`, text, { token, headers })).status).toBe(
        status,
      );
  });
});
