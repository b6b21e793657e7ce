import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createQuizClient, NOBODYS_ID, newQuestion } from '../setup/quizzes.ts';

let app: TestApp;
let client: ReturnType<typeof createQuizClient>;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp();
  client = createQuizClient(app);
  ada = await register(app);
});
afterAll(() => app.close());

const readOrder = (quizId: string) => client.readOrder(ada, quizId);
const makeOrdered = (count: number) => client.makeOrdered(ada, count);

describe('[Q4] PUT /quiz/:quizId/questions/reorder', () => {
  it.each(['question_ids', 'questionIds'])('takes all of them, as %s', async (name) => {
    const { quizId, ids, path } = await makeOrdered(3);
    const [a = '', b = '', c = ''] = ids;
    const { status, body } = await client.call(ada, 'PUT', `${path}/reorder`, {
      [name]: [c, a.toUpperCase(), b],
    });
    expect({ status, success: body.success }).toEqual({ status: 200, success: true });
    expect(body.questions).toEqual(await client.listQuestions(ada, quizId));
    expect(await readOrder(quizId)).toEqual(['2', '0', '1']);
  });

  it('refuses anything but all of them exactly once', async () => {
    const { quizId, ids, path } = await makeOrdered(3);
    const [a, b, c] = ids;
    for (const question_ids of [
      [],
      [a, b],
      [a, b, b],
      [a, b, c, c],
      [a, b, NOBODYS_ID],
      [a, b, c, NOBODYS_ID],
      ['x'],
    ])
      expect(await client.call(ada, 'PUT', `${path}/reorder`, { question_ids })).toMatchObject(
        refusal(400, 'invalid_payload'),
      );
    expect(await client.call(ada, 'PUT', `${path}/reorder`, {})).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
    expect(await readOrder(quizId)).toEqual(['0', '1', '2']);
  });
});

type Step =
  | { type: 'add'; place: number }
  | { type: 'move'; at: number; place: number }
  | { type: 'delete'; at: number }
  | { type: 'reorder' };

it('[X87] however questions are added, moved, reordered and deleted at once, their order stays dense', async () => {
  const { quizId, ids, path } = await makeOrdered(6);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ type: fc.constant('add' as const), place: fc.nat(8) }),
    fc.record({ type: fc.constant('move' as const), at: fc.nat(5), place: fc.nat(8) }),
    fc.record({ type: fc.constant('delete' as const), at: fc.nat(5) }),
    fc.record({ type: fc.constant('reorder' as const) }),
  );
  const take = (one: Step) => {
    switch (one.type) {
      case 'add':
        return client.call(ada, 'POST', path, newQuestion({ order_index: one.place }));
      case 'move':
        return client.call(ada, 'PUT', `${path}/${ids[one.at]}`, { order_index: one.place });
      case 'delete':
        return client.call(ada, 'DELETE', `${path}/${ids[one.at]}`);
      case 'reorder':
        return client.call(ada, 'PUT', `${path}/reorder`, { question_ids: ids.toReversed() });
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      for (const { status } of await Promise.all(steps.map(take)))
        expect([200, 201, 400, 404]).toContain(status);
      await readOrder(quizId);
    }),
    { numRuns: 12 },
  );
});
