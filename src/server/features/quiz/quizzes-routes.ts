import type { Static } from 'typebox';
import { NewQuiz, PublicQuizQuery, Quiz, QuizChange, QuizList, QuizQuery } from '#protocol/quiz.ts';
import { Success } from '#protocol/quiz-fields.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { refuseForm } from './authoring-faults.ts';
import {
  BODY_LIMIT_BYTES,
  QuizParams,
  refused,
  refusedChange,
  refusedOn,
  tags,
  toQuiz,
  toQuizFields,
} from './authoring-wire.ts';
import type { AuthoredQuiz, QuizService } from './quizzes-service.ts';

type Dependencies = { access: Access; quizzes: QuizService };

const common = { bodyLimit: BODY_LIMIT_BYTES, schemaErrorFormatter: refuseForm };

export function addQuizRoutes(server: HttpServer, { access, quizzes }: Dependencies): void {
  server.post(
    '/quiz',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Write a new quiz',
        description: 'A draft of yours, without questions. You have at most 1,000.',
        body: NewQuiz,
        response: { 201: Quiz, ...refused, 409: refusedChange[409] },
      },
    },
    async (request, reply) => {
      const quiz = await quizzes.create(access.callerOf(request), toQuizFields(request.body));
      return reply.code(201).send(toQuiz(quiz));
    },
  );

  server.get(
    '/quiz',
    {
      ...common,
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'Your quizzes, the newest first',
        querystring: QuizQuery,
        response: { 200: QuizList, ...refused },
      },
    },
    async (request) => {
      const page = readPage(request.query);
      const { status } = request.query;
      return toList(await quizzes.list(access.callerOf(request), status, page), page);
    },
  );

  server.get(
    '/quiz/public',
    {
      ...common,
      schema: {
        tags,
        summary: 'What is public and published, the latest first',
        security: [],
        querystring: PublicQuizQuery,
        response: { 200: QuizList, 400: refused[400] },
      },
    },
    async ({ query }) => {
      const page = readPage(query);
      const { search, category } = query;
      return toList(await quizzes.listPublic({ search, category }, page), page);
    },
  );

  server.get(
    '/quiz/:id',
    {
      ...common,
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'One quiz',
        description: 'Yours or a public one; without its questions.',
        params: QuizParams,
        response: { 200: Quiz, ...refusedOn },
      },
    },
    async (request) => toQuiz(await quizzes.find(access.callerOf(request), request.params.id)),
  );

  server.put(
    '/quiz/:id',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Change a quiz',
        description: 'While it is published nothing of it can be changed but its code.',
        params: QuizParams,
        body: QuizChange,
        response: { 200: Quiz, ...refusedChange },
      },
    },
    async (request) => {
      const { body } = request;
      const changes = {
        title: body.title,
        description: body.description,
        difficultyLevel: body.difficulty_level,
        category: body.category,
        isPublic: body.is_public,
        tags: body.tags,
        playSettings: body.play_settings,
        status: body.status,
      };
      return toQuiz(await quizzes.change(access.callerOf(request), request.params.id, changes));
    },
  );

  server.delete(
    '/quiz/:id',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Delete a quiz',
        description: 'A published one too. Games that were played with it stay.',
        params: QuizParams,
        response: { 200: Success, ...refusedOn },
      },
    },
    async (request) => {
      await quizzes.remove(access.callerOf(request), request.params.id);
      return { success: true as const };
    },
  );

  server.post(
    '/quiz/:id/clone',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Copy a quiz, your own or a public one',
        description: 'The copy is a draft of yours, private and without a code.',
        params: QuizParams,
        response: { 201: Quiz, ...refusedChange },
      },
    },
    async (request, reply) =>
      reply.code(201).send(toQuiz(await quizzes.clone(access.callerOf(request), request.params.id))),
  );
}

type Page = { page: number; limit: number };

const readPage = ({ page = 1, limit = 10 }: { page?: number; limit?: number }): Page => ({ page, limit });

const toList = (
  found: { quizzes: AuthoredQuiz[]; total: number },
  { page, limit }: Page,
): Static<typeof QuizList> => ({
  quizzes: found.quizzes.map(toQuiz),
  total: found.total,
  page,
  totalPages: Math.ceil(found.total / limit),
});
