import { GeneralError } from '#protocol/common.ts';
import { Quiz, QuizInvalid, QuizValidity } from '#protocol/quiz.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { refuseForm } from './authoring-faults.ts';
import { QuizParams, refusedOn, tags, toQuiz } from './authoring-wire.ts';
import type { QuizService } from './quizzes-service.ts';

type Dependencies = { access: Access; quizzes: QuizService };

export function addPublishingRoutes(server: HttpServer, { access, quizzes }: Dependencies): void {
  server.post(
    '/quiz/:id/publish',
    {
      schemaErrorFormatter: refuseForm,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Publish a quiz',
        description: 'From then on it can not be changed. One that is published already stays so.',
        params: QuizParams,
        response: { 200: Quiz, ...refusedOn, 400: QuizInvalid },
      },
    },
    async (request) => toQuiz(await quizzes.publish(access.callerOf(request), request.params.id)),
  );

  server.post(
    '/quiz/:id/unpublish',
    {
      schemaErrorFormatter: refuseForm,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Make a published quiz a draft again',
        params: QuizParams,
        response: { 200: Quiz, ...refusedOn },
      },
    },
    async (request) => toQuiz(await quizzes.unpublish(access.callerOf(request), request.params.id)),
  );

  server.get(
    '/quiz/:id/validate',
    {
      schemaErrorFormatter: refuseForm,
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'Whether a quiz could be published',
        params: QuizParams,
        response: { 200: QuizValidity, ...refusedOn, 404: GeneralError },
      },
    },
    async (request) => {
      const errors = await quizzes.validate(access.callerOf(request), request.params.id);
      return { valid: errors.length === 0, errors };
    },
  );
}
