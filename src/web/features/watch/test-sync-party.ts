import type { PlaybackState } from '#protocol/watch-state.ts';
import { type ClockOffset, learn, offsetAt, pingDelay } from './clock-offset.ts';
import { targetAt } from './playback-target.ts';
import { type Decision, decide, unsynced } from './sync-decision.ts';
import { createLink, type Link, type Way } from './test-sync-network.ts';
import { createTestPlayer, goodPlayer, type PlayerTraits, type TestPlayer } from './test-sync-player.ts';
import { createRandom, type Random } from './test-sync-random.ts';

const STEP_MS = 5;

export type ViewerSetup = { up?: Partial<Way>; down?: Partial<Way>; player?: Partial<PlayerTraits> };

export type Viewer = {
  player: TestPlayer;
  up: Link;
  down: Link;
  /** Above 0: ahead of what the server says. Milliseconds. */
  drift: () => number;
  /** The last decision. */
  decision: () => Decision | null;
};

type Command = { playing: boolean; currentTime: number; rate?: number };

/** One that is not far from others in the same town. */
const calm: Way = { delay: 15, jitter: 5, loss: 0 };

/** A party of a host, who comes first, and viewers, in a world that is the same for the same seed. */
export function startTestParty(seed: number, setups: readonly ViewerSetup[]) {
  const random = createRandom(seed);
  let now = 1_700_000_000_000;
  let playback: PlaybackState = {
    playing: false,
    currentTime: 0,
    volume: 1,
    rate: 1,
    server_time: now,
    waiting: false,
    revision: 0,
  };
  /** The host’s last, which the server may not have heard yet. */
  let commanded = playback;
  const clients = setups.map((setup) => createClient(setup, random));
  const truth = () => targetAt(playback, now).position;

  function createClient(setup: ViewerSetup, from: Random) {
    const up = createLink({ ...calm, ...setup.up }, from);
    const down = createLink({ ...calm, ...setup.down }, from);
    const player = createTestPlayer(
      { ...goodPlayer, pace: 1 + from.between(-60e-6, 60e-6), ...setup.player },
      from,
    );
    // Its clock began when the device did, and goes at its own pace.
    const bootedAt = now - from.between(0, 1e8);
    const pace = 1 + from.between(-80e-6, 80e-6);
    const clock = () => (now - bootedAt) * pace;
    let known: ClockOffset | null = null;
    let heard = playback;
    let state = unsynced;
    let decision: Decision | null = null;
    let answers = 0;
    let pingAt = now;
    let lookAt = now + from.between(0, 200);

    function ping(): void {
      const sentAt = clock();
      up.send(now, () => {
        const serverTime = Math.floor(now);
        down.send(now, () => {
          known = learn(known, { sentAt, receivedAt: clock(), serverTime });
          answers++;
        });
      });
      pingAt = now + pingDelay(answers);
    }

    function look(): void {
      lookAt = now + 200;
      if (!known) return;
      const target = targetAt(heard, clock() + offsetAt(known, clock()).offsetMs);
      decision = decide(state, clock(), target, player.look());
      state = decision.state;
      player.apply(decision.correction);
      // Timers are late.
      lookAt = now + decision.againInMs + from.exponential(10);
    }

    return {
      player,
      up,
      down,
      serverNow: () => (known ? clock() + offsetAt(known, clock()).offsetMs : now),
      hear(news: PlaybackState): void {
        if (news.revision <= heard.revision) return;
        heard = news;
        // It acts on it at once.
        lookAt = now;
      },
      advance(): void {
        up.deliver(now);
        player.advance(STEP_MS);
        if (player.isFrozen()) return;
        down.deliver(now);
        if (now >= pingAt) ping();
        if (now >= lookAt) look();
      },
      drift: () => (player.position() - truth()) * 1000,
      decision: () => decision,
    };
  }

  /** The host’s page plays by it at once; the server tells the others when it has heard it. */
  function command({ playing, currentTime, rate = commanded.rate }: Command): void {
    const [host, ...others] = clients;
    if (!host) throw new Error('A party has a host');
    const next = { ...commanded, playing, currentTime, rate, revision: commanded.revision + 1 };
    const given = { ...next, server_time: host.serverNow() };
    commanded = given;
    host.hear(given);
    host.up.send(now, () => {
      playback = given;
      for (const other of others) other.down.send(now, () => other.hear(given));
    });
  }

  return {
    viewers: clients satisfies readonly Viewer[],
    command,
    /** Where the host is, as the host’s page would say. */
    position: () => clients[0]?.player.position() ?? 0,
    /** Lets time pass, and looks at every step. */
    run(ms: number, look: (elapsedMs: number) => void = () => undefined): void {
      for (let elapsed = 0; elapsed < ms; elapsed += STEP_MS) {
        now += STEP_MS;
        for (const client of clients) client.advance();
        look(elapsed);
      }
    },
  };
}

export type TestParty = ReturnType<typeof startTestParty>;
