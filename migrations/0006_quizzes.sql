-- Quizzes as they are written. Quizzes, questions and answers that were deleted stay, so that past games keep what
-- they were played with.
CREATE TABLE quizzes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  author_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title text NOT NULL,
  description text,
  difficulty_level text NOT NULL DEFAULT 'easy',
  category text,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
  is_public boolean NOT NULL DEFAULT false,
  tags text[] NOT NULL DEFAULT '{}',
  play_settings jsonb NOT NULL,
  code integer CHECK (code BETWEEN 100000 AND 999999),
  times_played integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  published_at timestamptz(3),
  deleted_at timestamptz(3)
);

CREATE UNIQUE INDEX quizzes_code_key ON quizzes (code) WHERE deleted_at IS NULL;
CREATE INDEX quizzes_author ON quizzes (author_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX quizzes_public ON quizzes (published_at DESC, id DESC)
  WHERE deleted_at IS NULL AND is_public AND status = 'published';

CREATE TABLE quiz_questions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  quiz_id uuid NOT NULL REFERENCES quizzes (id) ON DELETE CASCADE,
  question_text text NOT NULL,
  question_type text NOT NULL,
  allow_multiple boolean NOT NULL DEFAULT false,
  image_url text,
  show_question_time integer NOT NULL,
  answering_time integer NOT NULL,
  points integer NOT NULL,
  difficulty text NOT NULL,
  order_index integer NOT NULL,
  explanation_title text,
  explanation_text text,
  explanation_image_url text,
  show_explanation_time integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at timestamptz(3)
);

CREATE INDEX quiz_questions_quiz ON quiz_questions (quiz_id, order_index) WHERE deleted_at IS NULL;

CREATE TABLE quiz_answers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  question_id uuid NOT NULL REFERENCES quiz_questions (id) ON DELETE CASCADE,
  answer_text text NOT NULL,
  image_url text,
  is_correct boolean NOT NULL,
  order_index integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at timestamptz(3)
);

CREATE INDEX quiz_answers_question ON quiz_answers (question_id, order_index) WHERE deleted_at IS NULL;

-- Uploaded pictures. Their files stay: past games, copies and exported quizzes go on showing them.
CREATE TABLE quiz_images (
  path text PRIMARY KEY,
  -- Who uploaded it; an account has a bounded number.
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX quiz_images_account ON quiz_images (account_id);
