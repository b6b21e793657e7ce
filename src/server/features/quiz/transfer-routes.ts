import { Quiz } from '#protocol/quiz.ts';
import { type QuizTransfer as Document, QuizTransfer } from '#protocol/quiz-transfer.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { refuseForm } from './authoring-faults.ts';
import { sortByOrder } from './authoring-order.ts';
import {
  QuizParams,
  refused,
  refusedChange,
  refusedOn,
  tags,
  toDifficulty,
  toQuiz,
  toQuizFields,
  type Wire,
} from './authoring-wire.ts';
import type { ImageUrls } from './images-urls.ts';
import type { QuizService } from './quizzes-service.ts';
import { readTransfer } from './transfer-document.ts';

type Dependencies = { access: Access; quizzes: QuizService; wire: Wire; urls: ImageUrls };

/** Whatever an export gives, however its text is escaped. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** A whole quiz in one file: what the export gives, the import takes. */
export function addTransferRoutes(server: HttpServer, deps: Dependencies): void {
  const { access, quizzes, wire, urls } = deps;

  server.get(
    '/quiz/:id/export',
    {
      schemaErrorFormatter: refuseForm,
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'Export a whole quiz',
        description: 'For the import of this or another server. Uploaded pictures are in it by their URL.',
        params: QuizParams,
        response: { 200: QuizTransfer, ...refusedOn },
      },
    },
    async (request, reply) => {
      const quiz = await quizzes.exportQuiz(access.callerOf(request), request.params.id);
      return reply
        .header('content-disposition', 'attachment; filename="quiz.json"')
        .send(toDocument(quiz, wire, urls));
    },
  );

  server.post(
    '/quiz/import',
    {
      bodyLimit: BODY_LIMIT_BYTES,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Import a whole quiz',
        description:
          'It becomes a draft of yours, all of it or, with any fault, nothing: the faults are listed by path, up to ' +
          '100. Fields that are not known are faults here. Up to 8 MB.',
        body: QuizTransfer,
        response: { 201: Quiz, ...refused, 409: refusedChange[409] },
      },
      // What is sent may be large, and wrong in more places than a validator should look for.
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const document = readTransfer(request.body, urls);
      const questions = sortByOrder(document.questions).map(wire.toWholeQuestion);
      const quiz = await quizzes.create(access.callerOf(request), toQuizFields(document), questions);
      return reply.code(201).send(toQuiz(quiz));
    },
  );
}

type Exported = Awaited<ReturnType<QuizService['exportQuiz']>>;

const toDocument = (quiz: Exported, wire: Wire, urls: ImageUrls): Document => ({
  version: 1,
  title: quiz.title,
  description: quiz.description,
  difficulty_level: toDifficulty(quiz.difficultyLevel),
  category: quiz.category,
  is_public: quiz.isPublic,
  tags: quiz.tags,
  play_settings: quiz.playSettings,
  questions: quiz.questions.map((question) => ({
    ...wire.describeQuestion(question),
    answers: question.answers.map((answer) => ({
      answer_text: answer.answerText,
      image_url: urls.toWire(answer.imageUrl),
      is_correct: answer.isCorrect,
    })),
  })),
});
