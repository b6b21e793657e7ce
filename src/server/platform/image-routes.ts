import multipart from '@fastify/multipart';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { GeneralError } from '#protocol/common.ts';
import { AppError, invalid } from './errors.ts';
import type { HttpServer } from './http.ts';
import type { StoredFile } from './storage.ts';

const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** Of an upload that is refused before it is over: whoever sends more than that will not wait for the answer. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const Picture = Type.Unsafe<Uint8Array>(Type.String({ format: 'binary', examples: ['RIFF…WEBPVP8 …'] }));

/** What a route answers that serves a picture. */
export const imageResponses = {
  200: { description: 'The picture.', content: { 'image/webp': { schema: Picture } } },
  304: Type.Null(),
  404: GeneralError,
};

/** Adds routes in a scope of its own: there a body is a form and nothing else, elsewhere it never is. */
export function addImageForms(server: HttpServer, addRoutes: (scope: HttpServer) => void): void {
  server.register(async (instance) => {
    const scope = instance.withTypeProvider<TypeBoxTypeProvider>();
    scope.removeAllContentTypeParsers();
    const { validatorCompiler: compile } = server;
    // The body is read as it comes: there is nothing to validate before.
    if (compile)
      scope.setValidatorCompiler((part) => (part.httpPart === 'body' ? () => true : compile(part)));
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
    addRoutes(scope);
  });
}

/**
 * The file in the field, whole; what else the form has is left out.
 * @throws {AppError} `invalid_payload` where it is missing, `payload_too_large` over 5 MB
 */
export async function readImage(request: FastifyRequest, field: string): Promise<Uint8Array> {
  const missing = () => invalid(`No file provided: send a picture in the field ${field}`);
  if (!request.isMultipart()) throw missing();
  let upload: Uint8Array | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== field) throw missing();
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

const tooLarge = () => new AppError('payload_too_large', 'The picture is larger than 5 MB');

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

/** Serves a picture whose name is never used for another one: whoever has it may keep it for ever. */
export function sendImage(request: FastifyRequest, reply: FastifyReply, name: string, file: StoredFile) {
  const etag = `"${name}"`;
  reply.headers({ etag, 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` });
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
  return reply.type(file.contentType).send(file.bytes);
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, ''))) ?? false;
