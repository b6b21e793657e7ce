import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  link,
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { expectFocused, moveTo, pressOn } from '../setup/keyboard.ts';
import { makeQuiz, question } from '../setup/quiz.ts';
import { createQuizClient } from '../setup/quizzes.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let ada: Person;
let directory: string;

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  directory = await mkdtemp(join(tmpdir(), 'soiree-quiz-files-'));
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
  await rm(directory, { recursive: true, force: true });
});

const isSaved = (page: Page): Promise<void> => page.getByText('Saved', { exact: true }).waitFor();
const idOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
/** The questions as the server has them, in order. */
const stored = (page: Page): ReturnType<ReturnType<typeof createQuizClient>['listQuestions']> =>
  createQuizClient(app).listQuestions(ada, idOf(page));
const storedTexts = async (page: Page): Promise<string[]> =>
  (await stored(page)).map(({ question_text }) => question_text);
/** Written by itself, a moment after it was typed. */
const expectStored = (page: Page, texts: readonly string[]): Promise<void> =>
  expect.poll(() => storedTexts(page), { timeout: 10_000 }).toEqual(texts);

async function openQuiz(questions: readonly string[], look: object = {}): Promise<Page> {
  ada = await register(app);
  const { id } = await makeQuiz(app, ada.token, { questions: questions.map((text) => question(text)) });
  const page = await windows.open(`/host/quizzes/${id}`, { person: ada, ...look });
  await heading(page, 'Capitals').waitFor();
  return page;
}

describe('a quiz written by keyboard alone', () => {
  it('is there with all that was typed, and is published', async () => {
    ada = await register(app);
    const page = await windows.open('/host/quizzes', { person: ada });
    await page.getByText('No quizzes yet').waitFor();
    await pressOn(page, button(page, 'New quiz'));
    await expectFocused(field(page.getByRole('dialog'), 'Title'));
    await page.keyboard.type('Rivers');
    await page.keyboard.press('Enter');
    await heading(page, 'Rivers').waitFor();

    await page.keyboard.press('Control+Enter');
    await expectFocused(field(page, 'Question'));
    await page.keyboard.type('Which one flows through Paris?');
    await moveTo(page, field(page, 'Choice 1, Triangle'));
    for (const answer of ['Seine', 'Loire', 'Rhône']) {
      await page.keyboard.type(answer);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.type('Somme');
    // The arrow keys choose among them.
    await moveTo(page, page.getByRole('radio', { name: 'Right: Rhône' }), 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expectFocused(page.getByRole('radio', { name: 'Right: Seine' }));

    await page.keyboard.press('Control+Enter');
    await expectFocused(field(page, 'Question'));
    await page.keyboard.type('Does the Nile flow north?');
    await moveTo(page, page.getByRole('radio', { name: 'Choices' }));
    await page.keyboard.press('ArrowRight');
    await moveTo(page, page.getByRole('radio', { name: 'Right: True' }));
    await page.keyboard.press('Space');
    await isSaved(page);
    await expectStored(page, ['Which one flows through Paris?', 'Does the Nile flow north?']);
    await expectAccessible(page);

    // What is missing is named, and each leads to its field.
    await pressOn(page, button(page, 'Publish'));
    await pressOn(page, button(page, 'Describe the quiz in a few words.'));
    await expectFocused(field(page, 'Description'));
    await page.keyboard.type('Of Europe and Africa');
    await moveTo(page, field(page, 'Category'));
    await page.keyboard.type('Geography');
    await moveTo(page, field(page, 'Tags'));
    await page.keyboard.type('water');
    await page.keyboard.press('Enter');
    await moveTo(page, button(page, 'Publish'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText("This quiz is published, so it can't be changed.").waitFor();
    const [first, second] = await stored(page);
    expect(first.answers.map(({ answer_text }: { answer_text: string }) => answer_text)).toEqual([
      'Seine',
      'Loire',
      'Rhône',
      'Somme',
    ]);
    expect(first.answers[0].is_correct).toBe(true);
    expect(second.question_type).toBe('true_false');
    const { body } = await app.call('GET', `/quiz/${idOf(page)}`, undefined, { token: ada.token });
    expect(body).toMatchObject({
      status: 'published',
      description: 'Of Europe and Africa',
      category: 'Geography',
      tags: ['water'],
    });
    await expectAccessible(page);
    await button(page, 'Unpublish and edit').click();
    await button(page, 'Publish').waitFor();
    expect(await field(page, 'Description').isEditable()).toBe(true);
  });
});

describe('the questions', () => {
  it('are put into order by keys and by dragging, and it is undone and done again', async () => {
    const page = await openQuiz(['One?', 'Two?', 'Three?']);
    const list = page.getByRole('navigation', { name: 'Questions' });
    const handle = (number: number) => button(list, `Move question ${number}`);
    await handle(3).focus();
    await page.keyboard.press('Home');
    await expectStored(page, ['Three?', 'One?', 'Two?']);
    await page.getByText('Moved to place 1 of 3').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await expectStored(page, ['One?', 'Two?', 'Three?']);
    await page.keyboard.press('Control+Shift+z');
    await expectStored(page, ['Three?', 'One?', 'Two?']);

    const from = await handle(1).boundingBox();
    const to = await handle(3).boundingBox();
    if (!from || !to) throw new Error('the handles are nowhere');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width / 2, from.y + from.height, { steps: 4 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height, { steps: 12 });
    await page.mouse.up();
    await expectStored(page, ['One?', 'Two?', 'Three?']);
    await button(page, 'Undo').click();
    await expectStored(page, ['Three?', 'One?', 'Two?']);
  });

  it('are saved while one types, undone word by word, and come back when one is deleted', async () => {
    const page = await openQuiz(['One?', 'Two?']);
    const text = field(page, 'Question');
    await text.fill('The first?');
    await expectStored(page, ['The first?', 'Two?']);
    await isSaved(page);
    await page.reload();
    expect(await text.inputValue()).toBe('The first?');
    await text.fill('Changed?');
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.inputValue()).toBe('The first?');
    await button(page, 'Delete question').click();
    await expectStored(page, ['Two?']);
    await button(page.getByRole('status'), 'Undo').click();
    await expectStored(page, ['The first?', 'Two?']);
    await button(page, 'Copy question').click();
    await expectStored(page, ['The first?', 'The first?', 'Two?']);
  });

  it('are kept although the server cannot be reached for a while', async () => {
    const page = await openQuiz(['One?']);
    await page.context().setOffline(true);
    await field(page, 'Question').fill('Written in a tunnel?');
    await page.getByText(/^Not saved: /).waitFor();
    await page.context().setOffline(false);
    await expectStored(page, ['Written in a tunnel?']);
    await isSaved(page);
    windows.forgive(/ERR_INTERNET_DISCONNECTED/);
  });
});

describe('a quiz as a file', () => {
  it('is exported, and imported again as another', async () => {
    const page = await openQuiz(['One?', 'Two?']);
    await link(page, 'Quizzes').first().click();
    const downloading = page.waitForEvent('download');
    await button(page, 'Export Capitals').click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('Capitals.json');
    const file = join(directory, 'capitals.json');
    await download.saveAs(file);
    const quiz: Record<string, unknown> = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...quiz, title: 'Capitals once more' }));

    await button(page, 'Import').click();
    const dialog = page.getByRole('dialog', { name: 'Import a quiz' });
    await expectAccessible(page);
    await dialog.getByLabel('Choose a file').setInputFiles(file);
    await heading(page, 'Capitals once more').waitFor();
    await expectStored(page, ['One?', 'Two?']);
  });

  it('that has faults tells all of them, and nothing of it is kept', async () => {
    const page = await openQuiz(['One?']);
    await page.goto('/host/quizzes');
    await button(page, 'Import').click();
    const dialog = page.getByRole('dialog', { name: 'Import a quiz' });
    const choose = async (name: string, text: string) => {
      const file = join(directory, name);
      await writeFile(file, text);
      await dialog.getByLabel('Choose a file').setInputFiles(file);
    };
    await choose('broken.json', '{ "title": ');
    await dialog.getByText("This isn't a JSON file.").waitFor();
    await choose(
      'faulty.json',
      JSON.stringify({
        title: 'Faulty',
        questions: [{ question_text: 'One?', points: 0, answers: [{ answer_text: 7 }] }],
      }),
    );
    await dialog.getByText('Nothing of faulty.json was imported.').waitFor();
    const faults = dialog.getByRole('list', { name: 'What is wrong in the file' }).getByRole('listitem');
    expect(await faults.count()).toBeGreaterThan(1);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByText('1 quiz', { exact: true }).waitFor();
    windows.forgive(/status of 400/);
  });
});

describe('on a phone', () => {
  it('a quiz is found, changed and previewed', async () => {
    const page = await openQuiz(['One?', 'Two?'], PHONE);
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(page, /Two\?/).tap();
    await heading(page, 'Question 2').waitFor();
    await field(page, 'Question').fill('The second?');
    await expectNoOverflow(page);
    await button(region(page, 'Question 2'), 'Questions').tap();
    await expectStored(page, ['One?', 'The second?']);
    for (const tab of ['Settings', 'Preview']) {
      await page.getByRole('tab', { name: tab }).tap();
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
    await page.getByText('The second?').first().waitFor();
    await page.goto('/host/quizzes');
    await heading(page, 'Quizzes').waitFor();
    await page.getByRole('article', { name: 'Capitals' }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
