import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More than any page has places to stop at. */
const MAX_STOPS = 80;

const describeFocus = `(() => {
  const { activeElement: at, body } = document;
  return at === null || at === body ? '' : at.outerHTML.slice(0, 200);
})()`;

const isFocused = async (target: Locator): Promise<boolean> =>
  (await target.and(target.page().locator(':focus')).count()) > 0;

/** Whoever has no mouse must not have to begin at the top again: the focus is somewhere, at the latest in a moment. */
export const expectFocus = (page: Page): Promise<void> =>
  expect.poll(async () => String(await page.evaluate(describeFocus)), { timeout: 5_000 }).not.toBe('');

/** Waits until something has got the focus by itself. */
export const expectFocused = (target: Locator): Promise<void> =>
  expect.poll(() => isFocused(target), { timeout: 5_000 }).toBe(true);

/** Goes on with a key until something has the focus, which is never lost on the way. */
export async function moveTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.first().waitFor();
  const stops: string[] = [];
  while (!(await isFocused(target))) {
    if (stops.length >= MAX_STOPS) throw new Error(`never came to ${target}, but to ${stops.join('\n')}`);
    await page.keyboard.press(key);
    stops.push(String(await page.evaluate(describeFocus)));
  }
}

/** Moves there by the Tab key, and presses. */
export async function pressOn(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await moveTo(page, target);
  await page.keyboard.press(key);
}

/** However often one goes on, forwards or backwards, the focus stays within. */
export async function expectTrapped(page: Page, dialog: Locator): Promise<void> {
  const within = dialog.locator(':focus').or(dialog.and(page.locator(':focus')));
  const readPlace = async () => ((await within.count()) > 0 ? 'within' : page.evaluate(describeFocus));
  await expect.poll(readPlace, { message: 'as the dialog opens' }).toBe('within');
  for (const key of ['Tab', 'Shift+Tab'])
    for (let presses = 0; presses < 6; presses++) {
      await page.keyboard.press(key);
      await expect.poll(readPlace, { message: `after ${key}` }).toBe('within');
    }
}
