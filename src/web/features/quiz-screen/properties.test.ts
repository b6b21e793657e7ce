import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScreenMessage } from './messages.ts';
import { questionOf } from './state.ts';
import {
  changed,
  ended,
  joined,
  one,
  paused,
  play,
  QUESTIONS,
  ranked,
  retimed,
  START,
  started,
  stats,
} from './test-messages.ts';

/** A game as the server tells it: each question is shown, opened, perhaps paused, and ends. */
const games = fc
  .array(
    fc.record({
      isShown: fc.boolean(),
      pauses: fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 2 }),
      answers: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((plays) => {
    const messages: ScreenMessage[] = [];
    let now = START;
    for (const [at, { isShown, pauses, answers }] of plays.entries()) {
      const asked = QUESTIONS[at] ?? one;
      if (isShown) messages.push(changed(asked));
      let [startsAt, endsAt] = [now, now + 30_000];
      messages.push(started(asked, startsAt, endsAt));
      for (const pauseMs of pauses) {
        now += 1_000;
        messages.push(paused(asked, endsAt - now));
        now += pauseMs;
        startsAt += pauseMs;
        endsAt += pauseMs;
        messages.push(retimed('resumed', asked, { startsAt, endsAt, serverTime: now }));
      }
      let sum = 0;
      for (const more of answers) {
        sum += more;
        messages.push(stats(asked, { [`${asked.id}-a`]: sum }));
      }
      now = endsAt;
      messages.push(ended(asked, { [`${asked.id}-a`]: sum }), ranked());
    }
    return messages;
  });

describe('whatever comes', () => {
  it('twice changes nothing', () => {
    fc.assert(
      fc.property(games, (messages) => {
        let state = play([joined()]);
        for (const message of messages) {
          state = play([message], state);
          expect(play([message], state)).toEqual(state);
        }
      }),
    );
  });

  it('once more and late, a question that is over stays over', () => {
    fc.assert(
      fc.property(games, fc.nat(), fc.nat(), (messages, at, from) => {
        const cut = at % messages.length;
        const late = messages[from % (cut + 1)];
        if (!late) return;
        const before = play([joined(), ...messages.slice(0, cut + 1)]);
        const after = play([late], before);
        expect(after.index).toBe(before.index);
        expect(after.endedIds).toEqual(before.endedIds);
        if (before.phase === 'ended') expect(after.phase).toBe('ended');
        expect(after.answered).toBe(before.answered);
      }),
    );
  });

  it('in whatever order, there is a question wherever one is on', () => {
    fc.assert(
      fc.property(
        games.chain((messages) => fc.shuffledSubarray(messages)),
        (messages) => {
          const state = play([joined(), ...messages]);
          if (state.phase !== 'lobby') expect(questionOf(state)).toBeDefined();
          if (state.phase === 'open') expect(state.times).toBeDefined();
        },
      ),
    );
  });

  it('is made good by joining anew, however much was missed', () => {
    fc.assert(
      fc.property(
        games.chain((messages) => fc.tuple(fc.constant(messages), fc.subarray(messages))),
        ([all, heard]) => {
          const truth = play([joined(), ...all]);
          const again = joined({
            phase: truth.phase,
            index: truth.index,
            endedQuestionIds: [...truth.endedIds],
          });
          const present = questionOf(truth) ?? one;
          const caughtUp = [changed(present), ended(present, truth.counts), ranked()];
          const told = play([joined(), ...heard, again, ...caughtUp]);
          // What only matters while a question is on.
          const later = { resumedAt: 0, answered: 0 };
          expect({ ...told, ...later }).toEqual({ ...truth, ...later });
        },
      ),
    );
  });
});
