import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Person } from './accounts.ts';
import { button, type Windows } from './browser.ts';
import { readTexts } from './texts.ts';

type Opening = BrowserContextOptions & {
  view?: 'month' | 'week' | 'agenda';
  /** Such as `2035-03-12`; today otherwise. */
  date?: string;
};

const say = readTexts('en');
const MINUTES_PER_DAY = 1_440;

/** Somebody's calendar as a window shows it, once it is there; in Berlin, in English, unless it says otherwise. */
export async function openCalendarWindow(
  windows: Windows,
  person: Pick<Person, 'token' | 'refreshToken'>,
  { view, date, ...options }: Opening = {},
): Promise<Page> {
  const query = new URLSearchParams({ ...(view && { view }), ...(date && { date }) });
  const page = await windows.open(`/calendar?${query}`, {
    person,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  });
  await isLoaded(page);
  return page;
}

/** Waits until what takes place is shown, be it nothing. */
export async function isLoaded(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page.locator('main p[role=status]').waitFor({ state: 'detached' });
}

/** What opens an event, in any view: it says its name, its time and its calendar. */
export const eventOn = (page: Page, name: string | RegExp): Locator =>
  page.locator('main').getByRole('button').filter({ hasText: name });

/** The details of an event, opened by a click. */
export async function openEvent(page: Page, name: string): Promise<Locator> {
  await eventOn(page, name).first().click();
  const dialog = page.getByRole('dialog', { name, exact: true });
  await dialog.waitFor();
  return dialog;
}

/** Answers what a series asks: whether one event is meant, those from it on, or all. */
export async function chooseScope(page: Page, scope: 'this' | 'following' | 'all'): Promise<void> {
  const dialog = page.getByRole('dialog', { name: say('sessions.scope.change') });
  await dialog.getByRole('radio', { name: say(`sessions.scope.${scope}`), exact: true }).check();
  await button(dialog, say('sessions.save')).click();
  await dialog.waitFor({ state: 'detached' });
}

/** So tall that all hours of a day are seen at once. */
export const TALL = { viewport: { width: 1280, height: 1_600 } };

/** In the week view: the `day`th column, from 0, at a time by its clock, such as `19:30`. */
type Place = readonly [day: number, time: string];

async function pointAt(page: Page, [day, time]: Place): Promise<{ x: number; y: number }> {
  const box = await page.locator(`[data-column="${day}"]`).boundingBox();
  if (!box) throw new Error(`no column ${day} in the week view`);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const share = (hours * 60 + minutes) / MINUTES_PER_DAY;
  return { x: box.x + box.width / 2, y: box.y + share * box.height };
}

/** Presses the mouse on one place of a tall week view, and goes on to another, where it is still held. */
export async function holdHours(page: Page, from: Place, to: Place): Promise<void> {
  const start = await pointAt(page, from);
  const end = await pointAt(page, to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
}

/** The same, let go of there. */
export async function dragHours(page: Page, from: Place, to: Place): Promise<void> {
  await holdHours(page, from, to);
  await page.mouse.up();
}
