import type { Logger } from 'pino';
import type { Access } from '#server/platform/access.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Images } from '#server/platform/images.ts';
import type { Storage } from '#server/platform/storage.ts';
import { addAnswerRoutes } from './answers-routes.ts';
import { createAnswerService } from './answers-service.ts';
import type { FindAuthors } from './authoring-authors.ts';
import { allowsSeveral, validateQuiz } from './authoring-validation.ts';
import { createWire } from './authoring-wire.ts';
import { addCodeRoutes } from './codes-routes.ts';
import { createCodeService } from './codes-service.ts';
import { addImageRoutes } from './images-routes.ts';
import { createQuizImages } from './images-service.ts';
import { createImageUrls } from './images-urls.ts';
import type { PlayableQuiz } from './playable.ts';
import { listQuestions } from './questions-repository.ts';
import { addQuestionRoutes } from './questions-routes.ts';
import { createQuestionService } from './questions-service.ts';
import { addPublishingRoutes } from './quizzes-publishing-routes.ts';
import { findQuiz } from './quizzes-repository.ts';
import { addQuizRoutes } from './quizzes-routes.ts';
import { createQuizService } from './quizzes-service.ts';
import { addTransferRoutes } from './transfer-routes.ts';

type Dependencies = {
  database: Database;
  access: Access;
  findAuthors: FindAuthors;
  images: Images;
  storage: Storage;
  clock: Clock;
  logger: Logger;
  publicUrl: string;
};

/** How quizzes are written: their questions and answers, codes, pictures, publishing, import and export. */
export function createAuthoring(deps: Dependencies) {
  const { database, access, findAuthors, storage, clock, logger, publicUrl } = deps;
  const urls = createImageUrls(publicUrl);
  const wire = createWire(urls);
  const quizzes = createQuizService({ database, clock, findAuthors });
  const questions = createQuestionService({ database, clock });
  const answers = createAnswerService({ database, clock });
  const codes = createCodeService({ database });
  const images = createQuizImages({ database, images: deps.images, storage, clock, logger });

  return {
    addRoutes(server: HttpServer): void {
      addQuizRoutes(server, { access, quizzes });
      addPublishingRoutes(server, { access, quizzes });
      addQuestionRoutes(server, { access, questions, wire, urls });
      addAnswerRoutes(server, { access, answers, wire, urls });
      addCodeRoutes(server, { access, codes });
      addImageRoutes(server, { access, images, urls });
      addTransferRoutes(server, { access, quizzes, wire, urls });
    },

    /** Whether the quiz is the account's own or public, be it such that it can be played or not. */
    async mayHost(db: Executor, accountId: string, quizId: string): Promise<boolean> {
      const quiz = await findQuiz(db, quizId);
      return quiz !== undefined && (quiz.authorId === accountId || quiz.isPublic);
    },

    /** The quiz as a game is played with it, published or not; undefined where there is none. */
    async loadPlayable(db: Executor, quizId: string): Promise<PlayableQuiz | undefined> {
      const quiz = await findQuiz(db, quizId);
      if (!quiz) return undefined;
      const { id, authorId, title, isPublic, status, code, playSettings } = quiz;
      const list = await listQuestions(db, quizId);
      return {
        id,
        authorId,
        title,
        isPublic,
        status,
        code,
        playSettings,
        errors: validateQuiz({ ...quiz, questions: list }),
        questions: list.map((question) => ({
          id: question.id,
          questionText: question.questionText,
          questionType: question.questionType,
          allowMultiple: allowsSeveral(question),
          imageUrl: urls.toWire(question.imageUrl),
          showQuestionTime: question.showQuestionTime,
          answeringTime: question.answeringTime,
          points: question.points,
          orderIndex: question.orderIndex,
          explanationTitle: question.explanationTitle,
          explanationText: question.explanationText,
          explanationImageUrl: urls.toWire(question.explanationImageUrl),
          showExplanationTime: question.showExplanationTime,
          answers: question.answers.map((answer) => ({
            id: answer.id,
            answerText: answer.answerText,
            imageUrl: urls.toWire(answer.imageUrl),
            isCorrect: answer.isCorrect,
            orderIndex: answer.orderIndex,
          })),
        })),
      };
    },
  };
}
