import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  expectAccessible,
  expectNoOverflow,
  JOURNEY_MS,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';
import { makeQuiz, question } from '../setup/quiz.ts';
import { openRoom, playThrough } from '../setup/quiz-games.ts';
import { openCalendar } from '../setup/schedule.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let ada: Person;
/** What addresses have in them that is known only once it is made. */
const ids: Record<string, string> = {};

/** Names that nobody shortens, to see that they don't push anything out of a phone. */
const LONG = 'Wolfeschlegelsteinhausenbergerdorff the Elder 1234';

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  ada = await register(app, { username: 'ada_of_the_long_name', displayName: LONG });
  const past = await startEvening(app, ada, 'Anevening'.repeat(20));
  await past.play('The Wheel of Enormous Proportions');
  await past.vote('viewer1', 'up');
  await past.vote('viewer2', 'up');
  await past.vote('viewer3', 'down');
  await past.close();
  const evening = await startEvening(app, ada, LONG);
  await evening.setStatus(await evening.play("You Don't Know Jack: Full Stream"), 'skipped');
  await evening.play('Fibbage 3', { room_code: 'WWWW' });
  await evening.vote('viewer4', 'up');
  const questions = [question(`Anunbrokenquestion${'e'.repeat(200)}?`), question('Two?')];
  const quiz = await makeQuiz(app, ada.token, { title: LONG, questions });
  const played = await playThrough(app.url, ada, quiz, { [LONG]: [0, 1], Bo: [1, null] });
  const waiting = await openRoom(app.url, ada, quiz.id);
  waiting.socket.close();
  const calendar = openCalendar(app, ada);
  const timeline = await calendar.makeTimeline({ name: 'Acalendar'.repeat(20), description: LONG });
  const times = { startDateTime: '2031-03-07T19:00:00Z', endDateTime: '2031-03-09T21:00:00Z' };
  await calendar.makeSession({ timelineId: timeline, name: `Anunbroken${'e'.repeat(180)}vent`, ...times });
  Object.assign(ids, { timeline, quiz: quiz.id, game: played.roomId, room: waiting.roomId });
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

/** Every page: its route, an address of it, and what is there once all of it is. */
const PAGES = [
  ['/', '/', 'All nights'],
  ['/join/:host', '/join/ada_of_the_long_name', 'How do you like it?'],
  ['/account', '/account', 'Names'],
  ['/account', '/account#security', 'Last used'],
  ['/account', '/account#keys', 'No keys yet'],
  ['/account', '/account#look', 'Kept in this browser.'],
  ['/account/sign-in', '/account/sign-in', 'Forgot your password?'],
  ['/account/register', '/account/register', 'You have an account?'],
  ['/account/reset', '/account/reset#token', 'Set the password'],
  ['/admin', '/admin', '1 account'],
  ['/admin', '/admin?tab=audit', 'These are all events.'],
  ['/admin', '/admin?tab=health', 'reachable'],
  ['/host', '/host', 'Invite your viewers'],
  ['/host/nights', '/host/nights', 'Most loved of all'],
  ['/host/nights/:id', '/host/nights/1', '2 up, 1 down'],
  ['/host/catalogue', '/host/catalogue', 'Jackbox Party Pack 1'],
  ['/host/quizzes', '/host/quizzes', '2 questions'],
  ['/host/quizzes/:id', '/host/quizzes/{quiz}', 'Saved'],
  ['/host/quiz/:roomId', '/host/quiz/{room}', 'Waiting for the first one'],
  ['/host/quiz/:roomId', '/host/quiz/{room}?remote', 'Lobby, people join'],
  ['/host/games', '/host/games', 'waiting to begin'],
  ['/host/games/:id', '/host/games/{game}', 'Question by question'],
  ['/play', '/play', 'Six digits.'],
  ['/play/:code', '/play/123456', 'Everybody in the room sees it.'],
  ['/host/webhooks', '/host/webhooks', 'No webhooks yet'],
  ['/calendar', '/calendar?view=month&date=2031-03-07', 'Anunbroken'],
  ['/calendar', '/calendar?view=week&date=2031-03-07', 'Anunbroken'],
  ['/calendar', '/calendar?view=agenda&date=2031-03-07', 'Show more weeks'],
  ['/calendar/timelines/:id', '/calendar/timelines/{timeline}', '(you)'],
  ['/watch', '/watch', 'Open the party'],
  ['/watch/:id', '/watch/550e8400-e29b-41d4-a716-446655440000', 'You are invited'],
  ['/overlay/votes', '/overlay/votes?host=ada_of_the_long_name', 'WWWW'],
] as const;

/** These have no frame, and so no switch of the language. */
const BARE = ['/overlay/votes', '/host/quiz/:roomId', '/play', '/play/:code', '/watch/:id'];

/** Nobody who is signed in sees these. */
const FOR_GUESTS = ['/account/sign-in', '/account/register', '/account/reset'];
const personAt = (route: string) => (FOR_GUESTS.includes(route) ? undefined : ada);

it('every page is looked at', async () => {
  const source = await readFile('src/web/pages.ts', 'utf8');
  const routes = [...source.matchAll(/page\(\s*'([^']+)'/g)].map(([, route]) => route);
  expect(new Set(PAGES.map(([route]) => route))).toEqual(new Set(routes));
});

describe('on a phone, in both themes', () => {
  it.each(PAGES)('%s keeps nobody out and fits: %s', async (route, path, text) => {
    const address = path.replace(/\{(\w+)\}/, (_, name) => ids[name] ?? '');
    const page = await windows.open(address, { person: personAt(route), ...PHONE });
    await page.getByText(text).first().waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    // Japanese breaks lines elsewhere, and not at all between the letters of a name.
    if (BARE.includes(route)) return;
    await button(page, 'Switch to 日本語').click();
    await button(page, 'English に切り替える').waitFor();
    await expectNoOverflow(page);
  });
});
