import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Config, ConfigError, loadConfig } from './config.ts';

const SECRET = 's'.repeat(32);
const S3 = {
  S3_ENDPOINT: 'https://s3.example.org',
  S3_BUCKET: 'uploads',
  S3_ACCESS_KEY: 'access',
  S3_SECRET_KEY: 'secret',
};

describe('[K] without any variable', () => {
  const config = loadConfig({});

  it.each<[keyof Config, unknown]>([
    ['port', 8080],
    ['host', '0.0.0.0'],
    ['publicUrl', 'http://localhost:8080'],
    ['dataDir', resolve('data')],
    ['databaseUrl', undefined],
    ['redisUrl', undefined],
    ['adminKey', undefined],
    ['jwtSecret', undefined],
    ['registration', 'open'],
    ['clientOrigins', []],
    ['trustProxy', false],
    ['logLevel', 'info'],
    ['maxParticipants', 10],
    ['jackboxApi', 'https://ecast.jackboxgames.com'],
    ['webhookAllowPrivate', false],
    ['turn', undefined],
    ['s3', undefined],
  ])('%s has its default', (name, value) => {
    expect(config[name]).toEqual(value);
  });

  it('iceServers is public STUN', () => {
    expect(config.iceServers).toEqual([{ urls: expect.stringMatching(/^stun:/) }]);
  });

  it('is the same as with empty ones', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'ADMIN_KEY', 'REGISTRATION', 'TRUST_PROXY', 'ICE_SERVERS'];
    expect(loadConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(config);
  });
});

describe('[K] a variable that is set', () => {
  it.each<[Record<string, string>, Partial<Config>]>([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535, publicUrl: 'http://localhost:65535' }],
    [{ HOST: '127.0.0.1' }, { host: '127.0.0.1' }],
    [{ HOST: '::1' }, { host: '::1' }],
    [
      { PUBLIC_URL: 'https://soiree.example', PORT: '3000' },
      { publicUrl: 'https://soiree.example', port: 3000 },
    ],
    [{ PUBLIC_URL: 'https://soiree.example/' }, { publicUrl: 'https://soiree.example' }],
    [{ DATA_DIR: '/var/lib/soiree' }, { dataDir: '/var/lib/soiree' }],
    [{ DATABASE_URL: 'postgres://u:p@db:5432/soiree' }, { databaseUrl: 'postgres://u:p@db:5432/soiree' }],
    [{ DATABASE_URL: 'postgresql://db/soiree' }, { databaseUrl: 'postgresql://db/soiree' }],
    [{ REDIS_URL: 'redis://cache:6379' }, { redisUrl: 'redis://cache:6379' }],
    [{ REDIS_URL: 'rediss://:p@cache:6380' }, { redisUrl: 'rediss://:p@cache:6380' }],
    [{ ADMIN_KEY: SECRET }, { adminKey: SECRET }],
    [{ JWT_SECRET: SECRET }, { jwtSecret: SECRET }],
    [{ REGISTRATION: 'open' }, { registration: 'open' }],
    [{ REGISTRATION: 'invite' }, { registration: 'invite' }],
    [{ REGISTRATION: 'closed' }, { registration: 'closed' }],
    [{ CLIENT_ORIGINS: 'https://a.example' }, { clientOrigins: ['https://a.example'] }],
    [
      { CLIENT_ORIGINS: ' https://a.example ,http://localhost:5173,' },
      { clientOrigins: ['https://a.example', 'http://localhost:5173'] },
    ],
    [{ TRUST_PROXY: '1' }, { trustProxy: true }],
    [{ TRUST_PROXY: '0' }, { trustProxy: false }],
    [{ MAX_PARTICIPANTS: '25' }, { maxParticipants: 25 }],
    [{ JACKBOX_API: 'http://127.0.0.1:9000' }, { jackboxApi: 'http://127.0.0.1:9000' }],
    [{ JACKBOX_API: 'https://rooms.example/' }, { jackboxApi: 'https://rooms.example' }],
    [{ WEBHOOK_ALLOW_PRIVATE: '1' }, { webhookAllowPrivate: true }],
    [{ WEBHOOK_ALLOW_PRIVATE: '0' }, { webhookAllowPrivate: false }],
    [{ ICE_SERVERS: '[]' }, { iceServers: [] }],
    [
      { ICE_SERVERS: '[{"urls":["stun:a","turn:b"],"username":"u","credential":"c"},{"urls":"stun:d"}]' },
      { iceServers: [{ urls: ['stun:a', 'turn:b'], username: 'u', credential: 'c' }, { urls: 'stun:d' }] },
    ],
    [
      { TURN_URL: 'turn:turn.example:3478', TURN_SECRET: 'shared' },
      { turn: { url: 'turn:turn.example:3478', secret: 'shared' } },
    ],
    [
      { TURN_URL: 'turns:turn.example', TURN_SECRET: 'shared' },
      { turn: { url: 'turns:turn.example', secret: 'shared' } },
    ],
    [
      S3,
      {
        s3: {
          endpoint: 'https://s3.example.org',
          region: 'us-east-1',
          bucket: 'uploads',
          accessKey: 'access',
          secretKey: 'secret',
        },
      },
    ],
    [{ ...S3, S3_REGION: 'garage' }, { s3: expect.objectContaining({ region: 'garage' }) }],
  ])('%j', (env, expected) => {
    expect(loadConfig(env)).toMatchObject(expected);
  });

  it.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])('LOG_LEVEL %s', (level) => {
    expect(loadConfig({ LOG_LEVEL: level }).logLevel).toBe(level);
  });
});

describe('[K] a bad value names its variable and what it must be', () => {
  const ports = /PORT.*integer.*0.*65535/;
  const url = (name: string, protocol: string) => new RegExp(`${name}.*URL.*${protocol}`);
  it.each<[Record<string, string>, RegExp]>([
    [{ PORT: 'abc' }, ports],
    [{ PORT: '-1' }, ports],
    [{ PORT: '65536' }, ports],
    [{ PORT: '80.5' }, ports],
    [{ PORT: '0x50' }, ports],
    [{ PORT: '1e3' }, ports],
    [{ PUBLIC_URL: 'soiree.example' }, url('PUBLIC_URL', 'http')],
    [{ PUBLIC_URL: 'ftp://soiree.example' }, url('PUBLIC_URL', 'http')],
    [{ DATABASE_URL: 'mysql://db/soiree' }, url('DATABASE_URL', 'postgres')],
    [{ DATABASE_URL: 'nonsense' }, url('DATABASE_URL', 'postgres')],
    [{ REDIS_URL: 'http://cache' }, url('REDIS_URL', 'redis')],
    [{ REDIS_URL: 'localhost:6379' }, url('REDIS_URL', 'redis')],
    [{ ADMIN_KEY: 'x'.repeat(31) }, /ADMIN_KEY.*32 characters/],
    [{ JWT_SECRET: 'short' }, /JWT_SECRET.*32 characters/],
    [{ REGISTRATION: 'maybe' }, /REGISTRATION.*open.*invite.*closed/],
    [{ REGISTRATION: 'OPEN' }, /REGISTRATION.*open.*invite.*closed/],
    [{ CLIENT_ORIGINS: 'soiree.example' }, /CLIENT_ORIGINS.*origins/],
    [{ CLIENT_ORIGINS: 'https://a.example/path' }, /CLIENT_ORIGINS.*origins/],
    [{ CLIENT_ORIGINS: '*' }, /CLIENT_ORIGINS.*origins/],
    [{ CLIENT_ORIGINS: 'https://a.example;https://b.example' }, /CLIENT_ORIGINS.*origins/],
    [{ TRUST_PROXY: 'yes' }, /TRUST_PROXY.*0.*1/],
    [{ TRUST_PROXY: '2' }, /TRUST_PROXY.*0.*1/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL.*info.*debug/],
    [{ MAX_PARTICIPANTS: '0' }, /MAX_PARTICIPANTS.*integer/],
    [{ MAX_PARTICIPANTS: 'ten' }, /MAX_PARTICIPANTS.*integer/],
    [{ JACKBOX_API: 'ecast.jackboxgames.com' }, url('JACKBOX_API', 'http')],
    [{ WEBHOOK_ALLOW_PRIVATE: 'true' }, /WEBHOOK_ALLOW_PRIVATE.*0.*1/],
    [{ ICE_SERVERS: 'stun:example.org' }, /ICE_SERVERS.*JSON/],
    [{ ICE_SERVERS: '{"urls":"stun:a"}' }, /ICE_SERVERS.*JSON/],
    [{ ICE_SERVERS: '[{"url":"stun:a"}]' }, /ICE_SERVERS.*urls/],
    [{ ICE_SERVERS: '[null]' }, /ICE_SERVERS.*urls/],
    [{ ICE_SERVERS: '[{"urls":[1]}]' }, /ICE_SERVERS.*urls/],
    [{ ICE_SERVERS: '[{"urls":"turn:a","username":5}]' }, /ICE_SERVERS.*urls/],
    [{ TURN_URL: 'https://turn.example', TURN_SECRET: 'shared' }, /TURN_URL.*turn:/],
    [{ TURN_URL: 'turn:turn.example' }, /TURN_SECRET.*TURN_URL/],
    [{ TURN_SECRET: 'shared' }, /TURN_URL.*TURN_SECRET/],
    [{ ...S3, S3_ENDPOINT: 's3.example.org' }, url('S3_ENDPOINT', 'http')],
    [{ ...S3, S3_ENDPOINT: '' }, /S3_ENDPOINT.*S3_BUCKET/],
    [{ ...S3, S3_BUCKET: '' }, /S3_BUCKET.*S3_ENDPOINT/],
    [{ ...S3, S3_ACCESS_KEY: '' }, /S3_ACCESS_KEY.*S3_ENDPOINT/],
    [{ ...S3, S3_SECRET_KEY: '' }, /S3_SECRET_KEY.*S3_ENDPOINT/],
    [{ ...S3, S3_REGION: 'us east' }, /S3_REGION.*us-east-1/],
  ])('%j', (env, message) => {
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).toThrow(message);
  });

  it('and never tells a secret', () => {
    const secret = 'a-short-secret';
    for (const name of ['ADMIN_KEY', 'JWT_SECRET', 'DATABASE_URL', 'REDIS_URL'])
      expect(() => loadConfig({ [name]: secret })).not.toThrow(secret);
  });
});

describe('[K] the server', () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));

  async function makeDirectory(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'soiree-config-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    return directory;
  }

  /** Runs until it ends by itself. */
  async function run(directory: string, env: Record<string, string>) {
    const child = spawn(process.execPath, [main], {
      cwd: directory,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = new Promise((end) => child.once('exit', end));
    return { stderr: await text(child.stderr), code: await exited };
  }

  it('exits 1 on a bad value, naming the variable and what it must be', async () => {
    const { code, stderr } = await run(await makeDirectory(), { PORT: 'abc' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT must be an integer from 0 to 65535/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('reads .env where present; the environment wins', async () => {
    const directory = await makeDirectory();
    await writeFile(join(directory, '.env'), 'PORT=abc\nREGISTRATION=maybe\n');
    expect((await run(directory, {})).stderr).toMatch(/PORT/);
    const { code, stderr } = await run(directory, { PORT: '0' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/REGISTRATION/);
  });
});
