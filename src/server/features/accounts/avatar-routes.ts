import { Type } from 'typebox';
import { GeneralError } from '#protocol/common.ts';
import { AvatarDeleted, AvatarUpload, AvatarUploaded } from '#protocol/profile.ts';
import type { Access } from '#server/platform/access.ts';
import { notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { imageResponses, readImage, sendImage } from '#server/platform/image-routes.ts';
import { addUploadForms } from '#server/platform/uploads.ts';
import type { Avatars } from './avatar-service.ts';

type Dependencies = { access: Access; avatars: Avatars; publicUrl: string };

const tags = ['accounts'];

const refused = { 401: GeneralError, 403: GeneralError };

/** Where a picture is served, by the path that the profile has of it. */
export const avatarUrl = (publicUrl: string, path: string): string => `${publicUrl}/storage/avatars/${path}`;

export function addAvatarRoutes(server: HttpServer, { access, avatars, publicUrl }: Dependencies): void {
  addUploadForms(server, (scope) => {
    scope.post(
      '/profile/avatar',
      {
        onRequest: access.requireAccount(),
        schema: {
          tags,
          summary: 'Upload your avatar',
          description:
            'In the place of the one before. It is stored upright, as WebP without metadata, at most 512 by 512; of an ' +
            'animation the first frame. The bytes of the file decide what it is. Up to 5 MB.',
          body: { content: { 'multipart/form-data': { schema: AvatarUpload } } },
          response: { 200: AvatarUploaded, ...refused, 404: GeneralError },
        },
      },
      async (request) => {
        const { accountId } = access.callerOf(request);
        const { path } = await avatars.replace(accountId, await readImage(request, 'avatar'));
        return { url: avatarUrl(publicUrl, path), path };
      },
    );
  });

  server.delete(
    '/profile/avatar',
    {
      onRequest: access.requireAccount(),
      schema: {
        tags,
        summary: 'Delete your avatar',
        response: { 200: AvatarDeleted, ...refused, 404: GeneralError },
      },
    },
    async (request) => {
      if (!(await avatars.remove(access.callerOf(request).accountId))) throw notFound('No avatar to delete');
      return { message: 'Avatar deleted successfully' };
    },
  );

  server.get(
    '/storage/avatars/:accountId/:file',
    {
      schema: {
        tags,
        summary: 'An avatar',
        description:
          'A picture never changes, as another one has another path: clients may keep it for ever.',
        security: [],
        params: Type.Object({
          accountId: Type.String({ examples: ['4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11'] }),
          file: Type.String({ examples: ['5d0c8e7f41b29a630f1e8b7c2d4a9e56.webp'] }),
        }),
        response: imageResponses,
      },
    },
    async (request, reply) => {
      const { accountId, file: name } = request.params;
      const file = await avatars.find(`${accountId}/${name}`);
      if (!file) throw notFound('Avatar not found');
      return sendImage(request, reply, name, file);
    },
  );
}
