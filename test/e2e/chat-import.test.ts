import type { Page } from 'playwright-core';
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
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { type Evening, startEvening } from '../setup/evenings.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let ada: Person;
let evening: Evening;

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  ada = await register(app);
  evening = await startEvening(app, ada);
  await evening.play('Quiplash 2');
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const file = (name: string, text: string) => ({ name, mimeType: '', buffer: Buffer.from(text) });
const card = (page: Page) => region(page, 'Import chat');
const matched = (page: Page) => card(page).getByRole('list', { name: 'Votes by game' });

describe('a chat log that the bot missed', () => {
  it('is dropped on the page, which shows what matched', async () => {
    const page = await windows.open(`/host/nights/${evening.id}`, { person: ada });
    await card(page).waitFor();
    const log = JSON.stringify([
      { username: 'viewer1', message: 'thisgame++', timestamp: at(1) },
      { username: 'viewer2', message: 'good evening', timestamp: at(2) },
      { username: 'viewer3', message: 'thisgame--', timestamp: at(3) },
      { username: 'viewer4' },
    ]);
    const data = await page.evaluateHandle(
      `const data = new DataTransfer();
       data.items.add(new File([${JSON.stringify(log)}], 'chat.json', { type: 'application/json' }));
       data`,
    );
    await card(page).dispatchEvent('dragover', { dataTransfer: data });
    await card(page).dispatchEvent('drop', { dataTransfer: data });
    await matched(page).getByText('Quiplash 2').waitFor();
    await matched(page).getByText('1 up, 1 down').waitFor();
    await card(page).getByText('3 messages are in').waitFor();
    await card(page).getByText("1 couldn't be read").waitFor();
    await expectAccessible(page);
  });

  it.each([
    {
      kind: 'CSV',
      write: (time: string) => `username,message,timestamp\n"viewer, 5",thisgame++,${time}\n`,
    },
    { kind: 'lines of text', write: (time: string) => `[${time}] viewer6: thisgame++\n` },
  ])('may be $kind, chosen on a phone', async ({ kind, write }) => {
    const text = write(at(4));
    const page = await windows.open(`/host/nights/${evening.id}`, { person: ada, ...PHONE });
    const input = field(page, 'Choose a file');
    await input.setInputFiles(file('picture.png', '\u0000\u0001 nothing to read'));
    await card(page).getByText('No chat messages were found in picture.png.').waitFor();
    await input.setInputFiles(file(`chat.${kind}`, text));
    await matched(page).getByText('1 up, 0 down').waitFor();
    await expectNoOverflow(page);
    // The same once more counts nothing twice.
    await field(page, 'Another file').setInputFiles(file(`chat.${kind}`, text));
    await card(page).getByText('1 was there already').waitFor();
  });

  it('shows how far it is, and can be tried again where the server refused it', async () => {
    const person = await register(app);
    const { id, play } = await startEvening(app, person);
    await play('Quiplash 2');
    const page = await windows.open(`/host/nights/${id}`, { person });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let requests = 0;
    await page.route('**/chat-import', async (route) => {
      requests++;
      if (requests === 2) await held;
      if (requests === 3) await route.fulfill({ status: 503, json: { error: 'unavailable' } });
      else await route.continue();
    });
    const messages = Array.from({ length: 12_000 }, (_, index) => ({
      username: `viewer${index}`,
      message: `line ${index}`,
      timestamp: at(0),
    }));
    const input = field(page, 'Choose a file');
    await input.setInputFiles(file('long.json', JSON.stringify(messages)));
    await card(page).getByText('long.json: 5,000 of 12,000 messages').waitFor();
    const bar = card(page).getByRole('progressbar', { name: 'Import chat' });
    expect(await bar.evaluate((one) => one.getAttribute('value'))).toBe('5000');
    await expectAccessible(page);
    release();
    await card(page).getByRole('alert').getByText('The server is busy or restarting.').waitFor();
    windows.forgive(/status of 503/);
    await button(card(page), 'Try again').click();
    await card(page)
      .getByText(/messages are in$/)
      .waitFor();
    await heading(page, /^Night of /).waitFor();
    const { body } = await app.get(`/api/sessions/${id}/export?format=json`, { token: person.token });
    expect(JSON.stringify(body)).toContain('line 11999');
  });
});
