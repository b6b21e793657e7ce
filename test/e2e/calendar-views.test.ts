import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  expectAccessible,
  expectNoOverflow,
  heading,
  JOURNEY_MS,
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { eventOn, openCalendarWindow, openEvent } from '../setup/calendar-windows.ts';
import { expectFocused } from '../setup/keyboard.ts';
import { newSeries, registerWithCalendar } from '../setup/schedule.ts';
import { readTexts } from '../setup/texts.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let person: Awaited<ReturnType<typeof planMonth>>;

beforeAll(async () => {
  app = await startTestApp();
  person = await planMonth();
  windows = await startWindows(app.url);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const say = readTexts('en');

/** Goes through all that is looked at of a page in one state. */
async function expectGood(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNoOverflow(page);
}

/** In the month view, an event's line on a day. */
const lineOn = (page: Page, date: string, name: string) =>
  page.locator(`[data-date="${date}"]`).getByRole('button', { name: new RegExp(`^${name}, `) });

/** It is on these days of March at these times, and on no others. */
async function expectTimes(page: Page, name: string, ...times: [RegExp, ...number[]][]): Promise<void> {
  const places = times.flatMap(([time, ...days]) => days.map((day) => ({ time, day })));
  for (const { time, day } of places)
    await lineOn(page, `2035-03-${String(day).padStart(2, '0')}`, name)
      .filter({ hasText: time })
      .waitFor();
  expect(await eventOn(page, name).count()).toBe(places.length);
}

const view = (page: Page, name: string) => page.getByRole('radio', { name: say(`calendar.view.${name}`) });
const day = (page: Page, date: string) => page.locator(`[data-day="${date}"]`);
/** Such as `12–18 March 2035`, as wide as it is written. */
const period = (page: Page, days: string) => heading(page, new RegExp(`^${days.replace('–', '.{1,3}')}$`));
const address = (page: Page) => new URL(page.url()).search;

/** A month with something of all that a calendar may have. */
async function planMonth() {
  const person = await registerWithCalendar(app);
  const timelineId = await person.makeTimeline({ name: 'Friday club' });
  const open = await person.makeTimeline({ name: 'Around town', allowOverlap: true });
  const make = (name: string, start: string, end: string, fields: object = {}) =>
    person.makeSession({ timelineId, name, startDateTime: start, endDateTime: end, ...fields });
  await person.makeSession(
    newSeries({
      timelineId,
      name: 'Club night',
      startDateTime: '2035-03-02T18:00:00Z',
      endDateTime: '2035-03-02T21:00:00Z',
      timeZone: 'Europe/Berlin',
      description: 'Bring a game that you like, and somebody who doesn’t know it yet.',
    }),
  );
  await make('Tokyo meetup', '2035-03-18T00:00:00Z', '2035-03-18T01:00:00Z', { timeZone: 'Asia/Tokyo' });
  await make('Cabin weekend', '2035-03-23T21:00:00Z', '2035-03-26T10:00:00Z', { timelineId: open });
  await make('Night of the long films', '2035-03-07T20:00:00Z', '2035-03-08T01:30:00Z');
  for (const name of ['Book swap', 'Chess in the park', 'Flea market', 'Open stage', 'Street food', 'Tango'])
    await make(name, '2035-03-14T16:00:00Z', '2035-03-14T18:00:00Z', { timelineId: open });
  return person;
}

describe('the calendar', () => {
  it('[S4] shows everybody the same events by their own clocks, also as these change', async () => {
    const at = { view: 'month', date: '2035-03-16' } as const;
    const berlin = await openCalendarWindow(windows, person, at);
    await heading(berlin, 'March 2035').waitFor();
    await expectTimes(berlin, 'Club night', [/19:00.22:00/, 2, 9, 16, 23, 30]);
    await expectTimes(berlin, 'Tokyo meetup', [/01:00.02:00/, 18]);

    // America's clocks change on the 11th, Europe's on the 25th.
    const newYork = await openCalendarWindow(windows, person, {
      ...at,
      timezoneId: 'America/New_York',
      locale: 'en-US',
    });
    await expectTimes(newYork, 'Club night', [/ 1:00 – 4:00 PM/, 2, 9, 30], [/ 2:00 – 5:00 PM/, 16, 23]);
    await expectTimes(newYork, 'Tokyo meetup', [/ 8:00 – 9:00 PM/, 17]);

    const inJapanese = readTexts('ja');
    const tokyo = await openCalendarWindow(windows, person, {
      ...at,
      timezoneId: 'Asia/Tokyo',
      locale: 'ja-JP',
    });
    await heading(tokyo, '2035年3月').waitFor();
    await expectTimes(tokyo, 'Club night', [/ 3:00.6:00/, 3, 10, 17, 24], [/ 2:00.5:00/, 31]);
    await expectTimes(tokyo, 'Tokyo meetup', [/ 9:00.10:00/, 18]);
    await expectGood(tokyo);

    // Its own time is told where it is another one.
    const there = await openEvent(berlin, 'Club night');
    await there.getByText(/19:00.22:00/).waitFor();
    expect(await there.getByText('Central European').count()).toBe(0);
    await lineOn(newYork, '2035-03-16', 'Club night').click();
    const here = newYork.getByRole('dialog', { name: 'Club night' });
    await here.getByText(/Friday, March 16.* 2:00 – 5:00 PM/).waitFor();
    await here.getByText(/Friday, March 16.* 7:00 – 10:00 PM/).waitFor();
    await here.getByText('Central European Standard Time').waitFor();
    await expectGood(newYork);
    await lineOn(tokyo, '2035-03-31', 'Club night').click();
    await tokyo
      .getByRole('dialog', { name: 'Club night' })
      .getByText(/3月30日.*19:00/)
      .waitFor();
    await button(tokyo, inJapanese('sessions.edit')).waitFor();

    // A day without all of its hours is told.
    await newYork.goto('/calendar?view=week&date=2035-03-11');
    await region(newYork, 'Sunday, March 11')
      .getByText(say('calendar.clockChange', { hours: 23 }))
      .waitFor();
    await eventOn(newYork, 'Club night')
      .filter({ hasText: say('calendar.elsewhere', { time: '7:00 PM', place: 'Berlin' }) })
      .waitFor();
    await expectGood(newYork);
  });

  it('goes by month, week and agenda, with an address for each, and by keys', async () => {
    const page = await openCalendarWindow(windows, person);
    await page.locator('[data-date] [aria-current=date]').waitFor();
    const thisMonth = (await page.locator('h1').innerText()).trim();
    await button(page, say('calendar.next.month')).click();
    await expect.poll(() => page.locator('h1').innerText()).not.toContain(thisMonth);
    await button(page, say('calendar.previous.month')).click();
    await heading(page, thisMonth).waitFor();
    await button(page, say('calendar.next.month')).click();
    await button(page, say('calendar.today')).click();
    await heading(page, thisMonth).waitFor();
    expect(address(page)).toBe('?view=month');

    // There by a date.
    await button(page, say('calendar.jump')).click();
    await page.getByLabel(say('calendar.jump'), { exact: true }).last().fill('2035-03-14');
    await page.keyboard.press('Enter');
    await heading(page, 'March 2035').waitFor();
    await eventOn(page, 'Club night').first().waitFor();
    await expectGood(page);
    await button(page, /more$/).click();
    const list = page.getByRole('dialog', { name: 'Wednesday 14 March' });
    await list.getByText('Tango').waitFor();
    expect(await list.getByRole('listitem').count()).toBe(6);
    await expectGood(page);
    await page.keyboard.press('Escape');

    // From day to day, and beyond the month.
    await day(page, '2035-03-14').focus();
    for (const [key, date] of [
      ['ArrowRight', '2035-03-15'],
      ['ArrowUp', '2035-03-08'],
      ['Home', '2035-03-05'],
      ['End', '2035-03-11'],
      ['PageDown', '2035-04-11'],
      ['PageUp', '2035-03-11'],
      ['ArrowDown', '2035-03-18'],
      ['ArrowLeft', '2035-03-17'],
    ] as const) {
      await page.keyboard.press(key);
      await expectFocused(day(page, date));
    }
    await page.keyboard.press('Enter');
    const draft = page.getByRole('dialog', { name: say('sessions.new') });
    expect(await draft.getByLabel(say('sessions.startDate'), { exact: true }).inputValue()).toBe(
      '2035-03-17',
    );
    await page.keyboard.press('Escape');
    await draft.waitFor({ state: 'detached' });
    await expectFocused(day(page, '2035-03-17'));

    // The same days in the other views; back to what was before, also after loading anew.
    await view(page, 'week').check();
    await period(page, '12–18 March 2035').waitFor();
    await eventOn(page, 'Club night').waitFor();
    await expectGood(page);
    await button(page, say('calendar.next.week')).click();
    await period(page, '19–25 March 2035').waitFor();
    await page.reload();
    await period(page, '19–25 March 2035').waitFor();
    await eventOn(page, 'Cabin weekend').first().waitFor();
    await page.goBack();
    await period(page, '12–18 March 2035').waitFor();
    await page.goBack();
    await heading(page, 'March 2035').waitFor();

    await page.locator('h1').click();
    await page.keyboard.press('a');
    await period(page, '17 March–13 April 2035').waitFor();
    await eventOn(page, 'Cabin weekend').nth(3).waitFor();
    await expectGood(page);
    await page.keyboard.press('k');
    await period(page, '17 February–16 March 2035').waitFor();
    await eventOn(page, 'Night of the long films').getByText('– 02:30 Thu').waitFor();
    await button(page, say('calendar.later')).click();
    await period(page, '17 February–13 April 2035').waitFor();
    await page.keyboard.press('w');
    await page.keyboard.press('j');
    await period(page, '19–25 February 2035').waitFor();
    await page.keyboard.press('m');
    await heading(page, 'February 2035').waitFor();
    await page.keyboard.press('n');
    await draft.waitFor();
    await page.keyboard.press('Escape');
    await draft.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: say('calendar.shortcutsOn') }).uncheck();
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('t');
    await page.keyboard.press('w');
    await heading(page, 'February 2035').waitFor();
  });

  it('fits a phone: what is to come, the days of a month, three days', async () => {
    const page = await openCalendarWindow(windows, person, { ...PHONE, date: '2035-03-13' });
    await heading(page, /13 Mar – 9 Apr 2035/).waitFor();
    await eventOn(page, 'Cabin weekend').first().waitFor();
    await expectGood(page);

    await view(page, 'month').check();
    await day(page, '2035-03-14').tap();
    await heading(page, 'Wednesday 14 March').waitFor();
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Around town' }).count()).toBe(6);
    await expectGood(page);
    await day(page, '2035-03-15').tap();
    await page.getByText(say('calendar.nothing')).waitFor();
    await button(page, say('calendar.newOnDay')).tap();
    await page.getByRole('dialog', { name: say('sessions.new') }).waitFor();
    await button(page, say('common.cancel')).tap();

    await view(page, 'days').check();
    await period(page, '15–17 Mar 2035').waitFor();
    await eventOn(page, 'Club night').waitFor();
    expect(await page.locator('[data-column]').count()).toBe(3);
    await expectGood(page);
    await button(page, say('calendar.next.days')).tap();
    await period(page, '18–20 Mar 2035').waitFor();

    await button(page, say('calendar.calendars')).tap();
    const calendars = page.getByRole('dialog', { name: say('calendar.calendars') });
    await calendars.waitFor();
    await expectGood(page);
    await calendars.getByText('Friday club').tap();
    await page.keyboard.press('Escape');
    await expect.poll(() => eventOn(page, 'Tokyo meetup').count()).toBe(0);
  });

  it('says what it could not load, and tries again', async () => {
    const page = await openCalendarWindow(windows, person, {
      view: 'agenda',
      date: '2035-04-09',
    });
    await eventOn(page, 'Club night').first().waitFor();
    await page.context().setOffline(true);
    await button(page, say('calendar.previous.agenda')).click();
    await page.getByRole('alert').getByText(say('error.offline')).waitFor();
    await expectGood(page);
    await page.context().setOffline(false);
    await button(page, say('common.retry')).click();
    await eventOn(page, 'Cabin weekend').first().waitFor();
    windows.forgive(/ERR_INTERNET_DISCONNECTED/);
  });
});
