import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  CreateParty,
  JoinParty,
  NAME_LENGTH,
  PASSWORD_MAX_BYTES,
  PASSWORD_MIN_LENGTH,
  USERNAME_LENGTH,
} from '#protocol/watch.ts';

/** What is wrong, by field. */
export type FieldFaults = Record<string, string>;

type Read<Fields> = { fields: Fields } | { faults: FieldFaults };

const WORDS: FieldFaults = {
  name: `Name must be between ${NAME_LENGTH.min} and ${NAME_LENGTH.max} characters`,
  username: `Username must be between ${USERNAME_LENGTH.min} and ${USERNAME_LENGTH.max} characters`,
  session_id: 'session_id is required',
};
const TOO_SHORT = `Password must be at least ${PASSWORD_MIN_LENGTH} characters`;
const TOO_LONG = `Password must be at most ${PASSWORD_MAX_BYTES} bytes`;

/** What is asked for by who makes a party; name and username come trimmed. */
export function readCreateParty(sent: unknown): Read<CreateParty> {
  const body = trimmed(sent);
  const faults = listFaults(CreateParty.properties, body, TOO_SHORT);
  if (Object.keys(faults).length > 0 || !Value.Check(CreateParty, body)) return { faults };
  const { name, password, username } = body;
  return { fields: { name, password, ...(username !== undefined && { username }) } };
}

/** What is asked for by who joins one. */
export function readJoinParty(sent: unknown): Read<JoinParty> {
  const body = trimmed(sent);
  const faults = listFaults(JoinParty.properties, body, 'Password is required');
  if (Object.keys(faults).length > 0 || !Value.Check(JoinParty, body)) return { faults };
  const { session_id, password, username } = body;
  return { fields: { session_id, password, ...(username !== undefined && { username }) } };
}

/** However many spaces there are around the names, they are none of their characters. */
function trimmed(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null) return sent;
  const body: Record<string, unknown> = { ...sent };
  for (const name of ['name', 'username']) {
    const value = body[name];
    if (typeof value === 'string') body[name] = value.trim();
  }
  return body;
}

function listFaults(schemas: Record<string, TSchema>, body: unknown, noPassword: string): FieldFaults {
  const faults: FieldFaults = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    if (name === 'password') {
      const fault = faultOfPassword(schema, value, noPassword);
      if (fault) faults[name] = fault;
    } else if (value === undefined ? name !== 'username' : !Value.Check(schema, value)) {
      faults[name] = WORDS[name] ?? 'is not valid';
    }
  }
  return faults;
}

function faultOfPassword(schema: TSchema, value: unknown, noPassword: string): string | undefined {
  if (typeof value === 'string') {
    // Characters and bytes are not the same, and a schema counts the former.
    if (Buffer.byteLength(value) > PASSWORD_MAX_BYTES) return TOO_LONG;
    if (value.includes('\0') || !value.isWellFormed()) return 'Password has characters that can not be kept';
  }
  return Value.Check(schema, value) ? undefined : noPassword;
}
