import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeImage } from '#server/platform/test-images.ts';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
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

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await field(page, 'Email').fill(email);
  await field(page, 'Password').fill(password);
  await button(page, 'Sign in').click();
}

describe.each(SIZES)('an account, on a $size', ({ size, look }) => {
  const email = `ada.${size}@example.org`;

  it('is made on the way to where one wanted to go, left, and come back to', async () => {
    const page = await windows.open('/host/nights', look);
    await heading(page, 'Welcome back').waitFor();
    await link(page, 'Make an account').click();
    await field(page, 'Email').fill(email);
    await field(page, 'Password').fill('short');
    await page.getByText('Still too short').waitFor();
    await field(page, 'Password').fill('correct horse battery');
    await page.getByText('Very good').waitFor();
    await button(page, 'Show the password').click();
    expect(await field(page, 'Password').getAttribute('type')).toBe('text');
    await field(page, 'Username').fill(`ada_${size}`);
    expect(await field(page, 'Display name').inputValue()).toBe(
      `Ada ${size[0]?.toUpperCase()}${size.slice(1)}`,
    );
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(page, 'Make an account').click();
    if (size === 'phone') {
      // The first account is told that it administers.
      await heading(page, 'Welcome, Ada Phone').waitFor();
      await expectAccessible(page);
      await link(page, 'Go on').click();
    }
    await heading(page, 'Your nights').waitFor();
    await link(page, 'Your account').click();
    await button(page, 'Sign out').click();
    await heading(page, 'Your evening starts here').waitFor();

    await page.goto('/account#keys');
    await signIn(page, email, 'a wrong guess');
    await page.getByRole('alert').filter({ hasText: "isn't right" }).waitFor();
    windows.forgive(/status of 401/);
    await field(page, 'Password').fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByText('No keys yet').waitFor();
  });

  it('is shown by a picture and a name of its own', async () => {
    const person = await register(app);
    const page = await windows.open('/account', { person, ...look });
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
    const picture = field(page, 'Choose a picture');
    await picture.setInputFiles(file('notes.png', Buffer.from('no picture at all')));
    await page.getByText("That can't be read as a picture.").waitFor();
    windows.forgive(/status of 400/);
    await picture.setInputFiles(file('portrait.png', Buffer.from(await makeImage('png', 300, 200))));
    await page.getByText('Your new picture is up.').waitFor();
    // The frame around the page shows it too, at once.
    await link(page, 'Your account')
      .locator('img[src^="/storage/avatars/"], img[src*="/storage/avatars/"]')
      .waitFor();
    await expectAccessible(page);
    await confirm(page, button(page, 'Remove'), 'Remove');
    await page.getByText('The picture is gone.').waitFor();
    await link(page, 'Your account').locator('img').waitFor({ state: 'detached' });

    await field(page, 'Display name').fill('Lady Ada');
    await button(page, 'Save: Display name').click();
    await page.getByText('Saved.').waitFor();
    expect(await link(page, 'Your account').getAttribute('title')).toBe('Lady Ada');
    await field(page, 'Username').fill(`ada_${size}`);
    await button(page, 'Save: Username').click();
    await page.getByText('Somebody has this username already.').waitFor();
    windows.forgive(/status of 4(00|09)/);
    await expectNoOverflow(page);
  });

  it('ends logins elsewhere, one by one or all by a new password', async () => {
    const person = await register(app);
    const page = await windows.open('/account#security', { person, ...look });
    const elsewhere = await windows.open('/account/sign-in');
    await signIn(elsewhere, person.email, person.password);
    await link(elsewhere, 'Your account').waitFor();
    await page.reload();
    const logins = page.getByRole('list', { name: 'Where you are signed in' });
    await logins.getByText('This device').waitFor();
    await expectAccessible(page);
    await confirm(page, button(logins, 'Sign out Chrome on Linux'), 'Sign out');
    await expect.poll(() => logins.getByRole('listitem').count()).toBe(1);
    await elsewhere.goto('/host');
    await heading(elsewhere, 'Welcome back').waitFor();
    windows.forgive(/status of 40[13]/);

    await field(page, 'Current password').fill('a wrong guess');
    await field(page, 'New password').fill('an even better one');
    await button(page, 'Change the password').click();
    await page.getByText("That isn't your current password.").waitFor();
    windows.forgive(/status of 401/);
    await field(page, 'Current password').fill(person.password);
    await button(page, 'Change the password').click();
    await page.getByText('Your password is changed.').waitFor();
    await signIn(elsewhere, person.email, 'an even better one');
    await button(elsewhere, 'Start the night').waitFor();
    // Who changed it stays.
    await link(page, 'Soiree').click();
    await page.getByText('Good to see you').waitFor();
  });
});

it('looks as its owner likes, also after a new start', async () => {
  const person = await register(app);
  const page = await windows.open('/account#look', { person, ...PHONE });
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await background();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(background).not.toBe(light);
  await expectAccessible(page);
  await page.reload();
  expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
  expect(await background()).not.toBe(light);
});
