import type { GameReport } from '#protocol/game-reports.ts';

export type Report = GameReport;
export type Question = Report['questions'][number];
export type Player = Report['players'][number];

/** Of a whole, from 0 to 1; of nothing, undefined. */
const share = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

/** Of its answers. */
export const shareRight = ({ correct, answered }: Pick<Question, 'correct' | 'answered'>) =>
  share(correct, answered);

/** How right the room was: of all answers that were given. */
export function shareRightOfAll(questions: readonly Question[]): number | undefined {
  const total = (pick: (question: Question) => number) =>
    questions.reduce((sum, question) => sum + pick(question), 0);
  return share(
    total(({ correct }) => correct),
    total(({ answered }) => answered),
  );
}

/** How many have been answered by anybody. */
export const countAnswered = (questions: readonly Question[]): number =>
  questions.filter(({ answered }) => answered > 0).length;

export const ORDERS = ['hardest', 'asked'] as const;
export type Order = (typeof ORDERS)[number];

/** The hardest first: the smallest share right, of those alike the slowest; last what nobody answered. */
export function arrange(questions: readonly Question[], order: Order): readonly Question[] {
  if (order === 'asked') return questions;
  return questions.toSorted(
    (one, other) =>
      (shareRight(one) ?? 2) - (shareRight(other) ?? 2) ||
      (other.average_seconds ?? 0) - (one.average_seconds ?? 0) ||
      one.order_index - other.order_index,
  );
}

export type Bar = Question['answers'][number] & { share: number };

/** What was chosen, each by how many of those who answered: several may be, where several are right. */
export const distributionOf = ({ answers, answered }: Question): readonly Bar[] =>
  answers.map((answer) => ({ ...answer, share: share(answer.count, answered) ?? 0 }));

/** How many of the room let the question pass. Whoever was removed has answered, too, but is no player any more. */
export const countSilent = ({ answered }: Question, players: number): number =>
  Math.max(0, players - answered);

export const COLUMNS = ['rank', 'name', 'score', 'right', 'time'] as const;
export type Column = (typeof COLUMNS)[number];
export type Sorting = { by: Column; isReversed: boolean };

/** Whoever presses a column first sees its best on top. */
export const BY_RANK: Sorting = { by: 'rank', isReversed: false };

/** By that column; pressed once more, the other way around. */
export const press = (sorting: Sorting, by: Column): Sorting => ({
  by,
  isReversed: sorting.by === by && !sorting.isReversed,
});

/** Whether the smallest is on top. */
export const isAscending = ({ by, isReversed }: Sorting): boolean =>
  (by === 'score' || by === 'right') === isReversed;

const slowest = ({ average_seconds: seconds }: Player): number => seconds ?? Number.POSITIVE_INFINITY;

/** Those who are alike stay in the order of their ranks; who has no time is last of the quick. */
export function sortPlayers(players: readonly Player[], sorting: Sorting, locale: string): readonly Player[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const orders: Record<Column, (one: Player, other: Player) => number> = {
    rank: (one, other) => one.rank - other.rank,
    name: (one, other) => compare(one.display_name, other.display_name),
    score: (one, other) => other.score - one.score,
    right: (one, other) => other.correct - one.correct,
    // Not a difference: that of two who have no time is no number.
    time: (one, other) => (slowest(one) === slowest(other) ? 0 : slowest(one) < slowest(other) ? -1 : 1),
  };
  const order = orders[sorting.by];
  const sign = sorting.isReversed ? -1 : 1;
  return players.toSorted((one, other) => sign * order(one, other) || one.rank - other.rank);
}
