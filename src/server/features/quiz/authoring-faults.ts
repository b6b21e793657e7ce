import { type AppError, invalid } from '#server/platform/errors.ts';

/** One thing that is wrong with what was sent; a path is as `questions.3.answers.0.answer_text`. */
export type Fault = { path: string; message: string };

/** What validators by JSON schema tell of an error. */
type SchemaError = { keyword: string; instancePath: string; params: object; message?: string | undefined };

/** More of them help nobody, and an answer has to end somewhere. */
const MAX_FAULTS = 100;

/** `path`, where what was validated is itself but a part. */
export function listFaults(errors: readonly SchemaError[], path = ''): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    const fault = toFault(error, path);
    // The first one says it best; what follows is of the other forms that a value could have had.
    if (!faults.has(fault.path)) faults.set(fault.path, fault);
  }
  return [...faults.values()];
}

function toFault({ keyword, instancePath, params, message }: SchemaError, path: string): Fault {
  const at = join(path, instancePath.slice(1).replaceAll('/', '.'));
  if ('missingProperty' in params)
    return { path: join(at, String(params.missingProperty)), message: 'is required' };
  if ('additionalProperty' in params)
    return { path: join(at, String(params.additionalProperty)), message: 'is not known here' };
  if ('allowedValues' in params)
    return { path: at, message: `must be one of ${[params.allowedValues].flat().join(', ')}` };
  if (keyword === 'pattern') return { path: at, message: 'has characters that can not be kept' };
  return { path: at, message: message ?? 'is not valid' };
}

export const join = (...parts: (string | number)[]): string => parts.filter((part) => part !== '').join('.');

export function refusal(faults: readonly Fault[]): AppError {
  const [{ path, message } = { path: '', message: 'is not valid' }] = faults;
  return invalid(`${path || 'The body'} ${message}`, { details: { errors: faults.slice(0, MAX_FAULTS) } });
}

/** For routes: a malformed request is refused with all that is wrong with it. */
export const refuseForm = (errors: readonly SchemaError[]): AppError => refusal(listFaults(errors));

/** @throws 400 with the faults, where there are any */
export function requireNone(faults: readonly Fault[]): void {
  if (faults.length > 0) throw refusal(faults);
}
