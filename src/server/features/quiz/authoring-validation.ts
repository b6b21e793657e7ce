import { MIN_ANSWERS } from '#protocol/quiz-questions.ts';

type Checked = {
  title: string;
  description: string | null;
  category: string | null;
  questions: readonly {
    questionType: string;
    allowMultiple: boolean;
    answers: readonly { isCorrect: boolean }[];
  }[];
};

/** Several answers may be correct, and be chosen. */
export const allowsSeveral = (question: { questionType: string; allowMultiple: boolean }): boolean =>
  question.allowMultiple && question.questionType === 'multiple_choice';

/** All that keeps a quiz from being published or played, in words; none: nothing does. */
export function validateQuiz({ title, description, category, questions }: Checked): string[] {
  const isBlank = (text: string | null) => text === null || text.trim() === '';
  const errors: string[] = [];
  if (isBlank(title)) errors.push('The title must not be blank');
  if (isBlank(description)) errors.push('The description must not be blank');
  if (isBlank(category)) errors.push('The category must not be blank');
  if (questions.length === 0) errors.push('The quiz must have at least one question');
  questions.forEach((question, index) => {
    const { questionType, answers } = question;
    const add = (what: string) => errors.push(`Question ${index + 1} must have ${what}`);
    if (questionType === 'true_false') {
      if (answers.length !== 2) add('exactly 2 answers');
    } else if (answers.length < MIN_ANSWERS) add(`at least ${MIN_ANSWERS} answers`);
    const correct = answers.filter(({ isCorrect }) => isCorrect).length;
    if (allowsSeveral(question)) {
      if (correct === 0) add('at least one correct answer');
    } else if (correct !== 1) add('exactly one correct answer');
  });
  return errors;
}
