import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
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
  ada = await register(app, { username: 'ada', displayName: 'Ada Lovelace' });
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

describe.each(SIZES)('the start, on a $size', ({ look }) => {
  it('shows what is on the moment it begins, and what is played there', async () => {
    const page = await windows.open('/', look);
    await page.getByText('No night is on right now').waitFor();
    const evening = await startEvening(app, ada);
    const card = link(page, /Ada Lovelace/);
    await card.waitFor();
    await page.getByText('1 night', { exact: true }).waitFor();
    await evening.play('Quiplash 2');
    await card.getByText('Quiplash 2').waitFor();
    await evening.close();
    await page.getByText('No night is on right now').waitFor();
  });
});

describe('the start', () => {
  it('leads to a night by the name of its host, or the link that was sent', async () => {
    const page = await windows.open('/', PHONE);
    for (const typed of ['ada', ' @ada ', 'https://evening.example/join/ada?from=chat']) {
      await field(page, "The quiz's code, or the host's name").fill(typed);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/join/ada');
      await page.goBack();
    }
  });

  it('says what is no name of a host, and takes it back as one types on', async () => {
    const page = await windows.open('/');
    const name = field(page, "The quiz's code, or the host's name");
    await name.fill('no such name');
    await button(page, 'Join').click();
    await page.getByText('That is no code of six digits').waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await name.evaluate((input) => input.matches(':focus'))).toBe(true);
    await name.fill('no_such_name');
    await page.getByText('Six digits for a quiz').waitFor();
  });

  it('greets its host, and leads back to the night that is on', async () => {
    const host = await register(app, { displayName: 'Grace Hopper' });
    const page = await windows.open('/', { person: host });
    await page.getByText('Good to see you, Grace Hopper.').waitFor();
    await page.getByText("You haven't hosted a night yet").waitFor();
    const evening = await startEvening(app, host, 'Compilers and cake');
    await page.getByText('Your night is on, Grace Hopper.').waitFor();
    await link(page, /Compilers and cake/).waitFor();
    await link(page, 'Back to your night').click();
    await heading(page, 'Compilers and cake').waitFor();
    await evening.close();
    await link(page, 'Soiree').click();
    await page.getByText('Good to see you, Grace Hopper.').waitFor();
    await link(page, /Compilers and cake/).click();
    await heading(page, /^Night of /).waitFor();
  });

  it('leads on from an address where nothing is', async () => {
    const page = await windows.open('/host/nowhere');
    await heading(page, 'Nothing here').waitFor();
    await link(page, 'To the start').click();
    await heading(page, 'Your evening starts here').waitFor();
  });
});
