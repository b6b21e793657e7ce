import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
  heading,
  JOURNEY_MS,
  link,
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
  ada = await register(app);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

async function save(page: Page, name: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await button(page, name).click();
  return readFile(await (await downloading).path(), 'utf8');
}

describe.each(SIZES)('past nights, on a $size', ({ size, look }) => {
  it('show how an evening went, give it away and let it go', async () => {
    const evening = await startEvening(app, ada, `An evening on a ${size}`);
    const first = await evening.play('Fibbage 3');
    await evening.vote('viewer1', 'down');
    await evening.setPlayers(first, 5);
    await evening.play('Quiplash 2');
    await evening.vote('viewer2', 'up');
    await evening.vote('viewer3', 'up');
    await evening.close();

    const page = await windows.open('/host/nights', { person: ada, ...look });
    await link(page, new RegExp(`An evening on a ${size}`)).click();
    await page.getByRole('img', { name: /^Live votes from .*: 2 up, 1 down$/ }).waitFor();
    const loved = page.getByRole('list', { name: 'Most loved' }).getByRole('listitem');
    expect(await loved.allInnerTexts()).toEqual([
      expect.stringMatching(/Quiplash 2\s+2 up, 0 down/),
      expect.stringMatching(/Fibbage 3\s+0 up, 1 down/),
    ]);
    await page.getByText('5 players').waitFor();
    const text = await save(page, 'As text');
    expect(text).toContain(`An evening on a ${size}`);
    expect(text).toContain('Quiplash 2');
    const exported = JSON.parse(await save(page, 'As JSON'));
    expect(JSON.stringify(exported)).toContain('Fibbage 3');

    await button(page, 'Delete').click();
    await page.getByRole('alertdialog').waitFor();
    await expectAccessible(page);
    await button(page.getByRole('alertdialog'), 'Cancel').click();
    await confirm(page, button(page, 'Delete'), 'Delete the night');
    await page.getByText('The night is deleted.').waitFor();
    await heading(page, 'Your nights').waitFor();
    await link(page, new RegExp(`An evening on a ${size}`)).waitFor({ state: 'detached' });
    windows.forgive(/status of 404/);
  });
});

it('past nights come twenty at a time', async () => {
  const person = await register(app);
  for (let count = 1; count <= 21; count++) {
    const evening = await startEvening(app, person, `Evening number ${count}`);
    await evening.close();
  }
  const page = await windows.open('/host/nights', { person });
  await link(page, /Evening number 21$|Evening number 21\D/).waitFor();
  expect(await link(page, /Evening number/).count()).toBe(20);
  await button(page, 'Earlier nights').click();
  await link(page, /Evening number 1\D/).waitFor();
  await button(page, 'Earlier nights').waitFor({ state: 'detached' });
});

it("somebody else's night can be seen by whoever has its address, but not changed", async () => {
  const evening = await startEvening(app, ada);
  await evening.close();
  const stranger = await register(app);
  const page = await windows.open(`/host/nights/${evening.id}`, { person: stranger });
  await heading(page, /^Night of /).waitFor();
  await heading(page, 'What you played').waitFor();
  for (const name of ['Delete', 'As text', 'Choose a file'])
    expect(await page.getByText(name, { exact: true }).count()).toBe(0);
});
