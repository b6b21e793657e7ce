import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  expectNoOverflow,
  field,
  heading,
  JOURNEY_MS,
  link,
  PHONE,
  SIZES,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  ada = await register(app, { username: 'ada', displayName: 'Ada' });
  const evening = await startEvening(app, ada);
  await evening.play('Quiplash 2');
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

describe('the language', () => {
  it.each([
    { locale: 'ja-JP', lang: 'ja', text: 'ログイン' },
    { locale: 'en-GB', lang: 'en', text: 'Sign in' },
    // One that there is no translation for.
    { locale: 'fi-FI', lang: 'en', text: 'Sign in' },
  ])('of a browser in $locale is $lang', async ({ locale, lang, text }) => {
    const page = await windows.open('/join/ada', { ...PHONE, locale });
    await link(page, text).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe(lang);
  });

  it.each(SIZES)('is switched on a $size, in other tabs too, and is kept', async ({ look }) => {
    const page = await windows.open('/join/ada', look);
    const other = await page.context().newPage();
    await other.goto('/');
    await heading(other, 'Your evening starts here').waitFor();
    await button(page, 'Switch to 日本語').click();
    for (const window of [page, other]) {
      await button(window, 'English に切り替える').waitFor();
      expect(await window.getAttribute('html', 'lang')).toBe('ja');
      await expectNoOverflow(window);
    }
    await heading(page, 'Adaさんのゲームナイト').waitFor();
    await page.reload();
    await heading(page, 'Adaさんのゲームナイト').waitFor();
    // A page whose texts weren't there yet comes in the language too.
    await link(page, 'ログイン').click();
    await field(page, 'メールアドレス').waitFor();
    await button(page, 'English に切り替える').click();
    await field(page, 'Email').waitFor();
    await heading(other, 'Your evening starts here').waitFor();
  });

  it('is chosen among the looks of an account, by its own name', async () => {
    const page = await windows.open('/account#look', { person: ada });
    await page.getByRole('radio', { name: '日本語' }).check();
    await heading(page, 'アカウント').waitFor();
    expect(await page.getByRole('radio', { name: '日本語' }).isChecked()).toBe(true);
  });

  it('is that of dates, times and numbers as well', async () => {
    const timezoneId = 'Asia/Tokyo';
    const page = await windows.open('/host/nights', { person: ada, timezoneId });
    const { body } = await app.get('/api/sessions?host=ada');
    const at = new Date(body[0].created_at);
    const write = (locale: string, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone: timezoneId, ...options }).format(at);
    await link(page, new RegExp(write('en', { dateStyle: 'medium' }))).click();
    await heading(page, `Night of ${write('en', { dateStyle: 'long' })}`).waitFor();
    await page.getByText(`since ${write('en', { timeStyle: 'short' })}`).waitFor();
    await button(page, 'Switch to 日本語').click();
    await heading(page, new RegExp(write('ja', { dateStyle: 'long' }))).waitFor();
    await page
      .getByText(new RegExp(write('ja', { timeStyle: 'short' })))
      .first()
      .waitFor();
  });
});
