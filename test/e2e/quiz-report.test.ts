import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  DESKTOP,
  expectAccessible,
  expectNoOverflow,
  field,
  heading,
  JOURNEY_MS,
  link,
  PHONE,
  region,
  SIZES,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { makeQuiz, question } from '../setup/quiz.ts';
import { openRoom, playThrough } from '../setup/quiz-games.ts';
import { NOBODYS_ID } from '../setup/quizzes.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let host: Person;
let quiz: Awaited<ReturnType<typeof makeQuiz>>;
let room: { roomId: string; code: string };

/** Nobody shortens it, to see that it pushes nothing out of a phone. */
const LONG = 'Wolfeschlegelsteinhausenbergerdorff the Elder 1234';

/** The answers are right, wrong, worse and worst, in this order. */
const FIRST = { Ada: [0, 1, 0], Bo: [0, 2, null], [LONG]: [1, 0, null] };
const SECOND = { Ada: [1, 1, 1], Bo: [0, 0, null], [LONG]: [null, null, null] };

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  // The first account is the administrator's, who sees all games.
  await register(app);
  host = await register(app);
  const questions = [question('Easy?'), question('Hard?'), question('Seldom answered?')];
  quiz = await makeQuiz(app, host.token, { questions });
  room = await playThrough(app.url, host, quiz, FIRST, SECOND);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const open = (path: string, look: object = DESKTOP): Promise<Page> =>
  windows.open(path, { person: host, ...look });
const reportOf = (game: number): string => `/host/games/${room.roomId}?game=${game}`;
const figure = (page: Page, name: string) =>
  page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd').innerText();
const questionsOf = (page: Page): Promise<string[]> =>
  page.getByRole('heading', { level: 3 }).allInnerTexts();

describe.each(SIZES)('the report of a game, on a $size', ({ look }) => {
  it('tells how right the room was, question by question', async () => {
    const page = await open(reportOf(1), look);
    await heading(page, 'Capitals').waitFor();
    expect(await figure(page, 'Players')).toBe('3');
    expect(await figure(page, 'Questions answered')).toBe('3/3');
    // Four of seven answers.
    expect(await figure(page, 'Right')).toBe('57%');
    expect(await questionsOf(page)).toEqual(['2. Hard?', '1. Easy?', '3. Seldom answered?']);
    const bars = page.getByRole('list', { name: 'Answers to question 1' }).getByRole('listitem');
    const read = async () => (await bars.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    expect(await read()).toEqual([
      'Triangle: right (right) 2 · 67%',
      'Diamond: wrong 1 · 33%',
      'Circle: worse 0 · 0%',
      'Square: worst 0 · 0%',
    ]);
    await page.getByText('2 without an answer').waitFor();
    await page.getByRole('radio', { name: 'As asked' }).check();
    expect(await questionsOf(page)).toEqual(['1. Easy?', '2. Hard?', '3. Seldom answered?']);
    await expectAccessible(page);
    await expectNoOverflow(page);
  });

  it('goes from one game of the room to another', async () => {
    const page = await open(`/host/games/${room.roomId}`, look);
    const games = page.getByRole('navigation', { name: 'Games of this room' });
    await heading(page, 'Question by question').waitFor();
    expect(await games.locator('[aria-current=page]').innerText()).toBe('Game 2');
    // Two of five answers.
    expect(await figure(page, 'Right')).toBe('40%');
    await link(games, 'Game 1').click();
    await expect.poll(() => figure(page, 'Right')).toBe('57%');
    expect(page.url()).toContain('?game=1');
  });

  it('is saved as a table', async () => {
    const page = await open(reportOf(1), look);
    const downloading = page.waitForEvent('download');
    await button(page, 'Save as CSV').click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`game-${room.roomId}-1.csv`);
    const rows = (await readFile(await download.path(), 'utf8')).split('\n');
    expect(rows[0]).toContain('1. Easy?,2. Hard?,3. Seldom answered?');
    expect(rows[1]).toBe('1,Ada,200,2,100,0,100');
  });
});

describe('the players of a report', () => {
  it('are sorted by any column, either way', async () => {
    const page = await open(reportOf(1));
    const table = page.getByRole('table', { name: 'Player by player' });
    const names = () => table.getByRole('rowheader').allInnerTexts();
    const column = (name: string) => table.getByRole('columnheader', { name });
    await table.waitFor();
    expect((await names())[0]).toBe('Ada');
    await button(table, 'Name').click();
    expect(await column('Name').getAttribute('aria-sort')).toBe('ascending');
    expect(await names()).toEqual(['Ada', 'Bo', LONG]);
    await button(table, 'Name').click();
    expect(await column('Name').getAttribute('aria-sort')).toBe('descending');
    expect(await names()).toEqual([LONG, 'Bo', 'Ada']);
    await button(table, 'Score').click();
    expect((await names())[0]).toBe('Ada');
    expect(await column('Score').getAttribute('aria-sort')).toBe('descending');
  });

  it('are cards on a phone, sorted by what is chosen', async () => {
    const page = await open(reportOf(1), PHONE);
    const cards = page.getByRole('list', { name: 'Player by player' }).getByRole('listitem');
    await cards.first().waitFor();
    expect(await cards.first().innerText()).toContain('2/3 right');
    await field(page, 'Sort by').selectOption({ label: 'Name' });
    expect(await cards.last().innerText()).toContain(LONG);
  });

  it('are on paper, without what can only be clicked', async () => {
    const page = await open(reportOf(1));
    await heading(page, 'Player by player').waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.getByRole('table').waitFor();
    for (const gone of [button(page, 'Print'), button(page, 'Save as CSV'), page.getByRole('banner')])
      await gone.waitFor({ state: 'hidden' });
    const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(colour).toBe('rgb(255, 255, 255)');
  });
});

describe('a report that there is not', () => {
  it('says whether nobody came, or nobody answered', async () => {
    const { roomId, socket } = await openRoom(app.url, host, quiz.id);
    const page = await open(`/host/games/${roomId}`);
    await page.getByText('Nobody has joined this game.').waitFor();
    await page.getByText('waiting to begin').waitFor();
    await expectAccessible(page);
    await link(page, 'To the room').click();
    await region(page, 'Lobby').waitFor();
    socket.close();
    const silent = await playThrough(app.url, host, quiz, { Ada: [null, null, null] });
    await page.goto(`/host/games/${silent.roomId}`);
    await page.getByText('No answer has come in.').waitFor();
    await heading(page, 'Player by player').waitFor();
  });

  it.each([
    ['of no room', () => `/host/games/${NOBODYS_ID}`],
    ['at no address', () => '/host/games/nonsense'],
    ['of a game that was not played', () => reportOf(3)],
  ])('%s leads back to the games', async (_name, pathOf) => {
    const page = await open(pathOf(), PHONE);
    await page.getByText('There is no such game').waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await link(page, 'To your games').click();
    await heading(page, 'Your quiz games').waitFor();
    windows.forgive(/status of 40[04]/);
  });

  it('is not for other hosts', async () => {
    const other = await register(app);
    const page = await windows.open(reportOf(1), { person: other });
    await page.getByText("This game is another host's").waitFor();
    windows.forgive(/status of 403/);
  });
});

describe.each(SIZES)('the list of games, on a $size', ({ look }) => {
  it('leads to rooms that are open, and to reports of what was played', async () => {
    const own = await register(app);
    const page = await windows.open('/host/games', { person: own, ...look });
    await page.getByText('No game yet').waitFor();
    await expectAccessible(page);
    const { id, questions } = await makeQuiz(app, own.token);
    const played = await playThrough(app.url, own, { id, questions }, { Ada: [0, 0] });
    for (let count = 0; count < 20; count++) {
      const { socket } = await openRoom(app.url, own, id, { title: `Evening ${count}` });
      socket.close();
    }
    await page.reload();
    const games = page.getByRole('article');
    await games.first().waitFor();
    expect(await games.count()).toBe(20);
    await heading(games.first(), 'Evening 19').waitFor();
    await games.first().getByText('waiting to begin').waitFor();
    await page.getByText('1–20 of 21').waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await link(page, 'Older').click();
    await page.getByText('21–21 of 21').waitFor();
    await games.first().getByText('finished').waitFor();
    await games.first().getByText('1 player').waitFor();
    await link(games.first(), /^Report/).click();
    await heading(page, 'Question by question').waitFor();
    expect(page.url()).toContain(played.roomId);
    await page.goBack();
    await page.getByText('21–21 of 21').waitFor();
    await link(page, 'Newer').click();
    await page.getByText('1–20 of 21').waitFor();
  });
});
