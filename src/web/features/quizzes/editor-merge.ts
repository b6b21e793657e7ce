import {
  ANSWER_FIELDS,
  type AnswerDraft,
  DETAIL_FIELDS,
  type Draft,
  PLAY_FIELDS,
  QUESTION_FIELDS,
  type QuestionDraft,
  type QuizFields,
} from './editor-draft.ts';

/** Whether two values say the same: lists and objects by what is in them. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const entries = Object.entries(one);
  const others = new Map(Object.entries(other));
  return entries.length === others.size && entries.every(([key, value]) => isSame(value, others.get(key)));
}

/** Some fields of it. */
export function pick<Item extends object, Field extends keyof Item>(
  item: Item,
  fields: readonly Field[],
): Partial<Item> {
  const picked: Partial<Item> = {};
  for (const field of fields) picked[field] = item[field];
  return picked;
}

/** What was changed here, the rest as it is there. */
function mergeFields<Item extends object, Field extends keyof Item>(
  fields: readonly Field[],
  base: Item,
  mine: Item,
  theirs: Item,
): Item {
  const merged = { ...theirs };
  for (const field of fields) if (!isSame(base[field], mine[field])) merged[field] = mine[field];
  return merged;
}

type Keyed = { key: string };

const keysOf = (items: readonly Keyed[]) => items.map(({ key }) => key);

/** The keys in one order, and those that only the other has, each after the one that it comes after there. */
function addMissing(order: readonly string[], other: readonly string[]): string[] {
  const keys = [...order];
  const known = new Set(order);
  other.forEach((key, index) => {
    if (known.has(key)) return;
    const before = other.slice(0, index).findLast((one) => known.has(one));
    keys.splice(before === undefined ? 0 : keys.indexOf(before) + 1, 0, key);
    known.add(key);
  });
  return keys;
}

/**
 * Of what is only here or only there: what was added stays, what was removed goes, unless it was changed on the other
 * side. The order is theirs, unless it was changed here.
 */
function mergeLists<Item extends Keyed>(
  base: readonly Item[],
  mine: readonly Item[],
  theirs: readonly Item[],
  mergeItem: (base: Item, mine: Item, theirs: Item) => Item,
): Item[] {
  const toMap = (items: readonly Item[]) => new Map(items.map((item) => [item.key, item]));
  const [bases, mines, theirMap] = [toMap(base), toMap(mine), toMap(theirs)];

  const choose = (key: string): Item | undefined => {
    const [before, here, there] = [bases.get(key), mines.get(key), theirMap.get(key)];
    if (here && there) return mergeItem(before ?? there, here, there);
    if (here) return before && isSame(before, here) ? undefined : here;
    return before && there && isSame(before, there) ? undefined : there;
  };

  const common = (keys: readonly string[]) => keys.filter((key) => bases.has(key) && mines.has(key));
  const isOrderMine = !isSame(common(keysOf(base)), common(keysOf(mine)));
  const order = isOrderMine
    ? addMissing(keysOf(mine), keysOf(theirs))
    : addMissing(keysOf(theirs), keysOf(mine));
  return order.flatMap((key) => choose(key) ?? []);
}

const mergeAnswer = (base: AnswerDraft, mine: AnswerDraft, theirs: AnswerDraft) =>
  mergeFields(ANSWER_FIELDS, base, mine, theirs);

const mergeQuestion = (base: QuestionDraft, mine: QuestionDraft, theirs: QuestionDraft): QuestionDraft => ({
  ...mergeFields(QUESTION_FIELDS, base, mine, theirs),
  answers: mergeLists(base.answers, mine.answers, theirs.answers, mergeAnswer),
});

const mergeQuiz = (base: QuizFields, mine: QuizFields, theirs: QuizFields): QuizFields =>
  mergeFields([...DETAIL_FIELDS, ...PLAY_FIELDS], base, mine, theirs);

/**
 * Puts what was changed here on top of what is there now.
 * @param base what both sides came from
 */
export const merge = (base: Draft, mine: Draft, theirs: Draft): Draft => ({
  quiz: mergeQuiz(base.quiz, mine.quiz, theirs.quiz),
  questions: mergeLists(base.questions, mine.questions, theirs.questions, (before, here, there) =>
    // Most of them nobody has touched.
    here === before ? there : mergeQuestion(before, here, there),
  ),
});
