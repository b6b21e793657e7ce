import { existsSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { claimsOf, type Person } from './accounts.ts';
import { ensureInstalled } from './packages.ts';

/** Without a window's interface around the page, which would take most of the time. */
const SHELL = 'chromium-headless-shell';
const COMMANDS = [SHELL, 'chromium'].map((name) => `/usr/bin/${name}`);

/**
 * Installs the browser where it is missing: any Chromium where there is no package of its shell.
 * @throws with the one thing to do where this user can't install packages
 */
export function ensureBrowser(): void {
  try {
    ensureInstalled(SHELL, [SHELL]);
  } catch {
    ensureInstalled('chromium', ['chromium']);
  }
}

/** Debian's Chromium, quiet on the network: it shall ask nobody but the server under test. */
export const startBrowser = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: COMMANDS.find((command) => existsSync(command)) ?? SHELL,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** For `describe.each`: what shall be the same on both. */
export const SIZES = [
  { size: 'phone', look: PHONE },
  { size: 'desktop', look: DESKTOP },
] as const;

/** So long a journey may take on a machine that is busy with others. */
export const JOURNEY_MS = 120_000;

type SignedIn = Pick<Person, 'token' | 'refreshToken'>;
type Opening = Omit<BrowserContextOptions, 'storageState'> & {
  /** Whoever is signed in there. */
  person?: SignedIn | undefined;
};

export type Windows = Awaited<ReturnType<typeof startWindows>>;

/** A real browser before a server. Each window is one of its own: they share no storage. */
export async function startWindows(url: string, args: readonly string[] = []) {
  const browser = await startBrowser(args);
  let complaints: string[] = [];

  return {
    /** A new window that shows a path, in English and without motion unless it says otherwise. */
    async open(path: string, { person, ...options }: Opening = {}): Promise<Page> {
      const context = await browser.newContext({
        baseURL: url,
        locale: 'en-US',
        reducedMotion: 'reduce',
        ...DESKTOP,
        ...options,
        ...(person && { storageState: signedIn(url, person) }),
      });
      context.setDefaultTimeout(20_000);
      context.on('weberror', (error) => complaints.push(String(error.error())));
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },

    /** What the test is about makes the browser itself complain so, such as of a refused request. */
    forgive(expected: RegExp): void {
      complaints = complaints.filter((complaint) => !expected.test(complaint));
    },

    /** Closes all windows, none of which may have complained of anything. */
    async shut(): Promise<void> {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const found = complaints;
      complaints = [];
      expect(found, 'in the consoles of the windows').toEqual([]);
    },

    close: () => browser.close(),
  };
}

/** What the pages keep of a login. */
const signedIn = (url: string, { token, refreshToken }: SignedIn) => ({
  cookies: [],
  origins: [
    {
      origin: url,
      localStorage: [
        {
          name: 'soiree.session',
          value: JSON.stringify({
            accessToken: token,
            refreshToken,
            expiresAtMs: claimsOf(token).exp * 1000,
          }),
        },
      ],
    },
  ],
});

type Place = Page | Locator;

export const button = (place: Place, name: string | RegExp): Locator =>
  place.getByRole('button', { name, exact: typeof name === 'string' });
export const link = (place: Place, name: string | RegExp): Locator =>
  place.getByRole('link', { name, exact: typeof name === 'string' });
export const heading = (place: Place, name: string | RegExp): Locator =>
  place.getByRole('heading', { name, exact: typeof name === 'string' });
export const field = (place: Place, name: string): Locator => place.getByLabel(name, { exact: true });
/** Such as a card by its heading, or a part by its label. */
export const region = (place: Place, name: string): Locator => place.getByRole('region', { name });
/** How the votes stand on a page. */
export const meter = (place: Place, up: number, down: number): Locator =>
  place.getByRole('img', { name: `${up} ${up === 1 ? 'vote' : 'votes'} up, ${down} down`, exact: true });

/** Does what opens a dialog, says yes to it, and waits until it is gone. */
export async function confirm(page: Page, trigger: Locator, yes: string): Promise<void> {
  await trigger.click();
  const dialog = page.getByRole('alertdialog');
  await button(dialog, yes).click();
  await dialog.waitFor({ state: 'detached' });
}

const DIALOGS = '[role=dialog], [role=alertdialog]';

/** Else something is looked at on its way, such as a colour from one theme to the other. */
const isStill = `document.getAnimations().every(({ playState }) => playState !== 'running')`;

/**
 * Nothing that axe knows of keeps anybody from using the page, or the dialog that is open on it. A theme changes
 * nothing but the colours, so in the second one the contrast is all that is looked at.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const scope =
    (await page.locator(DIALOGS).count()) > 0 ? JSON.stringify({ include: [[DIALOGS]] }) : 'document';
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect.poll(() => page.evaluate(isStill), { timeout: 5_000 }).toBe(true);
    // Once for each document: to read it takes longer than to run it.
    if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
    const rules = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {};
    const options = JSON.stringify({ resultTypes: ['violations'], ...rules });
    const { violations } = await page.evaluate<AxeResults>(`axe.run(${scope}, ${options})`);
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found, `${page.url()}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** No page is wider than the window that it is shown in. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {};
  const tooWide = `[...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > ${width})
    .map((one) => one.outerHTML.slice(0, 120)).join('\\n')`;
  const scrolled = Number(await page.evaluate('document.documentElement.scrollWidth'));
  if (scrolled > width)
    expect.fail(`${page.url()} is ${scrolled} pixels wide: ${await page.evaluate(tooWide)}`);
}
