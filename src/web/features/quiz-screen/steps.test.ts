import { describe, expect, it } from 'vitest';
import { defaultPlaySettings } from '#protocol/quiz.ts';
import type { Phase } from '#protocol/quiz-live-fields.ts';
import type { ScreenState } from './state.ts';
import { nextStep, remainingMs } from './steps.ts';

const questions = ['one', 'two'].map((id, order_index) => ({
  id,
  question_text: id,
  question_type: 'multiple_choice',
  allow_multiple: false,
  image_url: null,
  show_question_time: 5,
  answering_time: 30,
  points: 100,
  order_index,
  answers: [],
}));

const state = (phase: Phase, index: number, fields: Partial<ScreenState> = {}): ScreenState => ({
  room: {
    id: 'room',
    code: '123456',
    joinUrl: 'https://soiree.example.org/play/123456',
    title: 'Capitals',
    quizId: 'quiz',
    settings: defaultPlaySettings,
    questions,
  },
  phase,
  gameNumber: 1,
  isLocked: false,
  isClosed: false,
  index,
  endedIds: [],
  times: undefined,
  pausedAt: undefined,
  resumedAt: 0,
  players: [],
  counts: {},
  answered: 0,
  result: undefined,
  rankings: undefined,
  ...fields,
});

describe('the next sensible step', () => {
  const [one, two] = questions;

  it('leads through the whole game', () => {
    const over = state('ended', 0, { endedIds: ['one'] });
    expect(nextStep(state('lobby', -1), 'result')).toEqual({ type: 'start', question: one, isAtOnce: false });
    expect(nextStep(state('open', 0), 'result')).toEqual({ type: 'end' });
    expect(nextStep(state('paused', 0), 'result')).toEqual({ type: 'resume' });
    expect(nextStep(over, 'result')).toEqual({ type: 'board' });
    expect(nextStep(over, 'board')).toEqual({ type: 'start', question: two, isAtOnce: false });
    expect(nextStep(state('finished', 1), 'result')).toBeUndefined();
  });

  it('opens at once what has been shown already', () => {
    expect(nextStep(state('shown', 1), 'result')).toEqual({ type: 'start', question: two, isAtOnce: true });
  });

  it('is the podium after the last question, without the leaderboard before it', () => {
    const over = state('ended', 1, { endedIds: ['one', 'two'] });
    expect(nextStep(over, 'result')).toEqual({ type: 'finish' });
  });

  it('passes over a question that was played out of order', () => {
    expect(nextStep(state('ended', 0, { endedIds: ['two', 'one'] }), 'board')).toEqual({ type: 'finish' });
  });
});

describe('the time that is left', () => {
  const times = { startsAt: 5_000, endsAt: 35_000 };

  it('runs to the answers, then to the end, and not below 0', () => {
    const open = state('open', 0, { times });
    expect([0, 5_000, 34_000, 40_000].map((now) => remainingMs(open, now))).toEqual([
      5_000, 30_000, 1_000, 0,
    ]);
  });

  it('stands still in a pause', () => {
    const paused = state('paused', 0, { times, pausedAt: 15_000 });
    expect([16_000, 99_000].map((now) => remainingMs(paused, now))).toEqual([20_000, 20_000]);
  });

  it('is unknown until the server has told it', () => {
    expect(remainingMs(state('open', 0), 0)).toBeUndefined();
    expect(remainingMs(state('paused', 0, { times }), 0)).toBeUndefined();
  });
});
