import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export type Registration = 'open' | 'invite' | 'closed';

/** The environment variables of docs/operations.md, checked and typed. Secrets may be unset: see secrets.ts. */
export type Config = ReturnType<typeof loadConfig>;

type Environment = Record<string, string | undefined>;

/** A setting that can't be used; the message names the variable and what it must be. */
export class ConfigError extends Error {
  constructor(name: string, expected: string) {
    super(`${name} must be ${expected}`);
    this.name = 'ConfigError';
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const MIN_SECRET_LENGTH = 32;
const PUBLIC_STUN = [{ urls: 'stun:stun.l.google.com:19302' }];

/** Loads `.env` of the working directory where present; variables already set win. */
export function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/**
 * Reads every setting. An empty variable counts as unset.
 * @throws {ConfigError} at the first bad value
 */
export function loadConfig(env: Environment) {
  const read = (name: string) => env[name]?.trim() || undefined;

  const integer = (name: string, fallback: number, min: number, max: number) => {
    const text = read(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new ConfigError(name, `an integer from ${min} to ${max}`);
    return value;
  };

  const oneOf = <T extends string>(name: string, fallback: T, allowed: readonly T[]): T => {
    const text = read(name);
    if (text === undefined) return fallback;
    const value = allowed.find((candidate) => candidate === text);
    if (value === undefined) throw new ConfigError(name, `one of ${allowed.join(', ')}`);
    return value;
  };

  const flag = (name: string) => oneOf(name, '0', ['0', '1']) === '1';

  const parseUrl = (name: string, text: string, protocols: readonly string[]) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !protocols.includes(url.protocol))
      throw new ConfigError(name, `a URL starting with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return text.replace(/\/+$/, '');
  };

  const url = (name: string, protocols: readonly string[]) => {
    const text = read(name);
    return text === undefined ? undefined : parseUrl(name, text, protocols);
  };

  const secret = (name: string) => {
    const text = read(name);
    if (text !== undefined && text.length < MIN_SECRET_LENGTH)
      throw new ConfigError(name, `at least ${MIN_SECRET_LENGTH} characters long`);
    return text;
  };

  const port = integer('PORT', 8080, 0, 65_535);
  return {
    port,
    host: read('HOST') ?? '0.0.0.0',
    publicUrl: url('PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`,
    dataDir: resolve(read('DATA_DIR') ?? './data'),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    adminKey: secret('ADMIN_KEY'),
    jwtSecret: secret('JWT_SECRET'),
    previousJwtSecret: secret('JWT_SECRET_PREVIOUS'),
    registration: oneOf<Registration>('REGISTRATION', 'open', ['open', 'invite', 'closed']),
    clientOrigins: readOrigins(read('CLIENT_ORIGINS')),
    trustProxy: flag('TRUST_PROXY'),
    logLevel: oneOf('LOG_LEVEL', 'info', LOG_LEVELS),
    maxParticipants: integer('MAX_PARTICIPANTS', 10, 2, 1000),
    jackboxApi: url('JACKBOX_API', ['http:', 'https:']) ?? 'https://ecast.jackboxgames.com',
    webhookAllowPrivate: flag('WEBHOOK_ALLOW_PRIVATE'),
    iceServers: readIceServers(read('ICE_SERVERS')),
    turn: readTurn(read('TURN_URL'), read('TURN_SECRET')),
    s3: readS3(read, url('S3_ENDPOINT', ['http:', 'https:'])),
  };
}

function readOrigins(text: string | undefined): string[] {
  const origins = (text ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new ConfigError(
        'CLIENT_ORIGINS',
        'a comma-separated list of origins such as https://example.org',
      );
  }
  return origins;
}

function readIceServers(
  text: string | undefined,
): { urls: string | string[]; username?: string; credential?: string }[] {
  if (text === undefined) return PUBLIC_STUN;
  const expected = 'a JSON list of servers, each with "urls", as RTCPeerConnection takes it';
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new ConfigError('ICE_SERVERS', expected);
  }
  if (!Array.isArray(list)) throw new ConfigError('ICE_SERVERS', expected);
  return list.map((server: unknown) => {
    if (typeof server !== 'object' || server === null || !('urls' in server))
      throw new ConfigError('ICE_SERVERS', expected);
    const { urls } = server;
    const optional = (key: 'username' | 'credential') => {
      const value: unknown = key in server ? Reflect.get(server, key) : undefined;
      if (value !== undefined && typeof value !== 'string') throw new ConfigError('ICE_SERVERS', expected);
      return value === undefined ? {} : { [key]: value };
    };
    if (typeof urls === 'string') return { urls, ...optional('username'), ...optional('credential') };
    if (Array.isArray(urls) && urls.every((item): item is string => typeof item === 'string'))
      return { urls, ...optional('username'), ...optional('credential') };
    throw new ConfigError('ICE_SERVERS', expected);
  });
}

function readTurn(
  url: string | undefined,
  secret: string | undefined,
): { url: string; secret: string } | undefined {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || !/^turns?:/.test(url))
    throw new ConfigError('TURN_URL', 'a URL starting with turn: or turns:, set together with TURN_SECRET');
  if (secret === undefined) throw new ConfigError('TURN_SECRET', 'set together with TURN_URL');
  return { url, secret };
}

function readS3(read: (name: string) => string | undefined, endpoint: string | undefined) {
  const names = ['S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'];
  const [bucket, accessKey, secretKey] = names.map(read);
  const region = read('S3_REGION') ?? 'us-east-1';
  if (!/^[\w-]+$/.test(region)) throw new ConfigError('S3_REGION', 'the name of a region such as us-east-1');
  if (endpoint && bucket && accessKey && secretKey) return { endpoint, region, bucket, accessKey, secretKey };
  const missing = names.find((name) => !read(name));
  if (endpoint && missing) throw new ConfigError(missing, 'set together with S3_ENDPOINT');
  if (!endpoint && (bucket || accessKey || secretKey))
    throw new ConfigError('S3_ENDPOINT', 'set together with S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY');
  return undefined;
}
