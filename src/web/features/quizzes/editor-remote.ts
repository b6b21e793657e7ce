import { type Draft, type QuestionDraft, toQuestionDraft, toQuizFields } from './editor-draft.ts';
import { pick } from './editor-merge.ts';
import type { SentQuestion, Step } from './editor-steps.ts';
import type { Question, Quiz } from './editor-wire.ts';

/** What the server has: under the names of here, and by which ids it knows them. */
export type Remote = { draft: Draft; ids: ReadonlyMap<string, string> };

/** What the server answered to a step; to a removal, nothing that matters. */
export type Reply = { quiz?: Quiz; question?: Question; questions?: readonly Question[] };

/** A whole quiz as it was loaded. What was known keeps its name here. */
export function toRemote(quiz: Quiz, questions: readonly Question[], before?: Remote): Remote {
  const keys = new Map([...(before?.ids ?? [])].map(([key, id]) => [id, key]));
  const ids = new Map(before?.ids);
  const keyOf = (id: string) => {
    const key = keys.get(id) ?? id;
    ids.set(key, id);
    return key;
  };
  return {
    draft: {
      quiz: toQuizFields(quiz),
      questions: questions.map((question) => toQuestionDraft(question, keyOf)),
    },
    ids,
  };
}

/**
 * What the server has after a step.
 * @returns also `base`, what it would have if nobody but us had changed anything
 */
export function applyStep(remote: Remote, step: Step, reply: Reply): { base: Draft; remote: Remote } {
  const { draft, ids } = remote;
  const { quiz, questions } = draft;
  switch (step.type) {
    case 'quiz': {
      const base = { quiz: { ...quiz, ...pick(step.mine, step.fields) }, questions };
      return {
        base,
        remote: { ids, draft: reply.quiz ? { quiz: toQuizFields(reply.quiz), questions } : base },
      };
    }
    case 'remove': {
      const base = { quiz, questions: questions.filter(({ key }) => key !== step.key) };
      return { base, remote: { ids, draft: base } };
    }
    case 'order': {
      const places = new Map(step.keys.map((key, place) => [key, place]));
      const sorted = questions.toSorted((a, b) => (places.get(a.key) ?? 0) - (places.get(b.key) ?? 0));
      const base = { quiz, questions: sorted };
      if (!reply.questions) return { base, remote: { ids, draft: base } };
      const keys = new Map([...ids].map(([key, id]) => [id, key]));
      const theirs = reply.questions.map((one) => toQuestionDraft(one, (id) => keys.get(id) ?? id));
      return { base, remote: { ids, draft: { quiz, questions: theirs } } };
    }
    case 'add':
    case 'change':
      return applyQuestion(remote, step, reply);
  }
}

function applyQuestion(
  { draft, ids }: Remote,
  step: Extract<Step, SentQuestion>,
  { question }: Reply,
): { base: Draft; remote: Remote } {
  const { quiz, questions } = draft;
  const { mine, fields, answers } = step;
  if (!question) throw new Error('the server answered without the question');
  // The answers come back as they were sent, those without an id with a new one.
  const named = new Map([...ids].map(([key, id]) => [id, key]));
  named.set(question.id, mine.key);
  question.answers.forEach(({ id }, index) => {
    const sent = answers?.[index];
    if (sent) named.set(id, sent.key);
  });
  const theirs = toQuestionDraft(question, (id) => named.get(id) ?? id);
  const before = questions.find(({ key }) => key === mine.key) ?? theirs;
  const sent: QuestionDraft = { ...before, ...pick(mine, fields), ...(answers && { answers }) };
  const put = (item: QuestionDraft) =>
    step.type === 'add'
      ? questions.toSpliced(step.place, 0, item)
      : questions.map((one) => (one.key === mine.key ? item : one));
  const known = new Map(ids).set(mine.key, question.id);
  theirs.answers.forEach(({ key }, index) => {
    const id = question.answers[index]?.id;
    if (id !== undefined) known.set(key, id);
  });
  return {
    base: { quiz, questions: put(sent) },
    remote: { ids: known, draft: { quiz, questions: put(theirs) } },
  };
}
