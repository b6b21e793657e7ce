import type { Page } from 'playwright-core';
import { DESKTOP, expectAccessible, expectNoOverflow, PHONE } from './browser.ts';

/** Looks at a page in one state, on a phone and on a desktop, which have the same in it; it is left as it was. */
export async function expectGoodOnBoth(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize(DESKTOP.viewport);
  await expectNoOverflow(page);
  await page.setViewportSize(PHONE.viewport);
  await expectNoOverflow(page);
  await expectAccessible(page);
  if (before) await page.setViewportSize(before);
}
