import type { QuizTransfer, TransferQuestion } from '#protocol/quiz-transfer.ts';
import type { HostName } from './demo-programme.ts';

/** A question of which the first answer is right; `why` is told afterwards. */
function ask(text: string, why: string, right: string, ...wrong: readonly string[]): TransferQuestion {
  return {
    question_text: text,
    question_type: 'multiple_choice',
    answering_time: 30,
    points: 100,
    explanation_text: why,
    answers: shuffle(text, [
      { answer_text: right, is_correct: true },
      ...wrong.map((answer_text) => ({ answer_text, is_correct: false })),
    ]),
  };
}

/** The right one isn't always the first; where it is depends on the text alone. */
const shuffle = <T>(text: string, list: readonly T[]): T[] => {
  const first = text.length % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
};

const isTrue = (text: string, why: string): TransferQuestion => ({
  question_text: text,
  question_type: 'true_false',
  answering_time: 20,
  points: 100,
  explanation_text: why,
  answers: [
    { answer_text: 'True', is_correct: true },
    { answer_text: 'False', is_correct: false },
  ],
});

type DemoQuiz = { host: HostName; code: string; quiz: QuizTransfer };

/** What is played tonight, and was at the last game night. */
export const FRIDAY_QUIZ: DemoQuiz = {
  host: 'robin',
  code: '246810',
  quiz: {
    title: 'The Friday quiz',
    description: 'Things that everybody almost knows.',
    difficulty_level: 'medium',
    category: 'A bit of everything',
    tags: ['friday'],
    play_settings: { time_bonus: true, streak_bonus: true },
    questions: [
      ask(
        'How many dots are on a die, all sides together?',
        '1 + 2 + 3 + 4 + 5 + 6.',
        '21',
        '18',
        '20',
        '24',
      ),
      ask(
        'Which planet has the shortest day?',
        'Jupiter turns once in just under ten hours.',
        'Jupiter',
        'Mars',
        'Earth',
        'Venus',
      ),
      isTrue('Honey can keep for thousands of years.', 'What was found in old tombs could still be eaten.'),
      ask(
        'Which country has the most time zones?',
        'Twelve, with what belongs to it overseas.',
        'France',
        'Russia',
        'Australia',
        'Canada',
      ),
      ask(
        'Which of these is a fruit to a botanist?',
        'It grows from a flower and has seeds.',
        'Cucumber',
        'Rhubarb',
        'Carrot',
        'Radish',
      ),
      ask(
        'What colour is the skin of a polar bear?',
        'Black, below fur that has no colour at all.',
        'Black',
        'White',
        'Pink',
        'Grey',
      ),
      ask(
        'Which sea has no coast?',
        'Currents are its only borders.',
        'Sargasso Sea',
        'Caspian Sea',
        'Coral Sea',
        'Dead Sea',
      ),
      ask(
        'How many squares of any size are on a chessboard?',
        '64 + 49 + 36 + 25 + 16 + 9 + 4 + 1.',
        '204',
        '64',
        '65',
        '128',
      ),
    ],
  },
};

/** Somebody else's, that anybody may copy. */
export const CAPITALS: DemoQuiz = {
  host: 'juno',
  code: '135790',
  quiz: {
    title: 'Capitals, the tricky ones',
    description: 'The biggest city is not always the one.',
    difficulty_level: 'hard',
    category: 'Geography',
    is_public: true,
    tags: ['cities', 'school'],
    questions: [
      ask('The capital of Australia?', 'Between two rivals.', 'Canberra', 'Sydney', 'Melbourne', 'Perth'),
      ask('The capital of Canada?', 'Since 1857.', 'Ottawa', 'Toronto', 'Montreal', 'Vancouver'),
      ask(
        'The capital of Brazil?',
        'Built from nothing in four years.',
        'Brasília',
        'Rio de Janeiro',
        'São Paulo',
      ),
      ask('The capital of Türkiye?', 'Since 1923.', 'Ankara', 'Istanbul', 'Izmir'),
      ask(
        'The capital of New Zealand?',
        'The southernmost capital there is.',
        'Wellington',
        'Auckland',
        'Dunedin',
      ),
    ],
  },
};

/** Who plays, and how much they know, from 0 to 1. */
export const QUIZ_PLAYERS = [
  ['Ada', 0.95],
  ['Bo', 0.6],
  ['Cleo', 0.7],
  ['Dev', 0.5],
  ['Elif', 0.8],
  ['Finn', 0.4],
  ['Grace', 0.85],
  ['Hugo', 0.55],
  ['Ines', 0.65],
  ['Jun', 0.75],
  ['Kofi', 0.6],
  ['Lena', 0.45],
  ['Mio', 0.7],
  ['Nora', 0.5],
] as const satisfies readonly (readonly [name: string, knowledge: number])[];
