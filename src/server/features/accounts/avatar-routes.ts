import multipart from '@fastify/multipart';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { GeneralError } from '#protocol/common.ts';
import { AvatarDeleted, AvatarUpload, AvatarUploaded } from '#protocol/profile.ts';
import type { Access } from '#server/platform/access.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Avatars } from './avatar-service.ts';

type Dependencies = { access: Access; avatars: Avatars; publicUrl: string };

const tags = ['accounts'];
const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** Of an upload that is refused before it is over: whoever sends more than that will not wait for the answer. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const Picture = Type.Unsafe<Uint8Array>(Type.String({ format: 'binary', examples: ['RIFF…WEBPVP8 …'] }));

const refused = { 401: GeneralError, 403: GeneralError };

/** Where a picture is served, by the path that the profile has of it. */
export const avatarUrl = (publicUrl: string, path: string): string => `${publicUrl}/storage/avatars/${path}`;

export function addAvatarRoutes(server: HttpServer, { access, avatars, publicUrl }: Dependencies): void {
  // In a scope of its own: here a body is a form and nothing else, elsewhere it never is.
  server.register(async (instance) => {
    const scope = instance.withTypeProvider<TypeBoxTypeProvider>();
    scope.removeAllContentTypeParsers();
    await scope.register(multipart, {
      throwFileSizeLimit: false,
      limits: {
        fileSize: MAX_FILE_BYTES,
        files: 1,
        fields: 10,
        fieldSize: 1_024,
        fieldNameSize: 100,
        headerPairs: 20,
      },
    });

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
        // The body is read as it comes: there is nothing to validate before.
        validatorCompiler: () => () => true,
      },
      async (request) => {
        const { path } = await avatars.replace(access.callerOf(request).accountId, await readUpload(request));
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
        response: {
          200: { description: 'The picture.', content: { 'image/webp': { schema: Picture } } },
          304: Type.Null(),
          404: GeneralError,
        },
      },
    },
    async ({ params, headers }, reply) => {
      const file = await avatars.find(`${params.accountId}/${params.file}`);
      if (!file) throw notFound('Avatar not found');
      const etag = `"${params.file}"`;
      reply.headers({ etag, 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` });
      if (matches(headers['if-none-match'], etag)) return reply.code(304).send(null);
      return reply.type(file.contentType).send(file.bytes);
    },
  );
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, ''))) ?? false;

const tooLarge = () => new AppError('payload_too_large', 'The picture is larger than 5 MB');
const missing = () => invalid('No file provided: send a picture in the field avatar');

/** @returns the file in the field `avatar`, whole; what else the form has is left out */
async function readUpload(request: FastifyRequest): Promise<Uint8Array> {
  if (!request.isMultipart()) throw missing();
  let upload: Uint8Array | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== 'avatar') throw missing();
      const { file } = part;
      file.once('limit', () => file.destroy(tooLarge()));
      upload = Buffer.concat(await Array.fromAsync(file));
    }
  } catch (error) {
    discardRest(request);
    if (error instanceof AppError) throw error;
    throw invalid('The body is not a form that can be read');
  }
  if (!upload) throw missing();
  return upload;
}

/** Clients that are still sending would take a closed connection for the answer. */
function discardRest({ raw }: FastifyRequest): void {
  let bytes = 0;
  raw.unpipe();
  raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_DISCARDED_BYTES) raw.destroy();
  });
  raw.resume();
}
