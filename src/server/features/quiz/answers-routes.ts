import { Type } from 'typebox';
import { Uuid } from '#protocol/common.ts';
import { Success } from '#protocol/quiz-fields.ts';
import { Answer, AnswerChange, NewAnswer } from '#protocol/quiz-questions.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { AnswerKey, AnswerService } from './answers-service.ts';
import { refuseForm, requireNone } from './authoring-faults.ts';
import { BODY_LIMIT_BYTES, refusedChange, tags, type Wire } from './authoring-wire.ts';
import type { ImageUrls } from './images-urls.ts';

type Dependencies = { access: Access; answers: AnswerService; wire: Wire; urls: ImageUrls };

const ofQuestion = { quizId: Uuid('The quiz.'), questionId: Uuid('The question.') };
const AnswerParams = Type.Object({ ...ofQuestion, answerId: Uuid('The answer.') });

const common = { bodyLimit: BODY_LIMIT_BYTES, schemaErrorFormatter: refuseForm };

const toKey = ({ quizId, questionId, answerId }: AnswerKey): AnswerKey => ({
  quizId: quizId.toLowerCase(),
  questionId: questionId.toLowerCase(),
  answerId: answerId.toLowerCase(),
});

export function addAnswerRoutes(server: HttpServer, deps: Dependencies): void {
  const { access, answers, wire, urls } = deps;

  server.post(
    '/quiz/:quizId/questions/:questionId/answers',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Add an answer to a question',
        description: 'A question has at most 8, a true_false one 2.',
        params: Type.Object(ofQuestion),
        body: NewAnswer,
        response: { 201: Answer, ...refusedChange },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      requireNone(urls.findFaults(body));
      const caller = access.callerOf(request);
      const answer = await answers.add(caller, params, wire.toAnswerFields(body), body.order_index);
      return reply.code(201).send(wire.toAnswer(answer));
    },
  );

  server.put(
    '/quiz/:quizId/questions/:questionId/answers/:answerId',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Change an answer',
        params: AnswerParams,
        body: AnswerChange,
        response: { 200: Answer, ...refusedChange },
      },
    },
    async (request) => {
      const { body, params } = request;
      requireNone(urls.findFaults(body));
      const caller = access.callerOf(request);
      const changes = wire.toAnswerChanges(body);
      return wire.toAnswer(await answers.change(caller, toKey(params), changes, body.order_index));
    },
  );

  server.delete(
    '/quiz/:quizId/questions/:questionId/answers/:answerId',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Delete an answer',
        params: AnswerParams,
        response: { 200: Success, ...refusedChange },
      },
    },
    async (request) => {
      await answers.remove(access.callerOf(request), toKey(request.params));
      return { success: true as const };
    },
  );
}
