import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
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
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { makeQuiz, question } from '../setup/quiz.ts';
import { answerOn, hasArrived, joinByPhone, roomIdOf } from '../setup/quiz-windows.ts';
import { readTexts } from '../setup/texts.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

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

const answers = (...texts: [text: string, isRight: boolean][]) =>
  texts.map(([answer_text, is_correct], order_index) => ({ answer_text, is_correct, order_index }));

/** A slow machine is never late. */
const LONG = { answering_time: 300 };

/** One of each kind. */
const QUESTIONS = [
  question('Where is Reykjavik?', {
    ...LONG,
    answers: answers(['Iceland', true], ['Ireland', false], ['Norway', false], ['Finland', false]),
  }),
  question('Which two are in Japan?', {
    ...LONG,
    allow_multiple: true,
    answers: answers(['Osaka', true], ['Seoul', false], ['Kyoto', true]),
  }),
  question('Is Oslo a capital?', {
    ...LONG,
    question_type: 'true_false',
    explanation_title: null,
    explanation_text: null,
    answers: answers(['Yes', true], ['No', false]),
  }),
];

const makeCapitals = (host: Person) => makeQuiz(app, host.token, { questions: QUESTIONS });

/** Exactly these: what is said to screen readers may have more around them. */
const words = (page: Page, text: string) => page.getByText(text, { exact: true });

describe.each([
  { language: 'English', locale: 'en-GB', lang: 'en' },
  { language: 'Japanese', locale: 'ja-JP', lang: 'ja' },
])('a whole game in $language', ({ locale, lang }) => {
  const say = readTexts(lang);

  /** Another language is longer or shorter; what axe looks at is the same. */
  async function expectGood(...pages: Page[]): Promise<void> {
    for (const page of pages) {
      if (lang === 'en') await expectAccessible(page);
      await expectNoOverflow(page);
    }
  }

  it('on a big screen, with a remote and three phones', async () => {
    const host = await register(app);
    await makeCapitals(host);

    // From the list of quizzes to the big screen.
    const screen = await windows.open('/host/quizzes', { person: host, locale });
    await button(screen, say('quizzes.startOf', { title: 'Capitals' })).click();
    const lobby = region(screen, say('screen.lobby'));
    await lobby.waitFor();
    const code = (await lobby.getByText(/^\d{3} \d{3}$/).innerText()).replace(' ', '');
    const path = new URL(screen.url()).pathname;
    const remote = await windows.open(`${path}?remote`, { person: host, ...PHONE, locale });
    const act = (key: string) => button(remote, say(key)).click();

    // One by the address of the QR code, one by typing, one whose name is taken.
    const ada = await joinByPhone(windows, code, 'Ada', { say, locale });
    const bo = await windows.open('/play', { ...PHONE, locale });
    await field(bo, say('play.code.label')).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await button(bo, say('play.code.go')).click();
    await field(bo, say('play.join.name')).fill('ADA');
    await bo.keyboard.press('Enter');
    await words(bo, say('play.problem.nameTaken')).waitFor();
    await field(bo, say('play.join.name')).fill('Bo');
    await bo.keyboard.press('Enter');
    await heading(bo, say('play.lobby.in', { name: 'Bo' })).waitFor();
    const cy = await joinByPhone(windows, code, 'Cy', { say, locale });
    await heading(screen, say('screen.playerCount', { count: 3 })).waitFor();
    for (const name of ['Ada', 'Bo', 'Cy']) await button(lobby, name).waitFor();
    await words(ada, say('play.lobby.count', { count: 3 })).waitFor();
    await expectGood(screen, remote, ada);

    // The first question: two are right; one is wrong by keyboard.
    await button(screen, say('screen.begin')).click();
    for (const phone of [ada, bo, cy]) await heading(phone, 'Where is Reykjavik?').waitFor();
    await heading(screen, 'Where is Reykjavik?').waitFor();
    await expectGood(screen, remote, ada);
    await answerOn(ada, 'Iceland').tap();
    await hasArrived(ada, say);
    expect(await answerOn(ada, 'Iceland').getAttribute('aria-pressed')).toBe('true');
    // The first one counts.
    await answerOn(ada, 'Norway').tap({ force: true });
    expect(await answerOn(ada, 'Norway').getAttribute('aria-pressed')).toBe('false');
    await words(screen, say('screen.answeredOf', { answered: 1, of: 3 })).waitFor();
    await answerOn(bo, 'Iceland').tap();
    await cy.keyboard.press('4');
    await hasArrived(cy, say);
    await words(screen, say('screen.allAnswered')).waitFor();
    await act('screen.end');
    await heading(ada, say('play.result.right')).waitFor();
    await heading(bo, say('play.result.right')).waitFor();
    await heading(cy, say('play.result.wrong')).waitFor();
    await heading(cy, 'Why').waitFor();
    await words(ada, say('play.result.points', { points: 100 })).waitFor();
    const result = region(screen, say('screen.result'));
    await result.getByText('Because of Where is Reykjavik?').waitFor();
    await expectGood(screen);
    // It comes by itself, too, once the explanation could be read.
    await screen.keyboard.press('ArrowRight');
    await region(screen, say('screen.leaderboard')).getByText('Cy').waitFor();
    await expectGood(screen, remote, ada, cy);

    // The second: several are right, and the clock stands still for a while.
    await act('screen.next');
    await answerOn(ada, 'Osaka').tap();
    await answerOn(ada, 'Kyoto').tap();
    await expectGood(ada);
    await button(ada, say('play.question.send', { count: 2 })).tap();
    await hasArrived(ada, say);
    await act('screen.pause');
    await heading(bo, 'Which two are in Japan?').waitFor();
    await words(bo, say('play.paused.title')).last().waitFor();
    await words(screen, say('screen.paused')).last().waitFor();
    await expectGood(screen, remote, bo);
    await act('screen.resume');
    await answerOn(bo, 'Osaka').tap();
    await button(bo, say('play.question.send', { count: 1 })).tap();
    await hasArrived(bo, say);
    await act('screen.extend');
    await act('screen.end');
    await words(ada, say('play.result.streak', { count: 2 })).waitFor();
    await heading(bo, say('play.result.wrong')).waitFor();
    await heading(cy, say('play.result.none')).waitFor();
    await expectGood(cy);

    // The third is led from the keyboard of the big screen: first shown alone, then opened.
    await button(screen, say('screen.show')).waitFor();
    await screen.keyboard.press('n');
    await heading(ada, 'Is Oslo a capital?').waitFor();
    await words(ada, say('play.question.read')).waitFor();
    await expectGood(screen, remote, ada);
    await button(screen, say('screen.open')).click();
    await answerOn(ada, 'Yes').tap();
    await answerOn(bo, 'Yes').tap();
    await answerOn(cy, 'No').tap();
    for (const phone of [ada, bo, cy]) await hasArrived(phone, say);
    await button(screen, say('screen.end')).click();
    await heading(bo, say('play.result.right')).waitFor();

    // The winners.
    await act('screen.toPodium');
    await heading(screen, say('screen.winners')).waitFor();
    await region(screen, say('screen.podium'))
      .getByText(say('screen.points', { points: 300 }))
      .waitFor();
    await heading(ada, say('play.final.rank', { rank: 1, count: 3 })).waitFor();
    await heading(bo, say('play.final.rank', { rank: 2, count: 3 })).waitFor();
    await heading(cy, say('play.final.rank', { rank: 3, count: 3 })).waitFor();
    await expectGood(screen, remote, ada, cy);

    // The report of it.
    const report = await windows.open(`/host/games/${roomIdOf(screen)}`, { person: host, locale });
    await heading(report, say('report.byQuestion')).waitFor();
    const hardest = report.getByRole('heading', { level: 3 }).first();
    expect(await hardest.innerText()).toBe('2. Which two are in Japan?');
    await words(report, say('report.silent', { count: 1 })).waitFor();

    // Once more with the same people, and then it is over.
    await act('screen.restart');
    for (const phone of [ada, bo, cy]) await heading(phone, say('play.lobby.again')).waitFor();
    await lobby.waitFor();
    await button(screen, say('screen.begin')).click();
    await answerOn(cy, 'Iceland').tap();
    await hasArrived(cy, say);
    await act('screen.end');
    await heading(cy, say('play.result.right')).waitFor();
    await confirm(remote, button(remote, say('screen.finish')), say('screen.finish'));
    await heading(cy, say('play.final.rank', { rank: 1, count: 3 })).waitFor();
    await confirm(remote, button(remote, say('screen.close')), say('screen.close'));
    for (const phone of [ada, bo, cy]) await heading(phone, say('play.out.closed')).waitFor();
    await heading(screen, say('screen.closedTitle')).waitFor();
    await expectGood(screen, cy);
    await link(screen, say('screen.report')).click();
    await heading(screen, say('report.byQuestion')).waitFor();
    const games = screen.getByRole('navigation', { name: say('report.games') });
    expect(await games.locator('[aria-current=page]').innerText()).toBe(say('report.game', { number: 2 }));
  });
});
