import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { QuizTransfer } from '#protocol/quiz-transfer.ts';
import { type Fault, join, listFaults, requireNone } from './authoring-faults.ts';
import type { ImageUrls } from './images-urls.ts';

/**
 * Reads a whole quiz.
 * @throws 400 with all that is wrong with it, by path
 */
export function readTransfer(body: unknown, urls: ImageUrls): QuizTransfer {
  requireNone(findFaults(QuizTransfer, body));
  if (!Value.Check(QuizTransfer, body)) throw new Error('a quiz without faults is none');
  requireNone(
    body.questions.flatMap((question, index) => {
      const path = `questions.${index}`;
      const isTooMany = question.question_type === 'true_false' && question.answers.length > 2;
      return [
        ...(isTooMany
          ? [{ path: `${path}.answers`, message: 'must not be more than 2 of a true_false question' }]
          : []),
        ...urls.findFaults(question, path),
      ];
    }),
  );
  return body;
}

/** Part by part: a validator ends its list after a few, and counts all elements of a list that is far too long. */
function findFaults(schema: TSchema, value: unknown, path = ''): Fault[] {
  if (Type.IsObject(schema) && isObject(value)) {
    const unknownFields = Object.keys(value).filter((name) => !Object.hasOwn(schema.properties, name));
    return [
      ...unknownFields
        .slice(0, 100)
        .map((name) => ({ path: join(path, name), message: 'is not known here' })),
      ...Object.entries(schema.properties).flatMap(([name, property]) => {
        const at = join(path, name);
        if (Object.hasOwn(value, name)) return findFaults(property, value[name], at);
        return Type.IsOptional(property) ? [] : [{ path: at, message: 'is required' }];
      }),
    ];
  }
  if (Type.IsArray(schema) && Array.isArray(value)) {
    const most = 'maxItems' in schema ? Number(schema.maxItems) : Number.POSITIVE_INFINITY;
    if (value.length > most) return [{ path, message: `must not be more than ${most}` }];
    return value.flatMap((item, index) => findFaults(schema.items, item, join(path, index)));
  }
  return listFaults(Value.Errors(schema, value), path);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
