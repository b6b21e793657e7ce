import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  expectAccessible,
  heading,
  JOURNEY_MS,
  meter,
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;

/** As OBS shows it: a browser source has this size unless it is told otherwise. */
const SOURCE = { viewport: { width: 800, height: 600 } };

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

describe('the overlay for a stream', () => {
  it.each([
    { source: 'a browser source', look: SOURCE },
    { source: 'a narrow one', look: PHONE },
  ])('shows the game, its room and its votes as they come, in $source', async ({ look }) => {
    const person = await register(app);
    const page = await windows.open(`/overlay/votes?host=${person.username}`, look);
    const panel = region(page, 'Now playing');
    const evening = await startEvening(app, person);
    expect(await panel.count()).toBe(0);
    const game = await evening.play('Quiplash 2');
    await heading(panel, 'Quiplash 2').waitFor();
    await meter(panel, 0, 0).waitFor();
    await evening.setRoom(game, 'ABCD');
    await panel.getByText('ABCD', { exact: true }).waitFor();
    await panel.getByRole('img', { name: /^QR code .* ABCD$/ }).waitFor();
    await evening.vote('viewer1', 'up');
    await meter(panel, 1, 0).waitFor();
    await evening.setPlayers(game, 7);
    await panel.getByText('7 people are playing').waitFor();
    await expectAccessible(page);
    // Nothing sticks out of the picture.
    const box = await panel.boundingBox();
    const { width, height } = look.viewport;
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);

    // The one leaves before the other comes.
    await evening.play('Fibbage 3');
    await heading(panel, 'Fibbage 3').waitFor();
    await evening.close();
    await panel.waitFor({ state: 'detached' });
  });

  it('lets the stream through wherever it shows nothing', async () => {
    const person = await register(app);
    const evening = await startEvening(app, person);
    const page = await windows.open(`/overlay/votes?host=${person.username}&align=right`, SOURCE);
    const readCorner = async () => {
      const clip = { x: 0, y: 0, width: 1, height: 1 };
      // Chromium paints white below pages unless it is asked not to.
      const image = await page.screenshot({ clip, omitBackground: true });
      return [...(await sharp(image).ensureAlpha().raw().toBuffer())];
    };
    await evening.play('Quiplash 2');
    const panel = region(page, 'Now playing');
    await panel.waitFor();
    expect(await readCorner()).toEqual([0, 0, 0, 0]);
    const box = await panel.boundingBox();
    expect(box?.x).toBeGreaterThan(SOURCE.viewport.width / 2 - (box?.width ?? 0));
    expect(await page.getByRole('navigation').count()).toBe(0);
  });
});
