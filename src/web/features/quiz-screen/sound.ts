import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import { createStored } from '#web/lib/stored.ts';
import type { ScreenState } from './state.ts';
import { remainingMs } from './steps.ts';

const stored = createStored('soiree.quizSound', (value) => (typeof value === 'boolean' ? value : undefined));

/** Whoever wants it calm has no sound, unless they switch it on. */
export function useSoundOn(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(
    stored.subscribe,
    () => stored.get() ?? !matchMedia('(prefers-reduced-motion: reduce)').matches,
  );
  return [isOn, stored.set];
}

/** A note: its pitch in Hz, when it begins and how long it sounds, in seconds. */
type Note = { pitch: number; at: number; length: number; shape?: OscillatorType };

const TICK: readonly Note[] = [{ pitch: 1_320, at: 0, length: 0.05, shape: 'square' }];
const LAST_TICK: readonly Note[] = [{ pitch: 1_760, at: 0, length: 0.12, shape: 'square' }];
const REVEAL: readonly Note[] = [523.25, 659.25, 783.99].map((pitch, at) => ({
  pitch,
  at: at * 0.09,
  length: 0.3 + (at === 2 ? 0.4 : 0),
}));
/** With the steps of the podium: the third, the second, the first. */
export const PODIUM_S = [0.4, 1.6, 2.8] as const;
const PODIUM: readonly Note[] = [
  ...[392, 493.88].map((pitch) => ({ pitch, at: PODIUM_S[0], length: 0.5 })),
  ...[440, 554.37].map((pitch) => ({ pitch, at: PODIUM_S[1], length: 0.5 })),
  ...[523.25, 659.25, 783.99, 1_046.5].map((pitch, at) => ({
    pitch,
    at: PODIUM_S[2] + at * 0.12,
    length: 1.4 - at * 0.12,
  })),
];

const VOLUME = 0.12;
/** The last seconds are counted aloud. */
const TICKS = 5;

function createPlayer() {
  let context: AudioContext | undefined;
  return {
    play(notes: readonly Note[]): void {
      context ??= new AudioContext();
      // Browsers stay silent until somebody has pressed something; what couldn't be heard isn't made up for later.
      if (context.state !== 'running') {
        void context.resume();
        return;
      }
      const start = context.currentTime + 0.01;
      for (const { pitch, at, length, shape = 'triangle' } of notes) {
        const tone = new OscillatorNode(context, { type: shape, frequency: pitch });
        const gain = new GainNode(context, { gain: 0 });
        gain.gain.setValueAtTime(VOLUME, start + at);
        gain.gain.exponentialRampToValueAtTime(0.001, start + at + length);
        tone.connect(gain).connect(context.destination);
        tone.start(start + at);
        tone.stop(start + at + length);
      }
    },
    /** Also of what hasn't sounded yet. */
    close(): void {
      void context?.close();
      context = undefined;
    },
  };
}

/** What a room hears of the game: its last seconds, its answers, its winners. */
export function useScreenSounds(state: ScreenState, now: () => number): void {
  const [isOn] = useSoundOn();
  const player = useRef<ReturnType<typeof createPlayer>>(undefined);
  const before = useRef(state.phase);
  const second = useRef(0);

  useEffect(() => {
    if (!isOn) return;
    const opened = createPlayer();
    player.current = opened;
    return () => {
      player.current = undefined;
      opened.close();
    };
  }, [isOn]);

  useEffect(() => {
    const from = before.current;
    before.current = state.phase;
    if (state.phase === 'ended' && (from === 'open' || from === 'paused')) player.current?.play(REVEAL);
    if (state.phase === 'finished' && from !== 'finished') player.current?.play(PODIUM);
  }, [state.phase]);

  const tick = useEffectEvent(() => {
    const left = remainingMs(state, now());
    if (left === undefined || !state.times || now() < state.times.startsAt) return;
    const present = Math.ceil(left / 1_000);
    if (present < second.current && present > 0 && present <= TICKS)
      player.current?.play(present === 1 ? LAST_TICK : TICK);
    second.current = present;
  });
  useEffect(() => {
    if (!isOn || state.phase !== 'open') return;
    const timer = setInterval(() => tick(), 50);
    return () => clearInterval(timer);
  }, [isOn, state.phase]);
}
