import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
  expectNoOverflow,
  field,
  heading,
  JOURNEY_MS,
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
  admin = await register(app);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const PACK_1 = 'Jackbox Party Pack 1';

/** On phones the packs are folded at first. */
async function unfold(page: Page): Promise<void> {
  const fold = button(page, /^(Fold|Unfold) all$/);
  if ((await fold.innerText()).startsWith('Unfold')) await fold.click();
  await button(page, 'Fold all').waitFor();
}

async function gameOf(title: string): Promise<Record<string, unknown> | undefined> {
  const { body } = await app.get('/api/games');
  const games: Record<string, unknown>[] = body;
  return games.find((game) => game.title === title);
}

describe.each(SIZES)('the catalogue, on a $size', ({ size, look }) => {
  it('gets a game, which is found, favoured, changed and removed', async () => {
    const title = `Charades on a ${size}`;
    const page = await windows.open('/host/catalogue', { person: admin, ...look });
    await button(page, 'Add a game').click();
    const dialog = page.getByRole('dialog', { name: 'Add a game' });
    await field(dialog, 'Title').fill('Drawful');
    await field(dialog, 'Pack').fill(PACK_1);
    await field(dialog, 'Players from').fill('4');
    await field(dialog, 'Players to').fill('12');
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(dialog, 'Save').click();
    await dialog.getByText('The pack has a game with this title already.').waitFor();
    windows.forgive(/status of 409/);
    await field(dialog, 'Title').fill(title);
    await button(dialog, 'Save').click();
    await page.getByText(`${title} was added.`).waitFor();

    await field(page, 'Search').fill('charades');
    await page.getByText(/^1 of \d+ games$/).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    const often = page.getByRole('group', { name: `How often ${title} is picked` });
    await often.getByRole('radio', { name: 'Often' }).check();
    await page.getByRole('switch', { name: `${title} can be picked` }).uncheck();
    await expect
      .poll(() => gameOf(title))
      .toMatchObject({ favor_bias: 1, enabled: 0, min_players: 4, max_players: 12 });

    await button(page, `Edit ${title}`).click();
    const form = page.getByRole('form', { name: `Editing ${title}` });
    await field(form, 'Minutes').fill('25');
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.keyboard.press('Enter');
    await page.getByText('25 min').waitFor();
    await button(page, `Edit ${title}`).click();
    await confirm(page, button(form, 'Remove'), 'Remove the game');
    await page.getByText('No game fits').waitFor();
    expect(await gameOf(title)).toBeUndefined();
  });

  it('switches a whole pack on and off, and back to what it was', async () => {
    const page = await windows.open('/host/catalogue', { person: admin, ...look });
    await unfold(page);
    const all = page.getByRole('checkbox', { name: `All games of ${PACK_1}`, exact: true });
    const count = (enabled: boolean) =>
      app
        .get(`/api/games?pack=${encodeURIComponent(PACK_1)}&enabled=${enabled}`)
        .then(({ body }) => body.length);
    const wordSpud = page.getByRole('switch', { name: 'Word Spud can be picked' });
    await wordSpud.uncheck();
    await expect.poll(() => count(false)).toBe(1);
    // Some on, some off: what it was can be had back.
    await all.click();
    await page.getByText(`All games of ${PACK_1} are on.`).waitFor();
    expect(await count(false)).toBe(0);
    await button(page, 'Undo').click();
    await expect.poll(() => count(false)).toBe(1);
    await expect.poll(() => wordSpud.isChecked()).toBe(false);
    await wordSpud.check();
    await expect.poll(() => count(false)).toBe(0);
    await all.uncheck();
    await page.getByText(`The games of ${PACK_1} are off.`).waitFor();
    expect(await count(true)).toBe(0);
    await all.check();
    await expect.poll(() => count(true)).toBe(5);
  });

  it('goes out and in as CSV, with what is wrong told line by line', async () => {
    const page = await windows.open('/host/catalogue', { person: admin, ...look });
    const downloading = page.waitForEvent('download');
    await button(page, 'Download CSV').click();
    const csv = await readFile(await (await downloading).path(), 'utf8');
    expect(csv).toContain('Quiplash 2');

    await button(page, 'Upload CSV').click();
    const dialog = page.getByRole('dialog', { name: 'Upload a CSV file' });
    const upload = (name: string, text: string) =>
      field(dialog, 'Choose a file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    const head = 'pack_name,title,min_players,max_players\n';
    await upload('bad.csv', `${head}Attic,Tangram,2,4\nAttic,,2,4\nAttic,Go,2,1\n`);
    await dialog.getByText("2 lines of bad.csv can't be taken").waitFor();
    const faults = dialog.getByRole('list', { name: 'What is wrong, line by line' });
    await faults.getByText('Line 3').waitFor();
    await faults.getByText("can't be less than the smallest number of players").waitFor();
    windows.forgive(/status of 400/);
    await expectAccessible(page);
    await expectNoOverflow(page);
    expect(await gameOf('Tangram')).toBeUndefined();

    await upload('good.csv', `${head}Attic,Tangram ${size},2,4\n${PACK_1},Drawful,3,9\n`);
    await dialog.getByText('2 games taken from good.csv').waitFor();
    await dialog.getByText('1 added, 1 updated.').waitFor();
    await page.keyboard.press('Escape');
    await unfold(page);
    await heading(page, `Tangram ${size}`).waitFor();
  });
});

it('the catalogue is there to look at for everybody who has an account', async () => {
  const person = await register(app);
  const page = await windows.open('/host/catalogue', { person, ...PHONE });
  await page.getByText('Only administrators change the games').waitFor();
  await unfold(page);
  await heading(page, 'Drawful').waitFor();
  for (const role of ['switch', 'radio'] as const)
    expect(
      await page
        .getByRole('main')
        .getByRole(role, { name: /picked|Often/ })
        .count(),
    ).toBe(0);
  expect(await button(page, 'Add a game').count()).toBe(0);
  await expectAccessible(page);
});
