import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapHistory, record, redo, startHistory, undo } from './editor-history.ts';

const typing = { place: 'q', group: 'q.question_text' };
const other = { place: undefined };

describe('undo and redo', () => {
  it('go back and forth, and remember where each edit was', () => {
    const one = record(startHistory('a'), 'b', { place: 'q' }, 0);
    const two = record(one, 'c', other, 10);
    const back = undo(two);
    expect(back.present).toBe('b');
    expect(back.future[0]?.edit).toBe(other);
    expect(undo(back).present).toBe('a');
    expect(redo(redo(undo(back))).present).toBe('c');
  });

  it('do nothing at the ends', () => {
    const start = startHistory('a');
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });

  it('take what was typed into one field in a row as one', () => {
    const start = startHistory('');
    const typed = ['h', 'he', 'hey'].reduce(
      (history, text, index) => record(history, text, typing, index * 300),
      start,
    );
    expect(undo(typed).present).toBe('');
  });

  it('tell apart what was typed after a pause, into another field, or after an undo', () => {
    const first = record(startHistory(''), 'a', typing, 0);
    expect(undo(record(first, 'ab', typing, 5_000)).present).toBe('a');
    expect(undo(record(first, 'ab', { ...typing, group: 'q.points' }, 1)).present).toBe('a');
    const two = record(first, 'ab', typing, 5_000);
    expect(undo(record(undo(two), 'ax', typing, 5_001)).present).toBe('a');
  });

  it('forget what was undone once something else is edited', () => {
    const two = record(record(startHistory('a'), 'b', other, 0), 'c', other, 1);
    expect(redo(record(undo(two), 'x', other, 2)).present).toBe('x');
  });

  it('always lead back to where one was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 30 }), fc.nat(30), (values, steps) => {
        const history = values.reduce((all, value, at) => record(all, value, other, at), startHistory(-1));
        let moved = history;
        const count = Math.min(steps, values.length);
        for (let step = 0; step < count; step++) moved = undo(moved);
        expect(moved.present).toBe([-1, ...values][values.length - count]);
        for (let step = 0; step < count; step++) moved = redo(moved);
        expect(moved.present).toBe(history.present);
        expect(moved.past).toEqual(history.past);
      }),
    );
  });

  it('keep their steps when something is put below all of them', () => {
    const history = undo(record(record(startHistory(1), 2, other, 0), 3, other, 1));
    const mapped = mapHistory(history, (value) => value * 10);
    expect([undo(mapped).present, mapped.present, redo(mapped).present]).toEqual([10, 20, 30]);
  });
});
