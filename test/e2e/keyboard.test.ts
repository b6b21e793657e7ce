import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  field,
  heading,
  JOURNEY_MS,
  link,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';
import { expectFocus, expectFocused, expectTrapped, moveTo, pressOn } from '../setup/keyboard.ts';

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

const finder = (page: Page) => page.getByRole('combobox', { name: 'Or find a game' });

describe('by the keyboard alone', () => {
  it('a night is hosted from the sign-in to its end, and the focus is never lost', async () => {
    const person = await register(app);
    const page = await windows.open('/host');
    const type = (text: string) => page.keyboard.type(text);

    // Whoever comes to a page begins at its top, and may skip what all pages have.
    await field(page, 'Email').waitFor();
    await page.keyboard.press('Tab');
    await expectFocused(link(page, 'Skip to the content'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expectFocused(field(page, 'Email'));
    await type(person.email);
    await moveTo(page, field(page, 'Password'));
    await type(person.password);
    await page.keyboard.press('Enter');

    await button(page, 'Start the night').waitFor();
    await expectFocus(page);
    await moveTo(page, field(page, 'A name for the evening'));
    await type('Without a mouse');
    await pressOn(page, button(page, 'Start the night'));
    await heading(page, 'Without a mouse').waitFor();
    await expectFocus(page);

    // Roll, play, skip, undo, all by their keys.
    await page.getByText(/^\d+ games fit$/).waitFor();
    await page.keyboard.press('r');
    await page.getByText(/ · one of \d+$/).waitFor();
    await page.keyboard.press('p');
    await button(page, /^Skip/).waitFor();
    await expectFocus(page);
    await page.keyboard.press('s');
    await page.getByText('Nothing is on').waitFor();
    await pressOn(page, button(page, 'Undo'));
    await button(page, /^Skip/).waitFor();
    await expectFocus(page);

    // The room's code; what replaces the form has the focus then.
    await moveTo(page, field(page, 'Room code'));
    await type('abcd');
    await page.keyboard.press('Enter');
    await page.getByText('ABCD', { exact: true }).waitFor();
    await expectFocused(button(page, 'Change'));
    await pressOn(page, button(page, 'One player more'));

    // A game by its name, and what can be done to it in a menu.
    await page.keyboard.press('n');
    await expectFocused(finder(page));
    await type('fibbage 3');
    await page.getByRole('option', { name: /^Fibbage 3/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Now playing: Fibbage 3.').waitFor();
    await expectFocus(page);
    await pressOn(page, button(page, 'Actions for Fibbage 3'));
    await moveTo(page, page.getByRole('menuitem', { name: 'Remove …' }), 'ArrowDown');
    await page.keyboard.press('Enter');
    const removal = page.getByRole('alertdialog', { name: 'Remove Fibbage 3?' });
    await removal.waitFor();
    await expectTrapped(page, removal);
    await page.keyboard.press('Escape');
    await removal.waitFor({ state: 'detached' });
    await expectFocused(button(page, 'Actions for Fibbage 3'));

    // A dialog gives the focus back where it came from.
    const close = button(page, 'Close the night');
    await moveTo(page, close, 'Shift+Tab');
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog', { name: 'Close the night?' });
    await question.waitFor();
    await expectTrapped(page, question);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expectFocused(close);
    await page.keyboard.press('Enter');
    await pressOn(page, button(question, 'Close the night'));
    await heading(page, 'That was your night').waitFor();
    await expectFocus(page);
    await pressOn(page, button(page, 'Start another night'));
    await button(page, 'Start the night').waitFor();
    await expectFocus(page);
  });

  it('the list of keys opens, closes, and switches them off', async () => {
    const person = await register(app);
    await startEvening(app, person);
    const page = await windows.open('/host', { person });
    await page.getByText(/^\d+ games fit$/).waitFor();
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.getByText('Play what they chose').waitFor();
    await moveTo(page, list.getByRole('checkbox', { name: 'Use these keys' }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await expectFocused(button(page, 'Keyboard shortcuts'));
    await page.keyboard.press('n');
    expect(await finder(page).and(page.locator(':focus')).count()).toBe(0);
  });

  it('tabs, dialogs and the menu of a phone are used and left', async () => {
    const person = await register(app);
    const page = await windows.open('/account', { person });
    const tab = (name: string) => page.getByRole('tab', { name, exact: true });
    await moveTo(page, tab('Profile'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expectFocused(tab('Keys for bots'));
    await page.keyboard.press('Enter');
    await pressOn(page, button(page, 'Make a key'));
    await expectFocused(field(page, 'What is it for?'));
    await page.keyboard.type('Chat bot');
    await page.keyboard.press('Enter');
    await heading(page, 'Your key “Chat bot”').waitFor();
    await expectFocus(page);
    await pressOn(page, button(page, 'I have copied it'));
    await expectFocused(button(page, 'Make a key'));
    await pressOn(page, button(page, 'Revoke “Chat bot”'));
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    await expectTrapped(page, question);
    await pressOn(page, button(question, 'Revoke'));
    await page.getByText('No keys yet').waitFor();
    await expectFocused(button(page, 'Make a key'));

    const phone = await windows.open('/host/nights', { person, ...PHONE });
    await pressOn(phone, button(phone, 'Menu'));
    const menu = phone.getByRole('navigation', { name: 'Main' });
    await menu.waitFor();
    await phone.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await expectFocused(button(phone, 'Menu'));
    await phone.keyboard.press('Enter');
    await pressOn(phone, link(menu, 'Game nights'));
    await button(phone, 'Start the night').waitFor();
    await menu.waitFor({ state: 'hidden' });
    await expectFocus(phone);
  });

  it("an administrator's questions give the focus back to the account they were asked about", async () => {
    const admin = await register(app);
    await app.send('PATCH', `/auth/accounts/${admin.id}`, { is_admin: true });
    const person = await register(app, { displayName: 'Grace Hopper' });
    const page = await windows.open('/admin', { person: admin });
    await moveTo(page, field(page, 'Find an account'));
    await page.keyboard.type(person.email);
    await page.getByText('1 account', { exact: true }).waitFor();
    const row = button(page, /^Grace Hopper/);
    await pressOn(page, row);
    const sheet = page.getByRole('dialog', { name: 'Grace Hopper' });
    await sheet.waitFor();
    await expectTrapped(page, sheet);
    await pressOn(page, button(sheet, 'Disable account'));
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    await expectTrapped(page, question);
    await pressOn(page, button(question, 'Disable'));
    await button(sheet, 'Enable account').waitFor();
    await expectFocus(page);
    await expectTrapped(page, sheet);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await expectFocused(row);
  });
});
