import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** As much of JSON Schema as the OpenAPI document uses. */
type Schema = {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
};

const Schema = Type.Cyclic(
  {
    Schema: Type.Object({
      type: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())])),
      enum: Type.Optional(Type.Array(Type.Unknown())),
      const: Type.Optional(Type.Unknown()),
      anyOf: Type.Optional(Type.Array(Type.Ref('Schema'))),
      items: Type.Optional(Type.Ref('Schema')),
      properties: Type.Optional(Type.Record(Type.String(), Type.Ref('Schema'))),
      required: Type.Optional(Type.Array(Type.String())),
      patternProperties: Type.Optional(Type.Record(Type.String(), Type.Ref('Schema'))),
      additionalProperties: Type.Optional(Type.Union([Type.Boolean(), Type.Ref('Schema')])),
    }),
  },
  'Schema',
);
const Content = Type.Record(Type.String(), Type.Object({ schema: Type.Optional(Schema) }));
const Operation = Type.Object({
  parameters: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        in: Type.String(),
        required: Type.Optional(Type.Boolean()),
        schema: Type.Optional(Schema),
      }),
    ),
  ),
  requestBody: Type.Optional(Type.Object({ content: Content, required: Type.Optional(Type.Boolean()) })),
  responses: Type.Record(Type.String(), Type.Object({ content: Type.Optional(Content) })),
});
type Operation = Static<typeof Operation>;
const Document = Type.Object({
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Operation)),
});

/** The types of every operation, in the form that openapi-fetch takes. */
export function toApiTypes(openApi: unknown): string {
  const { paths } = Value.Parse(Document, openApi);
  const entries = Object.entries(paths).map(([path, operations]) => {
    const methods = Object.entries(operations).map(
      ([method, operation]) => `    ${method}: ${describeOperation(operation)};`,
    );
    return `  ${JSON.stringify(path)}: {\n${methods.join('\n')}\n  };`;
  });
  return `// Made by \`npm run generate\` from the OpenAPI document; not to be edited.\n\nexport interface paths {\n${entries.join('\n')}\n}\n`;
}

function describeOperation({ parameters = [], requestBody, responses }: Operation): string {
  const group = (place: string) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    if (own.length === 0) return `${place}?: never`;
    const fields = own.map(
      ({ name, required, schema }) => `${JSON.stringify(name)}${required ? '' : '?'}: ${toType(schema)}`,
    );
    const isRequired = own.some(({ required }) => required);
    return `${place}${isRequired ? '' : '?'}: { ${fields.join('; ')} }`;
  };
  const body = requestBody
    ? `requestBody: { content: ${describeContent(requestBody.content)} }`
    : 'requestBody?: never';
  const answers = Object.entries(responses).map(
    ([status, { content }]) =>
      `${status}: { headers: Record<string, unknown>; content: ${content ? describeContent(content) : 'never'} }`,
  );
  return `{ parameters: { ${group('query')}; ${group('path')} }; ${body}; responses: { ${answers.join('; ')} } }`;
}

const describeContent = (content: Static<typeof Content>): string =>
  `{ ${Object.entries(content)
    .map(([type, { schema }]) => `${JSON.stringify(type)}: ${toType(schema)}`)
    .join('; ')} }`;

function toType(schema: Schema | undefined): string {
  if (!schema) return 'unknown';
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((one) => `(${toType(one)})`).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => toType({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'array':
      return `(${toType(schema.items)})[]`;
    case 'object':
      return toObjectType(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

function toObjectType({
  properties = {},
  required = [],
  patternProperties,
  additionalProperties,
}: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${toType(schema)}`,
  );
  const [pattern] = Object.values(patternProperties ?? {});
  const rest = pattern ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  if (rest && fields.length === 0) return `Record<string, ${toType(rest)}>`;
  return fields.length === 0 ? 'Record<string, unknown>' : `{ ${fields.join('; ')} }`;
}
