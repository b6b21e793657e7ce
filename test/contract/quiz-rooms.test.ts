import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { connectQuiz, makeQuiz, type QuizSocket, question } from '../setup/quiz.ts';

let app: TestApp;
let host: Person;
let other: Person;
let hostSocket: QuizSocket;
const sockets: QuizSocket[] = [];
type Made = Awaited<ReturnType<typeof makeQuiz>>;
let quiz: Made;

beforeAll(async () => {
  app = await startTestApp();
  await register(app);
  host = await register(app);
  other = await register(app);
  quiz = await makeQuiz(app, host.token);
  hostSocket = await connect({ token: host.token });
});
afterAll(async () => {
  for (const { close } of sockets) close();
  await app?.close();
});

async function connect(options: Parameters<typeof connectQuiz>[1] = {}): Promise<QuizSocket> {
  const socket = await connectQuiz(app.url, options);
  sockets.push(socket);
  return socket;
}

const openRoom = async (settings: Record<string, unknown> = {}, from = hostSocket, of = quiz) =>
  from.ask('game:host:create', {
    hostId: host.id,
    title: 'Tonight',
    settings: { quizId: of.id, ...settings },
  });

async function joinRoom(room: { code: string }, displayName: string, options = {}) {
  const player = await connect(options);
  const joined = await player.ask('game:room:join', {
    roomCode: room.code,
    playerId: `id-${displayName}`,
    displayName,
  });
  return Object.assign(player, { joined, playerId: `id-${displayName}` });
}

const refusal = (error: string, event: string) => ({
  error,
  event,
  message: expect.any(String),
  requestId: expect.any(String),
});

describe('a socket', () => {
  it('[Q5] is greeted, by WebSocket and by polling', async () => {
    for (const transports of [['websocket'], ['polling']] as ('websocket' | 'polling')[][]) {
      const guest = await connect({ transports });
      const hello = await guest.next('server:hello');
      expect(hello).toEqual({ serverTime: expect.any(Number), socketId: guest.socket.id });
      expect(await guest.ask('client:hello')).toEqual({});
    }
  });

  it('[Q5] is refused at the handshake with a bad token', async () => {
    await expect(connect({ token: 'nonsense' })).rejects.toThrow('unauthorized');
  });

  it('[Q6] gets errors in one form, by acknowledgement or under their own name', async () => {
    const guest = await connect();
    expect(await guest.ask('game:room:join', { roomCode: 1 })).toEqual(
      refusal('invalid_payload', 'game:room:join'),
    );
    guest.socket.emit('game:room:join', { roomCode: 'abc' });
    expect(await guest.next('error')).toEqual(refusal('invalid_payload', 'game:room:join'));
    expect(await guest.ask('no:such:event')).toEqual(refusal('invalid_payload', 'no:such:event'));
  });

  it('[Q5] hears its heartbeat answered', async () => {
    const guest = await connect();
    guest.socket.emit('connection:heartbeat', { socketId: guest.socket.id });
    expect(await guest.next('connection:heartbeat:ack')).toEqual({ timestamp: expect.any(Number) });
  });
});

describe('a room', () => {
  it('[Q7] is made by the account of the token, for a quiz that can be played', async () => {
    const room = await openRoom();
    expect(room).toMatchObject({ roomId: expect.any(String), code: expect.stringMatching(/^\d{6}$/) });
    const flow = await app.call('GET', `/game-flows/${room.roomId}/flow`, undefined, { token: host.token });
    expect(flow.body).toMatchObject({
      game_id: room.roomId,
      quiz_set_id: quiz.id,
      current_question_index: -1,
      total_questions: 2,
    });
    expect(
      await hostSocket.ask('game:host:create', {
        hostId: other.id,
        title: 'Not mine',
        settings: { quizId: quiz.id },
      }),
    ).toEqual(refusal('invalid_payload', 'game:host:create'));
    const stranger = await connect({ token: other.token });
    expect(
      await stranger.ask('game:host:create', {
        hostId: other.id,
        title: 'Stolen',
        settings: { quizId: quiz.id },
      }),
    ).toEqual(refusal('invalid_payload', 'game:host:create'));
    const empty = await makeQuiz(app, host.token, { questions: [] });
    expect(await openRoom({}, hostSocket, empty)).toMatchObject(
      refusal('invalid_payload', 'game:host:create'),
    );
    expect(await openRoom({ max_players: 0 })).toEqual(refusal('invalid_payload', 'game:host:create'));
  });

  it('[Q7] has the code of its quiz where no other live room has it', async () => {
    const coded = await makeQuiz(app, host.token);
    const { body } = await app.call('POST', `/quiz/${coded.id}/generate-code`, {}, { token: host.token });
    const first = await openRoom({}, hostSocket, coded);
    const second = await openRoom({}, hostSocket, coded);
    expect(first.code).toBe(String(body.code));
    expect(second.code).not.toBe(first.code);
    expect(await hostSocket.ask('game:room:close', { roomId: first.roomId })).toEqual({});
    expect((await openRoom({}, hostSocket, coded)).code).toBe(first.code);
  });

  it('[Q5] [Q9] is not led by guests, nor by other accounts', async () => {
    const room = await openRoom();
    const guest = await connect();
    const stranger = await connect({ token: other.token });
    for (const [event, payload] of [
      ['game:flow:start', { roomId: room.roomId, questionId: quiz.questions[0].id }],
      ['game:flow:next', { roomId: room.roomId }],
      ['game:flow:end', { roomId: room.roomId }],
      ['game:room:lock', { roomId: room.roomId, locked: true }],
      ['game:player:kick', { roomId: room.roomId, playerId: 'someone' }],
      ['game:room:close', { roomId: room.roomId }],
      ['game:host:join', { roomId: room.roomId }],
    ] as const) {
      expect(await guest.ask(event, payload)).toEqual(refusal('unauthorized', event));
      expect(await stranger.ask(event, payload)).toEqual(refusal('forbidden', event));
    }
    expect(await guest.ask('game:leaderboard:request', { roomId: room.roomId })).toEqual(
      refusal('not_joined', 'game:leaderboard:request'),
    );
  });

  it('[Q9] is led from any socket of its host’s', async () => {
    const room = await openRoom();
    const remote = await connect({ token: host.token });
    expect(await remote.ask('game:flow:next', { roomId: room.roomId })).toEqual({});
    const changed = await hostSocket.next('game:question:changed');
    expect(changed).toMatchObject({ roomId: room.roomId, question: { id: quiz.questions[0].id } });
    expect(await remote.next('game:question:changed')).toEqual(changed);
  });
});

describe('players', () => {
  it('[Q8] join by code, each with a name of their own', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    expect(ada.joined).toMatchObject({
      roomId: room.roomId,
      player: { playerId: 'id-Ada', displayName: 'Ada', connected: true },
      playerToken: expect.any(String),
    });
    expect((await joinRoom(room, '  aDA ')).joined).toEqual(refusal('name_taken', 'game:room:join'));
    const update = await hostSocket.next('game:room:participants:update');
    expect(update.participants).toBeInstanceOf(Array);
    expect((await joinRoom({ code: '100000' }, 'Bob')).joined).toEqual(
      refusal('not_found', 'game:room:join'),
    );
  });

  it('[Q8] come back by their token, and nobody else does in their place', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const thief = await connect();
    const asAda = { roomCode: room.code, playerId: 'id-Ada', displayName: 'Other' };
    expect(await thief.ask('game:room:join', asAda)).toEqual(refusal('forbidden', 'game:room:join'));
    const back = await connect({ playerToken: ada.joined.playerToken });
    expect(await back.ask('game:room:join', asAda)).toMatchObject({
      player: { playerId: 'id-Ada', displayName: 'Ada' },
    });
    const again = await connect({ playerToken: ada.joined.playerToken });
    expect(
      await again.ask('connection:reconnect', {
        previousSocketId: ada.socket.id,
        newSocketId: again.socket.id,
        roomId: room.roomId,
        playerId: 'id-Ada',
      }),
    ).toEqual({});
  });

  it('[Q8] find a full or locked room closed', async () => {
    const room = await openRoom({ max_players: 2 });
    await joinRoom(room, 'Ada');
    const bob = await joinRoom(room, 'Bob');
    expect((await joinRoom(room, 'Cy')).joined).toEqual(refusal('room_full', 'game:room:join'));
    expect(await bob.ask('game:room:leave', { roomId: room.roomId, playerId: bob.playerId })).toEqual({});
    expect(await hostSocket.ask('game:room:lock', { roomId: room.roomId, locked: true })).toEqual({});
    expect((await joinRoom(room, 'Cy')).joined).toEqual(refusal('room_locked', 'game:room:join'));
    await hostSocket.ask('game:room:lock', { roomId: room.roomId, locked: false });
    expect((await joinRoom(room, 'Cy')).joined).toMatchObject({ player: { displayName: 'Cy' } });
  });

  it('[Q8] exactly as many come in as there is room for, however many try at once', async () => {
    const room = await openRoom({ max_players: 10 });
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => (await joinRoom(room, `P${index}`)).joined),
    );
    expect(answers.filter(({ roomId }) => roomId)).toHaveLength(10);
    expect(answers.filter(({ error }) => error === 'room_full')).toHaveLength(20);
  });

  it('[Q8] one of thirty who want the same name gets it', async () => {
    const room = await openRoom();
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const player = await connect();
        return player.ask('game:room:join', {
          roomCode: room.code,
          playerId: `same-${index}`,
          displayName: index % 2 ? 'ÅDA' : 'åda',
        });
      }),
    );
    expect(answers.filter(({ roomId }) => roomId)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'name_taken')).toHaveLength(29);
  });

  it('[Q9] are kicked for good, on that device too', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada', { deviceId: 'a-device' });
    expect(await hostSocket.ask('game:player:kick', { roomId: room.roomId, playerId: 'id-Ada' })).toEqual({});
    expect(await ada.next('game:player:kicked')).toEqual({ roomId: room.roomId });
    expect(await ada.ask('game:leaderboard:request', { roomId: room.roomId })).toEqual(
      refusal('not_joined', 'game:leaderboard:request'),
    );
    for (const options of [{ playerToken: ada.joined.playerToken }, { deviceId: 'a-device' }]) {
      const back = await connect(options);
      const playerId = 'deviceId' in options ? 'somebody-new' : 'id-Ada';
      expect(await back.ask('game:room:join', { roomCode: room.code, playerId, displayName: 'Eve' })).toEqual(
        refusal('forbidden', 'game:room:join'),
      );
    }
    expect(await hostSocket.ask('game:player:kick', { roomId: room.roomId, playerId: 'nobody' })).toEqual(
      refusal('not_found', 'game:player:kick'),
    );
  });
});

describe('a question', () => {
  it('[Q10] [Q11] [Q12] is shown, answered once, ended, and scored', async () => {
    const room = await openRoom();
    const [first] = quiz.questions;
    const [right, wrong] = first.answers;
    const ada = await joinRoom(room, 'Ada');
    const bob = await joinRoom(room, 'Bob');
    const submit = (player: typeof ada, answer: unknown, questionId = first.id) =>
      player.ask('game:answer:submit', {
        roomId: room.roomId,
        playerId: player.playerId,
        questionId,
        answer,
      });

    await hostSocket.ask('game:flow:next', { roomId: room.roomId });
    expect((await ada.next('game:question:changed')).question.id).toBe(first.id);
    expect(await submit(ada, right.id)).toEqual(refusal('question_closed', 'game:answer:submit'));

    const before = Date.now();
    await hostSocket.ask('game:flow:start', { roomId: room.roomId, questionId: first.id });
    const started = await ada.next('game:question:started');
    expect(started).toMatchObject({ roomId: room.roomId, index: 0, total: 2 });
    expect(started.startsAt).toBeGreaterThanOrEqual(before);
    expect(started.endsAt - started.startsAt).toBe(30_000);

    expect(await submit(ada, right.id)).toEqual({
      roomId: room.roomId,
      playerId: 'id-Ada',
      questionId: first.id,
      submittedAt: expect.any(Number),
    });
    expect(await submit(ada, wrong.id)).toEqual(refusal('already_answered', 'game:answer:submit'));
    expect(await submit(bob, wrong.order_index)).toMatchObject({ playerId: 'id-Bob' });
    const stats = await hostSocket.next('game:answer:stats:update');
    expect(stats).toMatchObject({ roomId: room.roomId, questionId: first.id });
    expect(
      await bob.ask('game:answer:submit', {
        roomId: room.roomId,
        playerId: 'id-Ada',
        questionId: first.id,
        answer: right.id,
      }),
    ).toEqual(refusal('forbidden', 'game:answer:submit'));

    await hostSocket.ask('game:flow:end', { roomId: room.roomId });
    const ended = await ada.next('game:question:ended');
    expect(ended).toMatchObject({
      roomId: room.roomId,
      questionId: first.id,
      correctAnswerIds: [right.id],
      counts: { [right.id]: 1, [wrong.id]: 1 },
      explanation: { title: 'Why', text: 'Because of One?' },
    });
    expect(await ada.next('game:player:result')).toMatchObject({ isCorrect: true, points: 100, rank: 1 });
    expect(await bob.next('game:player:result')).toMatchObject({ isCorrect: false, points: 0, rank: 2 });
    expect(await submit(bob, right.id)).toEqual(refusal('question_closed', 'game:answer:submit'));
    const board = await bob.ask('game:leaderboard:request', { roomId: room.roomId });
    expect(board.rankings).toEqual([
      { playerId: 'id-Ada', displayName: 'Ada', score: 100, rank: 1, correct: 1, streak: 1, delta: 100 },
      { playerId: 'id-Bob', displayName: 'Bob', score: 0, rank: 2, correct: 0, streak: 0, delta: 0 },
    ]);
    // Nobody was told too early.
    for (const { received } of [ada, bob]) {
      const end = received.findIndex(({ event }) => event === 'game:question:ended');
      expect(JSON.stringify(received.slice(0, end))).not.toMatch(
        /is_correct|isCorrect|correctAnswerIds|Because of/,
      );
    }
  });

  it('[Q10] is ended by the server at its time', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const now = Date.now();
    await hostSocket.ask('game:flow:start', {
      roomId: room.roomId,
      questionId: quiz.questions[0].id,
      startsAt: now + 3_600_000,
      endsAt: now + 3_600_000 + 400,
    });
    const { startsAt, endsAt } = await ada.next('game:question:started');
    expect(endsAt - startsAt).toBe(400);
    await ada.next('game:question:ended');
    expect(Date.now()).toBeGreaterThanOrEqual(endsAt);
    expect(Date.now() - endsAt).toBeLessThan(2_000);
  });

  it('[Q10] is shown alone first, where the settings say so', async () => {
    const room = await openRoom({ show_question_only: true });
    const ada = await joinRoom(room, 'Ada');
    const [first] = quiz.questions;
    await hostSocket.ask('game:flow:start', { roomId: room.roomId, questionId: first.id });
    const { startsAt, serverTime } = await ada.next('game:question:started');
    expect(startsAt - serverTime).toBe(1_000);
    expect(
      await ada.ask('game:answer:submit', {
        roomId: room.roomId,
        playerId: 'id-Ada',
        questionId: first.id,
        answer: first.answers[0].id,
      }),
    ).toEqual(refusal('question_closed', 'game:answer:submit'));
  });

  it('[Q13] [Q8] is there at once for whoever comes late or back, with what they answered', async () => {
    const room = await openRoom();
    const [first] = quiz.questions;
    const ada = await joinRoom(room, 'Ada');
    await hostSocket.ask('game:flow:start', { roomId: room.roomId, questionId: first.id });
    await ada.ask('game:answer:submit', {
      roomId: room.roomId,
      playerId: 'id-Ada',
      questionId: first.id,
      answer: first.answers[0].id,
    });
    ada.close();
    const late = await joinRoom(room, 'Late');
    expect((await late.next('game:question:started')).question.id).toBe(first.id);
    const back = await connect({ playerToken: ada.joined.playerToken });
    const joined = await back.ask('game:room:join', {
      roomCode: room.code,
      playerId: 'id-Ada',
      displayName: 'Ada',
    });
    expect(joined).toMatchObject({ phase: 'open', answerIds: [first.answers[0].id] });
    await back.next('game:question:started');
    const screen = await connect({ token: host.token });
    expect(await screen.ask('game:host:join', { roomId: room.roomId })).toMatchObject({ phase: 'open' });
    await screen.next('game:question:started');
  });

  it('[Q11] takes a set where several answers are right', async () => {
    const several = await makeQuiz(app, host.token, {
      questions: [
        question('Which?', {
          allow_multiple: true,
          answers: [true, true, false].map((is_correct, order_index) => ({
            answer_text: `Answer ${order_index}`,
            is_correct,
            order_index,
          })),
        }),
      ],
    });
    const room = await openRoom({}, hostSocket, several);
    const [which] = several.questions;
    const ids = which.answers.map(({ id }: { id: string }) => id);
    const ada = await joinRoom(room, 'Ada');
    const bob = await joinRoom(room, 'Bob');
    await hostSocket.ask('game:flow:start', { roomId: room.roomId, questionId: which.id });
    for (const [player, answer] of [
      [ada, [ids[1], ids[0]]],
      [bob, [ids[0]]],
    ] as const)
      expect(
        await player.ask('game:answer:submit', {
          roomId: room.roomId,
          playerId: player.playerId,
          questionId: which.id,
          answer,
        }),
      ).toMatchObject({ playerId: player.playerId });
    await hostSocket.ask('game:flow:end', { roomId: room.roomId });
    expect(await ada.next('game:player:result')).toMatchObject({ isCorrect: true });
    expect(await bob.next('game:player:result')).toMatchObject({ isCorrect: false });
  });

  it('[Q11] counts one of thirty answers that a player sends at once', async () => {
    const room = await openRoom();
    const [first] = quiz.questions;
    const ada = await joinRoom(room, 'Ada');
    const twin = await connect({ playerToken: ada.joined.playerToken });
    await twin.ask('game:room:join', { roomCode: room.code, playerId: 'id-Ada', displayName: 'Ada' });
    await hostSocket.ask('game:flow:start', { roomId: room.roomId, questionId: first.id });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 ? ada : twin).ask('game:answer:submit', {
          roomId: room.roomId,
          playerId: 'id-Ada',
          questionId: first.id,
          answer: first.answers[index % 4].id,
        }),
      ),
    );
    expect(answers.filter(({ submittedAt }) => submittedAt)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'already_answered')).toHaveLength(29);
  });
});

describe('a game', () => {
  it('[Q14] is led by REST as by socket', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const flow = `/game-flows/${room.roomId}`;
    const as = (person: Person) => ({ token: person.token });
    for (const [method, path] of [
      ['GET', `${flow}/flow`],
      ['POST', `${flow}/advance`],
      ['DELETE', flow],
    ] as const)
      expect((await app.call(method, path, undefined, as(other))).status).toBe(403);
    expect((await app.call('PATCH', flow, { current_question_index: 1 }, as(other))).status).toBe(403);

    const advanced = await app.call('POST', `${flow}/advance`, undefined, as(host));
    expect(advanced.body).toMatchObject({
      message: 'Advanced to next question',
      flow: { current_question_index: 0, question_start_time: expect.any(String) },
    });
    expect((await ada.next('game:question:changed')).question.id).toBe(quiz.questions[0].id);
    await app.call('POST', `${flow}/advance`, undefined, as(host));
    expect(await app.call('POST', `${flow}/advance`, undefined, as(host))).toMatchObject({ status: 400 });
    const changed = await app.call('PATCH', flow, { current_question_index: 0 }, as(host));
    expect(changed.body.flow.current_question_index).toBe(0);
    expect((await app.call('PATCH', flow, { current_question_index: 7 }, as(host))).status).toBe(400);

    const list = await app.call('GET', `/game-flows/?quiz_set_id=${quiz.id}&limit=2`, undefined, as(host));
    expect(list.body).toMatchObject({ limit: 2, offset: 0, total: expect.any(Number) });
    expect(list.body.flows).toHaveLength(2);
    expect(await app.call('DELETE', flow, undefined, as(host))).toMatchObject({
      status: 200,
      body: { message: 'Game flow deleted successfully' },
    });
    expect((await app.call('GET', `${flow}/flow`, undefined, as(host))).status).toBe(404);
    await ada.next('game:room:closed');
  });

  it('[Q10] is paused, resumed and extended, finished and played again', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const [first] = quiz.questions;
    const lead = (event: string, payload = {}) => hostSocket.ask(event, { roomId: room.roomId, ...payload });
    await lead('game:flow:start', { questionId: first.id });
    expect(await lead('game:flow:pause')).toEqual({});
    const { remainingMs } = await ada.next('game:question:paused');
    expect(remainingMs).toBeLessThanOrEqual(30_000);
    const submission = {
      roomId: room.roomId,
      playerId: 'id-Ada',
      questionId: first.id,
      answer: first.answers[0].id,
    };
    expect(await ada.ask('game:answer:submit', submission)).toMatchObject({ error: 'question_closed' });
    await lead('game:flow:resume');
    const resumed = await ada.next('game:question:resumed');
    expect(resumed.endsAt - resumed.serverTime).toBe(remainingMs);
    await lead('game:flow:extend');
    expect((await ada.next('game:question:extended')).endsAt).toBe(resumed.endsAt + 10_000);
    expect(await ada.ask('game:answer:submit', submission)).toMatchObject({
      submittedAt: expect.any(Number),
    });
    await lead('game:flow:finish');
    expect(await ada.next('game:finished')).toMatchObject({
      rankings: [{ playerId: 'id-Ada', score: 100, rank: 1 }],
    });
    await lead('game:flow:restart');
    await ada.next('game:room:reset');
    expect((await lead('game:leaderboard:request')).rankings).toMatchObject([{ score: 0 }]);
    await lead('game:flow:start', { questionId: first.id });
    expect(await ada.ask('game:answer:submit', submission)).toMatchObject({
      submittedAt: expect.any(Number),
    });
  });
});

describe('a report', () => {
  it('tells the host, and nobody else, how each question and player did', async () => {
    const room = await openRoom();
    const [first] = quiz.questions;
    const ada = await joinRoom(room, 'Ada');
    const evil = await joinRoom(room, '=1+1');
    await hostSocket.ask('game:flow:start', { roomId: room.roomId, questionId: first.id });
    for (const [player, index] of [
      [ada, 0],
      [evil, 1],
    ] as const)
      await player.ask('game:answer:submit', {
        roomId: room.roomId,
        playerId: player.playerId,
        questionId: first.id,
        answer: index,
      });
    const path = `/game-flows/${room.roomId}/report`;
    const before = await app.call('GET', path, undefined, { token: host.token });
    expect(before.body.questions[0]).toMatchObject({ answered: 0, correct: 0, average_seconds: null });
    await hostSocket.ask('game:flow:end', { roomId: room.roomId });
    const { body } = await app.call('GET', path, undefined, { token: host.token });
    expect(body).toMatchObject({
      game_number: 1,
      player_count: 2,
      questions: [
        {
          id: first.id,
          answered: 2,
          correct: 1,
          answers: [{ is_correct: true, count: 1 }, { count: 1 }, { count: 0 }, { count: 0 }],
        },
        { answered: 0 },
      ],
      players: [
        { display_name: 'Ada', rank: 1, score: 100, answered: 1, correct: 1 },
        { display_name: '=1+1', rank: 2, score: 0, answered: 1, correct: 0 },
      ],
    });
    const csv = await app.call('GET', `${path}.csv`, undefined, { token: host.token });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\n').slice(1, 3)).toEqual(['1,Ada,100,1,100,', "2,'=1+1,0,0,0,"]);
    expect((await app.call('GET', path, undefined, { token: other.token })).status).toBe(403);
    expect((await app.call('GET', `${path}?game_number=2`, undefined, { token: host.token })).status).toBe(
      400,
    );
  });
});
