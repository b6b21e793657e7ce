import type { MessageId } from '../lib/i18n.tsx';

/** By the answer's place in its question, from 0. A colour is never alone: each has a shape, and the shape a name. */
const ANSWERS: readonly { fill: string; ink: string; path: string; name: MessageId }[] = [
  {
    fill: 'bg-answer-0 text-on-answer-0',
    ink: 'text-answer-0',
    path: 'M12 3 22 20.5H2Z',
    name: 'shape.triangle',
  },
  {
    fill: 'bg-answer-1 text-on-answer-1',
    ink: 'text-answer-1',
    path: 'M12 1.5 22.5 12 12 22.5 1.5 12Z',
    name: 'shape.diamond',
  },
  {
    fill: 'bg-answer-2 text-on-answer-2',
    ink: 'text-answer-2',
    path: 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19Z',
    name: 'shape.circle',
  },
  {
    fill: 'bg-answer-3 text-on-answer-3',
    ink: 'text-answer-3',
    path: 'M3.5 3.5h17v17h-17Z',
    name: 'shape.square',
  },
  {
    fill: 'bg-answer-4 text-on-answer-4',
    ink: 'text-answer-4',
    path: 'M12 2 22.2 9.4 18.3 21.4H5.7L1.8 9.4Z',
    name: 'shape.pentagon',
  },
  {
    fill: 'bg-answer-5 text-on-answer-5',
    ink: 'text-answer-5',
    path: 'm12 1.5 3.1 7 7.6.8-5.7 5.1 1.6 7.5L12 18.1l-6.6 3.8L7 14.4 1.3 9.3l7.6-.8Z',
    name: 'shape.star',
  },
  {
    fill: 'bg-answer-6 text-on-answer-6',
    ink: 'text-answer-6',
    path: 'M6.5 2.5h11L23 12l-5.5 9.5h-11L1 12Z',
    name: 'shape.hexagon',
  },
  {
    fill: 'bg-answer-7 text-on-answer-7',
    ink: 'text-answer-7',
    path: 'M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5Z',
    name: 'shape.cross',
  },
];

const [FIRST] = ANSWERS;

/** Of an answer: `fill` are the classes of its colour with the text on it, `ink` that of the colour itself as text. */
export function answerLook(index: number): { fill: string; ink: string; name: MessageId } {
  const look = ANSWERS[index % ANSWERS.length] ?? FIRST;
  if (!look) throw new Error('there are answers');
  return look;
}

/** The answer's shape, in the colour of the text around it. What it is called is said beside it. */
export const AnswerShape = ({ index, className = 'size-8' }: { index: number; className?: string }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    fill="currentColor"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinejoin="round"
    className={`shrink-0 ${className}`}
  >
    <path d={ANSWERS[index % ANSWERS.length]?.path} />
  </svg>
);
