import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  expectAccessible,
  expectNoOverflow,
  field,
  heading,
  JOURNEY_MS,
  meter,
  PHONE,
  region,
  SIZES,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';
import { type FakeEcast, startFakeEcast } from '../setup/fake-ecast.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let rooms: FakeEcast;

beforeAll(async () => {
  rooms = await startFakeEcast();
  app = await startTestApp({ env: { JACKBOX_API: rooms.url } });
  windows = await startWindows(app.url);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
  await rooms?.close();
});

const finder = (page: Page) => page.getByRole('combobox', { name: 'Or find a game' });
const now = (page: Page) => region(page, 'Now playing');

describe.each(SIZES)("a host's evening, on a $size", ({ size, look }) => {
  it('begins with the dice, within what the host asks for', async () => {
    const person = await register(app);
    const page = await windows.open('/host', { person, ...look });
    await field(page, 'A name for the evening').fill('Friday games');
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(page, 'Start the night').click();
    await heading(page, 'Friday games').waitFor();

    await page.getByText(/^\d+ games fit$/).waitFor();
    await field(page, 'Drawing').selectOption({ label: 'only' });
    await field(page, 'Length').selectOption({ label: 'long' });
    await page.getByText(/^\d+ games? fits?$/).waitFor();
    await field(page, 'Players').fill('9000');
    await page.getByText('No game fits. Take something away:').waitFor();
    await expectAccessible(page);
    await button(page, /^Any number of players/).click();
    await page.getByText(/ · one of \d+$/).waitFor();
    expect(await field(page, 'Players').inputValue()).toBe('');
    await button(page, /^Roll again/).click();
    await page.getByText(/ · one of \d+$/).waitFor();
    await button(page, /^Play this/).click();
    await meter(page, 0, 0).waitFor();
    // What the dice chose fits, and isn't chosen once more.
    const { body: nights } = await app.get(`/api/sessions?host=${person.username}`);
    const { body: games } = await app.get(`/api/sessions/${nights[0].id}/games`);
    expect(games).toMatchObject([{ game_type: 'Drawing', manually_added: 0, status: 'playing' }]);
    await button(page, /^Roll the dice/).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  it('is changed as it goes on: skipped, undone, replayed, removed', async () => {
    const person = await register(app);
    await startEvening(app, person);
    const page = await windows.open('/host', { person, ...look });
    const playByName = async (title: string) => {
      await finder(page).fill(title);
      await page
        .getByRole('option', { name: new RegExp(`^${title}`) })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText(`Now playing: ${title}.`).waitFor();
    };
    const entries = page.getByRole('listitem').filter({ has: page.getByRole('time') });
    const choose = async (title: string, item: string) => {
      await button(page, `Actions for ${title}`).first().click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    };
    await playByName('Fibbage 3');
    await entries.first().getByText('added by name').waitFor();
    await button(page, /^Skip/).click();
    await page.getByText('Nothing is on').waitFor();
    await entries.first().getByText('skipped').waitFor();
    await button(page, 'Undo').click();
    await entries.first().getByText('playing').waitFor();
    await button(page, /^Done/).click();
    await page.getByText('Fibbage 3 is played.').waitFor();

    await playByName('Drawful');
    await choose('Fibbage 3', 'Play again');
    await page.getByRole('status').getByText('Now playing: Fibbage 3.').waitFor();
    await expect.poll(() => entries.count()).toBe(3);
    await choose('Drawful', 'Mark as skipped');
    await entries.nth(1).getByText('skipped').waitFor();
    await choose('Drawful', 'Back to playing');
    await page.getByRole('status').getByText('Now playing: Drawful.').waitFor();
    await choose('Drawful', 'Remove …');
    const question = page.getByRole('alertdialog', { name: 'Remove Drawful?' });
    await question.waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(question, 'Remove').click();
    await expect.poll(() => entries.count()).toBe(2);
    await expectNoOverflow(page);
  });

  it('counts the players of a room, or takes the word of its host', async () => {
    const code = size === 'phone' ? 'PHON' : 'DESK';
    rooms.open(code, ['one', 'two', 'three']);
    const person = await register(app);
    const evening = await startEvening(app, person);
    await evening.play('Quiplash 2');
    const page = await windows.open('/host', { person, ...look });
    const audience = await windows.open(`/join/${person.username}`, PHONE);
    const room = field(page, 'Room code');
    await room.fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.getByText(code, { exact: true }).waitFor();
    await button(page, 'Count for me').click();
    await page.getByText('Counting the room').waitFor();
    await now(audience).getByText('3 people are playing').waitFor();
    rooms.join(code, 'four');
    await now(audience).getByText('4 people are playing').waitFor();
    await button(page, 'Stop counting').click();
    await button(page, 'Count for me').waitFor();
    await button(page, 'One player more').click();
    await button(page, 'One player more').click();
    await now(audience).getByText('6 people are playing').waitFor();
    await button(page, 'Change').click();
    await room.fill('ZZZZ');
    await button(page, 'Set').click();
    await audience.getByText('ZZZZ', { exact: true }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  it('ends with a summary and a few words', async () => {
    const person = await register(app);
    const evening = await startEvening(app, person);
    const game = await evening.play('Quiplash 2');
    await evening.setPlayers(game, 5);
    await evening.vote('viewer1', 'up');
    const page = await windows.open('/host', { person, ...look });
    await button(page, 'Close the night').click();
    const question = page.getByRole('alertdialog', { name: 'Close the night?' });
    await field(question, 'The evening in a few words').fill('Everybody drew a cat.');
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(question, 'Close the night').click();
    await heading(page, 'That was your night').waitFor();
    await page.getByText('Everybody drew a cat.').waitFor();
    await page.getByText('1 up, 0 down').first().waitFor();
    await page.getByRole('img', { name: /^Live votes from .*: 1 up, 0 down$/ }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    const downloading = page.waitForEvent('download');
    await button(page, 'As text').click();
    expect(await readFile(await (await downloading).path(), 'utf8')).toContain('Everybody drew a cat.');
    await button(page, 'Start another night').click();
    await button(page, 'Start the night').waitFor();
  });
});

it('two windows of one host show the same evening', async () => {
  const person = await register(app);
  const one = await windows.open('/host', { person });
  const other = await windows.open('/host', { person, ...PHONE });
  await button(other, 'Start the night').waitFor();
  await button(one, 'Start the night').click();
  await button(other, 'Close the night').waitFor();
  await finder(one).fill('fibbage 3');
  await one.getByRole('option', { name: /^Fibbage 3/ }).click();
  await other.getByRole('status').getByText('Now playing: Fibbage 3.').waitFor();
  await button(other, /^Done/).click();
  await one.getByText('Nothing is on').waitFor();
  await button(one, 'Close the night').click();
  await button(one.getByRole('alertdialog'), 'Close the night').click();
  for (const page of [one, other]) await heading(page, 'That was your night').waitFor();
});
