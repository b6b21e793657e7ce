import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { expectGoodOnBoth } from '../setup/both-sizes.ts';
import {
  button,
  confirm,
  field,
  heading,
  JOURNEY_MS,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { eventOn, openCalendarWindow, openEvent } from '../setup/calendar-windows.ts';
import { expectFocused } from '../setup/keyboard.ts';
import { makeQuiz } from '../setup/quiz.ts';
import { type Calendar, later, newSeries, openCalendar } from '../setup/schedule.ts';
import { readTexts, type Say } from '../setup/texts.ts';
import { stage } from '../setup/watch-windows.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

const english = readTexts('en');
const japanese = readTexts('ja');
/** A Friday, at eight in the evening in Berlin. */
const DAY = '2031-03-07';
const START = `${DAY}T19:00:00.000Z`;
const HOUR = { startDateTime: START, endDateTime: later(START, 60), timeZone: 'Europe/Berlin' };
const AGENDA = { view: 'agenda', date: DAY } as const;
const SPAN = `from=2031-03-01T00:00:00Z&to=2033-01-01T00:00:00Z`;

let app: TestApp;
let windows: Windows;

async function registerAs(displayName: string): Promise<Person & Calendar> {
  const person = await register(app, { displayName });
  return { ...person, ...openCalendar(app, person) };
}

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  // The first account is the administrator's.
  await register(app);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const toast = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').getByText(text, { exact: true }).last().waitFor();

/** When a calendar has something on, and what, as the server tells it. */
async function listed(person: Calendar, timelineId: string): Promise<string[]> {
  const found = await person.done('GET', `/occurrences?timelineId=${timelineId}&${SPAN}`);
  return found.map(
    ({ name, startDateTime }: { name: string; startDateTime: string }) =>
      `${startDateTime.slice(0, 16)} ${name}`,
  );
}

async function beginEvent(page: Page, name: string, say: Say = english): Promise<Locator> {
  await button(page, say('calendar.new')).first().click();
  const dialog = page.getByRole('dialog', { name: say('sessions.new') });
  await expectFocused(field(dialog, say('sessions.name')));
  await field(dialog, say('sessions.name')).fill(name);
  await field(dialog, say('sessions.startDate')).fill(DAY);
  await field(dialog, say('sessions.startTime')).fill('20:00');
  return dialog;
}

async function save(page: Page, dialog: Locator, name: string, say: Say = english): Promise<void> {
  await button(dialog, say('sessions.create')).click();
  await toast(page, say('sessions.created', { name }));
  await dialog.waitFor({ state: 'detached' });
}

/** Answers for how many events of a series something is meant. */
async function choose(page: Page, kind: 'change' | 'remove', scope: 'this' | 'following' | 'all') {
  const dialog = page.getByRole('dialog', { name: english(`sessions.scope.${kind}`) });
  await dialog.getByRole('radio', { name: english(`sessions.scope.${scope}`), exact: true }).check();
  await button(dialog, english(kind === 'change' ? 'sessions.save' : 'sessions.remove')).click();
  await dialog.waitFor({ state: 'detached' });
}

describe('an event', () => {
  const say = english;

  it('[S3] [S5] is written with what is wrong beside its field, and is there once its time is free', async () => {
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline();
    await ada.makeSession({ timelineId, name: 'Chess', ...HOUR });
    const page = await openCalendarWindow(windows, ada, AGENDA);
    const dialog = await beginEvent(page, '');
    const [name, startTime, endTime] = [
      field(dialog, say('sessions.name')),
      field(dialog, say('sessions.startTime')),
      field(dialog, say('sessions.endTime')),
    ];
    await button(dialog, say('sessions.create')).click();
    await expectFocused(name);
    await name.fill('Quiz');
    await field(dialog, say('sessions.description')).fill('Bring snacks.');
    // The end goes along with the start, and is after it.
    await startTime.fill('20:30');
    expect(await endTime.inputValue()).toBe('23:30');
    await endTime.fill('20:00');
    await dialog.getByRole('alert').getByText(say('sessions.wrong.order')).waitFor();
    expect(await endTime.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Enter');
    await endTime.fill('22:00');
    await dialog.getByText(say('sessions.wrong.order')).waitFor({ state: 'detached' });

    await button(dialog, say('sessions.create')).click();
    await dialog
      .getByRole('alert')
      .getByText(/^“Chess” takes place at that time already: Friday, 7 March 2031.+20:00/)
      .waitFor();
    await expectFocused(field(dialog, say('sessions.startDate')));
    windows.forgive(/409/);
    await expectGoodOnBoth(page);
    expect(await name.inputValue()).toBe('Quiz');
    await startTime.fill('21:00');
    expect(await endTime.inputValue()).toBe('22:30');
    await save(page, dialog, 'Quiz');
    expect(await listed(ada, timelineId)).toEqual(['2031-03-07T19:00 Chess', '2031-03-07T20:00 Quiz']);

    const details = await openEvent(page, 'Quiz');
    await details.getByText(/^Friday, 7 March 2031\D+21:00.+22:30/).waitFor();
    await details.getByText('Bring snacks.').waitFor();
    await expectGoodOnBoth(page);
    await confirm(page, button(details, say('sessions.remove')), say('sessions.remove'));
    await toast(page, say('sessions.removed', { name: 'Quiz' }));
    await eventOn(page, 'Quiz').waitFor({ state: 'detached' });
    expect(await listed(ada, timelineId)).toEqual(['2031-03-07T19:00 Chess']);
  });

  it('[S3] [S4] repeats as it is said in words', async () => {
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline({ allowOverlap: true });
    const page = await openCalendarWindow(windows, ada, AGENDA);
    const begin = async (name: string, repeats: string) => {
      const dialog = await beginEvent(page, name);
      await field(dialog, say('sessions.repeats')).selectOption(repeats);
      return dialog;
    };
    const end = (dialog: Locator, how: string) => field(dialog, say('sessions.until')).selectOption(how);

    const daily = await begin('Daily', 'daily');
    await daily.getByText('Every day', { exact: true }).waitFor();
    await field(daily, say('sessions.interval.daily')).fill('2');
    await end(daily, 'count');
    await field(daily, say('sessions.untilCount')).fill('3');
    await daily.getByText('Every second day, 3 times').waitFor();
    await daily.getByText('Fri, 7 Mar 2031 · Sun, 9 Mar 2031 · Tue, 11 Mar 2031').waitFor();
    await save(page, daily, 'Daily');

    // The hour stays as the clocks have it, through the night of 30 March.
    const weekly = await begin('Weekly', 'weekly');
    await weekly.getByRole('checkbox', { name: 'Monday' }).check();
    await end(weekly, 'date');
    await field(weekly, say('sessions.untilDate')).fill('2031-03-31');
    await weekly.getByText('Every Monday and Friday until 31 March 2031').waitFor();
    await expectGoodOnBoth(page);
    await save(page, weekly, 'Weekly');

    const monthly = await begin('Monthly', 'monthly');
    await monthly.getByText('Every month on the 7th', { exact: true }).waitFor();
    await field(monthly, say('sessions.monthDay')).selectOption({ label: 'the first Friday' });
    await end(monthly, 'count');
    await field(monthly, say('sessions.untilCount')).fill('3');
    await monthly.getByText('Every month on the first Friday, 3 times').waitFor();
    await save(page, monthly, 'Monthly');

    const yearly = await begin('Yearly', 'yearly');
    await yearly.getByText('Every year on 7 March', { exact: true }).waitFor();
    await save(page, yearly, 'Yearly');

    const found = await listed(ada, timelineId);
    const of = (name: string) =>
      found.filter((one) => one.endsWith(` ${name}`)).map((one) => one.slice(0, 16));
    expect(of('Daily')).toEqual(['2031-03-07T19:00', '2031-03-09T19:00', '2031-03-11T19:00']);
    expect(of('Weekly')).toEqual([
      '2031-03-07T19:00',
      '2031-03-10T19:00',
      '2031-03-14T19:00',
      '2031-03-17T19:00',
      '2031-03-21T19:00',
      '2031-03-24T19:00',
      '2031-03-28T19:00',
      '2031-03-31T18:00',
    ]);
    expect(of('Monthly')).toEqual(['2031-03-07T19:00', '2031-04-04T18:00', '2031-05-02T18:00']);
    expect(of('Yearly')).toEqual(['2031-03-07T19:00', '2032-03-07T19:00']);

    const details = await openEvent(page, 'Weekly');
    await details.getByText('Every Monday and Friday until 31 March 2031').waitFor();
    await details.getByText('Then: Mon 10 Mar · Fri 14 Mar · Mon 17 Mar').waitFor();
  });

  it('is changed and deleted: one of a series, those from it on, or all', async () => {
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline();
    const fields = { sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 6 };
    const series = newSeries({ timelineId, name: 'Club', ...HOUR, ...fields });
    await ada.done('POST', '/sessions', series);
    const page = await openCalendarWindow(windows, ada, AGENDA);
    const on = (day: string) => page.getByRole('listitem').filter({ has: heading(page, day) });
    const open = async (day: string, name: string) => {
      await on(day).getByRole('button').filter({ hasText: name }).click();
      return page.getByRole('dialog', { name, exact: true });
    };
    const edit = async (day: string, name: string) => {
      await button(await open(day, name), say('sessions.edit')).click();
      return page.getByRole('dialog', { name: say('sessions.change') });
    };
    const times = (found: string[]) => found.map((one) => one.slice(5));

    // All of them, an hour earlier by the clocks.
    const all = await edit('Friday 14 March', 'Club');
    await field(all, say('sessions.startTime')).fill('19:00');
    await button(all, say('sessions.save')).click();
    await expectGoodOnBoth(page);
    await choose(page, 'change', 'all');
    await toast(page, say('sessions.changed', { name: 'Club' }));
    expect(times(await listed(ada, timelineId))).toEqual([
      '03-07T18:00 Club',
      '03-14T18:00 Club',
      '03-21T18:00 Club',
      '03-28T18:00 Club',
      '04-04T17:00 Club',
      '04-11T17:00 Club',
    ]);
    // One of them, to another day.
    const one = await edit('Friday 14 March', 'Club');
    await field(one, say('sessions.startDate')).fill('2031-03-15');
    await button(one, say('sessions.save')).click();
    await choose(page, 'change', 'this');
    await on('Saturday 15 March').waitFor();
    // Those from one on, which are a series of their own then.
    const following = await edit('Friday 21 March', 'Club');
    await field(following, say('sessions.name')).fill('Late club');
    await button(following, say('sessions.save')).click();
    await choose(page, 'change', 'following');
    await toast(page, say('sessions.changed', { name: 'Late club' }));
    expect(times(await listed(ada, timelineId))).toEqual([
      '03-07T18:00 Club',
      '03-15T18:00 Club',
      '03-21T18:00 Late club',
      '03-28T18:00 Late club',
      '04-04T17:00 Late club',
      '04-11T17:00 Late club',
    ]);

    const remove = async (day: string, name: string, scope: 'this' | 'following' | 'all') => {
      await button(await open(day, name), say('sessions.remove')).click();
      await choose(page, 'remove', scope);
      await toast(page, say('sessions.removed', { name }));
      await on(day).waitFor({ state: 'detached' });
    };
    await remove('Saturday 15 March', 'Club', 'this');
    await remove('Friday 28 March', 'Late club', 'following');
    expect(times(await listed(ada, timelineId))).toEqual(['03-07T18:00 Club', '03-21T18:00 Late club']);
    await remove('Friday 7 March', 'Club', 'all');
    expect(times(await listed(ada, timelineId))).toEqual(['03-21T18:00 Late club']);
  });
});

describe('on a phone in Tokyo', () => {
  it('an event is written in the zone of Berlin, and read in both, in Japanese', async () => {
    const say = japanese;
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline();
    const look = { ...PHONE, timezoneId: 'Asia/Tokyo', locale: 'ja-JP' };
    const page = await openCalendarWindow(windows, ada, { ...AGENDA, ...look });
    const dialog = await beginEvent(page, 'Chess', say);
    await button(dialog, say('sessions.otherZone')).tap();
    const zone = dialog.getByRole('combobox', { name: say('sessions.zone') });
    await zone.fill('berlin');
    await page.getByRole('option', { name: 'Europe/Berlin' }).tap();
    await dialog.getByText(/^あなたの時間では 2031年3月8日土曜日 4:00.7:00/).waitFor();
    await field(dialog, say('sessions.repeats')).selectOption('weekly');
    await field(dialog, say('sessions.interval.weekly')).fill('2');
    await field(dialog, say('sessions.until')).selectOption('count');
    await dialog.getByText('隔週金曜日(全10回)').waitFor();
    await expectGoodOnBoth(page);
    await save(page, dialog, 'Chess', say);
    const [first, second] = await listed(ada, timelineId);
    expect([first, second]).toEqual(['2031-03-07T19:00 Chess', '2031-03-21T19:00 Chess']);

    const details = await openEvent(page, 'Chess');
    await details.getByText(/^2031年3月8日土曜日 4:00.7:00/).waitFor();
    await details.getByText(/^2031年3月7日金曜日 20:00.23:00/).waitFor();
    await details.getByText('中央ヨーロッパ標準時').waitFor();
    await details.getByText('隔週金曜日(全10回)').waitFor();
    await expectGoodOnBoth(page);
  });
});

describe('[X153] what an event is for', () => {
  it('is opened once, by two windows of its host at once, and then by another editor', async () => {
    const say = english;
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline({ allowOverlap: true });
    const grace = await registerAs('Grace');
    await ada.done('PUT', `/timelines/${timelineId}/members`, { userId: grace.id, role: 'editor' });
    await makeQuiz(app, ada.token);
    for (const kind of ['night', 'watch'])
      await ada.makeSession({ timelineId, name: `A ${kind}`, ...HOUR, activity: { kind } });
    const page = await openCalendarWindow(windows, ada, AGENDA);
    const dialog = await beginEvent(page, 'A quiz');
    await field(dialog, say('sessions.activity')).selectOption('quiz');
    await field(dialog, say('sessions.quiz')).selectOption({ label: 'Capitals' });
    await save(page, dialog, 'A quiz');
    const phone = await openCalendarWindow(windows, ada, { ...AGENDA, ...PHONE });
    const other = await openCalendarWindow(windows, grace, AGENDA);

    const kinds = [
      { kind: 'night', guestPath: /^\/join\/person_/, hostPath: '**/host' },
      { kind: 'quiz', guestPath: /^\/play\/\d{6}$/, hostPath: '**/host/quiz/*' },
      { kind: 'watch', guestPath: /^\/join\/[0-9a-f-]{36}$/, hostPath: '**/watch/*' },
    ] as const;
    for (const { kind, guestPath, hostPath } of kinds) {
      const opener = { name: say(`sessions.open.${kind}`) };
      const open = async (window: Page) => {
        await window.goto(`/calendar?${new URLSearchParams(AGENDA)}`);
        const details = await openEvent(window, `A ${kind}`);
        await details.getByRole('button', opener).waitFor();
        return details;
      };
      const first = await open(page);
      // Two windows at once, of what is begun anew each time.
      const second = kind === 'watch' ? await open(phone) : undefined;
      await Promise.all([first, second].map((details) => details?.getByRole('button', opener).click()));
      const linkIn = (details: Locator) => details.getByText(/^http/).innerText();
      const guestLink = await linkIn(first);
      expect(new URL(guestLink).pathname).toMatch(guestPath);
      await first.getByText(say('sessions.opened')).waitFor();
      if (second) {
        expect(await linkIn(second)).toBe(guestLink);
        await expectGoodOnBoth(phone);
      }

      const third = await open(other);
      await third.getByRole('button', opener).click();
      await third.getByText(say('sessions.openedByOther')).waitFor();
      expect(await linkIn(third)).toBe(guestLink);
      await button(third, say('sessions.goGuest')).click();
      await other.waitForURL((url) => url.pathname === new URL(guestLink).pathname);
      await button(first, say(`sessions.go.${kind}`)).click();
      await page.waitForURL(hostPath);
    }
    // Somebody else's quiz may have no title for her.
    windows.forgive(/404/);
    // Its host is who made the party, and isn't asked for its password.
    await stage(page).waitFor();

    // Who only looks at the calendar is told who opens it.
    await ada.done('PUT', `/timelines/${timelineId}/members`, { userId: grace.id, role: 'viewer' });
    await other.goto(`/calendar?${new URLSearchParams(AGENDA)}`);
    const details = await openEvent(other, 'A night');
    await details.getByText(say('sessions.openByEditors')).waitFor();
    expect(await button(details, say('sessions.open.night')).count()).toBe(0);
  });
});
