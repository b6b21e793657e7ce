import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';
import { Difficulty, pageQuery, QuizCode, Text } from './quiz-fields.ts';

const EXAMPLE_ID = '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22';

/** How a quiz is played. */
export const PlaySettings = Type.Object(
  {
    show_question_only: Type.Boolean({ description: 'The question is shown alone before its answers are.' }),
    show_explanation: Type.Boolean(),
    time_bonus: Type.Boolean({ description: 'Quick answers are worth more.' }),
    streak_bonus: Type.Boolean({ description: 'So are correct ones in a row.' }),
    show_correct_answer: Type.Boolean(),
    max_players: Type.Integer({ minimum: 1, maximum: 5_000 }),
    show_live_counts: Type.Boolean({ description: 'Players too see how many chose what, while they do.' }),
    auto_advance: Type.Boolean({ description: 'The next question comes by itself.' }),
  },
  { additionalProperties: false },
);
export type PlaySettings = Static<typeof PlaySettings>;

export const defaultPlaySettings: PlaySettings = {
  show_question_only: false,
  show_explanation: true,
  time_bonus: false,
  streak_bonus: false,
  show_correct_answer: true,
  max_players: 400,
  show_live_counts: false,
  auto_advance: false,
};

/** Some of the settings, where the others stay as they are or as they are by default. */
export const PlaySettingsChange = Type.Partial(PlaySettings, {
  additionalProperties: false,
  description: 'What is absent stays, and in a new quiz is the default.',
});
export type PlaySettingsChange = Static<typeof PlaySettingsChange>;

const QuizStatus = Type.Enum(['draft', 'published', 'archived']);
export type QuizStatus = Static<typeof QuizStatus>;

const Title = Text(1, 100);

const optionalFields = {
  description: Type.Optional(Nullable(Text(1, 500))),
  difficulty_level: Type.Optional(Difficulty),
  category: Type.Optional(Nullable(Text(1, 50))),
  is_public: Type.Optional(Type.Boolean({ description: 'Anybody may see, play and copy it.' })),
  tags: Type.Optional(Type.Array(Text(1, 30), { maxItems: 10 })),
  play_settings: Type.Optional(PlaySettingsChange),
};

const draft = {
  title: 'Capitals of the world',
  description: 'From the easy ones to those that nobody knows.',
  difficulty_level: 'easy',
  category: 'Geography',
  is_public: false,
  tags: ['cities', 'school'],
} as const;

/** What a quiz is made of, less its questions. */
export const newQuizFields = { title: Title, ...optionalFields };

export const NewQuiz = Type.Object(newQuizFields, {
  description: 'Other fields may be sent along; they are ignored.',
  examples: [{ ...draft, play_settings: { time_bonus: true } }],
});
export type NewQuiz = Static<typeof NewQuiz>;

export const QuizChange = Type.Object(
  {
    title: Type.Optional(Title),
    ...optionalFields,
    status: Type.Optional(
      Type.Enum(['draft', 'archived'], { description: 'Publishing has a route of its own.' }),
    ),
  },
  {
    description: 'What is absent stays. Other fields of a quiz may be sent along; they are ignored.',
    examples: [{ title: 'Capitals of Europe', play_settings: { max_players: 30 } }],
  },
);
export type QuizChange = Static<typeof QuizChange>;

const quiz = {
  id: EXAMPLE_ID,
  user_id: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
  author: { username: 'ada', display_name: 'Ada Lovelace', avatar_url: null },
  ...draft,
  status: 'draft',
  play_settings: defaultPlaySettings,
  code: null,
  total_questions: 0,
  times_played: 0,
  created_at: '2026-03-15T19:00:00.000Z',
  updated_at: '2026-03-15T19:00:00.000Z',
  published_at: null,
} as const;

export const Quiz = Type.Object(
  {
    id: Uuid(),
    user_id: Uuid('The account of its author.'),
    author: Type.Object({
      username: Type.String(),
      display_name: Type.String(),
      avatar_url: Nullable(Type.String()),
    }),
    title: Type.String(),
    description: Nullable(Type.String()),
    difficulty_level: Difficulty,
    category: Nullable(Type.String()),
    status: QuizStatus,
    is_public: Type.Boolean(),
    tags: Type.Array(Type.String()),
    play_settings: PlaySettings,
    code: Nullable(QuizCode),
    total_questions: Type.Integer(),
    times_played: Type.Integer(),
    created_at: Instant(),
    updated_at: Instant('When the quiz, a question or an answer was last changed.'),
    published_at: Nullable(Instant('Null unless it is published.')),
  },
  { examples: [quiz] },
);
export type Quiz = Static<typeof Quiz>;

export const QuizQuery = Type.Object({ status: Type.Optional(QuizStatus), ...pageQuery });

export const PublicQuizQuery = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'Part of the title, the description or a tag, in any case.',
      examples: ['capital'],
    }),
  ),
  category: Type.Optional(
    Type.String({ maxLength: 50, description: 'In any case.', examples: ['Geography'] }),
  ),
  ...pageQuery,
});

export const QuizList = Type.Object(
  {
    quizzes: Type.Array(Quiz),
    total: Type.Integer(),
    page: Type.Integer(),
    totalPages: Type.Integer(),
  },
  { examples: [{ quizzes: [quiz], total: 1, page: 1, totalPages: 1 }] },
);

export const QuizValidity = Type.Object(
  {
    valid: Type.Boolean(),
    errors: Type.Array(Type.String({ description: 'What is wrong, in words.' })),
  },
  { examples: [{ valid: false, errors: ['Question 2 must have exactly one correct answer'] }] },
);

/** A quiz that isn't fit to be published. */
export const QuizInvalid = Type.Object(
  {
    error: Type.String({ description: 'A code.' }),
    message: Type.String(),
    requestId: Type.String(),
    details: Type.Optional(Type.Object({ errors: Type.Array(Type.String()) })),
  },
  {
    examples: [
      {
        error: 'validation_failed',
        message: 'The quiz can not be published yet',
        requestId: '0197a0c2-7d5e-7c53-9c39-4f0f6f1f2b11',
        details: { errors: ['Question 2 must have exactly one correct answer'] },
      },
    ],
  },
);

export const CodeChange = Type.Object({ code: QuizCode }, { examples: [{ code: 123_456 }] });
export const CodeAnswer = Type.Object({ code: QuizCode }, { examples: [{ code: 123_456 }] });
export const CodeSet = Type.Object(
  { code: QuizCode, success: Type.Literal(true) },
  { examples: [{ code: 123_456, success: true }] },
);
export const CodeAvailability = Type.Object(
  { available: Type.Boolean({ description: 'No quiz has it.' }) },
  { examples: [{ available: true }] },
);
export const CodeValidity = Type.Object(
  { valid: Type.Literal(true), message: Type.String() },
  { examples: [{ valid: true, message: 'Code format is valid' }] },
);

export const QuizImageUpload = Type.Object(
  {
    image: Type.String({
      format: 'binary',
      description: 'A JPEG, PNG, WebP or GIF of at most 5 MB, by its bytes.',
    }),
  },
  { examples: [{ image: 'the bytes of map.jpg' }] },
);

const imagePath = `${EXAMPLE_ID}/5d0c8e7f41b29a630f1e8b7c2d4a9e56.webp`;

export const QuizImageUploaded = Type.Object(
  {
    url: Type.String({ description: 'For the image_url of a question or an answer.' }),
    path: Type.String(),
  },
  {
    examples: [{ url: `https://soiree.example.org/storage/quiz-images/${imagePath}`, path: imagePath }],
  },
);
