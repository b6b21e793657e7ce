import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admits, MAX_DURATION_MS, play } from './game.ts';
import type { GameEvent, GameState } from './game-types.ts';
import { rank } from './ranking.ts';
import { attempt, command, openRoom, setting, step } from './test-game-room.ts';

const REFUSALS = ['question_closed', 'not_found', 'invalid_payload', 'forbidden'];

type Look = {
  room: ReturnType<typeof openRoom>;
  before: GameState;
  events: readonly GameEvent[];
};

/** Plays any interleaving of commands and answers, and looks at the room after each. */
function inEveryGame(look: (at: Look) => void): void {
  fc.assert(
    fc.property(setting, fc.array(step, { maxLength: 50 }), (inSetting, steps) => {
      const room = openRoom(inSetting);
      for (const { afterMs, ...next } of steps) {
        const before = room.state;
        let events: readonly GameEvent[] = [];
        if (next.type === 'command') events = room.command(next.command, afterMs);
        else room.answer(next.playerId, next.questionId, next.choice, afterMs);
        look({ room, before, events });
      }
    }),
    { numRuns: 400 },
  );
}

const isEnded = (event: GameEvent) => event.type === 'ended';

describe('whatever is commanded and answered, in whatever order', () => {
  it('[Q12] a score is the sum of what the questions gave, each once, and ranks go from 1 to n', () => {
    inEveryGame(({ room: { state, given, standings } }) => {
      const keys = given.map(
        ({ gameNumber, questionId, playerId }) => `${gameNumber} ${questionId} ${playerId}`,
      );
      expect(new Set(keys).size).toBe(keys.length);
      for (const { playerId, score } of standings) {
        const own = given.filter((one) => one.playerId === playerId && one.gameNumber === state.gameNumber);
        expect(score).toBe(own.reduce((sum, { points }) => sum + points, 0));
      }
      const ranked = rank(standings);
      expect(ranked.map((one) => one.rank)).toEqual([1, 2, 3]);
      expect(ranked.map(({ score }) => score)).toEqual(
        standings.map(({ score }) => score).toSorted((a, b) => b - a),
      );
    });
  });

  it('[Q11] an answer counts only while its question is open, and takes no longer than that', () => {
    inEveryGame(({ room: { state, questions, now, answersTo } }) => {
      for (const { id } of questions) {
        const isCurrent = questions[state.questionIndex]?.id === id;
        const { startsAt, endsAt } = state;
        const isOpen =
          isCurrent &&
          state.phase === 'open' &&
          startsAt !== null &&
          endsAt !== null &&
          startsAt <= now &&
          now <= endsAt;
        expect(admits(state, id, questions, now)).toBe(isOpen ? 'ok' : 'question_closed');
        for (const { elapsedMs } of answersTo(state.gameNumber, id).values()) {
          expect(elapsedMs).toBeGreaterThanOrEqual(0);
          expect(elapsedMs).toBeLessThanOrEqual(MAX_DURATION_MS);
        }
      }
      expect(admits(state, 'q9', questions, now)).toBe('not_found');
    });
  });

  it('[Q10] a question’s end is told when it ends, once a game, and nobody can answer it from then on', () => {
    inEveryGame(({ room: { state, questions, now, told }, before, events }) => {
      expect(state.endedQuestionIds).toEqual(told);
      expect(new Set(told).size).toBe(told.length);
      if (state.phase === 'ended') {
        expect(told.at(-1)).toBe(questions[state.questionIndex]?.id);
        if (before.phase !== 'ended') expect(events.some(isEnded)).toBe(true);
      }
      for (const id of told) expect(admits(state, id, questions, now)).toBe('question_closed');
    });
  });

  it('[Q10] the times are in order: a start, its end within 310 s, and something due where it must be', () => {
    inEveryGame(({ room: { state, rules } }) => {
      const { phase, startsAt, endsAt, shownAt } = state;
      if (phase === 'lobby' || phase === 'shown') expect([startsAt, endsAt]).toEqual([null, null]);
      if (phase === 'open' || phase === 'paused' || phase === 'ended') {
        if (shownAt === null || startsAt === null || endsAt === null) throw new Error('times are missing');
        expect(shownAt).toBeLessThanOrEqual(startsAt);
        expect(startsAt).toBeLessThanOrEqual(endsAt);
        expect(endsAt).toBeLessThanOrEqual(startsAt + MAX_DURATION_MS);
      }
      expect(state.pausedAt !== null).toBe(phase === 'paused');
      if (phase === 'open') expect(state.dueAt).toBe(endsAt);
      else expect(state.dueAt !== null).toBe(phase === 'ended' && rules.autoAdvance);
    });
  });

  it('a pause keeps the time that remains, and the time in all', () => {
    inEveryGame(({ room: { state, now }, before, events }) => {
      if (events[0]?.type !== 'resumed') return;
      const remaining = (before.endsAt ?? Number.NaN) - (before.pausedAt ?? Number.NaN);
      expect(remaining).toBeGreaterThan(0);
      expect((state.endsAt ?? Number.NaN) - now).toBe(remaining);
      expect((state.startsAt ?? Number.NaN) - (before.startsAt ?? Number.NaN)).toBe(
        now - (before.pausedAt ?? Number.NaN),
      );
    });
  });

  it('a tick does nothing early, something when due, and nothing the second time', () => {
    inEveryGame(({ room: { state, questions, rules, now } }) => {
      const once = play(state, { type: 'tick' }, questions, rules, now);
      expect(once.events.length > 0).toBe(state.dueAt !== null && now >= state.dueAt);
      const twice = play(once.state, { type: 'tick' }, questions, rules, now);
      expect(twice).toEqual({ state: once.state, events: [] });
    });
  });

  it('left alone, a game that advances by itself comes to its end', () => {
    inEveryGame(({ room: { state, questions, rules } }) => {
      if (!rules.autoAdvance || state.dueAt === null) return;
      let left = state;
      for (let ticks = 0; left.dueAt !== null && ticks <= 2 * questions.length; ticks++)
        left = play(left, { type: 'tick' }, questions, rules, left.dueAt).state;
      expect(left.phase).toBe('finished');
    });
  });

  it('a state survives JSON, and nothing changes without an event', () => {
    inEveryGame(({ room: { state }, before, events }) => {
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      if (events.length === 0) expect(state).toEqual(before);
      else expect(state).not.toEqual(before);
    });
  });

  it('every command gives a state that all others can be played on, or is refused with a known code', () => {
    fc.assert(
      fc.property(
        setting,
        fc.array(step, { maxLength: 30 }),
        fc.array(command),
        (inSetting, steps, tried) => {
          const room = openRoom(inSetting);
          for (const next of steps) {
            if (next.type === 'command') room.command(next.command, next.afterMs);
            for (const command of tried) {
              const played = attempt(room.state, command, room.questions, room.rules, room.now);
              if (typeof played === 'string') expect(REFUSALS).toContain(played);
            }
          }
        },
      ),
    );
  });
});
