import { readFile } from 'node:fs/promises';
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
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
  link,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { eventOn, isLoaded, openCalendarWindow } from '../setup/calendar-windows.ts';
import { type Calendar, later, openCalendar } from '../setup/schedule.ts';
import { readTexts } from '../setup/texts.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

const say = readTexts('en');
/** A Friday evening. */
const START = '2031-03-07T19:00:00.000Z';
const HOUR = { startDateTime: START, endDateTime: later(START, 60) };

let app: TestApp;
let windows: Windows;
let admin: Person;

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  admin = await register(app, { displayName: 'The administrator' });
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

async function registerAs(displayName: string): Promise<Person & Calendar> {
  const person = await register(app, { displayName });
  return { ...person, ...openCalendar(app, person) };
}

const openSettings = (person: Person, id: string, look: object = {}): Promise<Page> =>
  windows.open(`/calendar/timelines/${id}`, { person, ...look });
const toast = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').getByText(text, { exact: true }).waitFor();
const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const idOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

describe('a calendar', () => {
  it('[S2] [X147] is made, another beside it, and no longer has two events at once', async () => {
    const ada = await registerAs('Ada');
    const page = await windows.open('/calendar', { person: ada });
    await page.getByText(say('calendar.firstTitle')).waitFor();
    await expectGoodOnBoth(page);
    await button(page, say('calendar.firstAction')).click();
    const making = dialogOf(page, say('timelines.new'));
    await field(making, say('timelines.name')).fill('Friday club');
    await field(making, say('timelines.description')).fill('Games, every week.');
    await expectGoodOnBoth(page);
    await page.keyboard.press('Tab');
    await button(making, say('timelines.make')).click();
    await toast(page, say('timelines.created', { name: 'Friday club' }));
    await isLoaded(page);

    await button(page, say('timelines.new')).click();
    await field(making, say('timelines.name')).fill('Ideas');
    await making.getByRole('radio', { name: say('timelines.overlap') }).check();
    await page.keyboard.press('Enter');
    await link(page, say('timelines.settingsOf', { name: 'Ideas' })).click();
    await heading(page, 'Ideas').waitFor();
    const timelineId = idOf(page);
    const [friday] = (await ada.done('GET', '/timelines')).filter(
      ({ name }: { name: string }) => name === 'Friday club',
    );
    expect(friday).toMatchObject({ description: 'Games, every week.', allowOverlap: false });

    // Two events share their time: they can't be kept apart until one of them is gone.
    await ada.makeSession({ timelineId, name: 'Chess', ...HOUR });
    const { id } = await ada.makeSession({ timelineId, name: 'Go', ...HOUR });
    await field(page, say('timelines.name')).fill('Plans');
    await page.getByRole('radio', { name: say('timelines.apart') }).check();
    await button(page, say('timelines.save')).click();
    await page
      .getByRole('alert')
      .getByText(/Chess|Go/)
      .waitFor();
    windows.forgive(/409/);
    expect(await field(page, say('timelines.name')).inputValue()).toBe('Plans');
    expect(await page.getByRole('radio', { name: say('timelines.apart') }).isChecked()).toBe(true);
    expect(await ada.done('GET', `/timelines/${timelineId}`)).toMatchObject({
      name: 'Ideas',
      allowOverlap: true,
    });
    await expectGoodOnBoth(page);
    await ada.done('DELETE', `/sessions/${id}`);
    await button(page, say('timelines.save')).click();
    await heading(page, 'Plans').waitFor();
    expect(await ada.done('GET', `/timelines/${timelineId}`)).toMatchObject({
      name: 'Plans',
      allowOverlap: false,
    });

    await confirm(page, button(page, say('timelines.delete')), say('timelines.delete'));
    await page.waitForURL('**/calendar');
    await toast(page, say('timelines.deleted', { name: 'Plans' }));
    await page.getByRole('checkbox', { name: 'Friday club' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('checkbox', { name: 'Plans' }).count()).toBe(0);
    expect((await ada.call('GET', `/timelines/${timelineId}`)).status).toBe(404);
    await page.goto(`/calendar/timelines/${timelineId}`);
    await page.getByText(say('timelines.missingTitle')).waitFor();
    windows.forgive(/404/);
  });

  it('[S2] is shared: an owner, an editor, a viewer, an administrator and a stranger see their part', async () => {
    const ada = await registerAs('Ada');
    const grace = await registerAs('Grace');
    const timelineId = await ada.makeTimeline({ description: 'Every Friday.\nBring snacks.' });
    await ada.makeSession({ timelineId, name: 'Chess', ...HOUR });
    const owner = await openSettings(ada, timelineId);
    await owner.getByText(say('timelines.alone')).waitFor();
    const username = field(owner, say('timelines.addLabel'));
    await username.fill('nobody_of_this_name');
    await owner.keyboard.press('Enter');
    await owner.getByRole('alert').getByText(say('timelines.wrong.account')).waitFor();
    windows.forgive(/404/);
    expect(await username.inputValue()).toBe('nobody_of_this_name');
    await expectGoodOnBoth(owner);
    await username.fill(`@${grace.username}`);
    await owner.keyboard.press('Enter');
    await toast(owner, say('timelines.added', { name: 'Grace' }));
    const members = owner.getByRole('list', { name: say('timelines.membersOf', { name: 'Friday club' }) });
    await members.getByText(`@${grace.username}`).waitFor();

    // A viewer reads, and subscribes.
    const member = await openSettings(grace, timelineId, PHONE);
    await member.getByText(say('timelines.you.viewer')).waitFor();
    await member.getByText('Bring snacks.').waitFor();
    await expectGoodOnBoth(member);
    const isThere = (name: string) => button(member, say(name)).isVisible();
    const rights = async () => ({
      settings: await isThere('timelines.save'),
      share: await isThere('timelines.add'),
      subscribe: await isThere('timelines.subscribe'),
      import: await heading(member, say('timelines.import')).isVisible(),
      delete: await isThere('timelines.delete'),
    });
    const nothing = { settings: false, share: false, subscribe: false, import: false, delete: false };
    expect(await rights()).toEqual({ ...nothing, subscribe: true });
    await member.goto('/calendar?view=agenda&date=2031-03-03');
    await eventOn(member, 'Chess').tap();
    const details = dialogOf(member, 'Chess');
    await details.getByText('Friday club').waitFor();
    expect(await button(details, say('sessions.edit')).count()).toBe(0);
    await button(details, say('common.close')).tap();
    expect(await button(member, say('calendar.new')).count()).toBe(0);

    // An editor writes events.
    await members.getByLabel(say('timelines.roleOf', { name: 'Grace' })).selectOption('editor');
    await toast(owner, say('timelines.roleChanged', { role: 'editor', name: 'Grace' }));
    await member.reload();
    await button(member, say('calendar.new')).waitFor();
    await member.goto(`/calendar/timelines/${timelineId}`);
    await member.getByText(say('timelines.you.editor')).waitFor();
    expect(await rights()).toEqual({ ...nothing, subscribe: true, import: true });

    // An administrator may do what its owner may, without being a member.
    const office = await openSettings(admin, timelineId);
    await office.getByText(say('timelines.you.admin')).waitFor();
    await button(office, say('timelines.delete')).waitFor();
    expect(await button(office, say('timelines.subscribe')).count()).toBe(0);

    await confirm(
      owner,
      button(members, say('timelines.removeNamed', { name: 'Grace' })),
      say('timelines.remove'),
    );
    await toast(owner, say('timelines.removed', { name: 'Grace' }));
    await owner.getByText(say('timelines.alone')).waitFor();
    await member.reload();
    await member.getByText(say('timelines.missingTitle')).waitFor();
    windows.forgive(/404/);
  });
});

/** What calendar programs get by an address that a page shows: the names of the events, or why there are none. */
async function read(address: string): Promise<string[] | number> {
  const { pathname, search } = new URL(address);
  const { status, text } = await app.get(pathname + search);
  if (status !== 200) return status;
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  return events.map((event) => String(event.getFirstPropertyValue('summary'))).toSorted();
}

describe('[S8] a calendar in other programs', () => {
  it('[X157] is subscribed to by an address that is made, replaced and ended', async () => {
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline();
    await ada.makeSession({ timelineId, name: 'Chess', ...HOUR });
    const band = await ada.makeTimeline({ name: 'Band' });
    const nextDay = { startDateTime: later(START, 1_440), endDateTime: later(START, 1_500) };
    await ada.makeSession({ timelineId: band, name: 'Rehearsal', ...nextDay });
    const page = await openSettings(ada, timelineId);
    await button(page, say('timelines.subscribe')).click();
    const dialog = dialogOf(page, say('timelines.subscribeTo', { name: 'Friday club' }));
    await confirm(page, button(dialog, say('timelines.feedEndFormer')), say('timelines.feedEnd'));
    await toast(page, say('timelines.feedNone'));
    windows.forgive(/404/);
    const shown = dialog.getByText('/calendar.ics?token=');
    await button(dialog, say('timelines.feedMake')).click();
    const first = await shown.innerText();
    expect(await read(first)).toEqual(['Chess']);
    expect(await link(dialog, say('timelines.feedOpen')).getAttribute('href')).toBe(
      first.replace(/^https?/, 'webcal'),
    );
    await dialog.getByRole('img', { name: say('timelines.feedQr') }).waitFor();
    await page.getByRole('tab', { name: say('timelines.how.google') }).click();
    await link(dialog, say('timelines.how.googlePage')).waitFor();
    await expectGoodOnBoth(page);

    await confirm(page, button(dialog, say('timelines.feedReplace')), say('timelines.feedReplace'));
    await expect.poll(() => shown.innerText()).not.toBe(first);
    const second = await shown.innerText();
    expect(await read(first)).toBe(404);
    expect(await read(second)).toEqual(['Chess']);
    await confirm(page, button(dialog, say('timelines.feedEnd')), say('timelines.feedEnd'));
    await toast(page, say('timelines.feedEnded'));
    await shown.waitFor({ state: 'detached' });
    expect(await read(second)).toBe(404);

    // All of one's calendars in one.
    await button(dialog, say('common.close')).click();
    await link(page, say('timelines.toCalendar')).click();
    await button(page, say('timelines.subscribe')).click();
    const all = dialogOf(page, say('timelines.subscribeToAll'));
    await button(all, say('timelines.feedMake')).click();
    expect(await read(await all.getByText('/calendar.ics?token=').innerText())).toEqual([
      'Chess',
      'Rehearsal',
    ]);
  });

  it('comes from them as a file, of which it is told what was taken and what was not', async () => {
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline();
    await ada.makeSession({ timelineId, name: 'Chess', ...HOUR });
    const page = await openSettings(ada, timelineId);
    const choose = (name: string, text: string) =>
      page
        .getByLabel(say('timelines.importChoose'))
        .setInputFiles({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) });
    await choose('photo.ics', 'no calendar at all');
    await page.getByText(say('timelines.wrong.file')).waitFor();
    windows.forgive(/400/);

    const event = (uid: string, summary: string, ...lines: string[]) =>
      ['BEGIN:VEVENT', `UID:${uid}`, `SUMMARY:${summary}`, ...lines, 'END:VEVENT'].join('\r\n');
    const on = (day: string) => [`DTSTART:${day}T190000Z`, `DTEND:${day}T200000Z`];
    const fileOf = (...parts: string[]) =>
      ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', ''].join('\r\n');
    await choose(
      'club.ics',
      fileOf(
        event('a', 'Quiz', ...on('20310314')),
        event('b', 'Rehearsal', ...on('20310307')),
        event('c', 'Journey', 'DTSTART;TZID=Mars/Olympus:20310321T190000', 'DURATION:PT1H'),
        event('d', 'Weekly', ...on('20310401'), 'RRULE:FREQ=WEEKLY'),
      ),
    );
    await page.getByText(say('timelines.imported', { name: 'club.ics', count: 2 })).waitFor();
    await page.getByText(say('timelines.importedParts', { created: 2, updated: 0, skipped: 2 })).waitFor();
    const skipped = page.getByRole('list', { name: say('timelines.leftOut') }).getByRole('listitem');
    const clash = skipped.filter({ hasText: 'Rehearsal' });
    await clash.getByText(say('timelines.skip.clash')).waitFor();
    const zone = say('timelines.skip.zone', { one: 'Mars/Olympus' });
    await skipped.filter({ hasText: 'Journey' }).getByText(zone).waitFor();
    await expectGoodOnBoth(page);

    // What was left out is a file by itself, which is taken once nothing is in its way.
    const downloading = page.waitForEvent('download');
    await button(page, say('timelines.leftOutSave')).click();
    const download = await downloading;
    const left = await readFile(await download.path(), 'utf8');
    const [session] = await ada.done('GET', `/sessions?timelineId=${timelineId}&startDateTimeSortOrder=ASC`);
    await ada.done('DELETE', `/sessions/${session.id}`);
    await choose(download.suggestedFilename(), left);
    await page.getByText(say('timelines.importedParts', { created: 1, updated: 0, skipped: 1 })).waitFor();
    const from = '2031-03-01T00:00:00Z';
    const listed = await ada.done('GET', `/occurrences?from=${from}&to=2031-04-09T00:00:00Z`);
    expect(listed.map(({ name }: { name: string }) => name)).toEqual([
      'Rehearsal',
      'Quiz',
      'Weekly',
      'Weekly',
    ]);
  });
});

describe('several calendars', () => {
  it('are hidden and shown on a device, which keeps it', async () => {
    const ada = await registerAs('Ada');
    const timelineId = await ada.makeTimeline({ allowOverlap: true });
    const band = await ada.makeTimeline({ name: 'Band', allowOverlap: true });
    await ada.makeSession({ timelineId, name: 'Chess', ...HOUR });
    await ada.makeSession({ timelineId: band, name: 'Rehearsal', ...HOUR });
    const look = { view: 'agenda', date: '2031-03-07' } as const;
    const page = await openCalendarWindow(windows, ada, look);
    await eventOn(page, 'Chess').waitFor();
    await page.getByRole('complementary').getByText('Band').click();
    await eventOn(page, 'Rehearsal').waitFor({ state: 'detached' });
    await page.reload();
    await eventOn(page, 'Chess').waitFor();
    expect(await eventOn(page, 'Rehearsal').count()).toBe(0);
    await page.getByRole('complementary').getByText('Band').click();
    await eventOn(page, 'Rehearsal').waitFor();

    // A phone has its own choice, behind a button.
    const phone = await openCalendarWindow(windows, ada, { ...look, ...PHONE });
    await eventOn(phone, 'Rehearsal').waitFor();
    await button(phone, say('calendar.calendars')).tap();
    const dialog = dialogOf(phone, say('calendar.calendars'));
    await dialog.getByText('Friday club').tap();
    await expectGoodOnBoth(phone);
    await button(dialog, say('common.close')).tap();
    await eventOn(phone, 'Chess').waitFor({ state: 'detached' });
    expect(await eventOn(page, 'Chess').count()).toBe(1);
  });

  it('tell on the first page what comes next', async () => {
    const ada = await registerAs('Ada');
    const page = await windows.open('/', { person: ada });
    await page.getByText(say('home.calendar.none')).waitFor();
    const timelineId = await ada.makeTimeline();
    const soon = new Date(Date.now() + 3 * 86_400_000).toISOString();
    for (const [index, name] of ['Chess', 'Quiz', 'Go', 'Band'].entries()) {
      const startDateTime = later(soon, index * 60);
      await ada.makeSession({ timelineId, name, startDateTime, endDateTime: later(startDateTime, 60) });
    }
    await page.reload();
    const next = page.getByRole('list', { name: say('home.calendar.next') }).getByRole('listitem');
    await next.first().waitFor();
    expect(await next.count()).toBe(3);
    await next.first().getByText('Chess').waitFor();
    await expectGoodOnBoth(page);
    await link(page, say('home.calendar.go')).click();
    await isLoaded(page);
    await eventOn(page, 'Band').first().waitFor();
  });
});
