import { describe, expect, it, vi } from 'vitest';
import { makeKey } from '../setup/api-keys.ts';
import { makeQuiz, type QuizSocket, question } from '../setup/quiz.ts';
import { heard, prepareQuizServer, refusal } from '../setup/quiz-room.ts';

const { app, host, other, quiz, hostSocket, connect, openRoom, join, joinRoom, fill, submit } =
  prepareQuizServer();

const lead = (room: { roomId: string }, event: string, payload: object = {}, by: QuizSocket = hostSocket()) =>
  by.ask(event, { roomId: room.roomId, ...payload });

/** When each event of a name arrives. */
function timesOf({ socket }: QuizSocket, event: string): number[] {
  const times: number[] = [];
  socket.on(event, () => times.push(performance.now()));
  return times;
}

/** The most that came within a second. */
const mostInASecond = (times: readonly number[]): number =>
  Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));

describe('the handshake', () => {
  it.each([
    ['a number', 5],
    ['an object', {}],
    ['too long', 'x'.repeat(9_000)],
  ])('[Q5] with a token that is %s is unauthorized', async (_, token) => {
    await expect(connect({ token: Object(token) })).rejects.toThrow('unauthorized');
  });

  it('[X96] with a device id that is none goes on without one', async () => {
    const room = await openRoom();
    for (const [index, deviceId] of ['', 'nul\0', 'x'.repeat(129)].entries()) {
      const player = await joinRoom(room, `Device ${index}`, { deviceId });
      expect(player.joined).toHaveProperty('player');
    }
  });
});

describe('every event', () => {
  it('[Q6] is answered under its documented name without a callback, or not at all', async () => {
    const room = await openRoom();
    const guest = await connect();
    guest.socket.emit('game:room:join', { roomCode: room.code, playerId: 'p', displayName: 'Guest' });
    expect(Object.keys(await guest.next('game:room:joined'))).toEqual(
      expect.arrayContaining(['roomId', 'player', 'playerToken']),
    );
    await lead(room, 'game:flow:start');
    const { id, answers } = quiz().questions[0];
    guest.socket.emit('game:answer:submit', {
      roomId: room.roomId,
      playerId: 'p',
      questionId: id,
      answer: answers[0].id,
    });
    expect(await guest.next('game:answer:accepted')).toEqual({
      roomId: room.roomId,
      playerId: 'p',
      questionId: id,
      submittedAt: expect.any(Number),
    });
    guest.socket.emit('game:leaderboard:request', { roomId: room.roomId });
    expect(await guest.next('game:leaderboard:update')).toMatchObject({ roomId: room.roomId });
    guest.socket.emit('game:room:leave', { roomId: room.roomId, playerId: 'p' });
    guest.socket.emit('game:flow:end', { roomId: room.roomId });
    expect(await guest.next('error')).toEqual(refusal('unauthorized', 'game:flow:end'));
    hostSocket().socket.emit('game:host:create', {
      hostId: host().id,
      title: 'Quiet',
      settings: { quizId: quiz().id },
    });
    expect(await hostSocket().next('game:room:created')).toMatchObject({
      roomId: expect.any(String),
      code: expect.stringMatching(/^\d{6}$/),
    });
  });

  it('[Q6] takes ids in any case', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const { id, answers } = quiz().questions[0];
    await lead({ roomId: room.roomId.toUpperCase() }, 'game:flow:start', { questionId: id.toUpperCase() });
    expect(
      await submit(ada, { ...room, roomId: room.roomId.toUpperCase() }, answers[0].id.toUpperCase()),
    ).toMatchObject({ roomId: room.roomId, questionId: id });
  });
});

describe('hosting', () => {
  it('[Q9] [Q12] shows the ranking on any socket of the host’s', async () => {
    const room = await openRoom();
    await joinRoom(room, 'Ada');
    const remote = await connect({ token: host().token });
    expect(await lead(room, 'game:leaderboard:request', {}, remote)).toMatchObject({
      rankings: [{ playerId: 'id-Ada' }],
    });
    const stranger = await connect({ token: other().token });
    expect(await lead(room, 'game:leaderboard:request', {}, stranger)).toEqual(
      refusal('not_joined', 'game:leaderboard:request'),
    );
  });

  it('[Q9] [C8] is not for an API key without the scope, by no event', async () => {
    const room = await openRoom();
    await joinRoom(room, 'Ada');
    const { key } = await makeKey(app(), host().token, { scopes: ['read', 'nights:write'] });
    const bot = await connect({ token: key });
    await bot.ask('connection:reconnect', {
      previousSocketId: 'a',
      newSocketId: 'b',
      roomId: room.roomId,
    });
    expect(await lead(room, 'game:leaderboard:request', {}, bot)).toMatchObject({ error: 'not_joined' });
    expect(await lead(room, 'game:host:join', {}, bot)).toMatchObject({ error: 'forbidden' });
    await lead(room, 'game:room:lock', { locked: true });
    await bot.ask('client:hello');
    expect(heard(bot, 'game:room:locked')).toEqual([]);
  });

  it('[Q7] goes on for a title as people read it, and no other', async () => {
    const create = (title: string) =>
      hostSocket().ask('game:host:create', { hostId: host().id, title, settings: { quizId: quiz().id } });
    expect(await create('  Tonight  ')).toHaveProperty('roomId');
    for (const title of ['\u3164', 'a\u202eb', '\u200b', 'x'.repeat(101)])
      expect(await create(title)).toMatchObject({ error: 'invalid_payload' });
  });

  it('[Q9] ends with the room: a question that is open ends, its answers count, and nobody comes in', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    await lead(room, 'game:flow:start');
    await submit(ada, room, 0);
    expect(await lead(room, 'game:room:close')).toEqual({});
    expect(await lead(room, 'game:room:close')).toEqual({});
    expect(await ada.next('game:question:ended')).toMatchObject({ roomId: room.roomId });
    expect(await ada.next('game:room:closed')).toEqual({ roomId: room.roomId });
    const path = `/game-flows/${room.roomId}/report`;
    const report = await app().call('GET', path, undefined, { token: host().token });
    expect(report.body.players).toMatchObject([{ display_name: 'Ada', score: 100 }]);
    for (const event of ['game:flow:next', 'game:host:join', 'game:flow:finish'])
      expect(await lead(room, event)).toEqual(refusal('not_found', event));
    const back = await connect({ playerToken: ada.joined.playerToken });
    expect(await join(back, room, 'Ada')).toEqual(refusal('not_found', 'game:room:join'));
    const returning = { previousSocketId: 'a', newSocketId: 'b', roomId: room.roomId, playerId: 'id-Ada' };
    expect(await back.ask('connection:reconnect', returning)).toMatchObject({ error: 'not_found' });
    expect(await submit(ada, room, 0)).toMatchObject({ error: 'not_found' });
  });
});

describe('participants', () => {
  it('[Q8] are all told to the host, to players the first 100 with how many there are', async () => {
    const room = await openRoom();
    await fill(room, 104);
    const ada = await joinRoom(room, 'Ada');
    await vi.waitFor(() => {
      const [toHost, toAda] = [hostSocket(), ada].map((socket) =>
        heard(socket, 'game:room:participants:update').findLast(({ roomId }) => roomId === room.roomId),
      );
      expect(toHost).toMatchObject({ total: 105 });
      expect(toHost.participants).toHaveLength(105);
      expect(toHost.participants[0]).toEqual({
        playerId: 'filler-0',
        displayName: 'Filler 0',
        connected: false,
      });
      expect(toHost.participants[104]).toEqual({ playerId: 'id-Ada', displayName: 'Ada', connected: true });
      expect(toAda).toMatchObject({ total: 105 });
      expect(toAda.participants).toHaveLength(100);
    }, 10_000);
  });

  it('[Q8] are told at most four times a second, and the last word is the right one', async () => {
    const room = await openRoom();
    const watcher = await joinRoom(room, 'Watcher');
    const times = [hostSocket(), watcher].map((socket) => timesOf(socket, 'game:room:participants:update'));
    await fill(room, 100);
    await vi.waitFor(() => {
      for (const socket of [hostSocket(), watcher])
        expect(heard(socket, 'game:room:participants:update').at(-1)).toMatchObject({ total: 101 });
    }, 10_000);
    for (const those of times) expect(mostInASecond(those)).toBeLessThanOrEqual(4);
  });

  it('[Q8] of one socket are one: who joins as another is gone as the first', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    await join(ada, room, 'Eve');
    await vi.waitFor(() =>
      expect(heard(hostSocket(), 'game:room:participants:update').at(-1)).toMatchObject({
        roomId: room.roomId,
        participants: [
          { playerId: 'id-Ada', connected: false },
          { playerId: 'id-Eve', connected: true },
        ],
      }),
    );
  });
});

describe('a name', () => {
  it.each(['aDA', ' Ada ', 'Ａｄａ', 'A\u200bda', 'Ada\u3164', 'A\u0301da\u0301'.normalize('NFD')])(
    '[Q8] is taken by one that looks the same: %j',
    async (lookalike) => {
      const room = await openRoom();
      await joinRoom(room, lookalike.includes('\u0301') ? 'Ádá' : 'Ada');
      const other = await connect();
      expect(await join(other, room, lookalike, 'other')).toEqual(refusal('name_taken', 'game:room:join'));
    },
  );

  it.each(['\u200b', '\u3164', '\u2800\u2800', 'a\u202eb', 'a\u2066b', 'a\u2028b', '\u00ad'])(
    '[Q8] is none if nobody can read it: %j',
    async (displayName) => {
      const room = await openRoom();
      const guest = await connect();
      expect(await join(guest, room, displayName, 'p')).toEqual(refusal('invalid_payload', 'game:room:join'));
    },
  );

  it('[Q8] is given back by who leaves, who may come back with another', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    await lead(room, 'game:flow:start');
    await submit(ada, room, 0);
    await lead(room, 'game:flow:end');
    await lead(room, 'game:room:leave', { playerId: 'id-Ada' }, ada);
    expect((await lead(room, 'game:leaderboard:request')).rankings).toEqual([]);
    const second = await connect();
    expect(await join(second, room, 'ada', 'second')).toMatchObject({ player: { displayName: 'ada' } });
    expect(await join(ada, room, 'Ada')).toEqual(refusal('name_taken', 'game:room:join'));
    expect(await join(ada, room, 'Lovelace', 'id-Ada')).toMatchObject({
      player: { playerId: 'id-Ada', displayName: 'Lovelace' },
    });
    expect((await lead(room, 'game:leaderboard:request')).rankings).toMatchObject([
      { playerId: 'id-Ada', displayName: 'Lovelace', score: 100 },
      { playerId: 'second', score: 0 },
    ]);
  });
});

describe('a question', () => {
  it('[Q11] has its counts told to the host alone, at most four times a second', async () => {
    const room = await openRoom();
    const players = await Promise.all(Array.from({ length: 12 }, (_, index) => joinRoom(room, `P${index}`)));
    await lead(room, 'game:flow:start');
    const times = timesOf(hostSocket(), 'game:answer:stats:update');
    for (const [index, player] of players.entries()) {
      await submit(player, room, index % 4);
      // Over a second and more in all.
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    const { answers } = quiz().questions[0];
    await vi.waitFor(() =>
      expect(heard(hostSocket(), 'game:answer:stats:update').at(-1)).toMatchObject({
        roomId: room.roomId,
        questionId: quiz().questions[0].id,
        counts: Object.fromEntries(answers.map(({ id }: { id: string }) => [id, 3])),
      }),
    );
    expect(times.length).toBeGreaterThan(2);
    expect(mostInASecond(times)).toBeLessThanOrEqual(4);
    for (const player of players) expect(heard(player, 'game:answer:stats:update')).toEqual([]);
  });

  it('[Q11] has its counts told to players too where the settings say so', async () => {
    const room = await openRoom({ show_live_counts: true });
    const ada = await joinRoom(room, 'Ada');
    await lead(room, 'game:flow:start');
    await submit(ada, room, 1);
    const { answers } = quiz().questions[0];
    await vi.waitFor(() =>
      expect(heard(ada, 'game:answer:stats:update').at(-1)?.counts).toMatchObject({ [answers[1].id]: 1 }),
    );
  });

  it('[Q10] tells players neither answer nor explanation where the settings say so, late ones neither', async () => {
    const room = await openRoom({ show_correct_answer: false, show_explanation: false });
    const ada = await joinRoom(room, 'Ada');
    await lead(room, 'game:flow:start');
    await submit(ada, room, 0);
    await lead(room, 'game:flow:end');
    const late = await joinRoom(room, 'Late');
    for (const player of [ada, late])
      expect(await player.next('game:question:ended')).toMatchObject({
        correctAnswerIds: [],
        explanation: null,
        counts: { [quiz().questions[0].answers[0].id]: 1 },
      });
    const screen = await connect({ token: host().token });
    await lead(room, 'game:host:join', {}, screen);
    for (const socket of [hostSocket(), screen])
      expect(await socket.next('game:question:ended')).toMatchObject({
        correctAnswerIds: [quiz().questions[0].answers[0].id],
        explanation: { title: 'Why' },
      });
  });

  it('[X106] tells a host who comes who plays, once they know the room', async () => {
    const creator = await connect({ token: host().token });
    const room = await openRoom({}, quiz(), creator);
    const ada = await joinRoom(room, 'Ada');
    // A room with nobody else in it has nothing to wait for before it tells.
    for (const socket of [ada, creator]) socket.close();
    for (let times = 0; times < 20; times++) {
      const screen = await connect({ token: host().token });
      // What came before the answer is nothing to who doesn't know the room; what comes right behind it counts.
      const early = await new Promise<number>((resolve) => {
        screen.socket.emit('game:host:join', { roomId: room.roomId }, () => resolve(screen.received.length));
      });
      await vi.waitFor(
        () =>
          expect(screen.received.slice(early)).toContainEqual({
            event: 'game:room:participants:update',
            payload: expect.objectContaining({
              participants: [expect.objectContaining({ displayName: 'Ada' })],
              total: 1,
            }),
          }),
        { timeout: 10_000 },
      );
      screen.close();
    }
  });

  it('[Q13] that has ended tells who comes back what it gave them', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    await lead(room, 'game:flow:start');
    await submit(ada, room, 0);
    ada.close();
    await lead(room, 'game:flow:end');
    const back = await connect({ playerToken: ada.joined.playerToken });
    expect(await join(back, room, 'Ada')).toMatchObject({ phase: 'ended' });
    await back.next('game:question:changed');
    await back.next('game:question:ended');
    expect(await back.next('game:player:result')).toMatchObject({
      roomId: room.roomId,
      isCorrect: true,
      points: 100,
      rank: 1,
      answerIds: [quiz().questions[0].answers[0].id],
    });
  });

  it('[Q10] follows the one before by itself where the settings say so, up to the end', async () => {
    const brief = await makeQuiz(app(), host().token, {
      questions: ['One?', 'Two?'].map((text) => question(text, { answering_time: 1 })),
    });
    const room = await openRoom({ auto_advance: true, show_explanation: false }, brief);
    const ada = await joinRoom(room, 'Ada');
    await lead(room, 'game:flow:start');
    await ada.next('game:question:ended');
    await ada.next('game:question:started');
    expect(await ada.next('game:question:started')).toMatchObject({ index: 1, total: 2 });
    await ada.next('game:question:ended');
    expect(await ada.next('game:finished')).toMatchObject({ rankings: [{ playerId: 'id-Ada', score: 0 }] });
  });
});

describe('the ranking', () => {
  it('[Q12] has the first 100 and the asker’s own; equals are in the order of joining', async () => {
    const room = await openRoom();
    await fill(room, 101);
    const last = await joinRoom(room, 'Last');
    await lead(room, 'game:flow:start');
    await lead(room, 'game:flow:end');
    const { rankings } = await lead(room, 'game:leaderboard:request', {}, last);
    expect(rankings).toHaveLength(101);
    expect(rankings[0]).toMatchObject({ playerId: 'filler-0', rank: 1 });
    expect(rankings[99]).toMatchObject({ playerId: 'filler-99', rank: 100 });
    expect(rankings[100]).toEqual({
      playerId: 'id-Last',
      displayName: 'Last',
      score: 0,
      rank: 102,
      correct: 0,
      streak: 0,
      delta: 0,
    });
    expect((await lead(room, 'game:leaderboard:request')).rankings).toHaveLength(100);
    expect((await last.next('game:player:result')).rank).toBe(102);
  });

  it('[Q12] changes only when a question ends, and is of those who are there', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const bob = await joinRoom(room, 'Bob');
    await lead(room, 'game:flow:start');
    await submit(bob, room, 0);
    const ranking = async () =>
      (await lead(room, 'game:leaderboard:request', {}, ada)).rankings.map(
        ({ playerId, score, delta }: Record<string, unknown>) => [playerId, score, delta],
      );
    expect(await ranking()).toEqual([
      ['id-Ada', 0, 0],
      ['id-Bob', 0, 0],
    ]);
    await lead(room, 'game:flow:end');
    const after = [
      ['id-Bob', 100, 100],
      ['id-Ada', 0, 0],
    ];
    expect(await ranking()).toEqual(after);
    await lead(room, 'game:flow:start');
    await submit(ada, room, 0, quiz().questions[1].id);
    expect(await ranking()).toEqual(after);
    // One goes and one comes: as many as before, and not the same.
    await lead(room, 'game:player:kick', { playerId: 'id-Bob' });
    await joinRoom(room, 'Cy');
    expect(await ranking()).toEqual([
      ['id-Ada', 0, 0],
      ['id-Cy', 0, 0],
    ]);
  });
});

describe('a game flow', () => {
  it('[Q14] [C4] refuses a time of start that is none', async () => {
    const room = await openRoom();
    const path = `/game-flows/${room.roomId}`;
    const as = { token: host().token };
    for (const time of ['2026-12-31T23:59:60Z', '2026-02-30T00:00:00Z', 'now', 5]) {
      const { status, body } = await app().call('PATCH', path, { question_start_time: time }, as);
      expect([time, status, body.error]).toEqual([time, 400, 'invalid_payload']);
    }
    const { body } = await app().call(
      'PATCH',
      path,
      { question_start_time: '2025-12-11T10:40:00+09:00' },
      as,
    );
    expect(body.flow.question_start_time).toBe('2025-12-11T01:40:00.000Z');
  });
});
