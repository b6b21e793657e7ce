import { describe, expect, it } from 'vitest';
import { ALONE_FIRST, begin, NOW, PLAIN } from './test-game.ts';

describe('[Q10] showing a question', () => {
  it('takes them in order, and refuses to go beyond the last', () => {
    const game = begin();
    expect(game.play({ type: 'show' })).toEqual(['shown q1']);
    expect(game.state).toMatchObject({ phase: 'shown', questionIndex: 0, shownAt: NOW });
    expect(game.play({ type: 'show' }, 500)).toEqual(['shown q2']);
    expect(game.state.shownAt).toBe(NOW + 500);
    game.play({ type: 'show' });
    expect(() => game.play({ type: 'show' })).toThrow('Already at the last question');
    expect(game.refusal({ type: 'show' })).toBe('invalid_payload');
    expect(game.state.questionIndex).toBe(2);
  });

  it('takes the one that is named, by id or by index', () => {
    const game = begin();
    expect(game.play({ type: 'show', questionId: 'q3' })).toEqual(['shown q3']);
    expect(game.play({ type: 'show', index: 1 })).toEqual(['shown q2']);
    expect(game.refusal({ type: 'show', questionId: 'q9' })).toBe('not_found');
    for (const index of [-1, 3, 0.5, Number.NaN])
      expect(game.refusal({ type: 'show', index })).toBe('invalid_payload');
  });

  it('opens nothing: an answer has to wait', () => {
    const game = begin();
    game.play({ type: 'show' });
    expect(game.times()).toEqual([null, null, null]);
    expect(game.admits('q1', 0)).toBe('question_closed');
  });

  it('ends the one that is open, or paused', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'show' }, 1_000)).toEqual(['ended q1', 'shown q2']);
    game.play({ type: 'start' }, 2_000);
    game.play({ type: 'pause' }, 3_000);
    expect(game.play({ type: 'show' }, 4_000)).toEqual(['ended q2', 'shown q3']);
    expect(game.state).toMatchObject({ endedQuestionIds: ['q1', 'q2'], pausedAt: null });
  });

  it('does nothing for the one that is shown or being played', () => {
    const game = begin();
    game.play({ type: 'show' });
    expect(game.play({ type: 'show', questionId: 'q1' }, 1_000)).toEqual([]);
    game.play({ type: 'start' }, 2_000);
    expect(game.play({ type: 'show', index: 0 }, 3_000)).toEqual([]);
    expect(game.state).toMatchObject({ phase: 'open', shownAt: NOW });
  });

  it('refuses one that was ended in this game, and leaves the open one alone then', () => {
    const game = begin();
    game.play({ type: 'start' });
    game.play({ type: 'end' });
    expect(game.refusal({ type: 'show', questionId: 'q1' })).toBe('question_closed');
    game.play({ type: 'start', questionId: 'q2' });
    expect(game.refusal({ type: 'show', questionId: 'q1' })).toBe('question_closed');
    expect(game.state).toMatchObject({ phase: 'open', endedQuestionIds: ['q1'] });
  });

  it('passes over those that were played already', () => {
    const game = begin();
    game.play({ type: 'start', questionId: 'q2' });
    game.play({ type: 'end' });
    expect(game.play({ type: 'show', questionId: 'q1' })).toEqual(['shown q1']);
    expect(game.play({ type: 'show' })).toEqual(['shown q3']);
  });
});

describe('[Q10] starting a question', () => {
  it('opens the one that is shown for its answering time, from now', () => {
    const game = begin();
    game.play({ type: 'show' });
    expect(game.play({ type: 'start' }, 1_000)).toEqual(['started q1']);
    expect(game.times()).toEqual([1_000, 31_000, 31_000]);
    expect(game.state).toMatchObject({ phase: 'open', questionIndex: 0, shownAt: NOW });
  });

  it('needs no show before: then it is shown now', () => {
    const game = begin();
    expect(game.play({ type: 'start' }, 1_000)).toEqual(['started q1']);
    expect(game.state.shownAt).toBe(NOW + 1_000);
    game.play({ type: 'end' }, 2_000);
    expect(game.play({ type: 'start' }, 3_000)).toEqual(['started q2']);
    expect(game.state.shownAt).toBe(NOW + 3_000);
    game.play({ type: 'finish' }, 4_000);
    game.play({ type: 'restart' }, 4_000);
    game.play({ type: 'show' }, 5_000);
    game.play({ type: 'start', questionId: 'q2' }, 6_000);
    expect(game.state.shownAt).toBe(NOW + 6_000);
  });

  it('with show_question_only lets the question stand alone first', () => {
    const game = begin(ALONE_FIRST);
    game.play({ type: 'start' });
    expect(game.times()).toEqual([10_000, 40_000, 40_000]);
    expect(game.admits('q1', 9_999)).toBe('question_closed');
    expect(game.admits('q1', 10_000)).toBe('ok');
  });

  it('keeps to the time that the host gives, from now, and to 310 s at most', () => {
    const game = begin(ALONE_FIRST);
    game.play({ type: 'start', durationMs: 12_345 });
    expect(game.times()).toEqual([0, 12_345, 12_345]);
    game.play({ type: 'start', questionId: 'q2', durationMs: 310_000 });
    expect(game.times()).toEqual([0, 310_000, 310_000]);
    game.play({ type: 'start', questionId: 'q3', durationMs: 310_001 });
    expect(game.times()).toEqual([0, 310_000, 310_000]);
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a time of %d ms', (durationMs) => {
    expect(begin().refusal({ type: 'start', durationMs })).toBe('invalid_payload');
  });

  it('does nothing for the one that is open or paused, named or not', () => {
    const game = begin();
    game.play({ type: 'start' });
    const { state } = game;
    expect(game.play({ type: 'start', questionId: 'q1', durationMs: 5_000 }, 1_000)).toEqual([]);
    expect(game.play({ type: 'start' }, 1_000)).toEqual([]);
    expect(game.state).toBe(state);
    game.play({ type: 'pause' }, 2_000);
    expect(game.play({ type: 'start' }, 3_000)).toEqual([]);
    expect(game.state.phase).toBe('paused');
  });

  it('ends another that is open', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'start', questionId: 'q3' }, 1_000)).toEqual(['ended q1', 'started q3']);
    expect(game.times()).toEqual([1_000, 31_000, 31_000]);
  });

  it('refuses what is unknown, was played, or comes after the last or after the game', () => {
    const game = begin();
    expect(game.refusal({ type: 'start', questionId: 'q9' })).toBe('not_found');
    game.play({ type: 'start', questionId: 'q2' });
    game.play({ type: 'end' });
    expect(game.refusal({ type: 'start', questionId: 'q2' })).toBe('question_closed');
    game.play({ type: 'finish' });
    expect(game.refusal({ type: 'start', questionId: 'q3' })).toBe('question_closed');
    expect(game.refusal({ type: 'show', questionId: 'q3' })).toBe('question_closed');
    expect(begin(PLAIN, []).refusal({ type: 'start' })).toBe('invalid_payload');
  });
});

describe('[Q10] the end of a question', () => {
  it('comes by itself at its time, and not before', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'tick' }, 29_999)).toEqual([]);
    expect(game.play({ type: 'tick' }, 30_000)).toEqual(['ended q1']);
    expect(game.state).toMatchObject({ phase: 'ended', endedQuestionIds: ['q1'], dueAt: null });
    expect(game.play({ type: 'tick' }, 90_000)).toEqual([]);
  });

  it('comes at once where its time passed while nobody looked', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'tick' }, 3_600_000)).toEqual(['ended q1']);
  });

  it('comes early from the host, once, and its time for answers stays what it was', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'end' }, 5_000)).toEqual(['ended q1']);
    expect(game.play({ type: 'end' }, 6_000)).toEqual([]);
    expect(game.times()).toEqual([0, 30_000, null]);
    expect(game.admits('q1', 6_000)).toBe('question_closed');
  });

  it('is refused where none is open', () => {
    const game = begin();
    expect(game.refusal({ type: 'end' })).toBe('question_closed');
    game.play({ type: 'show' });
    expect(game.refusal({ type: 'end' })).toBe('question_closed');
    game.play({ type: 'finish' });
    expect(game.refusal({ type: 'end' })).toBe('question_closed');
  });
});

describe('[Q11] an answer', () => {
  it('counts from the start to the end of its question, both included', () => {
    const game = begin();
    game.play({ type: 'start' }, 1_000);
    expect(game.admits('q1', 999)).toBe('question_closed');
    expect(game.admits('q1', 1_000)).toBe('ok');
    expect(game.admits('q1', 31_000)).toBe('ok');
    expect(game.admits('q1', 31_001)).toBe('question_closed');
  });

  it('counts for no other question, nor for one that the quiz does not have', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.admits('q2', 1)).toBe('question_closed');
    expect(game.admits('q9', 1)).toBe('not_found');
  });

  it('does not count in a pause', () => {
    const game = begin();
    game.play({ type: 'start' });
    game.play({ type: 'pause' }, 1_000);
    expect(game.admits('q1', 2_000)).toBe('question_closed');
    game.play({ type: 'resume' }, 61_000);
    expect(game.admits('q1', 61_000)).toBe('ok');
    expect(game.admits('q1', 90_000)).toBe('ok');
    expect(game.admits('q1', 90_001)).toBe('question_closed');
  });
});
