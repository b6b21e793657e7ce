import { describe, expect, it } from 'vitest';
import { newGame } from './game.ts';
import { ALONE_FIRST, BY_ITSELF, begin, NOW, question } from './test-game.ts';

describe('a pause', () => {
  it('stops the time, and nothing is due in it', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'pause' }, 10_000)).toEqual(['paused q1']);
    expect(game.play({ type: 'tick' }, 600_000)).toEqual([]);
    expect(game.times()).toEqual([0, 30_000, null]);
    expect(game.play({ type: 'resume' }, 610_000)).toEqual(['resumed q1']);
    expect(game.times()).toEqual([600_000, 630_000, 630_000]);
    expect(game.state.pausedAt).toBeNull();
  });

  it('may come before answers count, and ends with the question', () => {
    const game = begin(ALONE_FIRST);
    game.play({ type: 'start' });
    game.play({ type: 'pause' }, 4_000);
    game.play({ type: 'resume' }, 5_000);
    expect(game.times()).toEqual([11_000, 41_000, 41_000]);
    game.play({ type: 'pause' }, 12_000);
    expect(game.play({ type: 'end' }, 13_000)).toEqual(['ended q1']);
    expect(game.state.pausedAt).toBeNull();
  });

  it('gives no time away where the clock goes back', () => {
    const game = begin();
    game.play({ type: 'start' });
    game.play({ type: 'pause' }, 10_000);
    game.play({ type: 'resume' }, 9_000);
    expect(game.times()).toEqual([0, 30_000, 30_000]);
  });

  it('is refused where no question is open, and so is going on without it', () => {
    const game = begin();
    expect(game.refusal({ type: 'pause' })).toBe('question_closed');
    expect(game.refusal({ type: 'resume' })).toBe('question_closed');
    game.play({ type: 'start' });
    expect(game.refusal({ type: 'resume' })).toBe('question_closed');
    // The end has come; only the tick hasn't yet.
    expect(game.refusal({ type: 'pause' }, 30_000)).toBe('question_closed');
    game.play({ type: 'pause' });
    expect(game.refusal({ type: 'pause' })).toBe('question_closed');
  });
});

describe('more time', () => {
  it('moves the end, open or paused', () => {
    const game = begin();
    game.play({ type: 'start' });
    expect(game.play({ type: 'extend', ms: 10_000 }, 1_000)).toEqual(['extended q1']);
    expect(game.times()).toEqual([0, 40_000, 40_000]);
    game.play({ type: 'pause' }, 35_000);
    expect(game.play({ type: 'extend', ms: 10_000 }, 90_000)).toEqual(['extended q1']);
    expect(game.times()).toEqual([0, 50_000, null]);
    game.play({ type: 'resume' }, 95_000);
    expect(game.times()).toEqual([60_000, 110_000, 110_000]);
  });

  it('is 310 s after the start at most, in all', () => {
    const game = begin();
    game.play({ type: 'start' });
    game.play({ type: 'extend', ms: 1_000_000 });
    expect(game.times()).toEqual([0, 310_000, 310_000]);
    expect(game.play({ type: 'extend', ms: 1 })).toEqual([]);
  });

  it('is refused after the end, where no question is open, and for no time', () => {
    const game = begin();
    expect(game.refusal({ type: 'extend', ms: 10_000 })).toBe('question_closed');
    game.play({ type: 'start' });
    expect(game.refusal({ type: 'extend', ms: 10_000 }, 30_000)).toBe('question_closed');
    for (const ms of [0, -1, 0.5, Number.NaN])
      expect(game.refusal({ type: 'extend', ms })).toBe('invalid_payload');
  });
});

describe('a game that advances by itself', () => {
  it('shows the answer for as long as the explanation, then starts the next, and finishes after the last', () => {
    const game = begin(BY_ITSELF, [question('q1'), question('q2', { showExplanationTime: 1 })]);
    game.play({ type: 'start' });
    game.play({ type: 'tick' }, 30_000);
    expect(game.times()).toEqual([0, 30_000, 35_000]);
    expect(game.play({ type: 'tick' }, 34_999)).toEqual([]);
    expect(game.play({ type: 'tick' }, 35_000)).toEqual(['started q2']);
    game.play({ type: 'end' }, 40_000);
    // At least three seconds.
    expect(game.state.dueAt).toBe(NOW + 43_000);
    expect(game.play({ type: 'tick' }, 43_000)).toEqual(['finished']);
    expect(game.state).toMatchObject({ phase: 'finished', dueAt: null });
  });

  it('shows it for three seconds where explanations are off, and the next question alone where that is on', () => {
    const game = begin({ ...BY_ITSELF, showExplanation: false, showQuestionOnly: true });
    game.play({ type: 'start', durationMs: 1_000 });
    game.play({ type: 'tick' }, 1_000);
    expect(game.state.dueAt).toBe(NOW + 4_000);
    game.play({ type: 'tick' }, 4_000);
    expect(game.times()).toEqual([14_000, 44_000, 44_000]);
    expect(game.state.shownAt).toBe(NOW + 4_000);
  });

  it('leaves to the host what the host shows meanwhile', () => {
    const game = begin(BY_ITSELF);
    game.play({ type: 'start' });
    game.play({ type: 'show' }, 1_000);
    expect(game.play({ type: 'tick' }, 600_000)).toEqual([]);
    expect(game.state.phase).toBe('shown');
  });
});

describe('the end of a game', () => {
  it('ends the open question first, and comes once', () => {
    const game = begin();
    expect(game.refusal({ type: 'finish' })).toBe('forbidden');
    game.play({ type: 'start' });
    expect(game.play({ type: 'finish' })).toEqual(['ended q1', 'finished']);
    expect(game.play({ type: 'finish' })).toEqual([]);
  });

  it('leaves a question that was only shown unplayed', () => {
    const game = begin();
    game.play({ type: 'show' });
    expect(game.play({ type: 'finish' })).toEqual(['finished']);
    expect(game.state.endedQuestionIds).toEqual([]);
  });

  it('lets the same people play again, with every question', () => {
    const game = begin();
    game.play({ type: 'lock', isLocked: true });
    for (const command of [{ type: 'show' }, { type: 'start' }, { type: 'pause' }] as const) {
      expect(game.refusal({ type: 'restart' })).toBe('forbidden');
      game.play(command);
    }
    expect(game.refusal({ type: 'restart' })).toBe('forbidden');
    game.play({ type: 'finish' });
    expect(game.play({ type: 'restart' })).toEqual(['restarted']);
    expect(game.state).toEqual({ ...newGame, gameNumber: 2, isLocked: true });
    expect(game.play({ type: 'start' })).toEqual(['started q1']);
    game.play({ type: 'end' });
    game.play({ type: 'restart' });
    expect(game.state.gameNumber).toBe(3);
  });
});

describe('a lock', () => {
  it('goes on and off in any phase, and changes nothing else', () => {
    const game = begin();
    game.play({ type: 'start' });
    const before = game.state;
    expect(game.play({ type: 'lock', isLocked: true })).toEqual(['locked']);
    expect(game.play({ type: 'lock', isLocked: true })).toEqual([]);
    expect(game.state).toEqual({ ...before, isLocked: true });
    game.play({ type: 'finish' });
    expect(game.play({ type: 'lock', isLocked: false })).toEqual(['locked']);
  });
});
