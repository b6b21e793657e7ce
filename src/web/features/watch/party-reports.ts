import type { PartyRequest } from './party-messages.ts';
import type { SyncReport } from './sync-loop.ts';

type Options = { send: (request: PartyRequest) => boolean; now?: () => number };

/** The others see how far this player is off; but a party has better things to talk about. */
const DRIFT_EVERY_MS = 5_000;
const DRIFT_STEP_MS = 10;
const MAX_DRIFT_MS = 600_000;

/** Tells the party of this player what has changed, and after each new connection all of it. */
export function createReports({ send, now = () => performance.now() }: Options) {
  let mediaId: string | undefined;
  let isReady = false;
  let told: { ready?: boolean; buffering?: boolean; driftMs?: number } = {};
  let drifts: number[] = [];
  let driftToldAt = Number.NEGATIVE_INFINITY;

  function tellReady(): void {
    if (mediaId === undefined || told.ready === isReady || (!isReady && told.ready === undefined)) return;
    if (send({ type: 'ready', payload: { ready: isReady, media_id: mediaId } })) told.ready = isReady;
  }

  function tellBuffering(buffering: boolean): void {
    if (told.buffering === buffering || (!buffering && told.buffering === undefined)) return;
    if (send({ type: 'buffering', payload: { buffering } })) told.buffering = buffering;
  }

  function tellDrift(driftMs: number): void {
    drifts.push(driftMs);
    if (now() - driftToldAt < DRIFT_EVERY_MS) return;
    const mean = drifts.reduce((sum, one) => sum + one, 0) / drifts.length;
    drifts = [];
    driftToldAt = now();
    const drift_ms = Math.round(Math.max(-MAX_DRIFT_MS, Math.min(MAX_DRIFT_MS, mean)));
    if (told.driftMs !== undefined && Math.abs(told.driftMs - drift_ms) < DRIFT_STEP_MS) return;
    if (send({ type: 'drift', payload: { drift_ms } })) told.driftMs = drift_ms;
  }

  return {
    /** Another medium, or the same by a new connection: nobody knows anything of it yet. */
    restart(id: string | undefined): void {
      if (id !== mediaId) isReady = false;
      mediaId = id;
      told = {};
      drifts = [];
      driftToldAt = Number.NEGATIVE_INFINITY;
      tellReady();
    },
    setReady(ready: boolean): void {
      isReady = ready;
      tellReady();
    },
    hear({ driftMs, isBuffering }: SyncReport): void {
      if (mediaId === undefined) return;
      tellBuffering(isBuffering);
      if (driftMs !== null) tellDrift(driftMs);
    },
  };
}
