import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { GeneralError } from '#protocol/common.ts';
import { invalid } from './errors.ts';
import { matchesEtag } from './etags.ts';
import type { StoredFile } from './storage.ts';
import { readUpload } from './uploads.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const Picture = Type.Unsafe<Uint8Array>(Type.String({ format: 'binary', examples: ['RIFF…WEBPVP8 …'] }));

/** What a route answers that serves a picture. */
export const imageResponses = {
  200: { description: 'The picture.', content: { 'image/webp': { schema: Picture } } },
  304: Type.Null(),
  404: GeneralError,
};

/**
 * The picture in the field, whole.
 * @throws {AppError} `invalid_payload` where it is missing, `payload_too_large` over 5 MB
 */
export const readImage = (request: FastifyRequest, field: string): Promise<Uint8Array> =>
  readUpload(request, {
    field,
    missing: () => invalid(`No file provided: send a picture in the field ${field}`),
    tooLarge: 'The picture is larger than 5 MB',
  });

/** Serves a picture whose name is never used for another one: whoever has it may keep it for ever. */
export function sendImage(request: FastifyRequest, reply: FastifyReply, name: string, file: StoredFile) {
  const etag = `"${name}"`;
  reply.headers({ etag, 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` });
  if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
  return reply.type(file.contentType).send(file.bytes);
}
