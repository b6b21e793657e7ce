import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  expectAccessible,
  expectNoOverflow,
  field,
  JOURNEY_MS,
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import {
  chooseScope,
  dragHours,
  eventOn,
  holdHours,
  openCalendarWindow,
  openEvent,
  TALL,
} from '../setup/calendar-windows.ts';
import { type Calendar, newSeries, registerWithCalendar } from '../setup/schedule.ts';
import { readTexts } from '../setup/texts.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const say = readTexts('en');
const WEEK = { ...TALL, view: 'week', date: '2035-03-14' } as const;
const [TUE, WED, THU, FRI, SAT] = [1, 2, 3, 4, 5] as const;

/** In the week view, an event on a day such as `Wednesday 14 March`, at a time such as `19:00 – 22:00`. */
const placed = (page: Page, day: string, name: string, time: string) =>
  region(page, day)
    .getByRole('button', { name: new RegExp(`^${name}, `) })
    .filter({ hasText: new RegExp(time.replace(' – ', '.{1,3}')) });
const told = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text);
const newEvent = (page: Page) => page.getByRole('dialog', { name: say('sessions.new') });
const given = (page: Page, label: string) => field(page, say(`sessions.${label}`)).inputValue();

/** When an event takes place, as the server has it. */
async function startsOf(person: Calendar, name: string): Promise<string[]> {
  const found = await person.done('GET', '/occurrences?from=2035-03-01T00:00:00Z&to=2035-05-01T00:00:00Z');
  return found
    .filter((one: { name: string }) => one.name === name)
    .map(({ startDateTime }: { startDateTime: string }) => startDateTime.slice(0, 16));
}

/** A game night on the Tuesday and a film on the Wednesday, in the evening, by Berlin's clocks. */
async function planWeek() {
  const person = await registerWithCalendar(app);
  const timelineId = await person.makeTimeline();
  const evening = (date: string) => ({
    timelineId,
    startDateTime: `${date}T18:00:00Z`,
    endDateTime: `${date}T21:00:00Z`,
    timeZone: 'Europe/Berlin',
  });
  await person.makeSession(evening('2035-03-13'));
  await person.makeSession({ ...evening('2035-03-14'), name: 'Film' });
  return { person, timelineId };
}

describe('what takes place', () => {
  it('begins with a first calendar, and is made by a button, by a click and by drawing', async () => {
    const person = await register(app);
    const page = await openCalendarWindow(windows, person, { ...WEEK, ...PHONE });
    await button(page, say('calendar.firstAction')).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.setViewportSize(TALL.viewport);
    await button(page, say('calendar.firstAction')).click();
    await field(page, say('timelines.name')).fill('Friday club');
    await page.keyboard.press('Enter');
    await region(page, 'Wednesday 14 March').waitFor();

    await button(page, say('calendar.new')).click();
    await field(newEvent(page), say('sessions.name')).fill('Game night');
    await page.keyboard.press('Enter');
    await placed(page, 'Wednesday 14 March', 'Game night', '19:00 – 22:00').waitFor();

    await dragHours(page, [FRI, '20:00'], [FRI, '22:50']);
    await newEvent(page).waitFor();
    expect(await given(page, 'startDate')).toBe('2035-03-16');
    expect(await given(page, 'startTime')).toBe('20:00');
    expect(await given(page, 'endTime')).toBe('23:00');
    await page.keyboard.type('Film');
    await page.keyboard.press('Enter');
    await placed(page, 'Friday 16 March', 'Film', '20:00 – 23:00').waitFor();

    // A click is an hour; Escape lets go of what is being drawn.
    await holdHours(page, [SAT, '10:00'], [SAT, '12:00']);
    await told(page, /10:00.*12:15/).waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await told(page, /10:00.*12:15/).waitFor({ state: 'detached' });
    expect(await newEvent(page).count()).toBe(0);
    await dragHours(page, [SAT, '10:10'], [SAT, '10:10']);
    await newEvent(page).waitFor();
    expect(await given(page, 'startTime')).toBe('10:00');
    expect(await given(page, 'endTime')).toBe('11:00');
  });

  it('[S5] is moved by dragging, but not to where something is; it is made longer, and put back', async () => {
    const { person, timelineId } = await planWeek();
    const page = await openCalendarWindow(windows, person, WEEK);
    const atFirst = placed(page, 'Wednesday 14 March', 'Film', '19:00 – 22:00');
    await atFirst.waitFor();

    // Before it is dropped, and after.
    await holdHours(page, [WED, '19:30'], [TUE, '21:00']);
    await told(page, /^Clashes with “Game night”, 19:00.22:00$/).waitFor();
    await page.getByText(say('calendar.taken')).waitFor();
    await expectAccessible(page);
    await page.mouse.up();
    await told(
      page,
      /^Not moved: “Game night” takes place then, Tuesday, 13 March 2035.*19:00.22:00\.$/,
    ).waitFor();
    await atFirst.waitFor();
    expect(await startsOf(person, 'Film')).toEqual(['2035-03-14T18:00']);
    windows.forgive(/409/);

    // Back to back is free; to undo puts it back.
    await dragHours(page, [WED, '19:30'], [TUE, '22:30']);
    await placed(page, 'Tuesday 13 March', 'Film', '22:00 – .*01:00').waitFor();
    await told(page, /^“Film” is now on .*22:00/).waitFor();
    await expect.poll(() => startsOf(person, 'Film')).toEqual(['2035-03-13T21:00']);
    await button(page, say('calendar.undo')).click();
    await atFirst.waitFor();
    await expect.poll(() => startsOf(person, 'Film')).toEqual(['2035-03-14T18:00']);

    await dragHours(page, [WED, '21:57'], [WED, '23:25']);
    await placed(page, 'Wednesday 14 March', 'Film', '19:00 – 23:30').waitFor();
    await told(page, /^“Film” is now on .*23:30/).waitFor();

    // What somebody else has planned meanwhile isn't seen here yet.
    await person.makeSession({
      timelineId,
      name: 'Choir',
      startDateTime: '2035-03-15T18:00:00Z',
      endDateTime: '2035-03-15T19:00:00Z',
    });
    await dragHours(page, [WED, '19:30'], [THU, '19:30']);
    await told(page, /^Not moved: “Choir” takes place then/).waitFor();
    await placed(page, 'Wednesday 14 March', 'Film', '19:00 – 23:30').waitFor();
    await placed(page, 'Thursday 15 March', 'Choir', '19:00 – 20:00').waitFor();
    windows.forgive(/409/);

    // In a month it keeps its time.
    await page.keyboard.press('m');
    const cell = (date: string) => page.locator(`[data-date="${date}"]`);
    await eventOn(page, 'Film').dragTo(cell('2035-03-20'));
    await cell('2035-03-20')
      .getByRole('button', { name: /^Film, / })
      .waitFor();
    await expect.poll(() => startsOf(person, 'Film')).toEqual(['2035-03-20T18:00']);
  });

  it('[S4] [X150] is moved of a series alone, with all that follow, or wholly', async () => {
    const person = await registerWithCalendar(app);
    await person.makeSession(
      newSeries({
        timelineId: await person.makeTimeline(),
        name: 'Club night',
        startDateTime: '2035-03-02T18:00:00Z',
        endDateTime: '2035-03-02T21:00:00Z',
        timeZone: 'Europe/Berlin',
        sessionEndType: 'AFTER_OCCURRENCES',
        occurrenceCount: 6,
      }),
    );
    const starts = () => startsOf(person, 'Club night');
    const page = await openCalendarWindow(windows, person, WEEK);
    const usual = placed(page, 'Friday 16 March', 'Club night', '19:00 – 22:00');
    await usual.waitFor();

    // It asks; who doesn't answer leaves it where it was.
    await dragHours(page, [FRI, '19:30'], [SAT, '20:30']);
    const question = page.getByRole('dialog', { name: say('sessions.scope.change') });
    await question.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await usual.waitFor();

    await dragHours(page, [FRI, '19:30'], [SAT, '20:30']);
    await chooseScope(page, 'this');
    await placed(page, 'Saturday 17 March', 'Club night', '20:00 – 23:00').waitFor();
    await told(page, /^“Club night” is now on/).waitFor();
    await button(page, say('calendar.undo')).click();
    await usual.waitFor();
    await expect.poll(async () => (await starts())[2]).toBe('2035-03-16T18:00');

    await button(page, say('calendar.next.week')).click();
    await dragHours(page, [FRI, '19:30'], [FRI, '20:30']);
    await chooseScope(page, 'following');
    await placed(page, 'Friday 23 March', 'Club night', '20:00 – 23:00').waitFor();
    await told(page, /^“Club night” is now on/)
      .last()
      .waitFor();
    // By Berlin's clocks, which change on the 25th.
    await expect
      .poll(starts)
      .toEqual([
        '2035-03-02T18:00',
        '2035-03-09T18:00',
        '2035-03-16T18:00',
        '2035-03-23T19:00',
        '2035-03-30T18:00',
        '2035-04-06T18:00',
      ]);

    await button(page, say('calendar.previous.week')).click();
    await usual.waitFor();
    await dragHours(page, [FRI, '19:30'], [THU, '18:30']);
    await chooseScope(page, 'all');
    await placed(page, 'Thursday 15 March', 'Club night', '18:00 – 21:00').waitFor();
    await expect
      .poll(async () => (await starts()).slice(0, 3))
      .toEqual(['2035-03-01T17:00', '2035-03-08T17:00', '2035-03-15T17:00']);
    expect((await starts()).slice(3)).toHaveLength(3);
  });

  it('[S2] is seen by who may only look, as others change it, and left alone', async () => {
    const { person, timelineId } = await planWeek();
    const viewer = await register(app);
    await person.done('PUT', `/timelines/${timelineId}/members`, { userId: viewer.id, role: 'viewer' });
    const page = await openCalendarWindow(windows, viewer, WEEK);
    const film = placed(page, 'Wednesday 14 March', 'Film', '19:00 – 22:00');
    await film.waitFor();
    await dragHours(page, [WED, '19:30'], [THU, '19:30']);
    await dragHours(page, [FRI, '19:30'], [FRI, '21:30']);
    await film.waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await button(page, say('calendar.new')).count()).toBe(0);
    const details = await openEvent(page, 'Film');
    await details.getByText('Friday club').waitFor();
    expect(await button(details, say('sessions.edit')).count()).toBe(0);
    expect(await button(details, say('sessions.remove')).count()).toBe(0);
    await page.keyboard.press('Escape');

    // What is made in one window is there in another one, once that is looked at again.
    const editor = await openCalendarWindow(windows, person, WEEK);
    await dragHours(editor, [THU, '20:00'], [THU, '21:50']);
    await newEvent(editor).waitFor();
    await field(newEvent(editor), say('sessions.name')).fill('Choir');
    await editor.keyboard.press('Enter');
    await placed(editor, 'Thursday 15 March', 'Choir', '20:00 – 22:00').waitFor();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    await placed(page, 'Thursday 15 March', 'Choir', '20:00 – 22:00').waitFor();
  });
});
