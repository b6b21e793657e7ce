import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  changeQuestion,
  type Draft,
  move,
  newAnswer,
  newQuestion,
  type QuestionDraft,
} from './editor-draft.ts';
import { createEditor } from './editor-store.ts';
import { createTestServer, questionOf, TestFailure, wireQuestion } from './test-editor.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(keys: string[] = ['one', 'two', 'three']) {
  const server = createTestServer(keys.map((key) => questionOf(key)));
  const editor = createEditor(server.loaded(), server.backend);
  const set = (key: string, part: object, group?: string) =>
    editor.edit((draft) => changeQuestion(draft, key, (question) => ({ ...question, ...part })), {
      place: key,
      group,
    });
  const textsOf = () => server.loaded().questions.map(({ question_text }) => question_text);
  return { server, editor, set, textsOf };
}

const place = { place: undefined };
const addQuestion =
  (key: string, at: number, text = '') =>
  (draft: Draft) => ({
    ...draft,
    questions: draft.questions.toSpliced(at, 0, {
      ...newQuestion([key, `${key}-1`, `${key}-2`]),
      question_text: text,
    }),
  });

describe('saving', () => {
  it('sends what was typed once there is a pause, and no more than the field', async () => {
    const { server, editor, set, textsOf } = open();
    set('one', { question_text: 'N' }, 'text');
    await vi.advanceTimersByTimeAsync(300);
    set('one', { question_text: 'New' }, 'text');
    expect(editor.get().saving.state).toBe('saving');
    await vi.advanceTimersByTimeAsync(800);
    expect(server.sent.map((step) => 'body' in step && step.body)).toEqual([{ question_text: 'New' }]);
    expect(textsOf()[0]).toBe('New');
    expect(editor.get().saving).toEqual({ state: 'saved' });
  });

  it('holds back what the server would refuse, and says so', async () => {
    const { server, editor, set } = open();
    set('one', { question_text: ' ', points: 7 });
    expect(await editor.flush()).toBe(false);
    expect(server.sent).toMatchObject([{ type: 'change', body: { points: 7 } }]);
    expect(editor.get().saving).toEqual({ state: 'held', count: 1 });
    set('one', { question_text: 'Asked' });
    expect(await editor.flush()).toBe(true);
  });

  it('keeps a new question as soon as it asks something, its answers once there are two', async () => {
    const { server, editor, set } = open([]);
    editor.edit(addQuestion('new', 0), place);
    expect(await editor.flush()).toBe(false);
    expect(server.sent).toEqual([]);
    set('new', { question_text: 'Why?' });
    expect(await editor.flush()).toBe(true);
    expect(server.loaded().questions).toMatchObject([{ question_text: 'Why?', answers: [] }]);
    set('new', { answers: questionOf('new').answers });
    expect(await editor.flush()).toBe(true);
    expect(server.loaded().questions[0]?.answers.map(({ answer_text }) => answer_text)).toEqual([
      'Right',
      'Wrong',
    ]);
    // They are known from then on.
    set('new', { answers: questionOf('new').answers.toReversed() });
    await editor.flush();
    expect(server.loaded().questions[0]?.answers.map(({ id }) => id)).toEqual(['answer-3', 'answer-2']);
  });

  it('makes a question anew whose removal is undone', async () => {
    const { editor, textsOf } = open();
    editor.edit(({ questions, ...rest }) => ({ ...rest, questions: questions.toSpliced(1, 1) }), place);
    await editor.flush();
    expect(textsOf()).toEqual(['Text of one', 'Text of three']);
    editor.undo();
    expect(await editor.flush()).toBe(true);
    expect(textsOf()).toEqual(['Text of one', 'Text of two', 'Text of three']);
  });

  it('tries again by itself when the server couldn’t be reached', async () => {
    const { server, editor, set, textsOf } = open();
    server.failures.push(new TestFailure('passing'), new TestFailure('passing'));
    set('one', { question_text: 'New' });
    await vi.advanceTimersByTimeAsync(800);
    expect(editor.get().saving.state).toBe('failed');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(editor.get().saving.state).toBe('saved');
    expect(textsOf()[0]).toBe('New');
  });

  it('counts what is on its way by other means', async () => {
    const { editor } = open();
    const upload = Promise.withResolvers<string>();
    const during = editor.during(upload.promise);
    expect(editor.get().saving.state).toBe('saving');
    upload.resolve('url');
    expect(await during).toBe('url');
    expect(editor.get().saving.state).toBe('saved');
  });
});

describe('two tabs', () => {
  it('have each other’s changes, of other fields', async () => {
    const { server, editor, set, textsOf } = open();
    set('one', { question_text: 'Mine' });
    server.change({
      quiz: { title: 'Theirs' },
      questions: (list) => list.map((one) => ({ ...one, points: 9 })).toReversed(),
    });
    await editor.reload();
    expect(editor.get().draft.quiz.title).toBe('Theirs');
    expect(editor.get().draft.questions.map(({ key, points }) => `${key} ${points}`)).toEqual([
      'three 9',
      'two 9',
      'one 9',
    ]);
    await editor.flush();
    expect(textsOf()).toEqual(['Text of three', 'Text of two', 'Mine']);
    editor.undo();
    await editor.flush();
    expect(server.loaded().questions[2]).toMatchObject({ question_text: 'Text of one', points: 9 });
  });

  it('change what the other has removed, which is there again', async () => {
    const { server, editor, set, textsOf } = open();
    server.change({ questions: (list) => list.slice(1) });
    set('one', { question_text: 'Still here' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(editor.get().saving.state).toBe('saved');
    expect(textsOf()).toEqual(['Still here', 'Text of two', 'Text of three']);
  });

  it('change an answer that the other has removed', async () => {
    const { server, editor, set } = open(['one']);
    const other = { ...questionOf('one'), answers: questionOf('other').answers };
    server.change({ questions: () => [wireQuestion(other)] });
    set('one', { answers: questionOf('one').answers.map((answer) => ({ ...answer, answer_text: 'Mine' })) });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(editor.get().saving.state).toBe('saved');
    const texts = server.loaded().questions[0]?.answers.map(({ answer_text }) => answer_text);
    expect(texts).toContain('Mine');
  });

  it('save nothing while the quiz is published, and everything after', async () => {
    const { server, editor, set, textsOf } = open();
    set('one', { question_text: 'Late' });
    server.change({ quiz: { status: 'published' } });
    expect(await editor.flush()).toBe(false);
    expect(editor.get()).toMatchObject({ isLocked: true, saving: { state: 'locked' } });
    set('two', { question_text: 'Too late' });
    server.change({ quiz: { status: 'draft' } });
    editor.receive({ status: 'draft' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(textsOf()).toEqual(['Late', 'Text of two', 'Text of three']);
    expect(editor.get()).toMatchObject({ isLocked: false, saving: { state: 'saved' } });
  });

  it('tell that the quiz is deleted', async () => {
    const { editor, server } = open();
    server.backend.load = () => Promise.reject(new TestFailure('gone'));
    await editor.reload();
    expect(editor.get().isGone).toBe(true);
  });
});

type Action = {
  kind: 'text' | 'answers' | 'move' | 'add' | 'remove' | 'undo' | 'redo' | 'flush' | 'theirs';
  a: number;
  b: number;
};

it('whatever is edited, undone and sent, the server has in the end what is shown', async () => {
  const kinds = ['text', 'answers', 'move', 'add', 'remove', 'undo', 'redo', 'flush', 'theirs'] as const;
  const action: fc.Arbitrary<Action> = fc.record({
    kind: fc.constantFrom(...kinds),
    a: fc.nat(5),
    b: fc.nat(5),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const { server, editor, set } = open();
      for (const { kind, a, b } of actions) {
        const { questions } = editor.get().draft;
        const key = questions[a % Math.max(1, questions.length)]?.key ?? '';
        if (kind === 'text') set(key, { question_text: `t${a}${b}`, points: b + 1 });
        if (kind === 'answers') {
          const answers = ['x', 'y', 'z'].map((name) => ({
            ...newAnswer(`${key}-${name}`),
            answer_text: `${name}${b}`,
          }));
          set(key, { answers: answers.slice(0, 2 + (b % 2)) });
        }
        if (kind === 'move')
          editor.edit((draft) => ({ ...draft, questions: move(draft.questions, a, b) }), place);
        if (kind === 'add') editor.edit(addQuestion(editor.newKey(), a, `n${b}`), place);
        if (kind === 'remove')
          editor.edit((draft) => ({ ...draft, questions: draft.questions.toSpliced(a, 1) }), place);
        if (kind === 'undo') editor.undo();
        if (kind === 'redo') editor.redo();
        if (kind === 'flush') void editor.flush();
        if (kind === 'theirs')
          server.change({
            questions: (list) => (b > 3 ? list.slice(1) : list.map((one) => ({ ...one, points: 50 + b }))),
          });
        if (b === 0) await Promise.resolve();
      }
      await editor.reload();
      expect(await editor.flush()).toBe(true);
      const toLine = ({
        question_text,
        points,
        answers,
      }: Pick<QuestionDraft, 'question_text' | 'points'> & {
        answers: readonly { answer_text: string }[];
      }) => [question_text, points, ...answers.map(({ answer_text }) => answer_text)].join(' ').trim();
      expect(server.loaded().questions.map(toLine)).toEqual(editor.get().draft.questions.map(toLine));
      editor.stop();
    }),
    { numRuns: 150 },
  );
});
