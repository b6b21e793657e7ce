import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
  expectNoOverflow,
  JOURNEY_MS,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { fromElsewhere } from '../setup/parties.ts';
import { readTexts } from '../setup/texts.ts';
import { FAKE_CAPTURE, hostParty, joinParty, openTab } from '../setup/watch-windows.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

const say = readTexts('en');

let app: TestApp;
let windows: Windows;

beforeAll(async () => {
  // On one machine nobody is needed to find the way.
  app = await startTestApp({ env: { TRUST_PROXY: '1', ICE_SERVERS: '[]' } });
  windows = await startWindows(app.url, FAKE_CAPTURE);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
});

const elsewhere = () => ({ extraHTTPHeaders: fromElsewhere() });

type Picture = { frames: number; colours: number[][] };

/**
 * Waits for pictures that are not all the same: how many there were, and of the first and the last the colours at some
 * places.
 */
async function watch(page: Page, label: string, wanted = 15): Promise<Picture> {
  await page.getByLabel(label).waitFor();
  return page.evaluate<Picture>(`(async () => {
    const video = document.querySelector('video');
    const canvas = new OffscreenCanvas(32, 18);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const look = () => {
      context.drawImage(video, 0, 0, 32, 18);
      return [...context.getImageData(0, 0, 32, 18).data];
    };
    const next = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    await next();
    const colours = [look()];
    let frames = 1;
    for (; frames < ${wanted}; frames++) await next();
    colours.push(look());
    return { frames, colours };
  })()`);
}

/** Of how many bytes two pictures differ by more than compression makes them. */
const differences = ([a = [], b = []]: number[][]): number =>
  a.filter((byte, index) => Math.abs(byte - (b[index] ?? 0)) > 24).length;

async function expectMoving(page: Page, label: string): Promise<number[]> {
  const { frames, colours } = await watch(page, label);
  expect(frames).toBe(15);
  expect(differences(colours)).toBeGreaterThan(10);
  return colours[1] ?? [];
}

const screenOf = (name: string) => say('watch.share.of', { name });
const OWN = say('watch.share.own');

/** Of the colours of a picture, how green it is: the made-up screen is. */
const greenOf = (picture: readonly number[]): number => {
  const sum = [0, 1, 2].map((channel) =>
    picture.filter((_, index) => index % 4 === channel).reduce((total, byte) => total + byte, 0),
  );
  return (sum[1] ?? 0) / Math.max(1, (sum[0] ?? 0) + (sum[1] ?? 0) + (sum[2] ?? 0));
};

async function startSharing(page: Page): Promise<void> {
  await button(page, say('watch.share.start')).click();
  await page.getByLabel(OWN).waitFor();
}

/** The screen is chosen once the test says so. */
const CHOOSING = `
  const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getDisplayMedia = async (wanted) => {
    window.chosen = await ask(wanted);
    await new Promise((resolve) => { window.choose = resolve; });
    return window.chosen;
  };
`;

describe('[W8] a shared screen', () => {
  it('is seen moving by two viewers, one of them on a phone, and by who comes later', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const grace = await joinParty(windows, path, 'Grace', elsewhere());
    const lin = await joinParty(windows, path, 'Lin', { ...elsewhere(), ...PHONE });
    await startSharing(host);
    await host.getByText(say('watch.share.seen', { count: 2, total: 2 })).waitFor();
    const own = await expectMoving(host, OWN);
    for (const viewer of [grace, lin]) {
      const seen = await expectMoving(viewer, screenOf('Ada'));
      // Neither black nor something else.
      expect(greenOf(seen)).toBeCloseTo(greenOf(own), 1);
    }
    await grace.getByText(say('watch.quality.good')).waitFor();
    // As a key for media does, or a phone that rings.
    await grace.evaluate('document.querySelector("video").pause()');
    await button(grace, say('watch.tapToPlay')).click();
    await expectMoving(grace, screenOf('Ada'));
    for (const page of [host, grace, lin]) {
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
    await openTab(host, say('watch.people.title'));
    await expect.poll(() => host.getByText(say('watch.people.sees')).count()).toBe(2);

    const late = await joinParty(windows, path, 'Tom', elsewhere());
    await expectMoving(late, screenOf('Ada'));
    await button(host, say('watch.share.stop')).click();
    await grace.getByText(say('watch.empty.title')).waitFor();
  });

  it('comes back to a viewer who loads the page anew, and from a host who does', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const viewer = await joinParty(windows, path, 'Grace', elsewhere());
    await startSharing(host);
    await expectMoving(viewer, screenOf('Ada'));
    await viewer.reload();
    await allowPlay(viewer);
    await expectMoving(viewer, screenOf('Ada'));

    await host.reload();
    await host.getByText(say('watch.share.interrupted')).waitFor();
    await expectAccessible(host);
    await button(host, say('watch.share.again')).click();
    await host.getByText(say('watch.share.seen', { count: 1, total: 1 })).waitFor();
    await expectMoving(viewer, screenOf('Ada'));
  });

  it('may be a guest’s where the host lets them, and the host takes it back', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    expect(await button(guest, say('watch.share.start')).count()).toBe(0);
    await openTab(host, say('watch.tools.title'));
    await host.getByRole('switch', { name: say('watch.tools.shareOpen') }).check();
    await startSharing(guest);
    await expectMoving(host, screenOf('Grace'));
    await button(host, say('watch.share.stop')).click();
    await guest.getByText(say('watch.empty.title')).waitFor();

    // Who is put out while they choose a screen shows it to nobody.
    await guest.evaluate(CHOOSING);
    await button(guest, say('watch.share.start')).click();
    await expect.poll(() => guest.evaluate('typeof choose')).toBe('function');
    await openTab(host, say('watch.people.title'));
    await confirm(host, button(host, say('watch.kick.title', { name: 'Grace' })), say('watch.kick.go'));
    await guest.getByText(say('watch.over.kicked')).waitFor();
    await guest.evaluate('choose()');
    await expect
      .poll(() => guest.evaluate('chosen.getTracks().map(({ readyState }) => readyState)'))
      .not.toContain('live');
  });

  it('says in words that a network forbids it, and that there is no relay', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const viewer = await windows.open(path, elsewhere());
    // As behind a firewall: no way between the two is ever found.
    await viewer.addInitScript(
      'RTCPeerConnection.prototype.addIceCandidate = async () => undefined;' +
        'const set = RTCPeerConnection.prototype.setRemoteDescription;' +
        'RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {' +
        '  return set.call(this, { type, sdp: sdp.replaceAll(/a=candidate:.*\\r\\n/g, "") }); };' +
        'const dispatch = RTCPeerConnection.prototype.addEventListener;' +
        'RTCPeerConnection.prototype.addEventListener = function (type, ...rest) {' +
        '  if (type !== "icecandidate") dispatch.call(this, type, ...rest); };',
    );
    await viewer.reload();
    await viewer.getByLabel(say('watch.yourName')).fill('Grace');
    await viewer.getByLabel(say('watch.door.password')).fill('secure123');
    await button(viewer, say('watch.door.go')).click();
    const connecting = viewer.getByText(say('watch.share.connecting', { name: 'Ada' }));
    await Promise.all([connecting.waitFor(), startSharing(host)]);
    await viewer.getByText(say('watch.share.failed')).waitFor({ timeout: 60_000 });
    await viewer.getByText(say('watch.share.failedNoRelay')).waitFor();
    await expectAccessible(viewer);
  });
});

/** A page that nobody has pressed anything on may not make a sound. */
async function allowPlay(page: Page): Promise<void> {
  const tap = button(page, say('watch.tapToPlay'));
  const isPlaying = page.getByText(say('watch.quality.good'));
  await tap.or(isPlaying).first().waitFor();
  if (await tap.isVisible()) await tap.click();
}
