import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { button, field, heading, PHONE, type Windows } from './browser.ts';
import { readTexts, type Say } from './texts.ts';

type Opening = BrowserContextOptions & { say?: Say };

const english = readTexts('en');

/** A phone that has come to a room by its code, and waits there for the game. */
export async function joinByPhone(
  windows: Windows,
  code: string,
  name: string,
  { say = english, ...options }: Opening = {},
): Promise<Page> {
  const phone = await windows.open(`/play/${code}`, { ...PHONE, ...options });
  await enterName(phone, name, say);
  await heading(phone, say('play.lobby.in', { name })).waitFor();
  return phone;
}

/** Asks to be let in by a name. */
export async function enterName(phone: Page, name: string, say: Say = english): Promise<void> {
  await field(phone, say('play.join.name')).fill(name);
  await button(phone, say('play.join.go')).click();
}

/** One of the answers on a phone, by its words. */
export const answerOn = (phone: Page, text: string): Locator => button(phone, new RegExp(`: ${text}$`));

/** Waits until the server has the answer. */
export const hasArrived = (phone: Page, say: Say = english): Promise<void> =>
  phone.getByText(say('play.answer.accepted')).waitFor();

/** Of the room that the big screen shows. */
export const roomIdOf = (screen: Page): string => new URL(screen.url()).pathname.split('/').at(-1) ?? '';
