import { Fault } from "@tagwright/formats"
import { ERASURE } from "../model.ts"
import { integer, maybeText } from "../columns.ts"
import { BEHIND } from "../line.ts"
import { HALF_COPIED } from "../migrate/half-copied.ts"
import { isLocked, type Database, type Sql } from "./connect.ts"

/**
 * Migrations, oldest first, never edited once released: forward only; a new index on an older table stands in `indexes.ts`. The same tables, names and types as the embedded
 * store's (JSON as text, booleans as 0 and 1), so that one reader serves both. Keys of personal values stand in a schema
 * of their own: leave it out of dumps (`pg_dump --exclude-schema=tagwright_vault`), because erasure relies on it.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE event (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, source TEXT NOT NULL,
    at BIGINT NOT NULL, received_at BIGINT NOT NULL, lead_id TEXT, client_id TEXT, session_id TEXT,
    choice TEXT, page TEXT, params TEXT NOT NULL, personal BYTEA, amount TEXT, test_mode SMALLINT NOT NULL
  );
  CREATE INDEX event_lead ON event (lead_id, at) WHERE lead_id IS NOT NULL;
  CREATE INDEX event_personal ON event (lead_id, at) WHERE personal IS NOT NULL;
  CREATE INDEX event_money ON event (at) WHERE amount IS NOT NULL;
  CREATE INDEX event_errand ON event (seq) WHERE name = '${ERASURE}' AND personal IS NOT NULL;
  CREATE INDEX event_received ON event (received_at);
  CREATE TABLE conversion_key (key TEXT PRIMARY KEY, event_seq BIGINT NOT NULL REFERENCES event (seq) ON DELETE CASCADE);
  CREATE INDEX conversion_event ON conversion_key (event_seq);
  CREATE TABLE quarantine (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, received_at BIGINT NOT NULL,
    reason TEXT NOT NULL, lead_id TEXT, body BYTEA NOT NULL
  );
  CREATE INDEX quarantine_received ON quarantine (received_at);
  CREATE TABLE delivery (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_seq BIGINT NOT NULL REFERENCES event (seq) ON DELETE CASCADE, destination TEXT NOT NULL,
    state TEXT NOT NULL, due_at BIGINT NOT NULL, lease_until BIGINT NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0,
    retry_from INTEGER NOT NULL DEFAULT 0,
    reason TEXT, reason_class TEXT, status INTEGER, answer TEXT, settled_at BIGINT,
    UNIQUE (event_seq, destination)
  ) WITH (fillfactor = 80);
  CREATE INDEX delivery_due ON delivery (destination, due_at, id) WHERE state = 'pending';
  CREATE INDEX delivery_dead ON delivery (destination, id) WHERE state = 'dead';
  CREATE TABLE delivery_attempt (
    delivery_id BIGINT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE, attempt INTEGER NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL,
    reason TEXT, reason_class TEXT, status INTEGER, answer TEXT, PRIMARY KEY (delivery_id, attempt)
  );
  CREATE TABLE person (
    lead_id TEXT PRIMARY KEY, client_id TEXT, session_id TEXT, choice TEXT NOT NULL, choice_at BIGINT NOT NULL,
    first_touch TEXT, last_touch TEXT, seen_at BIGINT NOT NULL
  );
  CREATE INDEX person_seen ON person (seen_at);
  CREATE TABLE touch (lead_id TEXT NOT NULL, at BIGINT NOT NULL, touch TEXT NOT NULL, PRIMARY KEY (lead_id, at));
  CREATE TABLE consent_log (seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, lead_id TEXT NOT NULL, at BIGINT NOT NULL, choice TEXT NOT NULL);
  CREATE INDEX consent_person ON consent_log (lead_id, at);
  CREATE INDEX consent_at ON consent_log (at);
  CREATE TABLE identity_edge (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, removed_at BIGINT, UNIQUE (a, b, source)
  );
  CREATE INDEX identity_b ON identity_edge (b);
  CREATE TABLE webhook (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, received_at BIGINT NOT NULL, headers TEXT NOT NULL, body BYTEA NOT NULL,
    state TEXT NOT NULL, due_at BIGINT NOT NULL, lease_until BIGINT NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0, reason TEXT, lead_id TEXT,
    UNIQUE (source, key)
  );
  CREATE INDEX webhook_due ON webhook (due_at) WHERE state = 'received';
  CREATE INDEX webhook_received ON webhook (received_at);
  CREATE TABLE destination_state (destination TEXT PRIMARY KEY, disabled_at BIGINT NOT NULL, reason TEXT NOT NULL);
  CREATE TABLE tagwright_vault.key (subject TEXT PRIMARY KEY, key BYTEA NOT NULL);
  `,
  // A reversal may come before what it reverses.
  `
  ALTER TABLE event ADD COLUMN reversed_at BIGINT;
  CREATE TABLE reversal (key TEXT PRIMARY KEY, at BIGINT NOT NULL);
  `,
  // What advertising cost, day by day.
  `
  CREATE TABLE spend (key TEXT PRIMARY KEY, day TEXT NOT NULL, row TEXT NOT NULL, imported_at BIGINT NOT NULL);
  CREATE INDEX spend_day ON spend (day);
  CREATE INDEX touch_at ON touch (at);
  `,
  // What was asked, how and where.
  `ALTER TABLE consent_log ADD COLUMN proof TEXT`,
  // What the figures ask for: the kind of device, and which event of the plan a refused one would have been.
  `
  ALTER TABLE event ADD COLUMN device TEXT;
  ALTER TABLE quarantine ADD COLUMN name TEXT;
  `,
  // Who leased it: a node that starts again gives back what it held.
  `
  ALTER TABLE delivery ADD COLUMN lease_owner TEXT;
  ALTER TABLE webhook ADD COLUMN lease_owner TEXT;
  CREATE INDEX delivery_leased ON delivery (lease_owner) WHERE state = 'pending' AND lease_until > 0;
  `,
  // What operators look for, newest first.
  `
  DROP INDEX event_received;
  CREATE INDEX event_received ON event (received_at, test_mode, name);
  CREATE INDEX event_name ON event (name, seq);
  CREATE INDEX event_source ON event (source, seq);
  CREATE INDEX delivery_destination ON delivery (destination, id);
  CREATE INDEX delivery_dead_newest ON delivery (id) WHERE state = 'dead';
  CREATE INDEX delivery_withheld ON delivery (destination, id) WHERE state = 'withheld';
  CREATE INDEX delivery_settled ON delivery (settled_at, destination, state) WHERE settled_at IS NOT NULL;
  `,
  // Whose turn it is: set where a destination takes a person's events one after another.
  "ALTER TABLE delivery ADD COLUMN person TEXT",
  // The suppression list: keyed digests of the names of people who were erased.
  "CREATE TABLE tagwright_vault.suppressed (digest TEXT PRIMARY KEY, at BIGINT NOT NULL)",
  // Only the first of a line is due (see `line.ts`). In the database itself, so that older nodes beside this one keep lines too.
  // Whoever steps behind somebody holds them until that is committed, and whoever leaves looks after that: nobody is left behind one who is gone.
  // Arrivals wait for a row that others hold a tenth of a second in all and go first then: their turn is looked at again when they are claimed.
  // After an update, not before it: a trigger before would lock every row that any update touches.
  `
  CREATE FUNCTION delivery_joins_line() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE waited integer;
  BEGIN
    -- A store that is being copied into gets its rows as they are.
    IF EXISTS (SELECT 1 FROM meta WHERE key = '${HALF_COPIED}') THEN RETURN NEW; END IF;
    LOOP
      PERFORM 1 FROM delivery WHERE destination = NEW.destination AND person = NEW.person AND state = 'pending' AND due_at < ${BEHIND} AND id < NEW.id
        ORDER BY id LIMIT 1 FOR SHARE SKIP LOCKED;
      EXIT WHEN FOUND;
      waited := coalesce(nullif(current_setting('tagwright.waited', true), ''), '0');
      IF waited = 50 OR NOT EXISTS (SELECT 1 FROM delivery WHERE destination = NEW.destination AND person = NEW.person AND state = 'pending' AND due_at < ${BEHIND} AND id < NEW.id)
        THEN RETURN NEW;
      END IF;
      PERFORM set_config('tagwright.waited', (waited + 1)::text, true), pg_sleep(0.002);
    END LOOP;
    IF TG_OP = 'INSERT' THEN NEW.due_at := NEW.due_at + ${BEHIND};
    ELSE UPDATE delivery SET due_at = due_at + ${BEHIND} WHERE id = NEW.id AND state = 'pending' AND due_at < ${BEHIND};
    END IF;
    RETURN NEW;
  END $$;
  CREATE FUNCTION delivery_leaves_line() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE first record;
  BEGIN
    IF EXISTS (SELECT 1 FROM meta WHERE key = '${HALF_COPIED}') THEN RETURN NULL; END IF;
    SELECT id, due_at INTO first FROM delivery WHERE destination = OLD.destination AND person = OLD.person AND state = 'pending' ORDER BY id LIMIT 1 FOR UPDATE;
    IF first.due_at >= ${BEHIND} THEN UPDATE delivery SET due_at = first.due_at - ${BEHIND} WHERE id = first.id; END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER delivery_joins_line BEFORE INSERT ON delivery FOR EACH ROW
    WHEN (NEW.person IS NOT NULL AND NEW.state = 'pending' AND NEW.due_at < ${BEHIND}) EXECUTE FUNCTION delivery_joins_line();
  CREATE TRIGGER delivery_joins_line_again AFTER UPDATE OF state ON delivery FOR EACH ROW
    WHEN (NEW.person IS NOT NULL AND OLD.state <> 'pending' AND NEW.state = 'pending' AND NEW.due_at < ${BEHIND}) EXECUTE FUNCTION delivery_joins_line();
  CREATE TRIGGER delivery_leaves_line AFTER UPDATE OF state ON delivery FOR EACH ROW
    WHEN (OLD.person IS NOT NULL AND OLD.state = 'pending' AND NEW.state <> 'pending' AND OLD.due_at < ${BEHIND}) EXECUTE FUNCTION delivery_leaves_line();
  CREATE TRIGGER delivery_leaves_line_deleted AFTER DELETE ON delivery FOR EACH ROW
    WHEN (OLD.person IS NOT NULL AND OLD.state = 'pending' AND OLD.due_at < ${BEHIND}) EXECUTE FUNCTION delivery_leaves_line();
  UPDATE delivery SET due_at = due_at + ${BEHIND}
    FROM (SELECT id, min(id) OVER (PARTITION BY destination, person) AS first FROM delivery WHERE state = 'pending' AND person IS NOT NULL) AS line
    WHERE delivery.id = line.id AND line.id > line.first AND lease_until = 0;
  `,
]

export const schemaVersion = migrations.length
/**
 * Nodes of this version and later run on a database of the present one, so that a rolling deploy may mix them: since then
 * migrations have only added (columns that may be null, indexes, tables). Raise it with a migration that does more.
 */
const OLDEST_BESIDE = 8
/** A migration that does not get its locks at once lets the traffic pass and tries again. */
const LOCK_MS = 2_000
const TRY_AGAIN_MS = 500
const MOST_TRIES = 60

/** Another process has just made it: IF NOT EXISTS looks before it locks (unique violation, duplicate object, schema, table). */
const JUST_MADE = new Set(["23505", "42710", "42P06", "42P07"])
const make = async (database: Database, statement: string): Promise<void> => {
  try {
    await database.run(statement)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && typeof error.code === "string" && JUST_MADE.has(error.code))) throw error
  }
}

/**
 * Brings the database up to this version in one transaction, while older nodes work on it; processes that start together
 * wait for each other. A database that is newer is left as it is, and refused unless its newest migrations only added.
 */
export const migrate = async (database: Database, environment: string): Promise<void> => {
  await make(database, "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
  await make(database, "CREATE SCHEMA IF NOT EXISTS tagwright_vault")
  for (let left = MOST_TRIES; ; left--) {
    try {
      return await database.transaction((sql) => bringUp(sql, environment))
    } catch (error) {
      if (left === 0 || !isLocked(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS))
    }
  }
}
const bringUp = async (sql: Sql, environment: string): Promise<void> => {
  // Others of this kind are waited for; only the tables that everybody uses must not be queued for long.
  await sql.run("LOCK TABLE meta IN EXCLUSIVE MODE")
  const found = await numberIn(sql, "version")
  await claimEnvironment(sql, environment)
  if (found === schemaVersion) return
  if (found > schemaVersion) return assertBeside(sql, found)
  await sql.run(`SET LOCAL lock_timeout = ${LOCK_MS}`)
  for (const migration of migrations.slice(found)) await sql.run(migration)
  const now = { version: schemaVersion, oldest_beside: OLDEST_BESIDE }
  for (const [key, value] of Object.entries(now)) await sql.run("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, String(value)])
}
const assertBeside = async (sql: Sql, found: number): Promise<void> => {
  const oldest = await numberIn(sql, "oldest_beside")
  if (oldest === 0 || schemaVersion < oldest) throw new Fault("caller", `the database has version ${found}, and this Tagwright knows ${schemaVersion}`, "Start the newer Tagwright, or name another database")
}

type Rows = Pick<Database, "rows" | "run">
/** A database of this version and environment, which is only to be read. */
export const assertReadable = async (sql: Rows, environment: string): Promise<void> => {
  const found = await numberIn(sql, "version")
  if (found !== schemaVersion) throw new Fault("caller", `the database has version ${found}, and this Tagwright knows ${schemaVersion}`, "Copy it with the Tagwright that runs on it")
  await assertEnvironment(sql, environment)
}
/** 0 where it is not noted */
const numberIn = async (sql: Rows, key: string): Promise<number> => {
  const [row] = await sql.rows("SELECT value::int AS number FROM meta WHERE key = $1", [key])
  return row === undefined ? 0 : integer(row["number"])
}

/** Throws where a copy into this store did not come to its end: a server would miss rows. */
export const assertWhole = async (sql: Rows): Promise<void> => {
  if ((await sql.rows("SELECT 1 FROM meta WHERE key = $1", [HALF_COPIED])).length > 0)
    throw new Fault("caller", "this store is a half-finished copy of another one", "Start tagwright migrate-store again: it goes on where it stopped")
}

/** A database belongs to one environment: staging data can never mix with production's (gate T6). */
const claimEnvironment = async (sql: Rows, environment: string): Promise<void> => {
  await sql.run("INSERT INTO meta (key, value) VALUES ('environment', $1) ON CONFLICT (key) DO NOTHING", [environment])
  await assertEnvironment(sql, environment)
}
const assertEnvironment = async (sql: Rows, environment: string): Promise<void> => {
  const [row] = await sql.rows("SELECT value FROM meta WHERE key = 'environment'")
  const owner = maybeText(row?.["value"] ?? null)
  if (owner !== environment) throw new Fault("caller", `this database belongs to the environment "${owner}", not "${environment}"`, "Give each environment a database of its own")
}
