import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RankingEntry, ShownQuestion } from '#protocol/quiz-live-fields.ts';
import type { JoinedRoom } from '#web/lib/quiz-events.ts';
import { atDoor, type Heard, type PlayAction, type PlayState, play, type RoomState } from './state.ts';

const ROOM = 'room';
const questionId = (index: number) => `question-${index}`;
const answerId = (index: number, answer: number) => `answer-${index}-${answer}`;

const question = (index: number): ShownQuestion => ({
  id: questionId(index),
  question_text: `Question ${index}?`,
  question_type: 'multiple_choice',
  allow_multiple: false,
  image_url: null,
  show_question_time: 3,
  answering_time: 20,
  points: 100,
  order_index: index,
  answers: [0, 1, 2, 3].map((answer) => ({
    id: answerId(index, answer),
    answer_text: `Answer ${answer}`,
    image_url: null,
    order_index: answer,
  })),
});

const joined = (room: Partial<JoinedRoom> = {}): PlayAction => ({
  type: 'joined',
  room: {
    roomId: ROOM,
    player: { playerId: 'me', displayName: 'Ada', connected: true },
    playerToken: 'token',
    title: 'Friday quiz',
    phase: 'lobby',
    gameNumber: 1,
    index: -1,
    total: 3,
    answerIds: null,
    serverTime: 0,
    ...room,
  },
});

const hear = (heard: Heard): PlayAction => ({ type: 'heard', heard });
const place = (index: number) => ({ roomId: ROOM, question: question(index), index, total: 3 });
const of = (index: number) => ({ roomId: ROOM, questionId: questionId(index) });
const times = (startsAt: number, endsAt: number) => ({ startsAt, endsAt, serverTime: 0 });

const changed = (index: number) => hear({ name: 'game:question:changed', payload: place(index) });
const started = (index: number, endsAt = 20_000) =>
  hear({ name: 'game:question:started', payload: { ...place(index), ...times(0, endsAt) } });
const paused = (index: number, remainingMs: number) =>
  hear({ name: 'game:question:paused', payload: { ...of(index), remainingMs } });
const resumed = (index: number, endsAt: number) =>
  hear({ name: 'game:question:resumed', payload: { ...of(index), ...times(0, endsAt) } });
const extended = (index: number, endsAt: number) =>
  hear({ name: 'game:question:extended', payload: { ...of(index), ...times(0, endsAt) } });
const ended = (index: number) =>
  hear({
    name: 'game:question:ended',
    payload: { ...of(index), correctAnswerIds: [answerId(index, 0)], counts: {}, explanation: null },
  });
const result = (index: number, answerIds: string[] = []) =>
  hear({
    name: 'game:player:result',
    payload: {
      ...of(index),
      answerIds,
      isCorrect: answerIds.includes(answerId(index, 0)),
      points: answerIds.length > 0 ? 100 : 0,
      score: 100 * (index + 1),
      rank: 3 - index,
      streak: index + 1,
      total: 3,
    },
  });
const own: RankingEntry = {
  playerId: 'me',
  displayName: 'Ada',
  score: 300,
  rank: 1,
  correct: 3,
  streak: 3,
  delta: 100,
};
const finished = (gameNumber = 1) =>
  hear({ name: 'game:finished', payload: { roomId: ROOM, gameNumber, rankings: [own] } });
const reset = (gameNumber: number) =>
  hear({ name: 'game:room:reset', payload: { roomId: ROOM, gameNumber } });
const kicked = hear({ name: 'game:player:kicked', payload: { roomId: ROOM } });
const closed = hear({ name: 'game:room:closed', payload: { roomId: ROOM } });

const tap = (index: number, answer: number): PlayAction => ({
  type: 'answer',
  answerIds: [answerId(index, answer)],
});
const sent: PlayAction = { type: 'sent' };
const accepted = (index: number): PlayAction => ({ type: 'accepted', questionId: questionId(index) });
const refused = (index: number, code: string): PlayAction => ({
  type: 'refused',
  questionId: questionId(index),
  code,
});

const run = (...actions: PlayAction[]): PlayState => actions.reduce(play, atDoor);

function runInside(...actions: PlayAction[]): RoomState {
  const state = run(...actions);
  if (state.at !== 'room') throw new Error(`the player is ${state.at}`);
  return state;
}

describe('at the door', () => {
  it('one waits while one is let in', () => {
    expect(run({ type: 'join' })).toEqual({ at: 'door', isJoining: true, problem: undefined });
  });

  it('one is told why not', () => {
    const state = run({ type: 'join' }, { type: 'notJoined', code: 'name_taken' });
    expect(state).toEqual({ at: 'door', isJoining: false, problem: 'name_taken' });
  });

  it('nothing of a room is heard', () => {
    expect(run(started(0), tap(0, 0), kicked)).toBe(atDoor);
  });
});

describe('a game', () => {
  const first = [
    joined(),
    changed(0),
    started(0),
    tap(0, 0),
    sent,
    accepted(0),
    ended(0),
    result(0, [answerId(0, 0)]),
  ];

  it('goes from the lobby over questions to the end', () => {
    expect(runInside(joined())).toMatchObject({ phase: 'lobby', index: -1, displayName: 'Ada' });
    expect(runInside(joined(), changed(0))).toMatchObject({ phase: 'shown', question: question(0) });
    expect(runInside(...first.slice(0, 3))).toMatchObject({ phase: 'open', endsAt: 20_000 });
    expect(runInside(...first)).toMatchObject({
      phase: 'ended',
      reveal: { correctAnswerIds: [answerId(0, 0)] },
      result: { isCorrect: true, points: 100 },
      standing: { score: 100, rank: 3, streak: 1 },
    });
    expect(runInside(...first, finished())).toMatchObject({ phase: 'finished', standing: { rank: 1 } });
  });

  it('leaves nothing of a question to the next', () => {
    expect(runInside(...first, changed(1))).toMatchObject({
      phase: 'shown',
      answer: undefined,
      result: undefined,
      reveal: undefined,
      standing: { score: 100 },
    });
  });

  it('starts anew for the same people', () => {
    const state = runInside(...first, finished(), reset(2));
    expect(state).toMatchObject({ phase: 'lobby', gameNumber: 2, past: [], standing: undefined });
    expect(play(state, started(0))).toMatchObject({ phase: 'open', index: 0 });
  });

  it('ends for whoever is kicked, and for all when the room closes', () => {
    expect(run(...first, kicked)).toMatchObject({ at: 'out', why: 'kicked' });
    expect(run(...first, closed)).toMatchObject({
      at: 'out',
      why: 'closed',
      last: { standing: { rank: 3 } },
    });
  });

  it('is deaf to other rooms', () => {
    const state = run(joined());
    const elsewhere: Heard = { name: 'game:room:closed', payload: { roomId: 'other' } };
    expect(play(state, hear(elsewhere))).toBe(state);
  });

  it('waits in a pause, however often, and goes on with what was left', () => {
    const state = runInside(joined(), started(0), paused(0, 9_000));
    expect(state).toMatchObject({ phase: 'paused', remainingMs: 9_000 });
    expect(play(state, extended(0, 30_000))).toMatchObject({ phase: 'paused', remainingMs: 19_000 });
    const again = [resumed(0, 25_000), paused(0, 4_000)].reduce<PlayState>(play, state);
    expect(again).toMatchObject({ phase: 'paused', remainingMs: 4_000 });
    expect(play(again, resumed(0, 26_000))).toMatchObject({ phase: 'open', endsAt: 26_000 });
  });
});

describe('events that come twice, or late,', () => {
  const game: readonly PlayAction[] = [
    changed(0),
    started(0),
    extended(0, 30_000),
    paused(0, 15_000),
    resumed(0, 34_000),
    paused(0, 8_000),
    resumed(0, 44_000),
    tap(0, 0),
    sent,
    accepted(0),
    ended(0),
    result(0, [answerId(0, 0)]),
    started(1),
    ended(1),
    result(1),
    changed(2),
    started(2),
    ended(2),
    result(2),
    finished(1),
    reset(2),
    changed(2),
    started(2),
  ];
  const isEvent = ({ type }: PlayAction) => type === 'heard';
  /** What a game before this says can't be told from what this one says, once it plays the same question. */
  const isOfLastGame = (at: number, stale: number) => stale < 20 && at >= 20;

  it('change nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: game.length - 1 }), fc.nat({ max: game.length - 1 })), {
          maxLength: 20,
        }),
        (repeats) => {
          let state = run(joined());
          game.forEach((action, at) => {
            state = play(state, action);
            for (const [after, stale] of repeats) {
              const repeated = game[stale];
              if (after !== at || stale > at || !repeated || !isEvent(repeated) || isOfLastGame(at, stale))
                continue;
              expect(play(state, repeated), `${stale} again after ${at}`).toEqual(state);
            }
          });
        },
      ),
    );
  });

  it('change nothing for who came in the middle of it', () => {
    const state = runInside(joined({ phase: 'ended', index: 0 }), changed(1));
    expect([changed(0), ended(0)].reduce<PlayState>(play, state)).toEqual(state);
  });
});

describe('who comes back', () => {
  const answered = [joined(), started(0), tap(0, 1)];

  it('has their answer', () => {
    const room: Partial<JoinedRoom> = { phase: 'open', index: 0, answerIds: [answerId(0, 1)] };
    const expected = { phase: 'open', answer: { answerIds: [answerId(0, 1)], status: 'accepted' } };
    expect(runInside(joined(room), started(0))).toMatchObject(expected);
    expect(runInside(...answered, sent, joined(room), started(0))).toMatchObject(expected);
  });

  it('keeps what is to be sent while the question is open', () => {
    const state = runInside(...answered, joined({ phase: 'open', index: 0 }), started(0));
    expect(state.answer).toEqual({ answerIds: [answerId(0, 1)], status: 'unsent' });
    expect(state.missed).toBeUndefined();
  });

  it('is told that their answer came too late', () => {
    const state = runInside(...answered, sent, joined({ phase: 'ended', index: 0 }), changed(0), ended(0));
    const missed = { questionId: questionId(0), index: 0, isSure: true };
    expect(state).toMatchObject({ phase: 'ended', answer: undefined, missed });
    // Whichever is heard first, and with the result after it.
    const unsent = runInside(
      ...answered,
      joined({ phase: 'ended', index: 0 }),
      changed(0),
      ended(0),
      result(0),
    );
    expect(unsent).toMatchObject({ missed, result: { answerIds: [] } });
    const endFirst = runInside(
      ...answered,
      ended(0),
      result(0),
      joined({ phase: 'ended', index: 0 }),
      ended(0),
    );
    expect(endFirst).toMatchObject({ missed, result: { answerIds: [] } });
    const later = runInside(...answered, joined({ phase: 'open', index: 1 }), started(1));
    expect(later.missed).toEqual({ questionId: questionId(0), index: 0, isSure: true });
  });

  it('is not told so for sure when the answer may have arrived', () => {
    const later = runInside(...answered, sent, joined({ phase: 'open', index: 1 }), started(1));
    expect(later.missed).toMatchObject({ index: 0, isSure: false });
    expect(runInside(...answered, sent, started(1), result(0, [answerId(0, 1)])).missed).toBeUndefined();
  });

  it('sees the end that they missed, and where they stand', () => {
    const state = runInside(
      joined({ phase: 'ended', index: 2, answerIds: [answerId(2, 0)] }),
      changed(2),
      ended(2),
      { type: 'ranked', rankings: [own] },
    );
    expect(state).toMatchObject({
      phase: 'ended',
      result: { isCorrect: true, points: 100, answerIds: [answerId(2, 0)] },
      standing: { score: 300, rank: 1, streak: 3 },
    });
  });

  it('goes on after a pause that they missed the end of', () => {
    const state = runInside(
      joined(),
      started(0),
      paused(0, 9_000),
      joined({ phase: 'open', index: 0 }),
      started(0, 31_000),
    );
    expect(state).toMatchObject({ phase: 'open', endsAt: 31_000 });
  });

  it('finds a pause that began meanwhile', () => {
    const back = [joined({ phase: 'paused', index: 0 }), started(0), paused(0, 9_000)];
    expect(runInside(joined(), started(0), ...back)).toMatchObject({ phase: 'paused', remainingMs: 9_000 });
    expect(runInside(...back)).toMatchObject({ phase: 'paused', remainingMs: 9_000 });
  });

  it('finds a new game', () => {
    const state = runInside(joined(), started(0), finished(), joined({ gameNumber: 2 }));
    expect(state).toMatchObject({ phase: 'lobby', gameNumber: 2, past: [], standing: undefined });
  });

  it('is out where the room is gone or they are not wanted', () => {
    expect(run(joined(), { type: 'notJoined', code: 'not_found' })).toMatchObject({ why: 'closed' });
    expect(run(joined(), { type: 'notJoined', code: 'forbidden' })).toMatchObject({ why: 'kicked' });
    expect(run(joined(), { type: 'notJoined', code: 'offline' })).toMatchObject({ at: 'room' });
  });
});

describe('an answer', () => {
  const open = [joined(), started(0)];

  it('is marked at once, and only the first', () => {
    const state = runInside(...open, tap(0, 1), tap(0, 2));
    expect(state.answer).toEqual({ answerIds: [answerId(0, 1)], status: 'unsent' });
  });

  it('is taken only while the question is open', () => {
    expect(runInside(joined(), changed(0), tap(0, 1)).answer).toBeUndefined();
    expect(runInside(...open, paused(0, 5_000), tap(0, 1)).answer).toBeUndefined();
    expect(runInside(...open, ended(0), tap(0, 1)).answer).toBeUndefined();
  });

  it('is undone when refused, and may be given again', () => {
    const state = runInside(...open, tap(0, 1), sent, refused(0, 'rate_limited'));
    expect(state).toMatchObject({ answer: undefined, refusal: 'rate_limited' });
    expect(play(state, tap(0, 2))).toMatchObject({
      answer: { answerIds: [answerId(0, 2)] },
      refusal: undefined,
    });
  });

  it('counts where the server had it before', () => {
    const state = runInside(...open, tap(0, 1), sent, refused(0, 'already_answered'));
    expect(state.answer?.status).toBe('accepted');
  });

  it('that was refused after the end came too late', () => {
    const state = runInside(...open, tap(0, 1), sent, ended(0), refused(0, 'question_closed'));
    expect(state).toMatchObject({ answer: undefined, missed: { index: 0, isSure: true } });
    const later = runInside(...open, tap(0, 1), sent, ended(0), started(1), refused(0, 'question_closed'));
    expect(later.missed).toMatchObject({ index: 0, isSure: true });
  });

  it('may be acknowledged after the end, and after the next question', () => {
    const late = runInside(...open, tap(0, 1), sent, ended(0), accepted(0));
    expect(late.answer?.status).toBe('accepted');
    const later = runInside(...open, tap(0, 1), sent, ended(0), started(1), accepted(0));
    expect(later).toMatchObject({ answer: undefined, missed: undefined });
  });

  it('is another question’s no more', () => {
    const state = runInside(...open, tap(0, 1), sent, accepted(0), ended(0), started(1), tap(1, 2));
    expect(play(state, accepted(0))).toMatchObject({ answer: { status: 'unsent' } });
    expect(play(state, refused(0, 'question_closed'))).toBe(state);
  });
});
