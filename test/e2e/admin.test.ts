import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
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
let admin: Person;

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  admin = await register(app, { displayName: 'Ada Lovelace' });
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

describe.each(SIZES)('administration, on a $size', ({ size, look }) => {
  it('disables an account, whose windows notice, and enables it again', async () => {
    const person = await register(app, { displayName: `Grace of the ${size}` });
    const theirs = await windows.open('/account', { person });
    await heading(theirs, 'Your account').waitFor();
    const page = await windows.open('/admin', { person: admin, ...look });
    await field(page, 'Find an account').fill(person.email);
    await page.getByText('1 account', { exact: true }).waitFor();
    await button(page, new RegExp(`^Grace of the ${size}`)).click();
    const sheet = page.getByRole('dialog', { name: `Grace of the ${size}` });
    await sheet.getByText(person.email).waitFor();
    await expectAccessible(page);
    await button(sheet, 'Disable account').click();
    await page.getByRole('alertdialog').waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(page.getByRole('alertdialog'), 'Disable').click();
    await button(sheet, 'Enable account').waitFor();

    await field(theirs, 'Display name').fill('Still here');
    await button(theirs, 'Save: Display name').click();
    await heading(theirs, 'Welcome back').waitFor();
    const signIn = async () => {
      await field(theirs, 'Email').fill(person.email);
      await field(theirs, 'Password').fill(person.password);
      await button(theirs, 'Sign in').click();
    };
    await signIn();
    await theirs.getByText('This account is disabled. Ask an administrator.').waitFor();
    windows.forgive(/status of 40[13]/);

    await button(sheet, 'Enable account').click();
    await button(sheet, 'Disable account').waitFor();
    await signIn();
    await link(theirs, 'Your account').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('hands out a link for a forgotten password, which works once', async () => {
    const person = await register(app, { displayName: `Alan of the ${size}` });
    const page = await windows.open('/admin', { person: admin, ...look });
    await button(page, new RegExp(`^Alan of the ${size}`)).click();
    const sheet = page.getByRole('dialog');
    await button(sheet, 'Make a password reset link').click();
    const made = field(sheet, 'Reset link');
    await made.waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    // The server's own address is another in this test.
    const { pathname, hash } = new URL(await made.inputValue());

    const theirs = await windows.open(pathname + hash, look);
    await field(theirs, 'New password').fill('remembered from now on');
    expect(new URL(theirs.url()).hash).toBe('');
    await button(theirs, 'Set the password').click();
    await theirs.getByText('Your new password is set.').waitFor();
    await link(theirs.getByRole('main'), 'Sign in').click();
    await field(theirs, 'Email').fill(person.email);
    await field(theirs, 'Password').fill('remembered from now on');
    await button(theirs, 'Sign in').click();
    await link(theirs, 'Your account').waitFor();

    const late = await windows.open(pathname + hash, look);
    await field(late, 'New password').fill('a second time');
    await button(late, 'Set the password').click();
    await late.getByText("This link isn't valid any more.").waitFor();
    windows.forgive(/status of 40\d/);

    // All of it is in the log, told in sentences.
    await button(sheet, 'What happened to this account').click();
    const log = page.getByRole('list', { name: 'Audit log' });
    for (const sentence of [
      `Alan of the ${size} got an account`,
      `Ada Lovelace made a reset link for Alan of the ${size}`,
      `Alan of the ${size} set a new password by a reset link`,
      `Alan of the ${size} signed in`,
    ])
      await log.getByText(sentence, { exact: true }).waitFor();
    const filter = field(page, 'Whose events?');
    expect(await filter.evaluate((select) => select.textContent)).toContain('Ada Lovelace');
    await filter.selectOption({ label: "Everybody's" });
    await log.getByText('Ada Lovelace got an account', { exact: true }).waitFor();
  });
});

it('shows how the server fares', async () => {
  const page = await windows.open('/admin?tab=health', { person: admin });
  await page.getByText('All is well').waitFor();
  await heading(page, 'How the server fares').waitFor();
  await page.getByText('Open connections').waitFor();
});

it('is for administrators', async () => {
  const person = await register(app);
  const page = await windows.open('/admin', { person, ...PHONE });
  await page.getByText('This room is for administrators').waitFor();
  await expectAccessible(page);
  await button(page, 'Menu').click();
  await link(page.getByRole('navigation', { name: 'Main' }), 'Game nights').waitFor();
  expect(await link(page, 'Admin').count()).toBe(0);
});
