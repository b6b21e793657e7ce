import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrowser } from '../setup/browser.ts';
import { serveWebModules, type WebModules } from '../setup/web-modules.ts';

let browser: Browser;
let modules: WebModules;
let page: Page;

beforeAll(async () => {
  [browser, modules] = await Promise.all([startBrowser(), serveWebModules()]);
});
beforeEach(async () => {
  page = await modules.open(browser);
  await page.addScriptTag({ path: 'test/setup/watch-peers.js' });
});
afterEach(() => page.close());
afterAll(async () => {
  await browser?.close();
  await modules?.close();
});

/** Runs in the page what watch-peers.js has the parts for. */
const run = (body: string): Promise<unknown> => page.evaluate(`(async () => { ${body} })()`);

describe('two browsers that negotiate', () => {
  it('find a connection where both offer at once', async () => {
    const outcome = await run(`
      const pair = await makePair((_, arrive) => setTimeout(arrive, 20));
      for (const { connection } of pair.sides) connection.addTrack(film().getTracks()[0]);
      await until(() => pair.areConnected() && pair.areStable(), 'a connection');
      const tracks = pair.sides.map(({ connection }) => connection.getReceivers().filter(({ track }) => track).length);
      return { tracks, errors: pair.errors, offers: pair.sides.map(({ sent }) => sent[0]) };
    `);
    expect(outcome).toEqual({ tracks: [1, 1], errors: [], offers: ['offer', 'offer'] });
  });

  it('find one where candidates overtake the offer, and the answer', async () => {
    const outcome = await run(`
      const pair = await makePair((signal, arrive) => setTimeout(arrive, signal.type === 'candidate' ? 0 : 300));
      pair.sides[0].connection.addTrack(film().getTracks()[0]);
      await until(pair.areConnected, 'a connection');
      return pair.errors;
    `);
    expect(outcome).toEqual([]);
  });

  it('find another one after a restart, whose candidates come before it is announced', async () => {
    const outcome = await run(`
      let isSlow = false;
      const pair = await makePair((signal, arrive) =>
        setTimeout(arrive, isSlow && signal.type !== 'candidate' ? 300 : 0));
      const [{ connection }] = pair.sides;
      connection.addTrack(film().getTracks()[0]);
      await until(pair.areConnected, 'a connection');
      const ufrag = () => /a=ice-ufrag:(.*)/.exec(connection.localDescription.sdp)[1];
      const before = ufrag();
      isSlow = true;
      connection.setConfiguration({ iceServers: [] });
      connection.restartIce();
      await until(() => ufrag() !== before && pair.areStable() && pair.areConnected(), 'another connection');
      return { errors: pair.errors, frames: (await countFrames(
        new MediaStream([pair.sides[1].connection.getReceivers()[0].track]), 10)) >= 10 };
    `);
    expect(outcome).toEqual({ errors: [], frames: true });
  });

  it('both may ask for more at the same time, again and again', async () => {
    const outcome = await run(`
      // Late, but in order, as by a socket.
      const ways = {};
      const pair = await makePair((_, arrive, from) => {
        ways[from] = Promise.resolve(ways[from]).then(() => wait(Math.random() * 20)).then(arrive);
      });
      for (let n = 0; n < 5; n++) {
        for (const { connection } of pair.sides) connection.createDataChannel('channel ' + n);
        for (const { connection } of pair.sides) connection.addTransceiver('video');
        await wait(Math.random() * 40);
      }
      await until(() => pair.areConnected() && pair.areStable(), 'a connection');
      return pair.errors;
    `);
    expect(outcome).toEqual([]);
  });

  it('an answer to nothing harms nothing', async () => {
    const outcome = await run(`
      const pair = await makePair();
      pair.sides[0].connection.addTrack(film().getTracks()[0]);
      await until(pair.areConnected, 'a connection');
      const { sdp } = pair.sides[1].connection.localDescription;
      await pair.sides[0].negotiation.hear({ type: 'answer', sdp });
      return { errors: pair.errors, isConnected: pair.areConnected() };
    `);
    expect(outcome).toEqual({ errors: [], isConnected: true });
  });
});

/** A host who shares, before a viewer who sees it. */
const SHARED = `
  const party = await makeShareParty();
  const host = party.join('host');
  const stream = film();
  party.join('viewer');
  const seen = (id = 'viewer') => until(() => {
    const { state, stream } = party.view(id);
    return state === 'connected' && stream !== undefined;
  }, id + ' sees it');
`;

describe('a share', () => {
  it('reaches all who are there, and who comes later', async () => {
    const outcome = await run(`${SHARED}
      host.start(stream);
      await seen();
      party.join('late');
      await seen('late');
      const frames = [];
      for (const id of ['viewer', 'late']) frames.push(await countFrames(party.view(id).stream, 10) >= 10);
      return { frames, viewers: [...party.view('host').viewers] };
    `);
    expect(outcome).toEqual({
      frames: [true, true],
      viewers: [
        ['viewer', 'connected'],
        ['late', 'connected'],
      ],
    });
  });

  it('[W8] names its connections, so that what is late for one is known', async () => {
    const outcome = await run(`${SHARED}
      const named = [];
      party.filters.push((from, { type, payload }) => {
        if (payload) named.push(payload.connection);
        return true;
      });
      host.start(stream);
      await seen();
      return { count: new Set(named).size, isNamed: typeof named[0] };
    `);
    expect(outcome).toEqual({ count: 1, isNamed: 'string' });
  });

  it('reaches a viewer whose offer was lost: it asks for another one', async () => {
    const outcome = await run(`${SHARED}
      let lost = 0;
      party.filters.push((from, { type }) => type !== 'webrtc_offer' || lost++ > 0);
      host.start(stream);
      await seen();
      return lost;
    `);
    expect(outcome).toBeGreaterThan(1);
  });

  it('reaches a viewer who has loaded the page anew', async () => {
    const outcome = await run(`${SHARED}
      host.start(stream);
      await seen();
      party.join('viewer');
      await seen();
      return (await countFrames(party.view('viewer').stream, 10)) >= 10;
    `);
    expect(outcome).toBe(true);
  });

  it('stays with a viewer who is away from the server for a moment', async () => {
    const outcome = await run(`${SHARED}
      host.start(stream);
      await seen();
      const { connection } = party.view('viewer');
      const share = party.share('viewer');
      share.reconnect();
      host.reconnect();
      await wait(1_500);
      return { isSame: party.view('viewer').connection === connection, state: connection.connectionState };
    `);
    expect(outcome).toEqual({ isSame: true, state: 'connected' });
  });

  it('ends for who is put out, at once', async () => {
    const outcome = await run(`${SHARED}
      host.start(stream);
      await seen();
      const { connection } = party.view('viewer');
      host.hear({ type: 'kick', user_id: 'host', payload: { user_id: 'viewer' } });
      const viewers = party.view('host').viewers.size;
      await until(() => connection.connectionState !== 'connected', 'the end', 30_000);
      return viewers;
    `);
    expect(outcome).toBe(0);
  });

  it('ends with its screen, and with whoever takes it', async () => {
    const outcome = await run(`${SHARED}
      host.start(stream);
      await seen();
      party.share('viewer').start(film());
      await seen('host');
      const isStopped = stream.getTracks().every(({ readyState }) => readyState === 'ended');
      party.share('viewer').stop();
      await until(() => party.view('host').role === 'none', 'the end');
      return { isStopped, viewer: party.view('viewer').role };
    `);
    expect(outcome).toEqual({ isStopped: true, viewer: 'none' });
  });

  it('is taken up again where the server forgot who held it', async () => {
    const outcome = await run(`${SHARED}
      host.start(stream);
      await seen();
      // Of a sharer whose connection to the server was lost.
      party.share('viewer').stop();
      host.start(film());
      await seen();
      return party.view('host').role;
    `);
    expect(outcome).toBe('sharer');
  });
});
