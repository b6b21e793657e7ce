import { describe, expect, it } from 'vitest';
import type { PartyRequest } from './party-messages.ts';
import { createReports } from './party-reports.ts';

function start() {
  const sent: PartyRequest[] = [];
  let now = 0;
  let isOpen = true;
  const reports = createReports({
    send(request) {
      if (isOpen) sent.push(request);
      return isOpen;
    },
    now: () => now,
  });
  return {
    reports,
    sent: () => sent.splice(0).map((request) => ({ type: request.type, ...request.payload })),
    cut: () => {
      isOpen = false;
    },
    mend: () => {
      isOpen = true;
    },
    /** A player that is looked at five times a second. */
    play(ms: number, driftMs: number | null, isBuffering = false): void {
      for (const end = now + ms; now < end; now += 200)
        reports.hear({ driftMs, isBuffering, isSlow: false, isBlocked: false });
    },
  };
}

describe('what a player tells the party', () => {
  it('is nothing without a medium, nor what nobody thinks otherwise', () => {
    const player = start();
    player.play(20_000, 50, true);
    player.reports.restart('film');
    player.reports.setReady(false);
    player.play(1_000, null);
    expect(player.sent()).toEqual([]);
  });

  it('is that it is ready, once, and again by each new connection', () => {
    const { reports, sent } = start();
    reports.restart('film');
    reports.setReady(true);
    reports.setReady(true);
    expect(sent()).toEqual([{ type: 'ready', ready: true, media_id: 'film' }]);
    reports.restart('film');
    expect(sent()).toEqual([{ type: 'ready', ready: true, media_id: 'film' }]);
    reports.restart('another');
    expect(sent()).toEqual([]);
  });

  it('is kept until there is a connection', () => {
    const { reports, sent, cut, mend } = start();
    reports.restart('film');
    cut();
    reports.setReady(true);
    mend();
    reports.restart('film');
    expect(sent()).toEqual([{ type: 'ready', ready: true, media_id: 'film' }]);
  });

  it('is that it buffers, and that it is over', () => {
    const player = start();
    player.reports.restart('film');
    player.play(2_000, null, true);
    player.play(2_000, null, false);
    expect(player.sent()).toEqual([
      { type: 'buffering', buffering: true },
      { type: 'buffering', buffering: false },
    ]);
  });

  it('is its drift where that changes, and far from as often as it is known', () => {
    const player = start();
    player.reports.restart('film');
    player.play(60_000, 20);
    expect(player.sent()).toEqual([{ type: 'drift', drift_ms: 20 }]);
    player.play(60_000, -35.4);
    const told = player.sent();
    expect(told.at(-1)).toEqual({ type: 'drift', drift_ms: -35 });
    expect(told.length).toBeLessThanOrEqual(2);
    player.play(6_000, 1e9);
    expect(player.sent().at(-1)).toEqual({ type: 'drift', drift_ms: 600_000 });
  });
});
