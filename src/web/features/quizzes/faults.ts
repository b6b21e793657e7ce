import type { MessageId, Texts } from '#web/lib/i18n.tsx';

/** One thing that is wrong with a file; a path is as `questions.3.answers.0.answer_text`. */
export type FileFault = { path: string; message: string };

/** The server's words for what can be wrong, which have no codes; what they name is `one`. */
const WORDS: readonly (readonly [RegExp, MessageId])[] = [
  [/^is required$/, 'quizzes.wrong.required'],
  [/^is not known here$/, 'quizzes.wrong.unknown'],
  [/^must not have fewer than 1 characters$/i, 'quizzes.wrong.empty'],
  [/^must not have more than (\d+) characters$/i, 'quizzes.wrong.long'],
  [/^must not (?:have|be) more than (\d+)/i, 'quizzes.wrong.many'],
  [/^must be <= (\d+)$/, 'quizzes.wrong.most'],
  [/^must be >= (\d+)$/, 'quizzes.wrong.least'],
  [/^must be one of (.+)$/, 'quizzes.wrong.oneOf'],
  [/^must be string/, 'quizzes.wrong.text'],
  [/^must be (?:integer|number)/, 'quizzes.wrong.whole'],
  [/^must be boolean/, 'quizzes.wrong.boolean'],
  [/^must be array/, 'quizzes.wrong.list'],
  [/^must be object/, 'quizzes.wrong.object'],
  [/^has characters that can not be kept$/, 'quizzes.wrong.characters'],
  [/^must be the URL of an uploaded picture/, 'quizzes.wrong.picture'],
];

/** A fault in the reader's language; what has no words of its own is told as the server put it. */
export function explainFileFault(message: string, t: Texts['t']): string {
  for (const [pattern, id] of WORDS) {
    const found = pattern.exec(message);
    if (found) return t(id, { one: found[1] ?? '' });
  }
  return message;
}

/**
 * All that the server has against a file.
 * @param body of its refusal
 * @returns undefined where it lists nothing: then the file as a whole was refused
 */
export function readFileFaults({ details }: Record<string, unknown>): FileFault[] | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  if (!('errors' in details) || !Array.isArray(details.errors)) return undefined;
  const faults = details.errors.flatMap((fault: unknown) => readFault(fault) ?? []);
  return faults.length > 0 ? faults : undefined;
}

function readFault(value: unknown): FileFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('path' in value) || typeof value.path !== 'string') return undefined;
  if (!('message' in value) || typeof value.message !== 'string') return undefined;
  return { path: value.path, message: value.message };
}

/** The place that a path means, counted from 1: of `questions.3.answers.0.x`, question 4 and answer 1. */
export function readPlace(path: string): { question?: number; answer?: number; field: string } {
  const [, question, answer, field = ''] =
    /^(?:questions\.(\d+)(?:\.|$))?(?:answers\.(\d+)(?:\.|$))?(.*)$/.exec(path) ?? [];
  return {
    ...(question !== undefined && { question: Number(question) + 1 }),
    ...(answer !== undefined && { answer: Number(answer) + 1 }),
    field,
  };
}
