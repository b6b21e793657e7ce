import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { DESKTOP, expectAccessible, expectNoOverflow, PHONE, startBrowser } from '../setup/browser.ts';

let app: TestApp;
let browser: Browser;
let desktop: BrowserContext;
let host: Page;
/** What pages complained of, in all windows. */
const complaints: string[] = [];

beforeAll(async () => {
  app = await startTestApp();
  browser = await startBrowser();
  desktop = await open({ viewport: DESKTOP });
  host = await desktop.newPage();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function open(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: app.url, locale: 'en-US', ...options });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return context;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

describe('an evening in the pages', () => {
  it('begins with an account', async () => {
    await host.goto('/host');
    await host.getByLabel('Email').waitFor();
    await expectAccessible(host);
    await host.getByRole('link', { name: 'Make an account' }).click();
    await host.getByLabel('Username').fill('ada');
    await host.getByLabel('Display name').fill('Ada Lovelace');
    await host.getByLabel('Email').fill('ada@example.org');
    await host.getByLabel('Password', { exact: true }).fill('correct horse');
    await expectAccessible(host);
    await button(host, 'Make an account').click();
    // The first account is told that it administers.
    await host.getByRole('link', { name: 'Go on' }).click();
    await button(host, 'Start the night').waitFor();
    await expectAccessible(host);
  });

  it('is picked by the dice and followed on a phone within a second', async () => {
    await host.getByLabel('A name for the evening').fill('Friday games');
    await button(host, 'Start the night').click();
    await button(host, 'Roll the dice').click();
    await button(host, 'Play this').click();
    await host.getByLabel('Room code').fill('abcd');
    await button(host, 'Set').click();
    await host.getByText('ABCD').waitFor();
    await expectAccessible(host);

    const phone = await open({ viewport: PHONE });
    const viewer = await phone.newPage();
    await viewer.goto('/join/ada');
    await viewer.getByText('ABCD').first().waitFor();
    await expectAccessible(viewer);
    await expectNoOverflow(viewer);

    const token = await readToken();
    const vote = { username: 'viewer1', vote: 'up', timestamp: new Date().toISOString() };
    expect((await app.call('POST', '/api/votes/live', vote, { token })).status).toBe(200);
    for (const page of [host, viewer])
      await page.getByRole('img', { name: '1 vote up, 0 down' }).first().waitFor({ timeout: 1_000 });
    await host.getByLabel('Or find a game').fill('quip');
    await button(host, 'Play Quiplash 2').first().click();
    await viewer.getByRole('heading', { name: 'Quiplash 2' }).first().waitFor({ timeout: 2_000 });
    await phone.close();
  });

  it('is in the language of whoever looks', async () => {
    const context = await open({ viewport: PHONE, locale: 'ja-JP' });
    const page = await context.newPage();
    await page.goto('/join/ada');
    await page.getByRole('link', { name: 'ログイン' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('ja');
    await button(page, 'English に切り替える').click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await context.close();
  });

  it('has a key for the bot, shown once', async () => {
    await host.goto('/account#keys');
    await button(host, 'Make a key').click();
    await host.getByLabel('What is it for?').fill('Chat bot');
    await expectAccessible(host);
    await button(host, 'Make a key').click();
    const key = await host.getByText(/^soi_[\w-]{43}$/).innerText();
    await expectAccessible(host);
    const vote = { username: 'viewer2', vote: 'down', timestamp: new Date().toISOString() };
    expect((await app.call('POST', '/api/votes/live', vote, { token: key })).status).toBe(200);
    await button(host, 'I have copied it').click();
    await host.getByText('Chat bot').first().waitFor();
    expect(await host.getByText(key).count()).toBe(0);
    await expectAccessible(host);
  });

  it('ends with a summary, and is kept', async () => {
    await host.goto('/host');
    await button(host, 'Close the night').click();
    await host.getByRole('alertdialog').getByRole('button', { name: 'Close the night' }).click();
    await host.getByRole('heading', { name: 'Votes over the evening' }).waitFor();
    await host.getByText('Quiplash 2').first().waitFor();
    await expectAccessible(host);
    await host.goto('/host/nights');
    await host.getByText('Friday games').waitFor();
    await expectAccessible(host);
  });

  it('is administered by who came first', async () => {
    await host.goto('/admin');
    await host.getByText('ada@example.org').waitFor();
    await expectAccessible(host);
  });

  it('fits a phone, page by page', async () => {
    const context = await open({ viewport: PHONE, storageState: await desktop.storageState() });
    const page = await context.newPage();
    for (const path of ['/', '/host', '/host/nights', '/account', '/admin', '/overlay/votes?host=ada']) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expectNoOverflow(page);
    }
    await context.close();
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});

const readToken = (): Promise<string> =>
  host.evaluate(() => JSON.parse(localStorage.getItem('soiree.session') ?? '{}').accessToken);
