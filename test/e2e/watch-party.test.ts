import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
  expectNoOverflow,
  field,
  heading,
  JOURNEY_MS,
  link,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { queryStore } from '../setup/database.ts';
import { fromElsewhere, PASSWORD } from '../setup/parties.ts';
import { readTexts } from '../setup/texts.ts';
import { hostParty, joinParty, knock, openTab, stage, write } from '../setup/watch-windows.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

let app: TestApp;
let windows: Windows;

beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1', MAX_PARTICIPANTS: '3' } });
  windows = await startWindows(app.url);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

/** Goes through all that is looked at of a page in one state. */
async function expectGood(...pages: Page[]): Promise<void> {
  for (const page of pages) {
    await expectAccessible(page);
    await expectNoOverflow(page);
  }
}

const elsewhere = () => ({ extraHTTPHeaders: fromElsewhere() });
const say = readTexts('en');
const said = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true });
const onSwitch = (page: Page, name: string) => page.getByRole('switch', { name });
const listed = (page: Page, name: string) =>
  page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: name });

describe.each([
  { language: 'English', locale: 'en-GB', lang: 'en' },
  { language: 'Japanese', locale: 'ja-JP', lang: 'ja' },
])('a party in $language', ({ locale, lang }) => {
  const say = readTexts(lang);
  /** Another language is longer or shorter; what axe looks at is the same. */
  const look = lang === 'en' ? expectGood : expectNoOverflow;

  it('is made in one step, joined in another, and talked in', async () => {
    const start = await windows.open('/', { ...elsewhere(), locale });
    await link(start, say('home.watch.go')).click();
    await heading(start, say('watch.title')).waitFor();
    await look(start);

    const name = 'Films for all who like films, and for Ada’s guests';
    const { page: host, path } = await hostParty(windows, { ...elsewhere(), locale, say, name });
    expect(path).toMatch(/^\/join\/[0-9a-f-]{36}$/);
    await look(host);
    await button(host, say('watch.invite.open')).click();
    await look(host);
    await host.keyboard.press('Escape');

    // By the link, on a phone; a wrong password is told beside its field, and what was typed stays.
    const phone = await windows.open(path, { ...elsewhere(), ...PHONE, locale });
    await heading(phone, say('watch.door.title')).waitFor();
    await look(phone);
    await knock(phone, 'Grace', 'wrong password', say);
    await phone.getByRole('alert').getByText(say('watch.fault.wrongPassword')).waitFor();
    windows.forgive(/401/);
    await look(phone);
    await field(phone, say('watch.door.password')).fill(PASSWORD);
    await phone.keyboard.press('Enter');
    await stage(phone, say).waitFor();
    await look(phone);

    await said(host, say('watch.chat.came', { name: 'Grace' })).waitFor();
    await write(host, '<b>Hello</b> everybody', say);
    await said(phone, '<b>Hello</b> everybody').waitFor();
    await write(host, `See https://example.org/${'film'.repeat(20)}.`, say);
    const shown = link(phone, `https://example.org/${'film'.repeat(20)}`);
    expect(await shown.getAttribute('rel')).toContain('noopener');
    await look(phone);
    // Both at once, as the notice goes by itself.
    const typing = host.getByText(say('watch.chat.typing', { name: 'Grace' }));
    await Promise.all([
      typing.waitFor(),
      field(phone, say('watch.chat.write')).pressSequentially('Hi', { delay: 100 }),
    ]);
    await phone.keyboard.press('Enter');
    await said(host, 'Hi').waitFor();
    await typing.waitFor({ state: 'detached' });

    await phone
      .getByRole('group')
      .filter({ has: phone.locator('summary') })
      .locator('summary')
      .click();
    await button(phone, say('watch.reactWith', { emoji: '🎉' })).click();
    await host
      .getByRole('list', { name: say('watch.reactions') })
      .getByText('🎉')
      .waitFor();
    await look(phone);

    await openTab(host, say('watch.people.title'));
    await listed(host, 'Grace').waitFor();
    await look(host);
    await openTab(host, say('watch.tools.title'));
    await look(host);
    await openTab(phone, say('watch.people.title'));
    await look(phone);
    await host.keyboard.press('?');
    await host.getByRole('dialog', { name: say('watch.keys.title') }).waitFor();
    await look(host);
  });
});

describe('a party', () => {
  it('[W12] has its host back who loads the page anew, with all that was said', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await write(guest, 'Are we early?');
    await said(host, 'Are we early?').waitFor();
    await host.reload();
    await said(host, 'Are we early?').waitFor();
    await openTab(host, say('watch.tools.title'));
    await onSwitch(host, say('watch.tools.lock')).waitFor();
    await openTab(guest, say('watch.people.title'));
    await expect
      .poll(() => guest.getByRole('list', { name: 'People' }).getByRole('listitem').count())
      .toBe(2);
    // Nor is who left for a moment somebody else when they come back.
    await button(guest, say('watch.leave')).click();
    await link(guest, /Movie Night/).click();
    await stage(guest).waitFor();
    await said(guest, 'Are we early?').waitFor();
    await expect.poll(() => listed(guest, 'Grace').count()).toBe(0);
  });

  it('[W5] goes on in the window that came last, and the other one says so', async () => {
    const { page: host, id } = await hostParty(windows, elsewhere());
    const second = await host.context().newPage();
    await second.goto(`/watch/${id}`);
    await stage(second).waitFor();
    await host.getByText(say('watch.over.replaced')).waitFor();
    await expectGood(host);
    await button(host, say('watch.over.return')).click();
    await stage(host).waitFor();
    await second.getByText(say('watch.over.replaced')).waitFor();
  });

  it('[W4] that is full, locked or unknown says so at its door', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    await openTab(host, say('watch.tools.title'));
    await onSwitch(host, say('watch.tools.lock')).check();
    await host.getByRole('img', { name: say('watch.locked') }).waitFor();
    const door = await windows.open(path, elsewhere());
    await knock(door, 'Grace', PASSWORD);
    await door.getByText(say('watch.fault.locked')).waitFor();
    await onSwitch(host, say('watch.tools.lock')).uncheck();
    await host.getByRole('img', { name: say('watch.locked') }).waitFor({ state: 'detached' });
    await button(door, say('watch.door.go')).click();
    await stage(door).waitFor();

    await joinParty(windows, path, 'Lin', elsewhere());
    const fourth = await windows.open(path, elsewhere());
    await knock(fourth, 'Tom', PASSWORD);
    await fourth.getByText(say('watch.fault.full')).waitFor();
    await fourth.goto('/join/550e8400-e29b-41d4-a716-446655440000');
    await knock(fourth, 'Tom', PASSWORD);
    await fourth.getByText(say('watch.fault.unknown')).waitFor();
    await expectGood(fourth);
    windows.forgive(/40[34]/);
  });

  it('is led by its host: chat off, and who is put out stays out', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await openTab(host, say('watch.tools.title'));
    const writing = field(guest, say('watch.chat.write'));
    await writing.pressSequentially('May I');
    await onSwitch(host, say('watch.tools.chatOff')).check();
    await guest.getByRole('status').getByText(say('watch.chat.off')).waitFor();
    expect(await writing.isEditable()).toBe(false);
    // Who goes on writing means no keys of the page.
    await guest.keyboard.type('t');
    expect(await guest.getByRole('log').isVisible()).toBe(true);
    await expectGood(guest);
    await onSwitch(host, say('watch.tools.chatOff')).uncheck();
    await expect.poll(() => writing.isEditable()).toBe(true);
    await guest.keyboard.type(' speak?');
    await guest.keyboard.press('Enter');
    await said(guest, 'May I speak?').waitFor();

    await openTab(host, say('watch.people.title'));
    await confirm(host, button(host, say('watch.kick.title', { name: 'Grace' })), say('watch.kick.go'));
    await guest.getByText(say('watch.over.kicked')).waitFor();
    await expectGood(guest);
    await expect.poll(() => listed(host, 'Grace').count()).toBe(0);
    // Not with what was left in the browser, either.
    await guest.reload();
    await heading(guest, say('watch.door.title')).waitFor();
  });

  it('lets everybody read on in the chat while others write', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', { ...elsewhere(), ...PHONE });
    const look = (words: string) =>
      guest.evaluate<number>(`(() => {
      const log = document.querySelector('[role=log]');
      return ${words};
    })()`);
    const scroll = () => look('log.scrollTop');
    const isAtEnd = async () => (await look('log.scrollHeight - log.scrollTop - log.clientHeight')) < 2;
    const more = button(guest, say('watch.chat.more'));
    await field(host, say('watch.chat.write')).fill(Array.from({ length: 60 }, (_, line) => line).join('\n'));
    await host.keyboard.press('Enter');
    await expect.poll(scroll).toBeGreaterThan(500);
    await expect.poll(isAtEnd).toBe(true);
    await look('log.scrollTop = 100');
    await expect.poll(scroll).toBe(100);
    await write(host, 'What do you think?');
    await more.waitFor();
    expect(await scroll()).toBe(100);
    await expectGood(guest);
    await more.click();
    await expect.poll(isAtEnd).toBe(true);
    expect(await more.count()).toBe(0);
    // What comes while one looks at something else is seen afterwards.
    await openTab(guest, say('watch.people.title'));
    await write(host, 'Are you there?');
    await openTab(guest, say('watch.chat.title'));
    await said(guest, 'Are you there?').waitFor();
    await expect.poll(isAtEnd).toBe(true);
    // And one sees what one says.
    await look('log.scrollTop = 100');
    await expect.poll(scroll).toBe(100);
    await write(guest, 'I am');
    await expect.poll(isAtEnd).toBe(true);
  });

  it('[W13] asks for the password again where a token is no good any more', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await guest.evaluate(
      `localStorage['soiree.parties'] = localStorage['soiree.parties'].replace(/"token":"[^"]+"/, '"token":"stale"')`,
    );
    await guest.reload();
    await guest.getByText(say('watch.over.expired')).waitFor();
    await expectGood(guest);
    await button(guest, say('watch.over.rejoin')).click();
    await knock(guest, 'Grace', PASSWORD);
    await stage(guest).waitFor();
    await write(guest, 'Here again');
    await said(host, 'Here again').waitFor();
    windows.forgive(/401|WebSocket/);
  });

  it('[X127] that is over says so, and at its door too', async () => {
    const { page: host, path, id } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await queryStore(app.connection, 'DELETE FROM watch_parties WHERE id = $1', [id]);
    for (const page of [host, guest]) await page.getByText(say('watch.over.gone')).waitFor();
    await expectGood(host, guest);
    await guest.reload();
    await knock(guest, 'Grace', PASSWORD);
    await guest.getByText(say('watch.fault.unknown')).waitFor();
    await guest.goto('/watch');
    await heading(guest, say('watch.title')).waitFor();
    expect(await link(guest, /Movie Night/).count()).toBe(0);
    windows.forgive(/404|WebSocket/);
  });

  it('is found by its link at the start, and by what is pasted wrongly not at all', async () => {
    const { path, id } = await hostParty(windows, elsewhere());
    const page = await windows.open('/watch', elsewhere());
    await field(page, say('watch.find.link')).fill('https://party.example.org/');
    await button(page, say('watch.find.go')).click();
    await page.getByText(say('watch.find.wrong')).waitFor();
    await expectGood(page);
    await field(page, say('watch.find.link')).fill(`https://party.example.org${path}`);
    await page.keyboard.press('Enter');
    await heading(page, say('watch.door.title')).waitFor();
    expect(page.url()).toContain(`/watch/${id}`);
    await page.goto('/');
    await field(page, say('home.join.host')).fill(`https://party.example.org${path}`);
    await page.keyboard.press('Enter');
    await heading(page, say('watch.door.title')).waitFor();
  });

  it('is used with the keys alone', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await guest.keyboard.press('c');
    await expect.poll(() => guest.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await guest.keyboard.type('t m f');
    await guest.keyboard.press('Enter');
    await said(host, 't m f').waitFor();
    await guest.locator('h1').click();
    await guest.keyboard.press('t');
    await expect.poll(() => guest.getByRole('log').isVisible()).toBe(false);
    await guest.keyboard.press('t');
    await guest.getByRole('log').waitFor();
    await guest.keyboard.press('m');
    await button(guest, say('watch.unmute')).waitFor();

    // In full screen the picture is alone; dialogs lie over it, and the chat is there for who wants it.
    await guest.keyboard.press('f');
    await button(guest, say('watch.fullScreenOff')).waitFor();
    expect(await guest.getByRole('log').isVisible()).toBe(false);
    await guest.keyboard.press('?');
    await guest.getByRole('checkbox', { name: say('watch.keys.on') }).click({ trial: true });
    await expectGood(guest);
    await guest.keyboard.press('Escape');
    await guest.getByRole('dialog').waitFor({ state: 'detached' });
    await openTab(host, say('watch.people.title'));
    await host.keyboard.press('c');
    await guest.keyboard.press('c');
    for (const page of [host, guest])
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await expectGood(guest);
    await guest.goBack();
    await expect.poll(() => guest.evaluate('document.fullscreenElement')).toBe(null);
  });
});
