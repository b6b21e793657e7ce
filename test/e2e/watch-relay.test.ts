import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { button, JOURNEY_MS, startWindows, type Windows } from '../setup/browser.ts';
import { startCoturn, type TestTurn } from '../setup/coturn.ts';
import { fromElsewhere, PASSWORD } from '../setup/parties.ts';
import { readTexts } from '../setup/texts.ts';
import { FAKE_CAPTURE, hostParty, knock, stage } from '../setup/watch-windows.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

const SECRET = 'a secret that both servers know';
const say = readTexts('en');

/** As in a network that forbids all direct connections. */
const RELAY_ONLY = `
  const relayed = (configuration) => ({ ...configuration, iceTransportPolicy: 'relay' });
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(relayed(configuration));
      globalThis.lastConnection = this;
    }
    setConfiguration(configuration) {
      super.setConfiguration(relayed(configuration));
    }
  };
`;

let turn: TestTurn;
let app: TestApp;
let windows: Windows;

beforeAll(async () => {
  turn = await startCoturn(SECRET);
  app = await startTestApp({
    env: { TRUST_PROXY: '1', ICE_SERVERS: '[]', TURN_URL: turn.url, TURN_SECRET: SECRET },
  });
  windows = await startWindows(app.url, FAKE_CAPTURE);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
  await turn?.stop();
});

it('[W1] a shared screen reaches through a real relay who can’t be reached directly', async () => {
  const elsewhere = () => ({ extraHTTPHeaders: fromElsewhere() });
  const { page: host, path } = await hostParty(windows, elsewhere());
  const viewer = await windows.open(path, elsewhere());
  await viewer.addInitScript(RELAY_ONLY);
  await viewer.reload();
  await knock(viewer, 'Grace', PASSWORD);
  await stage(viewer).waitFor();
  await button(host, say('watch.share.start')).click();
  await viewer.getByText(say('watch.quality.good')).waitFor({ timeout: 40_000 });
  const countFrames = () =>
    viewer.evaluate<number>('document.querySelector("video").getVideoPlaybackQuality().totalVideoFrames');
  const before = await countFrames();
  await expect.poll(countFrames, { timeout: 10_000 }).toBeGreaterThan(before + 10);
  const kind = await viewer.evaluate<string>(`lastConnection.getStats().then((stats) => {
    const all = [...stats.values()];
    const pair = all.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
    return stats.get(pair.localCandidateId).candidateType;
  })`);
  expect(kind).toBe('relay');
});
