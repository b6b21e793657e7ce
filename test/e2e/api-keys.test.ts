import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
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
  meter,
  SIZES,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';

const run = promisify(execFile);

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

describe.each(SIZES)('a key for a bot, on a $size', ({ look }) => {
  it('is shown once, with lines that work as they are', async () => {
    const person = await register(app);
    const evening = await startEvening(app, person);
    await evening.play('Quiplash 2');
    const audience = await windows.open(`/join/${person.username}`);
    await meter(audience, 0, 0).first().waitFor();

    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await windows.open('/account#keys', { person, permissions, ...look });
    const readClipboard = async () => String(await page.evaluate('navigator.clipboard.readText()'));
    await button(page, 'Make a key').click();
    await field(page, 'What is it for?').fill('Chat bot');
    await page.getByRole('checkbox', { name: /^Send votes/ }).uncheck();
    await page.getByText('Choose at least one thing that it may do.').waitFor();
    await page.getByRole('checkbox', { name: /^Send votes/ }).check();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(page, 'Make a key').click();
    await heading(page, 'Your key “Chat bot”').waitFor();
    const key = await page.getByText(/^soi_[\w-]{43}$/).innerText();
    await button(page, 'Copy the key').click();
    await button(page, 'Copied').waitFor();
    expect(await readClipboard()).toBe(key);
    await expectAccessible(page);
    await expectNoOverflow(page);

    await button(page, 'Copy the lines').click();
    await expect.poll(readClipboard).toContain('curl');
    await run('bash', ['-euc', await readClipboard()]);
    await meter(audience, 1, 0).first().waitFor();
    await page.getByRole('tab', { name: 'JavaScript' }).click();
    await button(page, 'Copy the lines').click();
    await expect.poll(readClipboard).toContain('fetch(');
    // As another viewer: one at a time has a say.
    const script = (await readClipboard()).replace('viewer1', 'viewer2');
    await run(process.execPath, ['--input-type=module', '--eval', script]);
    await meter(audience, 2, 0).first().waitFor();

    await button(page, 'I have copied it').click();
    await page.getByText('without an end').waitFor();
    expect(await page.getByText(key).count()).toBe(0);
    await confirm(page, button(page, 'Revoke “Chat bot”'), 'Revoke');
    await page.getByText('No keys yet').waitFor();
    const vote = { username: 'viewer3', vote: 'up', timestamp: new Date().toISOString() };
    expect((await app.call('POST', '/api/votes/live', vote, { token: key })).status).toBe(403);
  });
});
