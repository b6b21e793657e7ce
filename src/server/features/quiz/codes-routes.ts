import { Type } from 'typebox';
import { CodeAnswer, CodeAvailability, CodeChange, CodeSet, CodeValidity } from '#protocol/quiz.ts';
import { QuizRefused, Success } from '#protocol/quiz-fields.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { refuseForm } from './authoring-faults.ts';
import { BODY_LIMIT_BYTES, QuizParams, refusedChange, refusedOn, tags } from './authoring-wire.ts';
import type { CodeService } from './codes-service.ts';

type Dependencies = { access: Access; codes: CodeService };

const CodeParams = Type.Object({
  code: Type.String({ pattern: '^[1-9][0-9]{5}$', description: '100000 to 999999', examples: ['123456'] }),
});

const common = { bodyLimit: BODY_LIMIT_BYTES, schemaErrorFormatter: refuseForm };

export function addCodeRoutes(server: HttpServer, { access, codes }: Dependencies): void {
  server.post(
    '/quiz/:id/generate-code',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Give a quiz a random code',
        description: 'In the place of the one that it had; a published quiz too.',
        params: QuizParams,
        response: { 200: CodeAnswer, ...refusedChange },
      },
    },
    async (request) => ({ code: await codes.generate(access.callerOf(request), request.params.id) }),
  );

  server.put(
    '/quiz/:id/code',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Give a quiz a code of your choice',
        description: 'One that no other quiz has; a published quiz too.',
        params: QuizParams,
        body: CodeChange,
        response: { 200: CodeSet, ...refusedOn },
      },
    },
    async (request) => {
      const { code } = request.body;
      await codes.set(access.callerOf(request), request.params.id, code);
      return { code, success: true as const };
    },
  );

  server.get(
    '/quiz/:id/code',
    {
      ...common,
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'The code of a quiz',
        description: '404 for one without.',
        params: QuizParams,
        response: { 200: CodeAnswer, ...refusedOn },
      },
    },
    async (request) => ({ code: await codes.find(access.callerOf(request), request.params.id) }),
  );

  server.delete(
    '/quiz/:id/code',
    {
      ...common,
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Take its code from a quiz',
        description: 'It is free from then on. Of a quiz without one nothing changes.',
        params: QuizParams,
        response: { 200: Success, ...refusedOn },
      },
    },
    async (request) => {
      await codes.remove(access.callerOf(request), request.params.id);
      return { success: true as const };
    },
  );

  server.get(
    '/quiz/code/check/:code',
    {
      ...common,
      schema: {
        tags,
        summary: 'Whether a code is free',
        security: [],
        params: CodeParams,
        response: { 200: CodeAvailability, 400: QuizRefused },
      },
    },
    async ({ params }) => ({ available: await codes.isAvailable(Number(params.code)) }),
  );

  server.get(
    '/quiz/code/validate/:code',
    {
      ...common,
      schema: {
        tags,
        summary: 'Whether a code has the right form',
        security: [],
        params: CodeParams,
        response: { 200: CodeValidity, 400: QuizRefused },
      },
    },
    async () => ({ valid: true as const, message: 'Code format is valid' }),
  );
}
