import { describe, expect, it } from 'vitest';
import type { HostedRoom } from '#web/lib/quiz-events.ts';
import { nextQuestionOf, reduceScreen } from './state.ts';
import {
  ADA,
  changed,
  ended,
  finished,
  joined,
  one,
  paused,
  play,
  QUESTIONS,
  ROOM,
  ranked,
  reset,
  retimed,
  START,
  started,
  stats,
  two,
} from './test-messages.ts';

describe('the big screen', () => {
  it('knows nothing until the host has joined, and then all that the room is', () => {
    expect(reduceScreen(undefined, started(one))).toBeUndefined();
    expect(play([joined()])).toMatchObject({
      phase: 'lobby',
      room: { code: '123456', title: 'Capitals', questions: QUESTIONS },
      players: [],
    });
  });

  it('follows a question from the lobby to its leaderboard', () => {
    const shown = play([joined(), changed(one)]);
    expect(shown).toMatchObject({ phase: 'shown', index: 0, times: undefined });
    const open = play([started(one), stats(one, { 'one-a': 2, 'one-b': 1 })], shown);
    expect(open).toMatchObject({ phase: 'open', answered: 3, times: { startsAt: START } });
    const over = play([ended(one, { 'one-a': 2, 'one-b': 2 }), ranked()], open);
    expect(over).toMatchObject({
      phase: 'ended',
      times: undefined,
      endedIds: ['one'],
      result: { correctAnswerIds: ['one-a'], counts: { 'one-a': 2, 'one-b': 2 } },
      rankings: [ADA],
    });
    expect(nextQuestionOf(over)).toBe(two);
    expect(play([started(two)], over)).toMatchObject({
      phase: 'open',
      index: 1,
      answered: 0,
      counts: {},
      result: undefined,
      rankings: undefined,
    });
  });

  it('stops and goes on with a pause, which an extension makes no shorter', () => {
    const pausing = play([joined(), started(one), paused(one, 20_000)]);
    expect(pausing).toMatchObject({ phase: 'paused', pausedAt: START + 10_000 });
    const longer = { startsAt: START, endsAt: START + 40_000, serverTime: START + 12_000 };
    const extended = play([retimed('extended', one, longer)], pausing);
    expect(extended).toMatchObject({ phase: 'paused', times: { endsAt: START + 40_000 } });
    const moved = { startsAt: START + 5_000, endsAt: START + 45_000, serverTime: START + 15_000 };
    expect(play([retimed('resumed', one, moved)], extended)).toMatchObject({
      phase: 'open',
      pausedAt: undefined,
      times: { startsAt: START + 5_000, endsAt: START + 45_000 },
    });
  });

  it('counts players where an answer may be several, once the server says how many', () => {
    const open = play([joined(), started(one)]);
    const payload = { roomId: ROOM, questionId: 'one', counts: { 'one-a': 2, 'one-b': 2 }, answered: 3 };
    expect(play([{ event: 'game:answer:stats:update', payload }], open).answered).toBe(3);
  });

  it('never goes back to fewer answers, to a question that is over or to a game before', () => {
    const open = play([joined(), started(one), stats(one, { 'one-a': 3 }), stats(one, { 'one-a': 2 })]);
    expect(open.answered).toBe(3);
    const next = play([ended(one), started(two)], open);
    for (const late of [changed(one), started(one), ended(one), stats(one, { 'one-a': 9 }), paused(one, 1)])
      expect(play([late], next)).toEqual(next);
    const again = play([ended(two), finished(), reset(2)], next);
    expect(again).toMatchObject({ phase: 'lobby', gameNumber: 2, index: -1, endedIds: [] });
    for (const late of [finished(1), reset(1), reset(2), ended(two), ranked()])
      expect(play([late], again)).toEqual(again);
    expect(play([started(one)], again)).toMatchObject({ phase: 'open', index: 0 });
  });

  it('takes no notice of other rooms', () => {
    const state = play([joined()]);
    const payload = { roomId: 'another', locked: true };
    expect(reduceScreen(state, { event: 'game:room:locked', payload })).toBe(state);
  });

  it.each([
    ['a pause of before', [started(one), paused(one, 20_000)], 'open'],
    ['the end of a pause of before', [started(one)], 'paused'],
  ] as const)('is not moved by %s', (_, first, phase) => {
    const moved = { startsAt: START + 5_000, endsAt: START + 35_000, serverTime: START + 15_000 };
    const back = retimed('resumed', one, moved);
    const state = play([joined(), ...first, back, ...(phase === 'paused' ? [paused(one, 10_000)] : [])]);
    const late = phase === 'paused' ? back : paused(one, 20_000);
    expect(state.phase).toBe(phase);
    expect(play([late], state)).toEqual(state);
  });
});

describe('after a reload or a new connection, the screen shows', () => {
  const inOne = { index: 0, phase: 'open' } as const;

  it('an open question', () => {
    expect(play([joined(inOne), started(one)])).toMatchObject({ phase: 'open', times: { startsAt: START } });
  });

  it('a pause, without a moment of play', () => {
    const joining = play([joined({ ...inOne, phase: 'paused' }), started(one)]);
    expect(joining.phase).toBe('paused');
    expect(play([paused(one, 20_000)], joining)).toMatchObject({ phase: 'paused', pausedAt: START + 10_000 });
  });

  it('that a pause is over', () => {
    const pausing = play([joined(), started(one), paused(one, 20_000)]);
    expect(play([joined(inOne), started(one, START + 5_000)], pausing)).toMatchObject({
      phase: 'open',
      pausedAt: undefined,
      times: { endsAt: START + 35_000 },
    });
  });

  it('a result, once it is told', () => {
    const over: Partial<HostedRoom> = { index: 0, phase: 'ended', endedQuestionIds: ['one'] };
    const fresh = play([joined(over), changed(one)]);
    expect(fresh).toMatchObject({ phase: 'ended', index: 0, result: undefined });
    const told = play([ended(one, { 'one-a': 1 }), ranked()], fresh);
    expect(told).toMatchObject({ phase: 'ended', result: { counts: { 'one-a': 1 } }, rankings: [ADA] });
    expect(play([joined(over)], told)).toEqual(told);
  });

  it('the winners, and asks for them where they could not be read', () => {
    const over = joined({ index: 2, phase: 'finished', endedQuestionIds: ['one', 'two', 'three'] });
    expect(play([over, finished(1, [])])).toMatchObject({ phase: 'finished', rankings: undefined });
    expect(play([over, finished(1, []), ranked([])])).toMatchObject({ rankings: [] });
    expect(play([over, finished()])).toMatchObject({ phase: 'finished', rankings: [ADA] });
  });

  it('what it showed, with the answers so far', () => {
    const open = play([joined(), started(one), stats(one, { 'one-a': 3 })]);
    expect(play([joined(inOne), started(one)], open)).toEqual(open);
  });

  it('the new game, also where the answer is of the one before', () => {
    const again = play([joined(), started(one), ended(one), reset(2)]);
    expect(play([joined({ index: 0, phase: 'ended', endedQuestionIds: ['one'] })], again)).toEqual(again);
  });
});
