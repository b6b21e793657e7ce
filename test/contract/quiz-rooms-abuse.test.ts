import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { clientEvents } from '#protocol/quiz-live.ts';
import { eventErrorCodes } from '#protocol/quiz-live-messages.ts';
import { queryStore } from '../setup/database.ts';
import { heard, prepareQuizServer, refusal } from '../setup/quiz-room.ts';

const { app, host, quiz, hostSocket, connect, openRoom, join, joinRoom, submit } = prepareQuizServer();

const lead = (room: { roomId: string }, event: string, payload: object = {}) =>
  hostSocket().ask(event, { roomId: room.roomId, ...payload });

const channels = async () =>
  Number(/^soiree_hub_channels(?:\{[^}]*\})? (\d+)$/m.exec((await app().get('/metrics')).text)?.[1]);

describe('at once', () => {
  it('[Q9] who is kicked while coming back on another socket is out on that one too', async () => {
    const room = await openRoom();
    for (let round = 0; round < 25; round++) {
      const ada = await joinRoom(room, `Ada ${round}`);
      const twin = await connect({ playerToken: ada.joined.playerToken });
      const [back, kicked] = await Promise.all([
        join(twin, room, `Ada ${round}`),
        lead(room, 'game:player:kick', { playerId: ada.playerId }),
      ]);
      expect(kicked).toEqual({});
      if (!back.error) await twin.next('game:player:kicked');
      expect(await twin.ask('game:leaderboard:request', { roomId: room.roomId })).toMatchObject({
        error: 'not_joined',
      });
      twin.close();
      ada.close();
    }
  });

  it('[Q13] who comes in as a question ends is told of its end last', async () => {
    const room = await openRoom();
    for (let round = 0; round < 10; round++) {
      await lead(room, 'game:flow:start', { questionId: quiz().questions[0].id });
      const sockets = await Promise.all(Array.from({ length: 5 }, () => connect()));
      await Promise.all([
        ...sockets.map((socket, index) => join(socket, room, `P ${round} ${index}`)),
        lead(room, 'game:flow:end'),
      ]);
      for (const socket of sockets) {
        await socket.next('game:question:ended');
        // What was on its way before this answer has come.
        await socket.ask('game:leaderboard:request', { roomId: room.roomId });
        const phases = socket.received.filter(({ event }) => /question:(started|ended)/.test(event));
        expect(phases.at(-1)?.event).toBe('game:question:ended');
        socket.close();
      }
      await lead(room, 'game:flow:restart');
    }
  });

  it('[Q10] two sockets of the host’s show, start and end each question once', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const remote = await connect({ token: host().token });
    const both = (event: string) =>
      Promise.all([hostSocket(), remote].map((socket) => socket.ask(event, { roomId: room.roomId })));
    for (const event of ['game:flow:start', 'game:flow:end', 'game:flow:finish'])
      expect(await both(event)).toEqual([{}, {}]);
    await ada.next('game:finished');
    expect(heard(ada, 'game:question:started')).toHaveLength(1);
    expect(heard(ada, 'game:question:ended')).toHaveLength(1);
    expect(heard(ada, 'game:finished')).toHaveLength(1);
  });

  it('[Q11] answers given while the question ends are all counted or all refused, and the score says so', async () => {
    const room = await openRoom();
    const players = await Promise.all(Array.from({ length: 10 }, (_, index) => joinRoom(room, `P${index}`)));
    await lead(room, 'game:flow:start');
    const [ended, ...answers] = await Promise.all([
      lead(room, 'game:flow:end'),
      ...players.map((player) => submit(player, room, 0)),
    ]);
    expect(ended).toEqual({});
    const { rankings } = await lead(room, 'game:leaderboard:request');
    for (const [index, { playerId }] of players.entries()) {
      const { score } = rankings.find((entry: { playerId: string }) => entry.playerId === playerId);
      expect(score).toBe(answers[index].submittedAt ? 100 : 0);
      if (!answers[index].submittedAt)
        expect(answers[index]).toEqual(refusal('question_closed', 'game:answer:submit'));
    }
  });

  it('[Q8] who leaves on one socket does not answer on another', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const twin = await connect({ playerToken: ada.joined.playerToken });
    await join(twin, room, 'Ada');
    await lead(room, 'game:flow:start');
    await ada.ask('game:room:leave', { roomId: room.roomId, playerId: 'id-Ada' });
    expect(await submit(Object.assign(twin, { playerId: 'id-Ada', joined: {} }), room, 0)).toEqual(
      refusal('not_joined', 'game:answer:submit'),
    );
  });
});

describe('a room that is over', () => {
  it('[Q13] holds nothing of those who stay connected', async () => {
    const before = await channels();
    const room = await openRoom();
    const players = [await joinRoom(room, 'Ada'), await joinRoom(room, 'Bob')];
    expect(await channels()).toBeGreaterThan(before);
    await lead(room, 'game:room:close');
    for (const player of players) await player.next('game:room:closed');
    await vi.waitFor(async () => expect(await channels()).toBe(before));
    // Nor does asking for it open it again.
    expect(await lead(room, 'game:host:join')).toMatchObject({ error: 'not_found' });
    expect(await lead(room, 'game:flow:next')).toMatchObject({ error: 'not_found' });
    await vi.waitFor(async () => expect(await channels()).toBe(before));
  });

  it('[Q14] so does one that is deleted', async () => {
    const before = await channels();
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    await app().call('DELETE', `/game-flows/${room.roomId}`, undefined, { token: host().token });
    await ada.next('game:room:closed');
    await vi.waitFor(async () => expect(await channels()).toBe(before));
  });

  it('[Q8] or that all have left is closed here, and opens again for the next', async () => {
    const room = await openRoom();
    const before = await channels();
    for (let round = 0; round < 10; round++) {
      const ada = await joinRoom(room, `Ada ${round}`);
      expect(ada.joined).toHaveProperty('player');
      if (round % 2) await ada.ask('game:room:leave', { roomId: room.roomId, playerId: ada.playerId });
      ada.close();
    }
    await vi.waitFor(async () => expect(await channels()).toBe(before));
  });
});

describe('nonsense', () => {
  it('[Q6] of any kind is answered with a code of the list, and the connection stays', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const fields = ['roomId', 'playerId', 'questionId', 'roomCode', 'displayName', 'answer', 'locked'];
    const names = [...Object.keys(clientEvents), 'constructor', '__proto__', 'x'.repeat(200)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names.filter((name) => name !== 'game:room:leave')),
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom(...fields, '__proto__', 'settings'), fc.jsonValue()),
          fc.dictionary(
            fc.constantFrom(...fields),
            fc.constantFrom(room.roomId, room.code, 'id-Ada', 'Ada', '\0', '\ud800', 0, -1, 1e300, []),
          ),
        ),
        async (event, payload) => {
          const reply = await ada.ask(event, payload);
          if ('error' in reply) expect(eventErrorCodes).toContain(reply.error);
        },
      ),
      { numRuns: 300 },
    );
    expect(ada.socket.connected).toBe(true);
  });

  it('[Q5] guests have a minute’s limit, and a wider one once they play', async () => {
    const room = await openRoom();
    const flood = async (socket: Awaited<ReturnType<typeof connect>>) =>
      (
        await Promise.all(
          Array.from({ length: 200 }, () =>
            socket.ask('connection:heartbeat', { socketId: socket.socket.id }),
          ),
        )
      ).filter(({ error }) => error === 'rate_limited').length;
    expect(await flood(await connect())).toBe(80);
    expect(await flood(await joinRoom(room, 'Ada'))).toBe(0);
  });

  it('[Q8] a player’s token is told to that player alone', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const bob = await joinRoom(room, 'Bob');
    await lead(room, 'game:flow:start');
    await submit(ada, room, 0);
    await lead(room, 'game:flow:finish');
    await bob.next('game:finished');
    for (const { received } of [hostSocket(), bob])
      expect(JSON.stringify(received)).not.toContain(ada.joined.playerToken);
  });
});

describe('a host', () => {
  it('[Q7] has so many rooms open at once, and no more', { timeout: 60_000 }, async () => {
    await queryStore(
      app().connection,
      `INSERT INTO quiz_rooms (host_id, quiz_id, title, code, settings, questions)
       SELECT $1, $2, 'Many', free.code, '{}', '[]'
       FROM (SELECT code FROM generate_series(200000, 201000) code EXCEPT SELECT code FROM quiz_rooms) free
       LIMIT 200 - (SELECT count(*) FROM quiz_rooms WHERE host_id = $1 AND closed_at IS NULL)`,
      [host().id, quiz().id],
    );
    expect(await openRoom()).toEqual(refusal('rate_limited', 'game:host:create'));
    await queryStore(app().connection, "UPDATE quiz_rooms SET closed_at = now() WHERE title = 'Many'");
    expect(await openRoom()).toHaveProperty('roomId');
  });
});

describe('without its store', () => {
  it('[Q6] the server says server_error, and goes on when it is back', async () => {
    const room = await openRoom();
    const ada = await joinRoom(room, 'Ada');
    const { database } = app().connection;
    const outside = { ...app().connection, database: 'postgres' };
    await lead(room, 'game:flow:start');
    await queryStore(outside, `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS false`);
    await queryStore(
      outside,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
      [database],
    );
    try {
      await vi.waitFor(async () =>
        expect(await submit(ada, room, 0)).toEqual(refusal('server_error', 'game:answer:submit')),
      );
      expect(await lead(room, 'game:flow:end')).toEqual(refusal('server_error', 'game:flow:end'));
      expect(await ada.ask('game:leaderboard:request', { roomId: room.roomId })).toEqual(
        refusal('server_error', 'game:leaderboard:request'),
      );
    } finally {
      await queryStore(outside, `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS true`);
    }
    await vi.waitFor(async () => expect(await submit(ada, room, 0)).toHaveProperty('submittedAt'), {
      timeout: 10_000,
      interval: 200,
    });
    expect(await lead(room, 'game:flow:end')).toEqual({});
    await ada.next('game:player:result');
  });
});
