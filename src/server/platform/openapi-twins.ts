import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const Media = Type.Object({
  schema: Type.Unknown(),
  example: Type.Optional(Type.Unknown()),
  examples: Type.Optional(Type.Record(Type.String(), Type.Object({ value: Type.Unknown() }))),
});
type Media = Static<typeof Media>;
const Content = Type.Record(Type.String(), Media);
const Response = Type.Object({ description: Type.String(), content: Type.Optional(Content) });
const Operation = Type.Object({
  summary: Type.String(),
  description: Type.Optional(Type.String()),
  tags: Type.Array(Type.String()),
  security: Type.Optional(Type.Array(Type.Unknown())),
  responses: Type.Record(Type.String(), Response),
});
const Paths = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()));
type Response = Static<typeof Response>;

const MARK = '#twin';
const PATTERN = /\([^/]*\)/;

/** Of a route whose parameter has a pattern of its own, an address in the document that is no other route's. */
export const twinUrl = (url: string): string =>
  PATTERN.test(url) ? `${url.replace(PATTERN, '')}${MARK}` : url;

/**
 * Two routes that only the pattern of a parameter tells apart are one address to OpenAPI, which has one operation for
 * both: it answers like the one or the other.
 */
export function joinTwins<Document extends { paths?: unknown }>(document: Document): Document {
  const paths = Value.Parse(Paths, document.paths);
  const joined: Record<string, Record<string, unknown>> = {};
  for (const [url, operations] of Object.entries(paths))
    if (!url.endsWith(MARK)) joined[url] = { ...operations };
  for (const [marked, operations] of Object.entries(paths)) {
    if (!marked.endsWith(MARK)) continue;
    const url = marked.slice(0, -MARK.length);
    const known = { ...joined[url] };
    for (const [method, operation] of Object.entries(operations))
      known[method] = known[method] === undefined ? operation : joinOperations(known[method], operation);
    joined[url] = known;
  }
  return { ...document, paths: joined };
}

function joinOperations(first: unknown, second: unknown) {
  const one = Value.Parse(Operation, first);
  const other = Value.Parse(Operation, second);
  const statuses = [...new Set([one, other].flatMap(({ responses }) => Object.keys(responses)))].toSorted();
  const descriptions = [one, other]
    .map(({ description }) => description)
    .filter((text) => text !== undefined);
  return {
    ...(typeof first === 'object' ? first : {}),
    summary: `${one.summary}; or: ${other.summary}`,
    ...(descriptions.length > 0 && { description: descriptions.join('\n\n') }),
    tags: [...new Set([...one.tags, ...other.tags])],
    security: one.security?.length === 0 ? [{}, { bearer: [] }] : one.security,
    responses: Object.fromEntries(
      statuses.map((status) => [status, joinResponses(one.responses[status], other.responses[status])]),
    ),
  };
}

function joinResponses(one: Response | undefined, other: Response | undefined): Response | undefined {
  if (!one || !other) return one ?? other;
  const types = [...new Set([one, other].flatMap(({ content = {} }) => Object.keys(content)))];
  const join = (type: string) => joinMedia([one, other].flatMap(({ content }) => content?.[type] ?? []));
  return {
    description: one.description,
    content: Object.fromEntries(types.map((type) => [type, join(type)])),
  };
}

function joinMedia(media: readonly Media[]): Media {
  const [first] = media;
  const isSame = media.every((one) => JSON.stringify(one) === JSON.stringify(first));
  if (first && isSame) return first;
  const examples = media.flatMap(({ example, examples = {} }) =>
    example === undefined ? Object.values(examples) : [{ value: example }],
  );
  return {
    schema: { anyOf: media.map(({ schema }) => schema) },
    examples: Object.fromEntries(examples.map((example, index) => [`example${index + 1}`, example])),
  };
}
