import { Type } from 'typebox';
import { ScheduleError } from '#protocol/schedule-fields.ts';
import { type AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from './ids.ts';
import { isKept } from './instants.ts';

/** What validators by JSON schema tell of an error. */
type SchemaError = { keyword: string; instancePath: string; params: object; message?: string | undefined };

/** More of them help nobody, and an answer has to end somewhere. */
const MAX_FAULTS = 100;

/** For routes: a malformed request is refused with all that is wrong with it, in words. */
export function refuseForm(errors: readonly SchemaError[]): AppError {
  // That it isn't null either, where it could be, says nothing more.
  const said = errors.filter(
    ({ keyword, params }) => keyword !== 'anyOf' && !('type' in params && params.type === 'null'),
  );
  const faults = [...new Set((said.length > 0 ? said : errors).map(describe))].slice(0, MAX_FAULTS);
  return invalid(faults[0] ?? 'The request is not valid', { message: faults });
}

function describe({ instancePath, params, message }: SchemaError): string {
  const at = instancePath.slice(1).replaceAll('/', '.');
  const name = (field: unknown) => (at ? `${at}.${String(field)}` : String(field));
  if ('missingProperty' in params) return `${name(params.missingProperty)} is required`;
  if ('additionalProperty' in params) return `${name(params.additionalProperty)} is not known here`;
  if ('allowedValues' in params) return `${at} must be one of ${[params.allowedValues].flat().join(', ')}`;
  return `${at || 'The body'} ${message ?? 'is not valid'}`;
}

/**
 * An id in a path: what can be none is not there.
 * @throws AppError 404
 */
export function readId(text: string, missing: string): string {
  const id = text.toLowerCase();
  if (!isId(id)) throw notFound(missing);
  return id;
}

/** As instants are written in bodies; what is none is the start of nothing. */
const INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d(:?\d\d)?)$/;

/**
 * The start in a path that an occurrence is called by.
 * @throws AppError 404
 */
export function readStart(text: string): number {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!isKept(ms)) throw notFound('Occurrence not found');
  return ms;
}

const Id = (description: string) =>
  Type.String({ description, examples: ['2f1d8c4a-77b0-4c0e-9d37-0d6a1f5c2e10'] });

export const TimelineParams = Type.Object({ id: Id('The timeline.') });
export const MemberParams = Type.Object({ id: Id('The timeline.'), userId: Id('The member.') });
export const SessionParams = Type.Object({ id: Id('The session.') });
export const OccurrenceParams = Type.Object({
  id: Id('The session.'),
  originalStart: Type.String({
    description: 'When the occurrence starts by the series.',
    examples: ['2026-03-13T19:00:00.000Z'],
  }),
});

/** Of a route for whoever is known. */
export const refused = { 400: ScheduleError, 401: ScheduleError, 403: ScheduleError };
/** Of one on something that may not be there. */
export const refusedOn = { ...refused, 404: ScheduleError };
/** Of one that changes what others change too. */
export const refusedChange = { ...refusedOn, 409: ScheduleError };

const message = 'success' as const;

export const single = <Data>(data: Data) => ({ data, meta: { message } });

export const paged = <Data>(data: Data[], count: number, { skip, take }: { skip: number; take: number }) => ({
  data,
  meta: { message, meta: { skip, take, count } },
});

/** Of every route: an answer's form for what isn't valid, and what is plenty for a body. */
export const common = { schemaErrorFormatter: refuseForm, bodyLimit: 256 * 1024 };
