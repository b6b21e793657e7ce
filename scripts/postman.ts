import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** As much of an OpenAPI document as a collection needs. */
const Parameter = Type.Object({
  name: Type.String(),
  in: Type.String(),
  description: Type.Optional(Type.String()),
  example: Type.Optional(Type.Unknown()),
});
const Media = Type.Object({
  example: Type.Optional(Type.Unknown()),
  schema: Type.Optional(
    Type.Object({ properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())) }),
  ),
});
type Media = Static<typeof Media>;
const Operation = Type.Object({
  tags: Type.Array(Type.String()),
  summary: Type.String(),
  description: Type.Optional(Type.String()),
  security: Type.Optional(Type.Array(Type.Unknown())),
  parameters: Type.Optional(Type.Array(Parameter)),
  requestBody: Type.Optional(Type.Object({ content: Type.Record(Type.String(), Media) })),
});
type Operation = Static<typeof Operation>;
const Document = Type.Object({
  info: Type.Object({ title: Type.String(), description: Type.String() }),
  tags: Type.Array(Type.Object({ name: Type.String(), description: Type.String() })),
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Operation)),
});

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/**
 * A Postman collection (v2.1) of every operation, a folder for each tag. Set its variables: `base_url`, and `token`
 * for what asks for one.
 */
export function toPostmanCollection(openApi: unknown) {
  const { info, tags, paths } = Value.Parse(Document, openApi);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return {
    info: { name: info.title, description: info.description, schema: SCHEMA },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: [
      { key: 'base_url', value: 'http://localhost:8080' },
      { key: 'token', value: '' },
    ],
    item: tags
      .map(({ name, description }) => ({
        name,
        description,
        item: operations.filter(({ operation }) => operation.tags.includes(name)).map(toItem),
      }))
      .filter(({ item }) => item.length > 0),
  };
}

function toItem({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const parameters = operation.parameters ?? [];
  const describe = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, description, example }) => ({
        key: name,
        value: toText(example),
        ...(description ? { description } : {}),
      }));
  const query = describe('query').map((parameter) => ({ ...parameter, disabled: true }));
  const segments = path.replaceAll(/\{(\w+)\}/g, ':$1').slice(1);
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  return {
    name: operation.summary,
    request: {
      method,
      ...(operation.description ? { description: operation.description } : {}),
      ...(operation.security?.length === 0 ? { auth: { type: 'noauth' } } : {}),
      ...toBody(type, media),
      url: {
        raw: `{{base_url}}/${segments}`,
        host: ['{{base_url}}'],
        path: segments.split('/'),
        variable: describe('path'),
        ...(query.length > 0 ? { query } : {}),
      },
    },
  };
}

/** Of a form, Postman writes the content type itself, as it has the boundary of the parts in it. */
function toBody(type: string | undefined, media: Media | undefined) {
  if (!type) return { header: [] };
  if (type === 'multipart/form-data') {
    const formdata = Object.keys(media?.schema?.properties ?? {}).map((key) => ({ key, type: 'file' }));
    return { header: [], body: { mode: 'formdata', formdata } };
  }
  return {
    header: [{ key: 'Content-Type', value: type }],
    body: { mode: 'raw', raw: toText(media?.example) },
  };
}

const toText = (example: unknown): string =>
  typeof example === 'string' ? example : example === undefined ? '' : JSON.stringify(example, null, 2);
