import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let host: Awaited<ReturnType<typeof registerWithCalendar>>;
beforeAll(async () => {
  app = await startTestApp();
  await registerWithCalendar(app);
  host = await registerWithCalendar(app);
});
afterAll(() => app.close());

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');

const event = (uid: string, ...lines: string[]) =>
  ['BEGIN:VEVENT', `UID:${uid}`, 'SUMMARY:Game night', ...lines, 'END:VEVENT'].join('\r\n');

const hour = (day: string) => [`DTSTART:${day}T190000Z`, `DTEND:${day}T200000Z`];

async function importInto(timelineId: string, text: string) {
  const headers = { 'content-type': 'text/calendar' };
  return (await app.call('POST', `/timelines/${timelineId}/import`, text, { token: host.token, headers }))
    .body.data;
}

describe('[S8] an import', () => {
  it('of what was called off keeps nothing', async () => {
    const timelineId = await host.makeTimeline();
    const cancelled = calendar('METHOD:CANCEL', event('a', ...hour('20310307')));
    expect(await importInto(timelineId, cancelled)).toEqual({
      created: 0,
      updated: 0,
      skipped: [{ uid: 'a', reason: 'It was called off' }],
    });
    expect(await host.done('GET', `/sessions?timelineId=${timelineId}`)).toEqual([]);
  });

  it('takes no times that no session can have', async () => {
    const timelineId = await host.makeTimeline();
    const series = event('series', ...hour('20310307'), 'RRULE:FREQ=DAILY;COUNT=3');
    const moved = event('series', 'RECURRENCE-ID:20310308T190000Z', ...hour('99990308'));
    const report = await importInto(
      timelineId,
      calendar(
        event('early', ...hour('18990307'), 'RRULE:FREQ=YEARLY'),
        event('late', ...hour('22000307')),
        event('long', 'DTSTART:20310307T190000Z', 'DURATION:P99999D'),
        series,
        moved,
      ),
    );
    const reason = 'It is not from 1900 to 2199';
    expect(report).toEqual({
      created: 1,
      updated: 0,
      skipped: ['early', 'late', 'long', 'series'].map((uid) => ({ uid, reason })),
    });
  });

  it('of many leaves out but what clashes', async () => {
    const timelineId = await host.makeTimeline();
    const days = Array.from({ length: 120 }, (_, index) =>
      new Date(Date.UTC(2032, 0, 1 + index)).toISOString().slice(0, 10).replaceAll('-', ''),
    );
    const own = await host.makeSession({
      timelineId,
      startDateTime: '2032-01-30T19:30:00Z',
      endDateTime: '2032-01-30T19:45:00Z',
    });
    const text = calendar(...days.map((day) => event(`on-${day}`, ...hour(day))));
    const skipped = [{ uid: 'on-20320130', reason: 'Another session takes place at that time' }];
    expect(await importInto(timelineId, text)).toEqual({ created: 119, updated: 0, skipped });
    await host.done('DELETE', `/sessions/${own.id}`);
    expect(await importInto(timelineId, text)).toEqual({ created: 1, updated: 119, skipped: [] });
    const { body } = await host.call('GET', `/sessions?timelineId=${timelineId}`);
    expect(body.meta.meta.count).toBe(120);
  });
});
