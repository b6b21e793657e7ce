import { invalid } from '#server/platform/errors.ts';

type Choices = {
  allowMultiple: boolean;
  answers: readonly { id: string; orderIndex: number }[];
};

/**
 * What somebody chose, as answer ids in the question's order. On the wire it is an answer's id or its order_index, or
 * a list of ids where several are allowed.
 * @throws {AppError} `invalid_payload` for anything else
 */
export function chooseAnswers(answer: unknown, { allowMultiple, answers }: Choices): string[] {
  if (!Array.isArray(answer)) {
    const chosen = answers.find(({ id, orderIndex }) => id === answer || orderIndex === answer);
    if (!chosen) throw invalid('answer must be one of the question’s answers');
    return [chosen.id];
  }
  const given: readonly unknown[] = answer;
  if (!allowMultiple) throw invalid('answer must be one answer: this question allows no more');
  const chosen = answers.filter(({ id }) => given.includes(id)).map(({ id }) => id);
  if (chosen.length === 0 || chosen.length !== given.length)
    throw invalid('answer must list answers of the question, each of them once');
  return chosen;
}
