import { Type } from 'typebox';
import { QuizImageUpload, QuizImageUploaded } from '#protocol/quiz.ts';
import type { Access } from '#server/platform/access.ts';
import { notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { imageResponses, readImage, sendImage } from '#server/platform/image-routes.ts';
import { addUploadForms } from '#server/platform/uploads.ts';
import { refuseForm } from './authoring-faults.ts';
import { QuizParams, refusedChange, tags } from './authoring-wire.ts';
import type { QuizImages } from './images-service.ts';
import type { ImageUrls } from './images-urls.ts';

type Dependencies = { access: Access; images: QuizImages; urls: ImageUrls };

export function addImageRoutes(server: HttpServer, { access, images, urls }: Dependencies): void {
  addUploadForms(server, (scope) => {
    scope.post(
      '/quiz/:id/images',
      {
        schemaErrorFormatter: refuseForm,
        onRequest: access.requireCaller('quiz:write'),
        schema: {
          tags,
          summary: 'Upload a picture for a question or an answer',
          description:
            'It is stored upright, as WebP without metadata, at most 1600 by 1600; of an animation the first frame. ' +
            'The bytes of the file decide what it is. Up to 5 MB. It shows where an image_url then has its URL.',
          params: QuizParams,
          body: { content: { 'multipart/form-data': { schema: QuizImageUpload } } },
          response: { 201: QuizImageUploaded, ...refusedChange },
        },
      },
      async (request, reply) => {
        const caller = access.callerOf(request);
        const quizId = request.params.id.toLowerCase();
        const upload = await readImage(request, 'image');
        await images.requireMayUpload(caller, quizId);
        const path = await images.add(caller, quizId, upload);
        return reply.code(201).send({ url: urls.ofPath(path), path });
      },
    );
  });

  server.get(
    '/storage/quiz-images/:quizId/:file',
    {
      schema: {
        tags,
        summary: 'A picture of a quiz',
        description:
          'A picture never changes, as another one has another path: clients may keep it for ever.',
        security: [],
        params: Type.Object({
          quizId: Type.String({ examples: ['7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22'] }),
          file: Type.String({ examples: ['5d0c8e7f41b29a630f1e8b7c2d4a9e56.webp'] }),
        }),
        response: imageResponses,
      },
    },
    async (request, reply) => {
      const { quizId, file: name } = request.params;
      const file = await images.find(`${quizId}/${name}`);
      if (!file) throw notFound('Picture not found');
      return sendImage(request, reply, name, file);
    },
  );
}
