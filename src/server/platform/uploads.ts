import multipart from '@fastify/multipart';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { AppError, invalid } from './errors.ts';
import type { HttpServer } from './http.ts';

export const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** Of an upload that is refused before it is over: whoever sends more than that will not wait for the answer. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** Adds routes in a scope of its own: there a body is a form, elsewhere it never is. */
export function addUploadForms(server: HttpServer, addRoutes: (scope: HttpServer) => void): void {
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

type Upload = { field: string; missing: () => AppError; tooLarge: string };

/**
 * The file in the field, whole; what else the form has is left out.
 * @throws {AppError} as given where it is missing, `payload_too_large` over 5 MB
 */
export async function readUpload(
  request: FastifyRequest,
  { field, missing, tooLarge }: Upload,
): Promise<Uint8Array> {
  if (!request.isMultipart()) throw missing();
  let upload: Uint8Array | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== field) throw missing();
      const { file } = part;
      file.once('limit', () => file.destroy(new AppError('payload_too_large', tooLarge)));
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
