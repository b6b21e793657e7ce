import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import pg from 'pg';

/** For `pg`; `host` is a directory where the server listens on a Unix socket. */
export type PostgresConnection = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
};

/**
 * The role that Soiree connects as. It owns the database and all that is in it, and is no superuser: row-level
 * security would not hold one back.
 */
const OWNER = 'soiree_app';

const ATTRIBUTES = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** PostgreSQL's own number. */
const SCRAM_ITERATIONS = 4096;

const NO_SUCH_DATABASE = '3D000';

/**
 * What in the database is somebody else's. Left out is what follows another object (the sequence of a column, the row
 * type of a table, the constructors of a range) or belongs to an extension.
 */
const NOT_YET_OWNED = `
  SELECT format('ALTER %s %s OWNER TO ${OWNER}', kind, name) AS statement
  FROM (
    SELECT 'DATABASE', quote_ident(datname), datdba, 'pg_database'::regclass, oid
    FROM pg_database WHERE datname = current_database()
    UNION ALL
    SELECT 'SCHEMA', quote_ident(nspname), nspowner, 'pg_namespace'::regclass, oid
    FROM pg_namespace WHERE nspname = 'public' AND nspowner <> 'pg_database_owner'::regrole
    UNION ALL
    SELECT 'TABLE', oid::regclass::text, relowner, 'pg_class'::regclass, oid
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'ROUTINE', oid::regprocedure::text, proowner, 'pg_proc'::regclass, oid
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'TYPE', oid::regtype::text, typowner, 'pg_type'::regclass, oid
    FROM pg_type WHERE typnamespace = 'public'::regnamespace
  ) AS object (kind, name, owner, catalog, id)
  WHERE owner <> '${OWNER}'::regrole AND NOT EXISTS (
    SELECT FROM pg_depend
    WHERE classid = catalog AND objid = id AND objsubid = 0
      AND (deptype IN ('e', 'i') OR deptype = 'a' AND refclassid = 'pg_class'::regclass AND refobjsubid > 0)
  )`;

/** The owner's connection to the superuser's database. */
export const connectionOfOwner = (superuser: PostgresConnection): PostgresConnection => ({
  ...superuser,
  user: OWNER,
  // Derived, so that there is no second secret to keep in step, and it doesn't give the superuser's away.
  password: createHmac('sha256', superuser.password).update(OWNER).digest('base64url'),
});

/**
 * Makes sure of the owner and the database, and that all in it is the owner's: not so where an earlier version made
 * it, or a dump was restored. Gives how many objects changed hands.
 */
export async function ensureOwnedDatabase(
  superuser: PostgresConnection,
  owner: PostgresConnection,
  { isNew }: { isNew: boolean },
): Promise<number> {
  const verifier = await makeVerifier(owner.password);

  const createDatabase = () =>
    onceConnected({ ...superuser, database: 'postgres' }, async (client) => {
      await ensureOwner(client, verifier);
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(owner.database)} OWNER ${OWNER}`);
    });
  const takeOver = () =>
    onceConnected(superuser, async (client) => {
      await ensureOwner(client, verifier);
      const { rows } = await client.query<{ statement: string }>(NOT_YET_OWNED);
      // Sent as one, they take effect together or not at all.
      if (rows.length > 0) await client.query(rows.map(({ statement }) => statement).join(';\n'));
      return rows.length;
    });

  // Trying would tell too, but with an error in the log of every first start.
  if (isNew) await createDatabase();
  try {
    return await takeOver();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== NO_SUCH_DATABASE) throw error;
    await createDatabase();
    return takeOver();
  }
}

async function ensureOwner(client: pg.Client, verifier: string): Promise<void> {
  const { rows } = await client.query<{ isRight: boolean | null }>(
    `SELECT rolcanlogin AND rolpassword = $2
        AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls) AS "isRight"
     FROM pg_authid WHERE rolname = $1`,
    [OWNER, verifier],
  );
  if (rows[0]?.isRight) return;
  const verb = rows.length === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${OWNER} ${ATTRIBUTES} PASSWORD ${client.escapeLiteral(verifier)}`);
}

/**
 * What PostgreSQL keeps of a password (RFC 5803). The salt follows from the password, so the same password always
 * gives the same text, and comparing tells whether the role has it. Equal passwords, which a random salt is to hide,
 * don't occur here.
 */
async function makeVerifier(password: string): Promise<string> {
  const salt = hmac(Buffer.from(password), 'salt').subarray(0, 16);
  const salted = await promisify(pbkdf2)(password, salt, SCRAM_ITERATIONS, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  const serverKey = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();

async function onceConnected<T>(
  connection: PostgresConnection,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  // The owner may put functions into schema public: no name of ours is to mean one of those.
  const client = new pg.Client({ ...connection, options: '-c search_path=pg_catalog' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
