import { CamelCasePlugin, Kysely, PostgresDialect, type QueryResult, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DB } from './database-types.ts';
import { invalid, unavailable } from './errors.ts';

/** A connection or a transaction: the first argument of every repository function. */
export type Executor = Kysely<DB>;

/**
 * Sends a statement at once, ahead of the answers to those sent before. One with a name is parsed and planned once
 * a connection: for statements whose text is always the same, and whose best plan doesn't change as tables grow.
 */
export type Send = <Row>(statement: RawBuilder<Row>, name?: string) => Promise<QueryResult<Row>>;

/** Runs a statement on either, where a function serves both ordinary and pipelined transactions. */
export const runOn = <Row>(on: Executor | Send, statement: RawBuilder<Row>): Promise<QueryResult<Row>> =>
  typeof on === 'function' ? on(statement) : statement.execute(on);

export type Database = ReturnType<typeof createDatabase>;

export type ConnectionSettings = pg.PoolConfig;

const INT8_OID = 20;
const MAX_ATTEMPTS = 5;
const REACHABLE_WITHIN_MS = 2_000;
/** No statement of ours takes so long; a store that hangs is one that is away. */
const QUERY_TIMEOUT_MS = 30_000;

/** Serialization failure and deadlock: the transaction did nothing and may be run again. */
const RETRYABLE = new Set(['40001', '40P01']);

/** Codes of a server that is starting, stopping or full (class 57P, 53300), and of a lost socket. */
const UNAVAILABLE_CODES = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** PostgreSQL's text has no U+0000. */
const UNTRANSLATABLE_TEXT = '22021';

/** `pg` gives these without a code. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after)/;

/** Rows carry identities and counts well below 2^53, so int8 is read as a number. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8_OID, Number);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True when the store can't be reached, as opposed to refusing what was asked. */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return UNAVAILABLE_CODES.has(code) || code.startsWith('08') || UNAVAILABLE_MESSAGES.test(error.message);
}

/** True when the store refused a row for the named constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint;
}

/** What the store says that a client should hear: it is away, try again; or the text can't be stored. */
export function storeError(error: unknown): unknown {
  if (isStoreUnavailable(error)) return unavailable('The store cannot be reached, try again soon', error);
  if (codeOf(error) === UNTRANSLATABLE_TEXT) return invalid('Text must not contain NUL characters');
  return error;
}

async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !RETRYABLE.has(codeOf(error))) throw error;
    }
  }
}

export function createDatabase(options: { connection: ConnectionSettings; logger: Logger }) {
  const pool = new pg.Pool({
    max: 12,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    query_timeout: QUERY_TIMEOUT_MS,
    // Statements that are under way at once on one connection don't wait for each other's answers.
    pipeline: true,
    application_name: 'soiree',
    ...options.connection,
    types,
  });
  let isClosing = false;
  // Of the error no more than its words: it carries the whole connection, secrets included.
  const logLoss = (error: Error) => {
    if (!isClosing)
      options.logger.warn({ code: codeOf(error), reason: error.message }, 'a store connection was lost');
  };
  // A connection that dies while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', logLoss);
  // The same for one that dies between two statements of a transaction; the next statement fails and says so.
  pool.on('connect', (client) => {
    client.on('error', (error) =>
      options.logger.debug({ code: codeOf(error) }, 'a store connection failed in use'),
    );
  });
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    // Columns are snake_case in the store and camelCase here; keys inside JSON values stay as they are.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });

  return {
    db,

    /** Runs `work` in one transaction; a deadlock or serialization failure runs it again, a few times. */
    transaction: <T>(work: (tx: Executor) => Promise<T>): Promise<T> =>
      withRetries(() => db.transaction().execute(work)),

    /**
     * The same for a hot path, with fewer round trips: statements go to the store as soon as they are sent, without
     * waiting for the answers to earlier ones, and are run in the order in which they were sent. `work` commits
     * itself, which it may send along with its last statement: the store commits nothing after one that failed.
     */
    pipelinedTransaction: <T>(work: (send: Send, commit: () => Promise<void>) => Promise<T>): Promise<T> =>
      withRetries(async () => {
        const client = await pool.connect();
        let isCommitted = false;
        const send: Send = async (statement, name) => {
          const { sql: text, parameters } = statement.compile(db);
          const { rows, rowCount } = await client.query({
            text,
            values: [...parameters],
            ...(name ? { name } : {}),
          });
          return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
        };
        const commit = async () => {
          await client.query('COMMIT');
          isCommitted = true;
        };
        try {
          const begun = client.query('BEGIN');
          const [result] = await Promise.all([work(send, commit), begun]);
          return result;
        } finally {
          // On a lost connection there is nothing left to roll back, and the pool drops it.
          if (!isCommitted) await client.query('ROLLBACK').catch(() => undefined);
          client.release();
        }
      }),

    /** False also where the store doesn't answer in time, as one whose machine hangs. */
    async isReachable(): Promise<boolean> {
      const { promise: inTime, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => resolve(false), REACHABLE_WITHIN_MS);
      const answered = sql`SELECT 1`.execute(db).then(
        () => true,
        // Whatever the reason, the answer is the same: not now.
        () => false,
      );
      const isReachable = await Promise.race([answered, inTime]);
      clearTimeout(timer);
      return isReachable;
    },

    async close(): Promise<void> {
      isClosing = true;
      await db.destroy();
      // Kysely ends the pool only if it used it itself.
      if (!pool.ended) await pool.end();
    },
  };
}
