import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
  expectNoOverflow,
  heading,
  JOURNEY_MS,
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { makeQuiz, type QuizSocket, question } from '../setup/quiz.ts';
import { openRoom } from '../setup/quiz-games.ts';
import { answerOn, enterName, hasArrived, joinByPhone } from '../setup/quiz-windows.ts';
import { startTcpProxy } from '../setup/tcp-proxy.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let host: Person;
let room: { roomId: string; code: string; socket: QuizSocket };

/** What a browser itself says of a server that it can't reach. */
const AWAY = /ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|INTERNET_DISCONNECTED|EMPTY_RESPONSE|NETWORK_CHANGED)/;
/** As long as a lift or a tunnel takes. */
const GONE_MS = 10_000;
const HEALED = { timeout: 40_000 };

beforeAll(async () => {
  app = await startTestApp();
  windows = await startWindows(app.url);
  host = await register(app);
});
afterEach(async () => {
  room?.socket.close();
  await windows.shut();
});
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

/** A room of two questions, led by socket. */
async function open(): Promise<void> {
  const questions = [question('One?', { answering_time: 300 }), question('Two?', { answering_time: 300 })];
  const quiz = await makeQuiz(app, host.token, { questions });
  room = await openRoom(app.url, host, quiz.id);
}

async function lead(event: string, payload: object = {}): Promise<void> {
  const reply = await room.socket.ask(event, { roomId: room.roomId, ...payload });
  expect(reply.error, event).toBeUndefined();
}

const bigScreen = (): Promise<Page> => windows.open(`/host/quiz/${room.roomId}`, { person: host });

/** It is the time itself that is tested: no word comes of its end. */
const goneFor = (phone: Page, ms: number): Promise<void> => phone.waitForTimeout(ms);

describe('a phone that loses the network for 10 s', () => {
  it('keeps the answer that was tapped meanwhile, and sends it once it is back', async () => {
    await open();
    const screen = await bigScreen();
    const phone = await joinByPhone(windows, room.code, 'Ada');
    await lead('game:flow:start');
    await answerOn(phone, 'right').waitFor();
    await phone.context().setOffline(true);
    await answerOn(phone, 'right').tap();
    expect(await answerOn(phone, 'right').getAttribute('aria-pressed')).toBe('true');
    await goneFor(phone, GONE_MS);
    // Nobody is told that an answer counts which has not arrived.
    expect(await phone.getByText('Got it. Waiting for the others').count()).toBe(0);
    await phone.getByText("You're offline. It goes out once you're back.").waitFor();
    await expectAccessible(phone);
    await phone.context().setOffline(false);
    await hasArrived(phone);
    await screen.getByText('1 / 1', { exact: true }).waitFor();
    await lead('game:flow:end');
    await heading(phone, 'Right!').waitFor(HEALED);
    windows.forgive(AWAY);
  });

  it('has its answer from before, and shows what the room shows by then', async () => {
    await open();
    const phone = await joinByPhone(windows, room.code, 'Ada');
    await lead('game:flow:start');
    await answerOn(phone, 'right').tap();
    await hasArrived(phone);
    await phone.context().setOffline(true);
    await lead('game:flow:end');
    await lead('game:flow:start');
    await goneFor(phone, GONE_MS);
    await phone.context().setOffline(false);
    await heading(phone, 'Two?').waitFor(HEALED);
    await phone.getByText('100 points', { exact: true }).waitFor();
    await answerOn(phone, 'wrong').tap();
    await hasArrived(phone);
    await lead('game:flow:end');
    await heading(phone, 'Not this time').waitFor();
    windows.forgive(AWAY);
  });

  it('whose connections break and are refused is back by itself', async () => {
    await open();
    const { port, hostname } = new URL(app.url);
    const way = await startTcpProxy({ port: Number(port), host: hostname });
    const phone = await windows.open(`http://127.0.0.1:${way.port}/play/${room.code}`, PHONE);
    await enterName(phone, 'Ada');
    await lead('game:flow:start');
    await answerOn(phone, 'right').waitFor();
    await way.cut();
    await phone.getByText('Reconnecting …').waitFor();
    await answerOn(phone, 'right').tap();
    await phone.getByText("You're offline. It goes out once you're back.").waitFor();
    await expectNoOverflow(phone);
    await goneFor(phone, GONE_MS);
    await way.restore();
    await phone.getByText('Got it. Waiting for the others').waitFor(HEALED);
    await phone.getByText('Reconnecting …').waitFor({ state: 'detached' });
    await phone.context().close();
    await way.close();
    windows.forgive(AWAY);
  });
});

describe('a page that is loaded anew in mid-question', () => {
  it('on the big screen goes on as it was', async () => {
    await open();
    const screen = await bigScreen();
    const ada = await joinByPhone(windows, room.code, 'Ada');
    const bo = await joinByPhone(windows, room.code, 'Bo');
    await button(screen, 'Start the game').click();
    await answerOn(ada, 'right').tap();
    await hasArrived(ada);
    await screen.getByText('1 / 2', { exact: true }).waitFor();
    await screen.reload();
    await heading(region(screen, 'Question'), 'One?').waitFor();
    await screen.getByText('1 / 2', { exact: true }).waitFor();
    await answerOn(bo, 'wrong').tap();
    await screen.getByText('2 / 2', { exact: true }).waitFor();
    await button(screen, 'End now').click();
    await region(screen, 'Result').waitFor();
    await screen.reload();
    // Which of them depends on how long that took.
    await region(screen, 'Result').or(region(screen, 'Leaderboard')).waitFor();
    await button(screen, 'Read it out first').waitFor();
  });

  it('on a phone has its player and its answer', async () => {
    await open();
    const phone = await joinByPhone(windows, room.code, 'Ada');
    await lead('game:flow:start');
    await answerOn(phone, 'wrong').tap();
    await hasArrived(phone);
    await phone.reload();
    await hasArrived(phone);
    expect(await answerOn(phone, 'wrong').getAttribute('aria-pressed')).toBe('true');
    await lead('game:flow:end');
    await heading(phone, 'Not this time').waitFor();
    await phone.reload();
    await heading(phone, 'Not this time').waitFor();
  });
});

describe('who may be in the room', () => {
  it('not who was removed, who cannot come back', async () => {
    await open();
    const screen = await bigScreen();
    const ada = await joinByPhone(windows, room.code, 'Ada');
    const bo = await joinByPhone(windows, room.code, 'Bo');
    await confirm(screen, button(region(screen, 'Lobby'), 'Bo'), 'Remove');
    await heading(bo, "You're out of the room").waitFor();
    await expectAccessible(bo);
    await expectNoOverflow(bo);
    await heading(screen, '1 player').waitFor();
    await ada.getByText('1 player so far').waitFor();
    await bo.goto(`/play/${room.code}`);
    await enterName(bo, 'Bob');
    await bo.getByText('The host has removed you from this room.').waitFor();
    await heading(screen, '1 player').waitFor();
  });

  it('nobody new while it is locked, but who was there before', async () => {
    await open();
    const screen = await bigScreen();
    const ada = await joinByPhone(windows, room.code, 'Ada');
    await button(screen, 'Lock the room').click();
    await screen.getByText('The room is locked').waitFor();
    const bo = await windows.open(`/play/${room.code}`, PHONE);
    await enterName(bo, 'Bo');
    await bo.getByText('The host has locked the room. Ask them to let you in.').waitFor();
    await expectAccessible(bo);
    await ada.reload();
    await heading(ada, "You're in, Ada").waitFor();
    await button(screen, 'Unlock the room').click();
    await screen.getByText('The room is locked').waitFor({ state: 'detached' });
    await button(bo, 'Join').click();
    await heading(bo, "You're in, Bo").waitFor();
    await heading(screen, '2 players').waitFor();
  });
});
