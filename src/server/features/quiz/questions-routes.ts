import { Type } from 'typebox';
import { Uuid } from '#protocol/common.ts';
import { Success } from '#protocol/quiz-fields.ts';
import {
  NewQuestion,
  Question,
  QuestionChange,
  QuestionList,
  QuestionOrder,
  QuestionsReordered,
} from '#protocol/quiz-questions.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { refusal, refuseForm, requireNone } from './authoring-faults.ts';
import { BODY_LIMIT_BYTES, QuizParams, refusedChange, refusedOn, tags, type Wire } from './authoring-wire.ts';
import type { ImageUrls } from './images-urls.ts';
import type { QuestionKey, QuestionService } from './questions-service.ts';

type Dependencies = { access: Access; questions: QuestionService; wire: Wire; urls: ImageUrls };

const ofQuiz = { quizId: Uuid('The quiz.') };
const OfQuiz = Type.Object(ofQuiz);
const QuestionParams = Type.Object({ ...ofQuiz, questionId: Uuid('The question.') });

const common = { bodyLimit: BODY_LIMIT_BYTES, schemaErrorFormatter: refuseForm };

const toKey = ({ quizId, questionId }: QuestionKey): QuestionKey => ({
  quizId: quizId.toLowerCase(),
  questionId: questionId.toLowerCase(),
});

export function addQuestionRoutes(server: HttpServer, deps: Dependencies): void {
  const { access, questions, wire, urls } = deps;

  server.get(
    '/quiz/:id/questions',
    {
      ...common,
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'The questions of a quiz, with their answers',
        params: QuizParams,
        response: { 200: QuestionList, ...refusedOn },
      },
    },
    async (request) => {
      const list = await questions.list(access.callerOf(request), request.params.id);
      return { questions: list.map(wire.toQuestion) };
    },
  );

  server.post(
    '/quiz/:quizId/questions',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Add a question',
        description: 'A quiz has at most 200.',
        params: OfQuiz,
        body: NewQuestion,
        response: { 201: Question, ...refusedChange },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      checkForm(body, urls);
      const fields = wire.toWholeQuestion(body);
      const caller = access.callerOf(request);
      const question = await questions.add(caller, params.quizId, fields, body.order_index);
      return reply.code(201).send(wire.toQuestion(question));
    },
  );

  server.put(
    '/quiz/:quizId/questions/reorder',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Put the questions in another order',
        params: OfQuiz,
        body: QuestionOrder,
        response: { 200: QuestionsReordered, ...refusedChange },
      },
    },
    async (request) => {
      const { question_ids, questionIds = question_ids } = request.body;
      if (!questionIds) throw refusal([{ path: 'question_ids', message: 'is required' }]);
      const ids = questionIds.map((id) => id.toLowerCase());
      const list = await questions.reorder(access.callerOf(request), request.params.quizId, ids);
      return { success: true as const, questions: list.map(wire.toQuestion) };
    },
  );

  server.put(
    '/quiz/:quizId/questions/:questionId',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Change a question',
        params: QuestionParams,
        body: QuestionChange,
        response: { 200: Question, ...refusedChange },
      },
    },
    async (request) => {
      const { body, params } = request;
      checkForm(body, urls);
      const caller = access.callerOf(request);
      const changes = wire.toQuestionChanges(body);
      return wire.toQuestion(await questions.change(caller, toKey(params), changes, body.order_index));
    },
  );

  server.delete(
    '/quiz/:quizId/questions/:questionId',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Delete a question',
        params: QuestionParams,
        response: { 200: Success, ...refusedChange },
      },
    },
    async (request) => {
      await questions.remove(access.callerOf(request), toKey(request.params));
      return { success: true as const };
    },
  );
}

/** What the schemas can't say. */
function checkForm(body: QuestionChange, urls: ImageUrls): void {
  const { question_type, answers } = body;
  const isCountWrong = question_type === 'true_false' && answers !== undefined && answers.length !== 2;
  requireNone([
    ...(isCountWrong ? [{ path: 'answers', message: 'must be exactly 2 of a true_false question' }] : []),
    ...urls.findFaults(body),
  ]);
}
