import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startTestApp, type TestApp } from '../setup/app.ts';
import { later, newSeries, newSession, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await registerWithCalendar(app);
});
afterAll(() => app.close());

/** Ever another evening, so that the tests are in no other's way. */
let days = 0;
const nextEvening = () => new Date(Date.UTC(2031, 0, 1 + 7 * ++days, 19)).toISOString();
const hour = (startDateTime: string) => ({ startDateTime, endDateTime: later(startDateTime, 60) });
const statusesOf = (answers: Answer[]) => answers.map(({ status }) => status).sort((a, b) => a - b);

describe('[S5] a second session at that time', () => {
  it('on the same timeline is 409, and says what is there', async () => {
    const host = await registerWithCalendar(app);
    const editor = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    await host.done('PUT', `/timelines/${timelineId}/members`, { userId: editor.id, role: 'editor' });
    const at = nextEvening();
    const { id } = await host.makeSession({ timelineId, name: 'First', ...hour(at) });
    const answer = await editor.call('POST', '/sessions', newSession({ timelineId, ...hour(later(at, 30)) }));
    expect(answer).toMatchObject({ status: 409 });
    expect(answer.body).toEqual({
      statusCode: 409,
      error: 'conflict',
      message: expect.stringMatching(/\S/),
      conflict: { session: { id, name: 'First' }, occurrence: hour(at) },
    });
  });

  it('of the same host on another timeline is 409', async () => {
    const host = await registerWithCalendar(app);
    const at = nextEvening();
    await host.makeSession({ timelineId: await host.makeTimeline(), ...hour(at) });
    const body = newSession({ timelineId: await host.makeTimeline(), ...hour(at) });
    expect((await host.call('POST', '/sessions', body)).status).toBe(409);
  });

  it('names no session to those who may not read it', async () => {
    const host = await registerWithCalendar(app);
    const editor = await registerWithCalendar(app);
    const shared = await host.makeTimeline();
    await host.done('PUT', `/timelines/${shared}/members`, { userId: editor.id, role: 'editor' });
    const at = nextEvening();
    const { id } = await host.makeSession({ timelineId: shared, ...hour(later(at, 60)) });
    await host.makeSession({ timelineId: await host.makeTimeline(), name: 'Secret', ...hour(at) });
    // The host is who created it, whoever moves it.
    const answer = await editor.call('PATCH', `/sessions/${id}`, hour(at));
    expect(answer.status).toBe(409);
    expect(answer.body.conflict).toEqual({ occurrence: hour(at) });
    expect(answer.text).not.toContain('Secret');
  });

  it('back to back is free, and so is what allows overlaps', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const at = nextEvening();
    await host.makeSession({ timelineId, ...hour(at) });
    await host.makeSession({ timelineId, ...hour(later(at, 60)) });
    await host.makeSession({ timelineId, ...hour(later(at, -60)) });
    const free = await host.makeTimeline({ allowOverlap: true });
    await host.makeSession({ timelineId: free, ...hour(at) });
    expect(await host.makeSession({ timelineId: free, ...hour(at) })).toMatchObject({
      conflictCheckedUntil: null,
    });
  });

  it('is refused within 24 months of the start of a series, and says until when', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const series = await host.makeSession(
      newSeries({ timelineId, startDateTime: '2035-01-05T19:00:00.000Z', timeZone: 'Europe/Berlin' }),
    );
    expect(series.conflictCheckedUntil).toBe('2037-01-05T19:00:00.000Z');
    const body = newSession({ timelineId, ...hour('2036-06-06T18:30:00.000Z') });
    expect((await host.call('POST', '/sessions', body)).body.conflict.occurrence).toEqual(
      hour('2036-06-06T18:00:00.000Z'),
    );
  });
});

describe('[S5] changes', () => {
  it('never clash with themselves', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const at = nextEvening();
    const { id } = await host.makeSession(newSeries({ timelineId, startDateTime: at }));
    await host.done('PATCH', `/sessions/${id}`, hour(later(at, 30)));
    await host.done('PATCH', `/sessions/${id}`, { repeatCycleType: 'DAILY' });
    await host.done('PATCH', `/sessions/${id}`, hour(at));
  });

  it('that clash change nothing', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const at = nextEvening();
    await host.makeSession({ timelineId, ...hour(at) });
    const other = await host.makeSession({ timelineId, ...hour(later(at, 120)) });
    expect((await host.call('PATCH', `/sessions/${other.id}`, hour(at))).status).toBe(409);
    expect(await host.done('GET', `/sessions/${other.id}`)).toEqual(other);
    // Its own time is still kept.
    const body = newSession({ timelineId, ...hour(later(at, 120)) });
    expect((await host.call('POST', '/sessions', body)).status).toBe(409);
  });

  it('[S6] free the time: of a session, an occurrence, a timeline', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const at = nextEvening();
    const session = await host.makeSession({ timelineId, ...hour(at) });
    await host.done('DELETE', `/sessions/${session.id}`);
    const series = await host.makeSession(newSeries({ timelineId, startDateTime: at, occurrenceCount: 3 }));
    const second = later(at, 7 * 24 * 60);
    await host.done('DELETE', `/sessions/${series.id}/occurrences/${second}`);
    await host.makeSession({ timelineId, ...hour(second) });
    await host.done('DELETE', `/timelines/${timelineId}`);
    await host.makeSession({ timelineId: await host.makeTimeline(), ...hour(at) });
  });

  it('a timeline that no longer allows overlaps is looked at as a whole', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline({ allowOverlap: true });
    const at = nextEvening();
    await host.makeSession({ timelineId, ...hour(at) });
    const { id } = await host.makeSession({ timelineId, ...hour(at) });
    const path = `/timelines/${timelineId}`;
    expect((await host.call('PATCH', path, { allowOverlap: false })).status).toBe(409);
    expect(await host.done('GET', path)).toMatchObject({ allowOverlap: true });
    await host.done('DELETE', `/sessions/${id}`);
    await host.done('PATCH', path, { allowOverlap: false });
    expect((await host.call('POST', '/sessions', newSession({ timelineId, ...hour(at) }))).status).toBe(409);
    await host.done('PATCH', path, { allowOverlap: true });
    await host.makeSession({ timelineId, ...hour(at) });
  });
});

describe('[S5] at once', () => {
  it('30 creations of one slot: one wins', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const body = newSession({ timelineId, ...hour(nextEvening()) });
    const answers = await Promise.all(Array.from({ length: 30 }, () => host.call('POST', '/sessions', body)));
    expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 29 }, () => 409)]);
  });

  it('one host on two timelines: one wins', async () => {
    const host = await registerWithCalendar(app);
    const timelineIds = [await host.makeTimeline(), await host.makeTimeline()];
    const startDateTime = nextEvening();
    const answers = await Promise.all(
      timelineIds.map((timelineId) =>
        host.call('POST', '/sessions', newSeries({ timelineId, startDateTime })),
      ),
    );
    expect(statusesOf(answers)).toEqual([200, 409]);
  });

  it('two that change places with a third, each other or themselves never meet', async () => {
    const host = await registerWithCalendar(app);
    const timelineId = await host.makeTimeline();
    const at = nextEvening();
    const slots = [0, 60, 120, 180].map((minutes) => later(at, minutes));
    const sessions: { id: string }[] = [];
    for (const slot of slots.slice(0, 3))
      sessions.push(await host.makeSession({ timelineId, ...hour(slot) }));
    const moves = Array.from({ length: 24 }, (_, index) => {
      const id = sessions[index % 3]?.id;
      return host.call('PATCH', `/sessions/${id}`, hour(slots[(index * 7) % 4] ?? at));
    });
    for (const { status } of await Promise.all(moves)) expect([200, 409]).toContain(status);
    const now = await host.done('GET', `/sessions?timelineId=${timelineId}`);
    const starts = now.map(({ startDateTime }: { startDateTime: string }) => startDateTime);
    expect(new Set(starts).size).toBe(3);
  });
});
